#include "device_sim/load.hpp"

#include "tests/device_sim/fake_server.hpp"

#include <gtest/gtest.h>

namespace husong::device_sim {
namespace {

using Microseconds = LatencyHistogram::Microseconds;

TEST(LatencyHistogram, AnEmptyOneHasNoLatencies) {
    EXPECT_EQ(LatencyHistogram{}.percentile(0.99), Microseconds{0});
    EXPECT_EQ(LatencyHistogram{}.largest(), Microseconds{0});
}

TEST(LatencyHistogram, SmallLatenciesAreExact) {
    LatencyHistogram histogram;
    for (int us = 1; us <= 100; ++us) histogram.add(Microseconds{us});
    EXPECT_EQ(histogram.percentile(0.5), Microseconds{50});
    EXPECT_EQ(histogram.percentile(0.99), Microseconds{99});
    EXPECT_EQ(histogram.percentile(1), Microseconds{100});
    EXPECT_EQ(histogram.percentile(0), Microseconds{1});
}

TEST(LatencyHistogram, AnyLatencyIsRightWithin1Point6PerCent) {
    for (const std::int64_t us : {127, 128, 129, 1'000, 65'535, 65'536, 200'000, 61'000'000}) {
        LatencyHistogram histogram;
        histogram.add(Microseconds{us});
        histogram.add(Microseconds{us * 10});
        const auto median = histogram.percentile(0.5).count();
        EXPECT_GE(median, us);
        EXPECT_LE(static_cast<double>(median), static_cast<double>(us) * 1.016) << us;
        EXPECT_EQ(histogram.percentile(1).count(), us * 10);
    }
}

TEST(LatencyHistogram, OneSlowAnswerInAHundredIsBeyondThe99thPercentile) {
    LatencyHistogram histogram;
    for (int i = 0; i < 99; ++i) histogram.add(Microseconds{10});
    histogram.add(Microseconds{5'000'000});
    EXPECT_EQ(histogram.percentile(0.99), Microseconds{10});
    EXPECT_EQ(histogram.percentile(0.995), Microseconds{5'000'000});
    EXPECT_EQ(histogram.largest(), Microseconds{5'000'000});
}

LoadPattern pattern() {
    LoadPattern pattern;
    pattern.first_at = parse_time("2026-09-01T07:00:00+08:00").value();
    return pattern;
}

struct DecodedFrame {
    jt808::Header header;
    ByteString body;
    std::size_t wire_bytes = 0;
};

DecodedFrame decoded(LoadFrames& frames, std::uint32_t n) {
    const auto wire = frames.frame(n, pattern());
    ByteString bytes{wire.begin(), wire.end()};
    jt808::Framer framer;
    std::span<std::uint8_t> rest{bytes};
    const auto frame = framer.next(rest);
    if (!frame || !*frame) {
        ADD_FAILURE() << "frame " << n << " does not decode";
        return {};
    }
    return {(*frame)->header, {(*frame)->body.begin(), (*frame)->body.end()}, bytes.size()};
}

jt808::LocationReport location(const DecodedFrame& frame) {
    return jt808::decode_body<jt808::LocationReport>(frame.header.layout, frame.body).value();
}

TEST(LoadFrames, EveryFrameDecodesWithItsSerialThroughAWrap) {
    LoadFrames frames{"13900000007", 7, false};
    for (std::uint32_t n = 0; n < 70'000; n += 13) {
        const DecodedFrame frame = decoded(frames, n);
        EXPECT_EQ(frame.header.serial, LoadFrames::serial_of(n));
        EXPECT_EQ(phone_of(frame.header), "13900000007");
        EXPECT_EQ(frame.header.message_id, n % 100 == 8 ? 0x1005 : 0x0200) << n;
    }
}

TEST(LoadFrames, AnUnescapedFrameIs65BytesOnTheWire) {
    LoadFrames frames{"13900000007", 7, false};
    std::size_t smallest = 1'000;
    for (std::uint32_t n = 0; n < 200; ++n)
        if (!LoadFrames::is_passenger_flow(n, pattern()))
            smallest = std::min(smallest, decoded(frames, n).wire_bytes);
    EXPECT_EQ(smallest, 65u);
}

TEST(LoadFrames, NoTwoFramesTellTheSameSecondAndTheVehicleMovesPlausibly) {
    LoadFrames frames{"13900000007", 7, false};
    std::optional<jt808::LocationReport> last;
    ByteString last_body;
    for (std::uint32_t n = 0; n < 450; ++n) {
        const DecodedFrame frame = decoded(frames, n);
        if (frame.header.message_id != 0x0200) continue;
        const auto report = location(frame);
        EXPECT_EQ(jt808::to_time(report.time), pattern().first_at + std::chrono::seconds{n});
        if (last) {
            const double moved_m = maps::fast_distance_m({last->latitude / 1e6, last->longitude / 1e6},
                                                         {report.latitude / 1e6, report.longitude / 1e6});
            EXPECT_LE(moved_m, 2 * 12.5 + 1) << n;
        }
        last_body = frame.body;
        last = jt808::decode_body<jt808::LocationReport>(frame.header.layout, last_body).value();
    }
}

TEST(LoadFrames, PeopleBoardAtOneStopAndAlightAtTheNextWithTheDoorOpen) {
    LoadFrames ordinary{"13900000007", 7, false}, over{"13900000008", 8, true};
    const auto flow = [](LoadFrames& frames, std::uint32_t n) {
        const DecodedFrame frame = decoded(frames, n);
        return jt808::decode_body<jt808::PassengerFlow>(frame.header.layout, frame.body).value();
    };
    EXPECT_EQ(flow(ordinary, 8).boarded, 20);
    EXPECT_EQ(flow(ordinary, 108).alighted, 20);
    EXPECT_EQ(flow(over, 8).boarded, 60);
    EXPECT_EQ(flow(over, 108).alighted, 60);
    EXPECT_EQ(jt808::to_time(flow(over, 108).end), pattern().first_at + std::chrono::seconds{108});
    const DecodedFrame standing = decoded(ordinary, 103), moving = decoded(ordinary, 150);
    EXPECT_EQ(location(standing).speed, 0);
    EXPECT_NE(location(standing).status & 1U << 13, 0u);
    EXPECT_GT(location(moving).speed, 0);
    EXPECT_EQ(location(moving).status & 1U << 13, 0u);
}

TEST(Load, CredentialsAreReadWithOrWithoutAHeader) {
    const auto rows = parse_credentials("phone,auth_code\n13900000001,ABC\r\n13900000002,DEF\n");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ((*rows)[0].auth_code, "ABC");
    EXPECT_EQ((*rows)[1].phone, "13900000002");
    EXPECT_EQ(parse_credentials("13900000001,ABC\nnonsense\n").error().what, "line 2: not phone,auth_code");
}

LoadOptions small_load(std::uint16_t port) {
    LoadOptions options;
    options.port = port;
    options.terminals = 20;
    options.idle = 5;
    options.rate = 10'000;
    options.duration = 200ms;
    for (int i = 0; i < 25; ++i)
        options.credentials.push_back({"1390000" + std::to_string(1000 + i), FakePlatform::code});
    return options;
}

TEST(Load, EverySentFrameIsAcknowledgedByAWillingServer) {
    FakeServer server;
    const auto report = run_load(small_load(server.port()));
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_EQ(report->sent, 2'000u);
    EXPECT_EQ(report->acknowledged, 2'000u);
    EXPECT_EQ(report->lost, 0u);
    EXPECT_EQ(report->answered.total(), 2'000u);
    EXPECT_EQ(report->acknowledged_positions, 1'980u);
    EXPECT_EQ(report->acknowledged_passenger_flows, 20u);
    EXPECT_GT(report->acknowledged_per_s, 0);
    EXPECT_EQ(server.connections(), 25u);
}

TEST(Load, AfterABrokenConnectionTheOpenFramesAreSentAgainAndNothingIsLost) {
    FakeServer server;
    server.break_after_frames(30);  // each connection once
    const auto report = run_load(small_load(server.port()));
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_GT(report->reconnects, 0u);
    EXPECT_EQ(report->acknowledged, report->sent);
    EXPECT_EQ(report->sent, 2'000u);
    EXPECT_EQ(report->lost, 0u);
}

TEST(Load, UnansweredFramesAreRepeatedAndCountedLost) {
    FakeServer server;
    server.ignore_reports();
    LoadOptions options = small_load(server.port());
    options.rate = 100;
    options.patience = 100ms;
    options.drain = 1500ms;
    const auto report = run_load(options);
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_EQ(report->sent, 20u);
    EXPECT_EQ(report->lost, 20u);
    EXPECT_GT(report->resent, 0u);
}

TEST(Load, AWrongCodeEndsTheRunBeforeItBegins) {
    FakeServer server;
    LoadOptions options = small_load(server.port());
    options.credentials[3].auth_code = "WRONG";
    const auto report = run_load(options);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::denied);
}

TEST(Load, MoreTerminalsThanCredentialsAreRefused) {
    LoadOptions options = small_load(1);
    options.credentials.resize(3);
    EXPECT_EQ(run_load(options).error().what, "25 terminals are wanted, the file names 3");
}

TEST(Load, TheReportIsOneLineOfJson) {
    LoadReport report;
    report.sent = 4;
    report.acknowledged = 2;
    report.acknowledged_positions = 1;
    report.acknowledged_passenger_flows = 1;
    report.lost = 1;
    report.refused = 1;
    report.answered.add(Microseconds{1'500});
    const std::string line = to_json(report);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_NE(line.find("\"sent\":4,\"acknowledged\":2,\"acknowledged_positions\":1,"
                        "\"acknowledged_passenger_flows\":1,\"lost\":1,\"refused\":1,"),
              std::string::npos)
        << line;
    EXPECT_FALSE(report.is_whole());
    EXPECT_TRUE(LoadReport{}.is_whole());
    EXPECT_NE(line.find("\"ack_max_ms\":1.500,"), std::string::npos) << line;
}

}  // namespace
}  // namespace husong::device_sim
