#include "device_sim/terminal_bodies.hpp"

#include "server/base/byte_writer.hpp"
#include "server/jt808/bits.hpp"
#include "server/jt808/location_items.hpp"
#include "server/jt808/text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace husong::device_sim {

namespace {

using jt808::Edition;

constexpr std::uint8_t item_odometer = 0x01, item_recorder_speed = 0x03, item_signals = 0x25,
                       item_signal_strength = 0x30, item_satellites = 0x31;
constexpr std::uint32_t brake_signal = 1U << 4, clearance_lamp = 1U << 7;
constexpr std::uint32_t uses_gps = 1U << 18, uses_beidou = 1U << 19;
constexpr std::uint32_t usual_signal_strength = 23;
constexpr std::uint16_t province_hebei = 13;

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::uint32_t tenths(double value) { return static_cast<std::uint32_t>(std::lround(value * 10)); }

std::uint32_t status_of(const Fix& fix, Edition edition) {
    std::uint32_t status = 0;
    if (fix.ignition_on) status |= jt808::status::acc_on;
    if (fix.located) status |= jt808::status::located;
    if (edition == Edition::v2011) return status;
    status |= uses_gps | uses_beidou;
    if (fix.door_open) status |= 1U << jt808::status::first_door;
    if (edition == Edition::v2019 && fix.speed_mps > 0) status |= jt808::status::moving;
    return status;
}

}  // namespace

ByteString location_body(const Fix& fix, Time at, Edition edition) {
    const std::uint32_t speed = tenths(fix.speed_mps * 3.6);  // wire unit: 0.1 km/h
    ByteString items;
    jt808::append_item(items, item_odometer, {tenths(fix.odometer_m / 1000)});  // wire unit: 0.1 km
    jt808::append_item(items, item_recorder_speed, {speed});
    if (edition != Edition::v2011)
        jt808::append_item(items, item_signals, {clearance_lamp | (fix.door_open ? brake_signal : 0)});
    jt808::append_item(items, item_signal_strength, {usual_signal_strength});
    jt808::append_item(items, item_satellites, {static_cast<std::uint32_t>(fix.satellites)});

    jt808::LocationReport report;
    report.status = status_of(fix, edition);
    report.latitude = static_cast<std::uint32_t>(std::llround(fix.point.latitude_deg * 1e6));
    report.longitude = static_cast<std::uint32_t>(std::llround(fix.point.longitude_deg * 1e6));
    report.altitude = static_cast<std::uint16_t>(std::lround(fix.altitude_m));
    report.speed = static_cast<std::uint16_t>(speed);
    report.direction = static_cast<std::uint16_t>(std::lround(fix.course_deg) % 360);
    report.time = jt808::to_bcd(at);
    report.items = items;
    ByteString body;
    jt808::append_body(body, report);
    return body;
}

ByteString passenger_flow_body(const DoorCount& count, Time until) {
    ByteString body;
    jt808::append_body(
        body, jt808::PassengerFlow{
                  jt808::to_bcd(count.start), jt808::to_bcd(until), count.boarded, count.alighted, {}});
    return body;
}

ByteString blind_area_body(const std::vector<ByteString>& location_bodies) {
    ByteString locations;
    ByteWriter writer{locations};
    for (const ByteString& each : location_bodies) {
        writer.u16(static_cast<std::uint16_t>(each.size()));
        writer.bytes(each);
    }
    ByteString body;
    jt808::append_body(body, jt808::BatchReport{static_cast<std::uint16_t>(location_bodies.size()),
                                                jt808::BatchKind::blind_area, locations});
    return body;
}

ByteString registration_body(const TerminalIdentity& identity) {
    const ByteString plate = jt808::encode_text(identity.plate, identity.edition);
    jt808::Registration message;
    message.form = identity.edition;
    message.province = province_hebei;
    message.manufacturer = bytes_of(identity.maker);
    message.model = bytes_of(identity.model);
    message.terminal_id = bytes_of(identity.terminal_id);
    message.plate_color = identity.plate_colour;
    message.plate = plate;
    ByteString body;
    jt808::append_body(body, message);
    return body;
}

ByteString authentication_body(const TerminalIdentity& identity, const std::string& code) {
    const std::string imei = fmt::format("{:0>15}", identity.phone);
    const std::string software = "HUSONG-SIM 1";
    const bool counted = identity.edition == Edition::v2019;
    const ByteString text = jt808::encode_text(code, counted ? Edition::v2013 : identity.edition);
    jt808::Authentication message;
    message.form = identity.edition;
    message.code = text;
    message.imei = bytes_of(imei);
    message.software = bytes_of(software);
    ByteString body;
    jt808::append_body(body, message);
    return body;
}

}  // namespace husong::device_sim
