#include "maps/gcj02.hpp"

#include <cmath>
#include <numbers>

namespace husong::maps {

namespace {

using std::numbers::pi;

// The shift is defined on Krasovsky's ellipsoid.
constexpr double krasovsky_radius_m = 6'378'245.0;
constexpr double krasovsky_eccentricity_squared = 0.00669342162296594323;
constexpr Box shifted_area{0.8293, 72.004, 55.8271, 137.8347};
constexpr int inverse_rounds = 6;  // each round leaves about a thousandth of the error

double wave(double x, double first_period, double second_period, double first, double second) {
    return first * std::sin(x * first_period) + second * std::sin(x * second_period);
}

double north_shift_m(double x, double y) {
    const double sum = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
                       (wave(x, 6 * pi, 2 * pi, 20, 20) + wave(y, pi, pi / 3, 20, 40) +
                        wave(y, pi / 12, pi / 30, 160, 320)) *
                           2 / 3;
    return sum;
}

double east_shift_m(double x, double y) {
    const double sum = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
                       (wave(x, 6 * pi, 2 * pi, 20, 20) + wave(x, pi, pi / 3, 20, 40) +
                        wave(x, pi / 12, pi / 30, 150, 300)) *
                           2 / 3;
    return sum;
}

Wgs84 shift_deg(Wgs84 point) {
    const double x = point.longitude_deg - 105;
    const double y = point.latitude_deg - 35;
    const double latitude = radians(point.latitude_deg);
    const double sine = std::sin(latitude);
    const double w = 1 - krasovsky_eccentricity_squared * sine * sine;
    const double meridian_m = krasovsky_radius_m * (1 - krasovsky_eccentricity_squared) / (w * std::sqrt(w));
    const double parallel_m = krasovsky_radius_m / std::sqrt(w) * std::cos(latitude);
    return {degrees(north_shift_m(x, y) / meridian_m), degrees(east_shift_m(x, y) / parallel_m)};
}

}  // namespace

Gcj02 to_gcj02(Wgs84 point) {
    if (!inside(shifted_area, point)) return {point.latitude_deg, point.longitude_deg};
    const Wgs84 shift = shift_deg(point);
    return {point.latitude_deg + shift.latitude_deg, point.longitude_deg + shift.longitude_deg};
}

Wgs84 to_wgs84(Gcj02 point) {
    Wgs84 guess{point.latitude_deg, point.longitude_deg};
    for (int round = 0; round < inverse_rounds; ++round) {
        const Gcj02 there = to_gcj02(guess);
        guess.latitude_deg += point.latitude_deg - there.latitude_deg;
        guess.longitude_deg += point.longitude_deg - there.longitude_deg;
    }
    return guess;
}

}  // namespace husong::maps
