// What a run's events say of one rider.
#include "server/tracking/rider_marks.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace husong::tracking {
namespace {

using namespace std::chrono_literals;

const Time seven = *parse_time("2026-09-01T07:00:00+08:00");

class Marked : public testing::Test {
protected:
    void tell(Time at, EventKind kind, std::string person, std::int32_t number = 0, std::string trip = "T1") {
        Record record;
        record.measured_at = at;
        TripEvent event;
        event.kind = kind;
        event.trip = std::move(trip);
        event.person = std::move(person);
        event.number = number;
        record.payload = std::move(event);
        events_.push_back(std::move(record));
    }
    [[nodiscard]] RiderMarks marks() const { return marks_of("P1", {"T1", seven - 1h, seven + 2h}, events_); }
    static std::int32_t number_of(EventKind kind) { return static_cast<std::int32_t>(kind); }

    std::vector<Record> events_;
};

TEST_F(Marked, ARiderOfWhomNothingIsToldHasNoMarks) {
    tell(seven, EventKind::escort_on, "E1");
    EXPECT_EQ(marks(), RiderMarks{});
    EXPECT_FALSE(marks().any());
}

TEST_F(Marked, WhoBoardedIsAboardUntilItGotOff) {
    tell(seven, EventKind::boarded, "P1");
    tell(seven + 1min, EventKind::boarded, "P1");
    EXPECT_TRUE(marks().aboard());
    EXPECT_EQ(marks().boarded_at, seven) << "told twice, by card and by the escort";
    tell(seven + 30min, EventKind::alighted, "P1");
    EXPECT_FALSE(marks().aboard());
    EXPECT_EQ(marks().alighted_at, seven + 30min);
    tell(seven + 31min, EventKind::boarded, "P1");
    EXPECT_TRUE(marks().aboard());
    EXPECT_EQ(marks().boarded_at, seven + 31min);
}

TEST_F(Marked, WhatIsTakenBackWasNeverTold) {
    tell(seven, EventKind::boarded, "P1");
    tell(seven + 1min, EventKind::alighted, "P1");
    tell(seven + 2min, EventKind::taken_back, "P1", number_of(EventKind::alighted));
    EXPECT_TRUE(marks().aboard());
    EXPECT_EQ(marks().boarded_at, seven);
    tell(seven + 3min, EventKind::taken_back, "P1", number_of(EventKind::boarded));
    EXPECT_FALSE(marks().any());
}

TEST_F(Marked, WhoComesAlthoughExcusedIsAboardAndExcusedAgainWhenThatWasAMistake) {
    tell(seven, EventKind::excused, "P1");
    EXPECT_TRUE(marks().excused());
    tell(seven + 1min, EventKind::boarded, "P1");
    EXPECT_FALSE(marks().excused());
    EXPECT_TRUE(marks().aboard());
    tell(seven + 2min, EventKind::taken_back, "P1", number_of(EventKind::boarded));
    EXPECT_TRUE(marks().excused());
}

TEST_F(Marked, OthersTellOnlyThatTheCrewTells) {
    tell(seven, EventKind::excused, "P2");
    EXPECT_FALSE(marks().others_boarded);
    tell(seven, EventKind::boarded, "P2");
    EXPECT_TRUE(marks().others_boarded);
    EXPECT_FALSE(marks().any());
    tell(seven + 1min, EventKind::taken_back, "P2", number_of(EventKind::boarded));
    EXPECT_FALSE(marks().others_boarded);
}

TEST_F(Marked, AnEventIsOfTheRunThatItNamesAndOtherwiseOfTheOneTheVehicleIsOn) {
    tell(seven, EventKind::boarded, "P1", 0, "T2");
    tell(seven - 1h - 1ms, EventKind::boarded, "P1", 0, "");
    tell(seven + 2h, EventKind::boarded, "P1", 0, "");
    EXPECT_FALSE(marks().any());
    tell(seven - 1h, EventKind::boarded, "P1", 0, "");
    EXPECT_TRUE(marks().aboard());
}

TEST_F(Marked, WhatIsNotJudgedIsNotTold) {
    tell(seven, EventKind::boarded, "P1");
    events_.back().flags = flag::clock_ahead;
    EXPECT_FALSE(marks().any());
}

}  // namespace
}  // namespace husong::tracking
