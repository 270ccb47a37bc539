#include "server/jt808/location_values.hpp"

#include "server/jt808/location_items.hpp"
#include "server/jt808/message.hpp"

namespace husong::jt808 {

namespace {

constexpr double degrees_per_unit = 1e-6;
constexpr double mps_per_unit = 1 / 36.0;   // wire unit: 0.1 km/h
constexpr double m_per_mileage_unit = 100;  // wire unit: 0.1 km
constexpr double l_per_fuel_unit = 0.1;
constexpr std::uint32_t largest_latitude = 90'000'000;
constexpr std::uint32_t largest_longitude = 180'000'000;

// An id and the length the standard gives it: together they say what a value means.
constexpr std::size_t form(std::uint8_t id, std::size_t length) { return length << 8 | id; }

void take_item(const Item& item, LocationValues& values) {
    if (item.value.empty() || item.value.size() > 4) return;
    const std::uint32_t number = leading_number(item, item.value.size());
    switch (form(item.id, item.value.size())) {
        case form(0x01, 4): values.odometer_m = number * m_per_mileage_unit; break;
        case form(0x02, 2): values.fuel_l = number * l_per_fuel_unit; break;
        case form(0x03, 2): values.recorder_speed_mps = number * mps_per_unit; break;
        case form(0x06, 2):
            if (const auto celsius = carriage_temperature_c(static_cast<std::uint16_t>(number)))
                values.carriage_temperature_c = *celsius;
            break;
        case form(0x14, 4): values.video_alarm_bits = number; break;
        case form(0x25, 4): values.vehicle_signal_bits = number; break;
        case form(0x2A, 2): values.io_bits = static_cast<std::uint16_t>(number); break;
        case form(0x30, 1): values.signal_strength = static_cast<std::uint8_t>(number); break;
        case form(0x31, 1): values.satellites = static_cast<std::uint8_t>(number); break;
        default: break;  // no value of ours; it stays in items
    }
}

}  // namespace

LocationValues location_values(const LocationReport& report) {
    LocationValues values;
    values.alarm_bits = report.alarm;
    values.status_bits = report.status;
    values.located = (report.status & status::located) != 0;
    values.coordinates_encrypted = (report.status & status::encrypted) != 0;
    const double latitude = report.latitude * degrees_per_unit;
    const double longitude = report.longitude * degrees_per_unit;
    values.latitude_deg = (report.status & status::south) != 0 ? -latitude : latitude;
    values.longitude_deg = (report.status & status::west) != 0 ? -longitude : longitude;
    if (report.latitude > largest_latitude || report.longitude > largest_longitude)
        values.anomalies.add(Anomaly::coordinates_out_of_range);
    values.altitude_m = static_cast<std::int16_t>(report.altitude);
    values.speed_mps = report.speed * mps_per_unit;
    values.course_deg = report.direction % 360;  // 360 is north again
    values.measured_at = to_time(report.time);
    if (!values.measured_at) values.anomalies.add(Anomaly::bad_time);

    values.items = report.items;
    ItemRange items{report.items};
    while (const auto item = items.next()) take_item(*item, values);
    if (items.overrun()) values.anomalies.add(Anomaly::item_overrun);
    return values;
}

Anomalies anomalies_of(const LocationReport& report) { return location_values(report).anomalies; }

Anomalies anomalies_of(const BatchReport& batch) {
    Anomalies found;
    std::size_t count = 0;
    BatchRange locations{batch};
    while (const auto body = locations.next()) {
        const auto report = decode_body<LocationReport>(Layout::v2011_2013, *body);
        if (!report) continue;
        found.add(anomalies_of(*report));
        ++count;
    }
    if (count != batch.count || locations.overrun()) found.add(Anomaly::count_mismatch);
    return found;
}

}  // namespace husong::jt808
