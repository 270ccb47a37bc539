#include "maps/daylight.hpp"

#include <atomic>
#include <libnova/julian_day.h>
#include <libnova/solar.h>

namespace husong::maps {

namespace {

// libnova keeps the last nutation it reckoned in variables of its own: one thread at a time.
std::atomic_flag reckoning;

class OneAtATime {
public:
    OneAtATime() {
        while (reckoning.test_and_set(std::memory_order_acquire))
            reckoning.wait(true, std::memory_order_relaxed);
    }
    ~OneAtATime() {
        reckoning.clear(std::memory_order_release);
        reckoning.notify_one();
    }
    OneAtATime(const OneAtATime&) = delete;
    OneAtATime& operator=(const OneAtATime&) = delete;
};

}  // namespace

std::optional<Time> civil_dusk(std::chrono::year_month_day day, Wgs84 place) {
    using std::chrono::seconds;
    const Time noon = china_midnight(day) + std::chrono::hours{12};
    auto from = static_cast<std::time_t>(std::chrono::floor<seconds>(noon.time_since_epoch()).count());
    ln_lnlat_posn observer{.lng = place.longitude_deg, .lat = place.latitude_deg};
    ln_rst_time sun{};
    const OneAtATime alone;
    const double noon_jd = ln_get_julian_from_timet(&from);
    if (ln_get_solar_rst_horizon(noon_jd, &observer, LN_SOLAR_CIVIL_HORIZON, &sun) != 0) return std::nullopt;
    std::time_t dusk = 0;
    ln_get_timet_from_julian(sun.set, &dusk);
    return Time{seconds{dusk}};
}

}  // namespace husong::maps
