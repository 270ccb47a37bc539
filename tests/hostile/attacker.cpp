#include "tests/hostile/attacker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::hostile {

namespace {

constexpr std::uint32_t seconds_a_day = 24 * 60 * 60;

std::uint8_t bcd(std::uint32_t value) { return static_cast<std::uint8_t>(value / 10 << 4 | value % 10); }

}  // namespace

WireBytes text_bytes(std::string_view text) { return {text.begin(), text.end()}; }

WireBytes cut(WireBytes frame, std::size_t bytes_left) {
    frame.resize(std::min(frame.size(), bytes_left));
    frame.push_back(jt808::flag_byte);
    return frame;
}

jt808::Header Attacker::header(std::string_view phone, std::uint16_t message_id) {
    return jt808::make_header(jt808::Edition::v2013,
                              *jt808::Phone::from_digits(phone, jt808::Layout::v2011_2013), message_id,
                              serial_++);
}

WireBytes Attacker::frame(std::uint16_t message_id, Bytes body, std::uint16_t attributes) {
    jt808::Header made = header(own_.phone, message_id);
    made.attributes = attributes;
    WireBytes out;
    jt808::append_frame(out, made, body);
    return out;
}

WireBytes Attacker::frame_of(std::string_view phone, std::uint16_t message_id, Bytes body) {
    WireBytes out;
    jt808::append_frame(out, header(phone, message_id), body);
    return out;
}

std::string Attacker::invented_phone() const {
    return fmt::format("1{:010}", (number_ * 100'000 + turn) % 10'000'000'000);
}

WireBytes Attacker::authentication_with(std::string_view phone, std::string_view code) {
    const WireBytes text = text_bytes(code);
    jt808::Authentication body;
    body.form = jt808::Edition::v2013;
    body.code = text;
    WireBytes out;
    jt808::append_message(out, header(phone, jt808::Authentication::id), body);
    return out;
}

WireBytes Attacker::registration_of(std::string_view phone, std::string_view text) {
    const WireBytes plate = text_bytes(text);
    const WireBytes narrow = text_bytes(text.substr(0, 5)), wide = text_bytes(text.substr(0, 7));
    jt808::Registration body;
    body.form = jt808::Edition::v2013;
    body.manufacturer = narrow;
    body.model = wide;
    body.terminal_id = wide;
    body.plate_color = 2;
    body.plate = plate;
    WireBytes out;
    jt808::append_message(out, header(phone, jt808::Registration::id), body);
    return out;
}

WireBytes Attacker::registration() {
    serial_ = 0;
    return registration_of(own_.phone, "T000001");
}

// No two alike; every one a place and a time that may be.
jt808::LocationReport Attacker::next_report() {
    jt808::LocationReport report;
    const std::uint32_t n = told_++;
    report.status = 3;
    report.latitude = 40'000'000 + n % 900'000;
    report.longitude = 118'000'000 + n * 7 % 900'000;
    report.speed = static_cast<std::uint16_t>(n % 1'200);
    const std::uint32_t second = n % seconds_a_day, day = n / seconds_a_day % 28 + 1;
    report.time.bytes = {0x26, 0x08, bcd(day), bcd(second / 3'600), bcd(second / 60 % 60), bcd(second % 60)};
    return report;
}

WireBytes Attacker::location() {
    WireBytes out;
    jt808::append_message(out, header(own_.phone, jt808::LocationReport::id), next_report());
    return out;
}

WireBytes Attacker::batch(std::size_t locations, std::uint16_t told_count) {
    WireBytes items;
    for (std::size_t i = 0; i < locations; ++i) jt808::append_location(items, next_report());
    jt808::BatchReport body;
    body.count = told_count;
    body.locations = items;
    WireBytes out;
    jt808::append_message(out, header(own_.phone, jt808::BatchReport::id), body);
    return out;
}

WireBytes Attacker::package(std::uint16_t total, std::uint16_t index) {
    const WireBytes part(900, static_cast<std::uint8_t>(turn));
    jt808::Header made = header(own_.phone, jt808::BatchReport::id);
    made.package_total = total;
    made.package_index = index;
    WireBytes out;
    jt808::append_frame(out, made, part);
    return out;
}

}  // namespace husong::hostile
