#include "maps/daylight.hpp"

#include <libnova/julian_day.h>
#include <libnova/solar.h>

namespace husong::maps {

std::optional<Time> civil_dusk(std::chrono::year_month_day day, Wgs84 place) {
    using std::chrono::seconds;
    const Time noon = china_midnight(day) + std::chrono::hours{12};
    auto from = static_cast<std::time_t>(std::chrono::floor<seconds>(noon.time_since_epoch()).count());
    ln_lnlat_posn observer{.lng = place.longitude_deg, .lat = place.latitude_deg};
    ln_rst_time sun{};
    const double noon_jd = ln_get_julian_from_timet(&from);
    if (ln_get_solar_rst_horizon(noon_jd, &observer, LN_SOLAR_CIVIL_HORIZON, &sun) != 0) return std::nullopt;
    std::time_t dusk = 0;
    ln_get_timet_from_julian(sun.set, &dusk);
    return Time{seconds{dusk}};
}

}  // namespace husong::maps
