// A small county for tests: a few vehicles with their papers, and records they might tell.
#pragma once

#include "db/store.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/registry/registry.hpp"
#include "server/tracking/record.hpp"

#include <string>

namespace husong::test {

using registry::Plate;
using registry::PlateColour;

inline const Time school_day = *parse_time("2026-09-01T07:00:00+08:00");  // a Tuesday morning
inline const Time year_begin = *parse_time("2026-01-01T00:00:00+08:00");

inline const Plate lawful_plate{"冀H00318", PlateColour::yellow};
inline const Plate expired_plate{"冀H00419", PlateColour::yellow};
inline const Plate private_plate{"冀H7K206", PlateColour::blue};

inline registry::Versioned<registry::Vehicle> vehicle_row(VehicleId id, const Plate& plate, char use_nature,
                                                          int approved_persons) {
    registry::Vehicle vehicle;
    vehicle.id = id;
    vehicle.plate = plate;
    vehicle.use_nature = use_nature;
    vehicle.approved_persons = approved_persons;
    vehicle.vehicle_class =
        approved_persons > 19 ? registry::VehicleClass::large : registry::VehicleClass::small;
    return {.value = vehicle, .valid_from = year_begin};
}

// 冀H00318: a school bus (S) for 45 with plate and permit. 冀H00419: the same, its plate ended on 31 August.
// 冀H7K206: a private van (A) for 7.
struct County {
    VehicleId lawful;
    VehicleId expired;
    VehicleId private_van;

    // Puts the registers into a store. Throws (value()) when that fails: a test cannot go on.
    static County put_into(db::Store& store) {
        auto admin = store.admin().value();
        County county{.lawful = admin->identify(lawful_plate).value(),
                      .expired = admin->identify(expired_plate).value(),
                      .private_van = admin->identify(private_plate).value()};
        admin->put_rows(county.rows(), year_begin).value();
        return county;
    }

    [[nodiscard]] registry::RegistryRows rows() const {
        const Time september = *parse_time("2026-09-01T00:00:00+08:00");
        registry::RegistryRows rows;
        rows.vehicles = {vehicle_row(lawful, lawful_plate, 'S', 45),
                         vehicle_row(expired, expired_plate, 'S', 45),
                         vehicle_row(private_van, private_plate, 'A', 7)};
        rows.school_bus_plates = {
            {.value = {"校0318", lawful, "县公安局交警大队", "L07", {}}, .valid_from = year_begin},
            {.value = {"校0419", expired, "县公安局交警大队", "L22", {}},
             .valid_from = year_begin,
             .valid_until = september}};
        rows.permits = {{.value = {"许0318", lawful, "", "L07"}, .valid_from = year_begin},
                        {.value = {"许0419", expired, "", "L22"}, .valid_from = year_begin}};
        rows.identities = {{lawful_plate, lawful}, {expired_plate, expired}, {private_plate, private_van}};
        return rows;
    }
};

// A record as ingest would finish it, received `delay` after it was measured.
inline tracking::Record record_of(VehicleId vehicle, Time at, tracking::Payload payload,
                                  tracking::Source source = tracking::Source::terminal,
                                  Milliseconds delay = 1s) {
    tracking::Record record;
    record.vehicle = vehicle;
    record.measured_at = at;
    record.received_at = at + delay;
    record.source = source;
    record.told_by = 1;
    record.payload = std::move(payload);
    ingest::finish(record);
    return record;
}

// On the road north of the county seat, `metres` from its beginning.
inline tracking::Record position(VehicleId vehicle, Time at, double metres, double speed_kmh) {
    tracking::Position position;
    position.latitude_deg = 40.77 + metres / 111'000.0;
    position.longitude_deg = 118.17;
    position.speed_mps = static_cast<float>(speed_kmh / 3.6);
    position.status_bits = 0b11;  // ACC on, located
    position.satellites = 11;
    position.located = true;
    return record_of(vehicle, at, position);
}

inline tracking::Record passenger_flow(VehicleId vehicle, Time from, Time until, std::uint16_t boarded,
                                       std::uint16_t alighted) {
    return record_of(vehicle, until, tracking::PassengerFlow{from, until, boarded, alighted});
}

inline tracking::Record head_count(VehicleId vehicle, Time at, std::uint16_t pupils, std::uint16_t adults,
                                   tracking::Source by = tracking::Source::escort) {
    return record_of(vehicle, at, tracking::HeadCount{pupils, adults, 0}, by);
}

}  // namespace husong::test
