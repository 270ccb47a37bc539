#include "server/tracking/trip_trace.hpp"

#include "tests/tracking/telling.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

using registry::Departure;
using registry::Direction;
using registry::School;
using registry::Stop;
using telling::finished;
using namespace std::chrono_literals;

const Time leaves_at = telling::morning + 9h + 22min;

// The school at the road's beginning, three stops 5, 10 and 15 km north of it, ten minutes each.
struct Trip : ::testing::Test {
    TripSettings settings;
    School school{.code = "S1",
                  .name = "松岭镇初中",
                  .stage = "junior_high",
                  .boarding = true,
                  .latitude_deg = 40.8,
                  .longitude_deg = 118.2,
                  .gate_radius_m = 100};
    std::vector<Stop> stops{{"L7", 1, "下河村口", 40.8 + 5'000 / telling::metres_per_degree, 118.2, 10min},
                            {"L7", 2, "东台子", 40.8 + 10'000 / telling::metres_per_degree, 118.2, 20min},
                            {"L7", 3, "柳湾站", 40.8 + 15'000 / telling::metres_per_degree, 118.2, 30min}};
    Departure departure{.code = "D1",
                        .school = "S1",
                        .direction = Direction::home,
                        .leaves_at = leaves_at,
                        .line = "L7",
                        .vehicle = telling::bus,
                        .driver = {},
                        .escort = {},
                        .seats = 43,
                        .status = {},
                        .note = {},
                        .sequence = 0};
    std::vector<Record> records;

    [[nodiscard]] TripPlan plan() const {
        std::vector<const Stop*> pointers;
        for (const Stop& stop : stops) pointers.push_back(&stop);
        return plan_trip(departure, school, pointers, settings);
    }
    void at(Time when, double north_m, bool located = true) {
        Position position;
        position.latitude_deg = 40.8 + north_m / telling::metres_per_degree;
        position.longitude_deg = 118.2;
        position.located = located;
        records.push_back(finished(when, position, Source::terminal));
    }
    [[nodiscard]] TripTrace trace() const { return trace_trip(plan(), records, settings); }
};

TEST_F(Trip, ThePlanCountsFromTheSchoolOnTheWayHome) {
    const TripPlan home = plan();
    ASSERT_EQ(home.places.size(), 4U);
    EXPECT_EQ(home.places[0].name, "松岭镇初中");
    EXPECT_EQ(home.places[0].due, leaves_at);
    EXPECT_EQ(home.places[3].name, "柳湾站");
    EXPECT_EQ(home.places[3].due, leaves_at + 30min);
}

TEST_F(Trip, ThePlanCountsFromTheFarthestStopOnTheWayToSchool) {
    departure.direction = Direction::to_school;
    const TripPlan back = plan();
    EXPECT_EQ(back.places[0].name, "柳湾站");
    EXPECT_EQ(back.places[0].due, leaves_at);
    EXPECT_EQ(back.places[1].due, leaves_at + 10min);
    EXPECT_EQ(back.places[3].name, "松岭镇初中");
    EXPECT_EQ(back.places[3].due, leaves_at + 30min);
}

TEST_F(Trip, ALineWithoutStopsTellsNothing) {
    stops.clear();
    at(leaves_at, 0);
    EXPECT_EQ(trace().phase, TripPhase::expected);
}

TEST_F(Trip, HomeFromTheGateToTheLastStop) {
    at(leaves_at - 20min, 3'000);
    EXPECT_EQ(trace().phase, TripPhase::expected);
    at(leaves_at - 10min, 20);
    EXPECT_EQ(trace().phase, TripPhase::waiting);
    EXPECT_EQ(trace().came_at, leaves_at - 10min);
    at(leaves_at + 2min, 400);
    EXPECT_EQ(trace().phase, TripPhase::under_way);
    EXPECT_EQ(trace().left_at, leaves_at + 2min);
    at(leaves_at + 12min, 4'950);
    EXPECT_EQ(trace().passed[1], leaves_at + 12min);
    EXPECT_EQ(trace().reached, 2U);
    at(leaves_at + 33min, 15'010);
    const TripTrace end = trace();
    EXPECT_EQ(end.phase, TripPhase::ended);
    EXPECT_EQ(end.ended_at, leaves_at + 33min);
    EXPECT_EQ(end.passed[2], std::nullopt) << "reached unseen";
    at(leaves_at + 40min, 100);
    EXPECT_EQ(trace().ended_at, leaves_at + 33min) << "driving back is another run";
}

TEST_F(Trip, ABusThatParksAtTheGateAndFetchesPetrolHasNotLeft) {
    at(leaves_at - 50min, 10);
    at(leaves_at - 45min, 2'000);
    EXPECT_EQ(trace().phase, TripPhase::expected);
    at(leaves_at - 15min, 10);
    EXPECT_EQ(trace().came_at, leaves_at - 15min);
    at(leaves_at - 5min, 600);
    EXPECT_EQ(trace().phase, TripPhase::under_way);
    at(leaves_at - 1min, 10);
    EXPECT_EQ(trace().phase, TripPhase::waiting) << "it turned round before the first stop";
    EXPECT_EQ(trace().left_at, std::nullopt);
}

TEST_F(Trip, NoiseAtTheGateDoesNotLeave) {
    at(leaves_at, 10);
    at(leaves_at + 1min, 140);
    EXPECT_EQ(trace().phase, TripPhase::waiting);
    at(leaves_at + 2min, 151);
    EXPECT_EQ(trace().phase, TripPhase::under_way);
}

TEST_F(Trip, ToSchoolTheBusThatSleepsAtTheSchoolHasNotArrived) {
    departure.direction = Direction::to_school;
    at(leaves_at - 30min, 0);
    at(leaves_at + 1min, 0);
    EXPECT_EQ(trace().phase, TripPhase::expected);
    at(leaves_at + 20min, 14'950);
    EXPECT_EQ(trace().phase, TripPhase::waiting);
    at(leaves_at + 60min, 50);
    EXPECT_EQ(trace().phase, TripPhase::ended);
    EXPECT_EQ(trace().ended_at, leaves_at + 60min);
}

TEST_F(Trip, AFirstPlaceWithoutSignalIsNoticedAtTheNext) {
    at(leaves_at + 11min, 5'000);
    const TripTrace seen = trace();
    EXPECT_EQ(seen.phase, TripPhase::under_way);
    EXPECT_EQ(seen.left_at, std::nullopt);
    EXPECT_EQ(seen.reached, 2U);
}

TEST_F(Trip, PositionsWithoutAFixAndOutsideItsTimeAreNobodysTrip) {
    at(leaves_at - 2h, 0);
    at(leaves_at, 0, false);
    EXPECT_EQ(trace().phase, TripPhase::expected);
    EXPECT_FALSE(trace().position_at);
}

}  // namespace
}  // namespace husong::tracking
