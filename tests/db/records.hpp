// Records of every kind, all fields told, for the tests of the store.
#pragma once

#include "server/tracking/record.hpp"

namespace husong::db::testing {

inline const Time morning = parse_time("2026-09-01T07:15:30.123+08:00").value();

inline tracking::Record position(VehicleId vehicle, Time at = morning, std::uint64_t key = 11) {
    tracking::Position p;
    p.latitude_deg = 40.812345;
    p.longitude_deg = 118.210987;
    p.altitude_m = 512;
    p.speed_mps = static_cast<float>(415 / 36.0);  // 41.5 km/h, as a terminal tells it
    p.course_deg = 271;
    p.accuracy_m = 4.5F;
    p.alarm_bits = 0x8000'0001;
    p.status_bits = 0x0000'0003;
    p.satellites = 11;
    p.located = true;
    p.items.assign({0x01, 0x04, 0x00, 0x00, 0x1F, 0x40, 0xE7, 0x01, 0x00});
    tracking::Record record;
    record.vehicle = vehicle;
    record.measured_at = at;
    record.received_at = at + 1'250ms;
    record.key = key;
    record.flags = tracking::flag::blind_area;
    record.told_by = 17;
    record.payload = p;
    return record;
}

inline tracking::Record with_payload(VehicleId vehicle, tracking::Payload payload, Time at = morning,
                                     std::uint64_t key = 11) {
    tracking::Record record = position(vehicle, at, key);
    record.flags = 0;
    record.payload = std::move(payload);
    return record;
}

inline tracking::Record passenger_flow(VehicleId vehicle, Time at = morning, std::uint64_t key = 11) {
    return with_payload(vehicle, tracking::PassengerFlow{at - 60s, at, 12, 3}, at, key);
}

inline tracking::Record head_count(VehicleId vehicle, Time at = morning, std::uint64_t key = 11) {
    auto record = with_payload(vehicle, tracking::HeadCount{45, 2, 1}, at, key);
    record.source = tracking::Source::police;
    return record;
}

inline tracking::Record sighting(VehicleId vehicle, Time at = morning, std::uint64_t key = 11) {
    tracking::Sighting seen;
    seen.pupils_seen = tracking::PupilsSeen::some;
    seen.pupils = std::uint16_t{6};
    seen.latitude_deg = 40.8;
    seen.longitude_deg = 118.2;
    seen.place = "北沟村口";
    seen.note = "车上有学生";
    seen.photo = "p/1";
    auto record = with_payload(vehicle, seen, at, key);
    record.source = tracking::Source::patrol;
    return record;
}

// Field by field: Record itself has no comparison, because its key alone is its identity.
inline bool same(const tracking::Record& a, const tracking::Record& b) {
    return a.vehicle == b.vehicle && a.measured_at == b.measured_at && a.received_at == b.received_at &&
           a.key == b.key && a.source == b.source && a.flags == b.flags && a.told_by == b.told_by &&
           a.payload == b.payload;
}

}  // namespace husong::db::testing
