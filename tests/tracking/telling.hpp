// Records for tests: what a bus, a counter or a person tells at an instant.
#pragma once

#include "server/tracking/record.hpp"
#include "server/tracking/settings.hpp"

#include <string>
#include <utility>

namespace husong::tracking::telling {

inline constexpr VehicleId bus{7};
inline constexpr Time morning = from_millis(1'788'217'200'000);  // 2026-09-01 07:00 in China
inline constexpr double metres_per_degree = 111'050;             // of latitude, near the county
inline constexpr std::uint32_t acc_on = 1, door_open = 1U << 13;

inline Record finished(Time at, Payload payload, Source source) {
    Record record;
    record.vehicle = bus;
    record.measured_at = at;
    record.source = source;
    record.payload = std::move(payload);
    record.key = record_key(record);
    return record;
}

// On a road that runs north from the county's centre.
struct Place {
    double north_m = 0;
    double speed_kmh = 0;
    bool door = false;
    bool acc = true;
};
inline Record fix(Time at, const Place& place, Source source = Source::terminal) {
    Position told;
    told.latitude_deg = maps::county_centre.latitude_deg + place.north_m / metres_per_degree;
    told.longitude_deg = maps::county_centre.longitude_deg;
    told.speed_mps = static_cast<float>(place.speed_kmh / 3.6);
    told.satellites = 9;
    told.located = true;
    told.status_bits = (place.acc ? acc_on : 0U) | 2U | (place.door ? door_open : 0U);
    return finished(at, told, source);
}

inline Record flow(Time from, Time until, int boarded, int alighted) {
    return finished(
        until,
        PassengerFlow{from, until, static_cast<std::uint16_t>(boarded), static_cast<std::uint16_t>(alighted)},
        Source::terminal);
}

inline Record count(Time at, int pupils, int adults, Source source = Source::escort) {
    return finished(at, HeadCount{static_cast<std::uint16_t>(pupils), static_cast<std::uint16_t>(adults), 0},
                    source);
}

inline Record seen(Time at, PupilsSeen pupils, Source source) {
    Sighting sighting;
    sighting.pupils_seen = pupils;
    sighting.place = "北沟镇初中门前";
    sighting.latitude_deg = 40.7;
    sighting.longitude_deg = 118.1;
    return finished(at, sighting, source);
}

}  // namespace husong::tracking::telling
