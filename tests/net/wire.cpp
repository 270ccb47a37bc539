#include "tests/net/wire.hpp"

#include "server/base/hex.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace husong::net::test {

namespace {

WireBytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

}  // namespace

std::vector<Downlink> read_downlinks(WireBytes bytes) {
    std::vector<Downlink> downlinks;
    jt808::Framer framer;
    std::span<std::uint8_t> rest{bytes};
    while (const auto frame = framer.next(rest)) {
        EXPECT_TRUE(frame->has_value());
        if (*frame) downlinks.push_back({(*frame)->header, {(*frame)->body.begin(), (*frame)->body.end()}});
    }
    EXPECT_EQ(framer.pending_bytes(), 0U);
    return downlinks;
}

std::vector<std::string> general_answers(const std::vector<Downlink>& downlinks) {
    std::vector<std::string> answers;
    for (const Downlink& downlink : downlinks) {
        if (downlink.header.message_id != jt808::PlatformAnswer::id) continue;
        const auto answer = jt808::decode_body<jt808::PlatformAnswer>(downlink.header.layout, downlink.body);
        EXPECT_TRUE(answer.has_value());
        answers.push_back(fmt::format("{:#06x} #{} -> {}", answer->message_id, answer->serial,
                                      static_cast<int>(answer->result)));
    }
    return answers;
}

Wire::Wire(jt808::Edition its_edition, std::string_view digits)
    : edition{its_edition}, phone{*jt808::Phone::from_digits(digits, jt808::layout_of(its_edition))} {}

jt808::Header Wire::header(std::uint16_t message_id) const {
    jt808::Header made = jt808::make_header(edition, phone, message_id, serial);
    made.version = version;
    return made;
}

WireBytes Wire::frame(std::uint16_t message_id, Bytes body) {
    WireBytes out;
    jt808::append_frame(out, header(message_id), body);
    ++serial;
    return out;
}

WireBytes Wire::package(std::uint16_t message_id, std::uint16_t total, std::uint16_t index, Bytes part) {
    jt808::Header made = header(message_id);
    made.serial = static_cast<std::uint16_t>(first_serial + index - 1);
    made.package_total = total;
    made.package_index = index;
    WireBytes out;
    jt808::append_frame(out, made, part);
    return out;
}

WireBytes Wire::registration(std::string_view plate_gbk) {
    const WireBytes maker = bytes_of("MAKER"), model = bytes_of("MODEL"), id = bytes_of("T000001"),
                    plate = bytes_of(plate_gbk);
    jt808::Registration body;
    body.form = edition;
    body.manufacturer = maker;
    body.model = model;
    body.terminal_id = id;
    body.plate_color = 2;
    body.plate = plate;
    return message(body);
}

WireBytes Wire::authentication(std::string_view code) {
    const WireBytes text = bytes_of(code), imei = bytes_of("000000000000000");
    jt808::Authentication body;
    body.form = edition;
    body.code = text;
    body.imei = imei;
    return message(body);
}

WireBytes Wire::heartbeat() { return message(jt808::Heartbeat{}); }
WireBytes Wire::logout() { return message(jt808::Logout{}); }
WireBytes Wire::location(std::string_view time_bcd) { return message(report_at(time_bcd)); }

WireBytes Wire::batch(int locations, jt808::BatchKind kind) {
    WireBytes items;
    for (int i = 0; i < locations; ++i)
        jt808::append_location(items, report_at(fmt::format("26090107{:02}00", i)));
    jt808::BatchReport body;
    body.count = static_cast<std::uint16_t>(locations);
    body.kind = kind;
    body.locations = items;
    return message(body);
}

WireBytes Wire::passenger_flow() {
    jt808::PassengerFlow body;
    body.start.bytes = {0x26, 0x09, 0x01, 0x07, 0x00, 0x00};
    body.end.bytes = {0x26, 0x09, 0x01, 0x07, 0x02, 0x30};
    body.boarded = 12;
    return message(body);
}

WireBytes Wire::answer_to(std::uint16_t message_id, std::uint16_t to_serial, jt808::AnswerResult result) {
    return message(jt808::TerminalAnswer{.serial = to_serial, .message_id = message_id, .result = result});
}

jt808::LocationReport report_at(std::string_view time_bcd) {
    jt808::LocationReport report;
    report.status = 3;
    report.latitude = 40'812'345;
    report.longitude = 118'212'345;
    report.speed = 300;
    const auto time = from_hex(time_bcd);
    std::copy_n(time->begin(), 6, report.time.bytes.begin());
    return report;
}

WireBytes batch_of_three() {
    WireBytes locations;
    for (const auto* const time : {"260901070000", "260901070010", "260901070020"})
        jt808::append_location(locations, report_at(time));
    return joined({{0, 3, 0}, locations});
}

WireBytes joined(std::initializer_list<WireBytes> parts) {
    WireBytes all;
    for (const WireBytes& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace husong::net::test
