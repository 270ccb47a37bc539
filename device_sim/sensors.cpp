#include "device_sim/sensors.hpp"

namespace husong::device_sim {

namespace {

constexpr double error_kept = 0.9;     // share of the error that the next fix still has
constexpr double error_fresh = 0.436;  // sqrt(1 - 0.9²): keeps the deviation what it is
constexpr double nearest_outlier_m = 800, furthest_outlier_m = 4'000;

}  // namespace

Fix Receiver::measure(maps::Wgs84 truth) {
    north_error_m_ = north_error_m_ * error_kept + random_.normal() * faults_.gps_noise_m * error_fresh;
    east_error_m_ = east_error_m_ * error_kept + random_.normal() * faults_.gps_noise_m * error_fresh;
    double north_m = north_error_m_, east_m = east_error_m_;
    if (random_.chance_per_mille(faults_.outlier_per_mille)) {
        const double away_m = random_.within(nearest_outlier_m, furthest_outlier_m);
        north_m += random_.below(2) != 0 ? away_m : -away_m;
        east_m += random_.below(2) != 0 ? away_m : -away_m;
    }
    const auto scale = maps::degree_lengths(truth.latitude_deg);
    Fix fix;
    fix.located = !random_.chance_per_mille(faults_.no_fix_per_mille);
    fix.satellites = fix.located ? random_.between(7, 14) : random_.between(0, 3);
    fix.point = {truth.latitude_deg + north_m / scale.latitude_m,
                 truth.longitude_deg + east_m / scale.longitude_m};
    return fix;
}

int DoorCounter::seen() {
    if (random_.chance_per_mille(faults_.counter_miss_per_mille)) return 0;
    return random_.chance_per_mille(faults_.counter_double_per_mille) ? 2 : 1;
}

}  // namespace husong::device_sim
