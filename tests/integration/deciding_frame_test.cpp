// The frame from which tools/bench lookup measures the open list is the one at which the server's own fold
// flags the vehicle.
#include "tests/bench/deciding_frame.hpp"

#include "server/ingest/telemetry.hpp"
#include "server/jt808/framer.hpp"
#include "server/jt808/message_table.hpp"
#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::bench {
namespace {

using device_sim::LoadFrames;
using device_sim::LoadPattern;
using Clock = std::chrono::steady_clock;

LoadPattern ride(Milliseconds step = 1s) {
    LoadPattern pattern;
    pattern.passenger_every = 48;
    pattern.first_at = rules::morning;
    pattern.step = step;
    return pattern;
}

tracking::Record record_of(LoadFrames& frames, std::uint32_t n, const LoadPattern& pattern) {
    const auto wire = frames.frame(n, pattern);
    device_sim::ByteString bytes{wire.begin(), wire.end()};
    jt808::Framer framer;
    std::span<std::uint8_t> rest{bytes};
    const auto frame = framer.next(rest).value().value();
    const auto layout = frame.header.layout;
    const ingest::Teller teller{.terminal = {}, .vehicle = rules::bus};
    const Time received_at = pattern.first_at + pattern.step * n;
    if (LoadFrames::is_passenger_flow(n, pattern)) {
        const auto flow = jt808::decode_body<jt808::PassengerFlow>(layout, frame.body).value();
        return ingest::passenger_flow_record(teller, flow, received_at);
    }
    const auto report = jt808::decode_body<jt808::LocationReport>(layout, frame.body).value();
    return ingest::position_record(teller, jt808::location_values(report), false, received_at);
}

// The frame at which the fold opens LD-01; -1: at none.
std::int64_t flagged_at(const LoadPattern& pattern) {
    rules::Story story;
    LoadFrames frames{"13900000007", 7, true};
    for (std::uint32_t n = 0; n < pattern.passenger_every; ++n) {
        story.tell(record_of(frames, n, pattern));
        for (const rules::FindingChange& change : story.changes)
            if (change.head.rule == rules::RuleId::ld_01) return n;
    }
    return -1;
}

TEST(DecidingFrame, IsTheOneAtWhichTheFoldFlagsTheVehicle) {
    EXPECT_EQ(deciding_frame(ride()), 39U);
    EXPECT_EQ(flagged_at(ride()), 39);
    EXPECT_EQ(flagged_at(ride(1500ms)), deciding_frame(ride(1500ms)));
}

TEST(DecidingFrame, ADelayThatAllVehiclesShareIsMeasuredWhole) {
    const Clock::time_point decided{100s};
    EXPECT_EQ(taken_from(decided, decided + 1500ms, "冀H00318"), 1500ms);
    EXPECT_EQ(taken_from(decided, decided, "冀H00318"), 0ms);
}

TEST(DecidingFrame, AFindingThatIsThereBeforeItEndsTheMeasurement) {
    const Clock::time_point decided{100s};
    EXPECT_THROW(taken_from(decided, decided - 1ms, "冀H00318"), std::runtime_error);
}

}  // namespace
}  // namespace husong::bench
