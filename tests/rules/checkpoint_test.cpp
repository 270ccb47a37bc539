#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

// A day in which every part of the state has been touched.
VehicleFold eventful_day() {
    auto rows = lawful_county();
    rows.school_bus_plates.front().valid_until = morning;
    Story story{rows};
    story.load(50);
    story.seen(Source::gate);
    story.count(30, 2, Source::gate);
    story.count(60, 2, Source::police);
    story.stop(3, 1);
    story.tell(telling::fix(story.now + 10s, {story.north_m + 30'000, 36}));
    story.tell(telling::flow(story.now - 300s, story.now, 2, 2));
    story.drive(30s);
    return story.state;
}

TEST(Checkpoint, IsReadBackAsItWasWritten) {
    const VehicleFold state = eventful_day();
    const auto read = from_checkpoint(to_checkpoint(state));
    ASSERT_TRUE(read);
    EXPECT_TRUE(*read == state);
}

TEST(Checkpoint, OfAVehicleThatToldNothingIsSmall) {
    const auto bytes = to_checkpoint({});
    EXPECT_LT(bytes.size(), 720U);
    EXPECT_TRUE(*from_checkpoint(bytes) == VehicleFold{});
}

// Another size: a field has come or gone. Then its format has another number, too, and this test other ones.
TEST(Checkpoint, OfThisFormatHasThisSize) {
    const std::string bytes = to_checkpoint({});
    EXPECT_EQ(bytes.front(), 10);
    EXPECT_EQ(bytes.size(), 714U);
}

TEST(Checkpoint, OfAnotherFormatIsUnsupported) {
    std::string bytes = to_checkpoint({});
    ++bytes.front();
    EXPECT_EQ(from_checkpoint(bytes).error().code, ErrorCode::unsupported);
}

TEST(Checkpoint, EveryTruncationIsMalformed) {
    const std::string bytes = to_checkpoint(eventful_day());
    for (std::size_t length = 0; length < bytes.size(); ++length)
        ASSERT_EQ(from_checkpoint(std::string_view{bytes}.substr(0, length)).error().code,
                  ErrorCode::malformed)
            << length;
    EXPECT_EQ(from_checkpoint(bytes + '\0').error().code, ErrorCode::malformed);
}

TEST(Checkpoint, AnyByteChangedIsReadOrRefusedAndNeverCrashes) {
    const std::string bytes = to_checkpoint(eventful_day());
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(~changed[at]);
        if (const auto read = from_checkpoint(changed)) {
            EXPECT_EQ(to_checkpoint(*read).size(), bytes.size());
        }
    }
}

TEST(Checkpoint, AStateStaysWithinItsLimit) {
    EXPECT_LE(sizeof(tracking::VehicleState), 4'096U);
    EXPECT_LE(sizeof(VehicleFold), 8'192U);
}

}  // namespace
}  // namespace husong::rules
