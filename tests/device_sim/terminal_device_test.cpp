#include "device_sim/terminal_device.hpp"

#include "server/jt808/bits.hpp"
#include "server/jt808/location_items.hpp"
#include "server/jt808/text.hpp"
#include "tests/device_sim/fake_platform.hpp"

#include <gtest/gtest.h>

namespace husong::device_sim {
namespace {

using std::chrono::seconds;

const Time device_time = parse_time("2026-09-01T07:00:00+08:00").value();

TerminalIdentity identity(jt808::Edition edition) {
    return {edition, "13900001234", "T000001", "HSA01", "HS-A1", "冀H00318", 2};
}

Event fix_event(int second) {
    Fix fix;
    fix.point = {40.8, 118.2};
    fix.altitude_m = 341;
    fix.speed_mps = 12.5;
    fix.course_deg = 87;
    fix.odometer_m = 123'400;
    fix.satellites = 9;
    fix.ignition_on = true;
    return {device_time + seconds{second}, 0, {}, fix};
}

Event count_event(int second, std::uint16_t boarded) {
    return {device_time + seconds{second}, 0, {}, DoorCount{device_time + seconds{second - 30}, boarded, 0}};
}

// A terminal and a platform on a wire that takes no time.
struct Wire {
    explicit Wire(jt808::Edition edition = jt808::Edition::v2013, bool counts_survive = true)
        : device{identity(edition), "", counts_survive, totals} {}

    void connect() {
        platform = {};
        device.connected(now);
        exchange();
    }
    // Until both are silent. Bounded: a terminal that never falls silent fails the test.
    void exchange() {
        for (int round = 0; round < 1'000; ++round) {
            ByteString sent = device.take_output();
            if (sent.empty()) return;
            ByteString answers = platform.handle(sent);
            device.receive(answers, now);
        }
        ADD_FAILURE() << "the terminal does not fall silent";
    }
    void tell(const Event& event) {
        device.happen(event, now);
        exchange();
    }
    void pass(Milliseconds time) {
        now += time;
        device.tick(now);
        exchange();
    }

    TerminalTotals totals;
    Time now = device_time;
    TerminalDevice device;
    FakePlatform platform;
};

class InEveryEdition : public testing::TestWithParam<jt808::Edition> {};
INSTANTIATE_TEST_SUITE_P(Editions, InEveryEdition,
                         testing::Values(jt808::Edition::v2011, jt808::Edition::v2013,
                                         jt808::Edition::v2019));

TEST_P(InEveryEdition, ATerminalRegistersThenAuthenticatesThenIsOnline) {
    Wire wire{GetParam()};
    wire.connect();
    ASSERT_EQ(wire.platform.seen.size(), 2u);
    EXPECT_EQ(wire.platform.seen[0].header.message_id, jt808::Registration::id);
    EXPECT_EQ(wire.platform.seen[1].header.message_id, jt808::Authentication::id);
    EXPECT_EQ(wire.platform.seen[0].header.layout, jt808::layout_of(GetParam()));
    EXPECT_EQ(phone_of(wire.platform.seen[0].header), "13900001234");
    EXPECT_TRUE(wire.device.is_online());
    EXPECT_EQ(wire.device.auth_code(), FakePlatform::code);
    EXPECT_EQ(wire.platform.rejected, 0);
}

TEST_P(InEveryEdition, ARegistrationTellsWhoTheTerminalIsAndOnWhichVehicle) {
    Wire wire{GetParam()};
    wire.connect();
    const SeenFrame& frame = wire.platform.seen.front();
    const auto told = jt808::decode_body<jt808::Registration>(frame.header.layout, frame.body);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->form, GetParam());
    EXPECT_EQ(jt808::decode_text(told->terminal_id).utf8, "T000001");
    EXPECT_EQ(jt808::decode_text(told->manufacturer).utf8, "HSA01");
    EXPECT_EQ(told->plate_color, 2);
    EXPECT_EQ(jt808::decode_text(told->plate).utf8, "冀H00318");
}

TEST_P(InEveryEdition, AFixIsALocationReportInWireUnits) {
    Wire wire{GetParam()};
    wire.connect();
    wire.tell(fix_event(10));
    const auto frames = wire.platform.with_id(jt808::LocationReport::id);
    ASSERT_EQ(frames.size(), 1u);
    const auto report = jt808::decode_body<jt808::LocationReport>(frames[0].header.layout, frames[0].body);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->latitude, 40'800'000u);
    EXPECT_EQ(report->longitude, 118'200'000u);
    EXPECT_EQ(report->speed, 450);  // 12.5 m/s
    EXPECT_EQ(report->direction, 87);
    EXPECT_EQ(jt808::to_time(report->time), device_time + seconds{10});
    EXPECT_NE(report->status & jt808::status::located, 0u);
    std::vector<int> ids;
    jt808::ItemRange items{report->items};
    while (const auto item = items.next()) ids.push_back(item->id);
    const bool old = GetParam() == jt808::Edition::v2011;
    EXPECT_EQ(ids, (old ? std::vector{0x01, 0x03, 0x30, 0x31} : std::vector{0x01, 0x03, 0x25, 0x30, 0x31}));
    EXPECT_EQ(wire.totals.positions, 1u);
}

TEST_P(InEveryEdition, ADoorCountIsAPassengerFlow) {
    Wire wire{GetParam()};
    wire.connect();
    wire.tell(count_event(100, 12));
    const auto frames = wire.platform.with_id(jt808::PassengerFlow::id);
    ASSERT_EQ(frames.size(), 1u);
    const auto flow = jt808::decode_body<jt808::PassengerFlow>(frames[0].header.layout, frames[0].body);
    ASSERT_TRUE(flow);
    EXPECT_EQ(flow->boarded, 12);
    EXPECT_EQ(flow->alighted, 0);
    EXPECT_EQ(jt808::to_time(flow->start), device_time + seconds{70});
    EXPECT_EQ(jt808::to_time(flow->end), device_time + seconds{100});
}

TEST(TerminalDevice, AnOutageIsUploadedAsBlindAreaBatchesInOrder) {
    Wire wire;
    for (int second = 10; second <= 400; second += 10) wire.device.happen(fix_event(second), wire.now);
    wire.connect();
    std::vector<Time> told;
    for (const SeenFrame& frame : wire.platform.with_id(jt808::BatchReport::id)) {
        const auto batch = jt808::decode_body<jt808::BatchReport>(frame.header.layout, frame.body);
        ASSERT_TRUE(batch);
        EXPECT_EQ(batch->kind, jt808::BatchKind::blind_area);
        jt808::BatchRange range{*batch};
        while (const auto body = range.next()) {
            const auto report = jt808::decode_body<jt808::LocationReport>(frame.header.layout, *body);
            ASSERT_TRUE(report);
            told.push_back(jt808::to_time(report->time).value());
        }
    }
    ASSERT_EQ(told.size(), 40u);
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_EQ(wire.totals.positions, 40u);
    EXPECT_TRUE(wire.device.is_drained());
}

TEST(TerminalDevice, The2011EditionHasNoBatchesAndSendsThePastSingly) {
    Wire wire{jt808::Edition::v2011};
    for (int second = 10; second <= 300; second += 10) wire.device.happen(fix_event(second), wire.now);
    wire.connect();
    EXPECT_EQ(wire.platform.with_id(jt808::BatchReport::id).size(), 0u);
    EXPECT_EQ(wire.platform.with_id(jt808::LocationReport::id).size(), 30u);
}

TEST(TerminalDevice, DoorCountsOfAnOutageAreToldAfterwardsOrLostAsTheScenarioSays) {
    for (const bool survive : {true, false}) {
        Wire wire{jt808::Edition::v2013, survive};
        wire.device.happen(fix_event(10), wire.now);
        wire.device.happen(count_event(40, 5), wire.now);
        wire.device.happen(fix_event(50), wire.now);
        wire.connect();
        EXPECT_EQ(wire.platform.with_id(jt808::PassengerFlow::id).size(), survive ? 1u : 0u);
    }
}

TEST(TerminalDevice, AnUnansweredFrameIsRepeatedUnchangedAfter5Then10Then30SecondsThenTheLinkIsGivenUp) {
    Wire wire;
    wire.connect();
    wire.platform.mute = true;
    wire.tell(fix_event(10));
    const auto copies = [&wire] { return wire.platform.with_id(jt808::LocationReport::id).size(); };
    wire.pass(4'999ms);
    EXPECT_EQ(copies(), 1u);
    wire.pass(1ms);
    EXPECT_EQ(copies(), 2u);
    wire.pass(9'999ms);
    EXPECT_EQ(copies(), 2u);
    wire.pass(1ms);
    EXPECT_EQ(copies(), 3u);
    wire.pass(30s);
    EXPECT_EQ(copies(), 4u);
    EXPECT_TRUE(wire.device.wants_link());
    wire.pass(120s);
    EXPECT_EQ(copies(), 4u);
    EXPECT_FALSE(wire.device.wants_link());
    const auto frames = wire.platform.with_id(jt808::LocationReport::id);
    for (const SeenFrame& frame : frames) {
        EXPECT_EQ(frame.header.serial, frames.front().header.serial);
        EXPECT_EQ(frame.body, frames.front().body);
    }
    EXPECT_EQ(wire.totals.resent, 3u);
}

TEST(TerminalDevice, WhatABrokenLinkLeftUnansweredIsToldAgain) {
    Wire wire;
    wire.connect();
    wire.platform.mute = true;
    wire.tell(fix_event(10));
    wire.device.disconnected();
    EXPECT_FALSE(wire.device.is_drained());
    wire.connect();
    EXPECT_EQ(wire.platform.with_id(jt808::BatchReport::id).size(), 1u);
    EXPECT_TRUE(wire.device.is_drained());
    EXPECT_EQ(wire.totals.positions, 1u);
}

TEST(TerminalDevice, LosingTheSignalEndsTheLinkAndFindingItAllowsItAgain) {
    Wire wire;
    wire.connect();
    wire.device.happen({device_time, 0, {}, Signal{false}}, wire.now);
    EXPECT_FALSE(wire.device.wants_link());
    wire.device.happen({device_time, 0, {}, Signal{true}}, wire.now);
    EXPECT_TRUE(wire.device.wants_link());
}

TEST(TerminalDevice, ARestartBeginsTheSerialNumbersAtZeroAgain) {
    Wire wire;
    wire.connect();
    wire.tell(fix_event(10));
    EXPECT_GT(wire.platform.seen.back().header.serial, 0);
    wire.device.happen({device_time, 0, {}, Restart{}}, wire.now);
    EXPECT_FALSE(wire.device.wants_link());
    wire.device.disconnected();
    EXPECT_TRUE(wire.device.wants_link());
    wire.connect();
    EXPECT_EQ(wire.platform.seen.front().header.serial, 0);
    EXPECT_EQ(wire.platform.seen.front().header.message_id, jt808::Authentication::id);
}

TEST(TerminalDevice, AQuietTerminalSendsAHeartbeatEveryMinute) {
    Wire wire;
    wire.connect();
    wire.pass(59s);
    EXPECT_EQ(wire.platform.with_id(jt808::Heartbeat::id).size(), 0u);
    wire.pass(1s);
    EXPECT_EQ(wire.platform.with_id(jt808::Heartbeat::id).size(), 1u);
}

TEST(TerminalDevice, ARefusedCodeIsForgottenAndTheTerminalRegistersAgainLater) {
    Wire wire;
    wire.connect();
    wire.device.disconnected();
    TerminalTotals totals;
    TerminalDevice stale{identity(jt808::Edition::v2013), "OLD", true, totals};
    stale.connected(wire.now);
    FakePlatform platform;
    ByteString sent = stale.take_output();
    ByteString answers = platform.handle(sent);
    stale.receive(answers, wire.now);
    EXPECT_FALSE(stale.is_online());
    EXPECT_EQ(totals.refused, 1u);
    stale.tick(wire.now + 30s);
    ByteString again = stale.take_output();
    platform.handle(again);
    EXPECT_EQ(platform.seen.back().header.message_id, jt808::Registration::id);
}

TEST(TerminalDevice, ATextToTheDriverIsConfirmed) {
    Wire wire;
    wire.connect();
    const ByteString text = jt808::encode_text("超员，请停车", jt808::Edition::v2013);
    ByteString down;
    jt808::append_message(down, jt808::make_reply_header(wire.platform.seen.front().header, 0, 7),
                          jt808::DriverText{jt808::Edition::v2013, jt808::DriverText::display, 1, text});
    wire.device.receive(down, wire.now);
    wire.exchange();
    const auto answers = wire.platform.with_id(jt808::TerminalAnswer::id);
    ASSERT_EQ(answers.size(), 1u);
    const auto answer = jt808::decode_body<jt808::TerminalAnswer>(jt808::Layout::v2011_2013, answers[0].body);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->serial, 7);
    EXPECT_EQ(answer->message_id, 0x8300);
    EXPECT_EQ(wire.totals.driver_texts, 1u);
}

}  // namespace
}  // namespace husong::device_sim
