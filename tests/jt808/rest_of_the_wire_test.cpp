// Driver cards, parameters, attributes, located answers, transparent data and the platform's commands.
#include "server/jt808/describe.hpp"
#include "server/jt808/message.hpp"
#include "server/jt808/text.hpp"
#include "tests/jt808/test_frames.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace husong::jt808::test {

namespace {

// With the body that its fields view.
template <class M>
struct Kept {
    Wire body;
    M message;
    const M* operator->() const { return &message; }
};

template <class M>
Kept<M> decoded(Layout layout, Wire body) {
    const auto message = decode_body<M>(layout, body);
    EXPECT_TRUE(message) << to_string(message.error());
    Wire again;
    append_body(again, *message);
    EXPECT_EQ(to_hex(again), to_hex(body));
    return {std::move(body), *message};
}

constexpr auto old_layout = Layout::v2011_2013;

Wire attributes_body(AttributesForm form) {
    const auto width = TerminalAttributes::widths_of(form);
    const Wire iccid(10, 0x89);
    TerminalAttributes message;
    message.form = form;
    message.type_bits = 1;
    message.manufacturer = as_bytes("MAKER");
    message.model = as_bytes("MODEL");
    message.terminal_id = as_bytes("T1");
    message.iccid = iccid;
    message.hardware = as_bytes("H1");
    message.firmware = as_bytes("F22");
    message.gnss_bits = 3;
    Wire body;
    append_body(body, message);
    EXPECT_EQ(body.size(), 2 + width.manufacturer + width.model + width.terminal_id + 10 + 2 + 5 + 2);
    return body;
}

}  // namespace

TEST(Commands, AreBuiltByteForByte) {
    EXPECT_EQ(frame_of(Edition::v2013, 10, LocationQuery{}), vector_bytes("locate_now_2013"));
    const TimeAnswer time{.utc = to_bcd(parse_time("2026-08-31T23:15:30Z").value() - china_offset)};
    EXPECT_EQ(frame_of(Edition::v2019, 2, time), vector_bytes("time_answer_2019"));
    const TerminalControl reset{.command = TerminalControl::reset};
    EXPECT_EQ(frame_of(Edition::v2013, receive(vector_bytes("control_reset_2013")).frames.at(0).header.serial,
                       reset),
              vector_bytes("control_reset_2013"));
    for (const char* name :
         {"control_reset_2013", "track_start_2013", "track_stop_2013", "alarm_confirm_2013",
          "set_params_2013", "set_params_2019", "query_params_2013"}) {
        const Received received = receive(vector_bytes(name));
        const Frame frame = received.frames.at(0).frame();
        Wire body;
        append_body(body, *decode_message(frame));
        EXPECT_EQ(to_hex(body), to_hex(frame.body)) << name;
    }
}

TEST(Commands, TrackingThatEndsHasNoDuration) {
    Wire body;
    append_body(body, TrackingControl{.interval_s = 0, .valid_s = 600});
    EXPECT_EQ(to_hex(body), "0000");
}

TEST(Parameters, AreBuiltAndWalked) {
    Wire items;
    append_parameter(items, 0x29, bytes("0000000a"));
    append_parameter(items, 0x55, bytes("0000003c"));
    EXPECT_EQ(to_hex(receive(vector_bytes("params_answer_2013")).frames.at(0).body),
              "000802" + to_hex(items));
    ParameterRange range{items};
    EXPECT_EQ(range.next()->id, 0x29U);
    EXPECT_EQ(to_hex(range.next()->value), "0000003c");
    EXPECT_FALSE(range.next());
}

TEST(Parameters, TheFormOf2011HasACountOfAllPacketsBeforeItsOwn) {
    const auto message = decoded<Parameters>(old_layout, bytes("000805010000002904 0000000a"));
    EXPECT_EQ(message->form, Edition::v2011);
    EXPECT_EQ(message->total, 5);
    EXPECT_EQ(to_hex(message->parameters), "00000029040000000a");
    EXPECT_EQ(decoded<SetParameters>(old_layout, bytes("05010000002904 0000000a"))->form, Edition::v2011);
}

TEST(Parameters, WhatIsBehindTheLastIsKept) {
    const auto message = decoded<Parameters>(old_layout, bytes("0008010000002904 0000000affee"));
    EXPECT_EQ(message->form, Edition::v2013);
    EXPECT_EQ(to_hex(message->extra), "ffee");
    EXPECT_TRUE(anomalies_of(Message{message.message}).has(Anomaly::extra_bytes));
}

TEST(Parameters, OneThatRunsPastTheEndIsAShortBody) {
    const auto message = decode_body<Parameters>(old_layout, bytes("0008020000002904 0000000a000000550400"));
    ASSERT_TRUE(message.has_error());
    EXPECT_EQ(message.error().reason, Reason::short_body);
    EXPECT_EQ(message.error().field, "params");
}

TEST(Attributes, TheFormIsTheOneThatExplainsTheLength) {
    using enum AttributesForm;
    for (const AttributesForm form : {v2013, v2019, v2019_long_maker})
        for (const Layout layout : {Layout::v2011_2013, Layout::v2019}) {
            const auto message = decoded<TerminalAttributes>(layout, attributes_body(form));
            EXPECT_EQ(message->form, form);
            EXPECT_EQ(as_string(message->firmware), "F22");
        }
}

TEST(Attributes, ATailIsKeptAndTheHeaderChoosesTheForm) {
    Wire body = attributes_body(AttributesForm::v2019);
    body.push_back(9);
    const auto message = decoded<TerminalAttributes>(Layout::v2019, body);
    EXPECT_EQ(message->form, AttributesForm::v2019);
    EXPECT_EQ(to_hex(message->extra), "09");
}

TEST(LocatedAnswers, TheOneOf2011HasNoSerial) {
    const Wire location = bytes("00000000000000030208aec006e4beb10034000c0005260901071530");
    const auto without = decoded<QueriedLocation>(old_layout, location);
    EXPECT_FALSE(without->has_serial);
    EXPECT_EQ(without->location.latitude, 34'123'456U);
    Wire numbered = bytes("0021");
    numbered.insert(numbered.end(), location.begin(), location.end());
    EXPECT_EQ(decoded<QueriedLocation>(old_layout, numbered)->serial, 33);
    EXPECT_EQ(decoded<VehicleControlResult>(old_layout, numbered)->location.longitude, 115'654'321U);
    EXPECT_TRUE(decode_body<VehicleControlResult>(old_layout, location).has_error());
}

TEST(LocatedAnswers, WithoutAClockTheLengthDecides) {
    EXPECT_FALSE(decoded<QueriedLocation>(old_layout, Wire(28, 0))->has_serial);
    EXPECT_TRUE(decoded<QueriedLocation>(old_layout, Wire(30, 0))->has_serial);
}

TEST(DriverCards, AFailedReadAndARemovalEndEarly) {
    const auto failed = decoded<DriverCard>(old_layout, bytes("0126090106300003"));
    EXPECT_EQ(failed->event, CardEvent::in);
    EXPECT_EQ(failed->read, CardRead::pulled_out);
    const auto out = decoded<DriverCard>(old_layout, bytes("02260901171000"));
    EXPECT_EQ(out->event, CardEvent::out);
    const auto tail = decoded<DriverCard>(old_layout, bytes("0226090117100000ff"));
    EXPECT_EQ(to_hex(tail->extra), "00ff");
    EXPECT_TRUE(tail->name.empty());
}

TEST(DriverCards, AnIdNumberIsTakenWhateverTheHeader) {
    const Wire body = receive(vector_bytes("driver_in_2019")).frames.at(0).body;
    for (const Layout layout : {Layout::v2011_2013, Layout::v2019})
        EXPECT_EQ(as_string(decoded<DriverCard>(layout, body)->id_card).substr(0, 6), "410000");
    const Wire without{body.begin(), body.end() - 20};
    EXPECT_TRUE(decoded<DriverCard>(Layout::v2019, without)->id_card.empty());
    const Wire half{body.begin(), body.end() - 5};
    EXPECT_EQ(decoded<DriverCard>(Layout::v2019, half)->extra.size(), 15U);
}

TEST(DriverCards, ATerminalWithoutAClockIsNotTakenForOneOf2011) {
    const auto card = decoded<DriverCard>(old_layout, bytes("02000000000000"));
    EXPECT_EQ(card->form, Edition::v2013);
    EXPECT_FALSE(to_time(card->time));
}

TEST(DriverCards, TheForm2011StartsWithTheNamesLength) {
    Wire body = bytes(
        "01"
        "41");  // a name of one letter: the same byte as a card that is in
    body.resize(1 + 1 + 20 + 40, '1');
    body.push_back(0);
    const auto card = decoded<DriverCard>(old_layout, body);
    EXPECT_EQ(card->form, Edition::v2011);
    EXPECT_EQ(card->certificate.size(), 40U);
}

TEST(TransparentData, TheForm2011HasTwoLengths) {
    const auto old = decoded<TransparentData>(old_layout, bytes("410000000300030a0b0c"));
    EXPECT_EQ(old->form, Edition::v2011);
    EXPECT_EQ(to_hex(old->content), "0a0b0c");
    const auto since = decoded<TransparentData>(old_layout, bytes("410000000300040a0b0c"));
    EXPECT_EQ(since->form, Edition::v2013);
    EXPECT_EQ(since->content.size(), 9U);
    EXPECT_EQ(decoded<TransparentData>(Layout::v2019, bytes("410000000300030a0b0c"))->form, Edition::v2013);
}

TEST(ResendRequests, OfATerminalAreReadLikeThePlatforms) {
    const auto request = decoded<TerminalResendRequest>(Layout::v2019, bytes("001e000200020005"));
    EXPECT_EQ(request->first_serial, 30);
    EXPECT_EQ(to_hex(request->packages), "00020005");
}

// Each prefix of these bodies ends inside a field.
TEST(RestOfTheWire, EveryProperPrefixIsRefused) {
    struct Sample {
        std::uint16_t id;
        Wire body;
    };
    const Sample samples[] = {
        {0x0005, bytes("001e0100 02")},
        {0x0104, bytes("00080100000029040000000a")},
        {0x0107, attributes_body(AttributesForm::v2013)},
        {0x0500, Wire(30, 0)},
        {0x0702, bytes("0126090106300003")},
        {0x0702, receive(vector_bytes("driver_2011")).frames.at(0).body},
        {0x8004, bytes("260831231530")},
        {0x8103, bytes("0100000029040000000a")},
        {0x8106, bytes("0100000029")},
        {0x8202, bytes("000500000258")},
        {0x8203, bytes("000500000001")},
    };
    for (const Sample& sample : samples)
        for (std::size_t length = 0; length < sample.body.size(); ++length) {
            const auto result = decode_message(sample.id, old_layout, Bytes{sample.body}.first(length));
            ASSERT_TRUE(result.has_error()) << std::hex << sample.id << " cut at " << std::dec << length;
            EXPECT_EQ(result.error().reason, Reason::short_body);
        }
}

TEST(DecodeCommand, NamesNoDriverUnlessItIsAskedTo) {
    const std::string line = to_hex(vector_bytes("driver_in_2019")) + "\n";
    const std::string certificate = "41000019000202002X";
    const std::string certificate_hex = to_hex(as_bytes(certificate));
    for (const auto personal : {ctl::Personal::hidden, ctl::Personal::shown}) {
        std::istringstream in{line};
        std::ostringstream out;
        EXPECT_EQ(ctl::run_jt808_decode(in, out, personal), 0);
        const bool shown = personal == ctl::Personal::shown;
        EXPECT_EQ(out.str().find("李强") != std::string::npos, shown);
        EXPECT_EQ(out.str().find(certificate) != std::string::npos, shown);
        EXPECT_EQ(out.str().find(certificate_hex) != std::string::npos, shown);
        EXPECT_NE(out.str().find("2026-09-01T06:30:00"), std::string::npos);
    }
}

}  // namespace husong::jt808::test
