// Runs of all vehicles: dated departures, and what timetables make of a day.
#include "server/registry/runs.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <vector>

namespace husong::registry {
namespace {

using Codes = std::vector<std::string>;

const Time tuesday = parse_time("2026-09-01T00:00:00+08:00").value();
constexpr std::chrono::days next_day{1};

struct RunsOfDays : ::testing::Test {
    RunsOfDays() {
        rows.timetables = {timetable("TT1", "L7", Direction::to_school, "12345", 420min),
                           timetable("TT2", "L7", Direction::home, "5", 980min)};
    }
    static Versioned<Timetable> timetable(std::string code, std::string line, Direction direction,
                                          std::string weekdays, std::chrono::minutes leaves_at) {
        Timetable row;
        row.code = std::move(code);
        row.line = std::move(line);
        row.direction = direction;
        row.weekdays = std::move(weekdays);
        row.leaves_at = leaves_at;
        row.vehicle = VehicleId{1};
        return {.value = row};
    }
    void add_departure(std::string code, Time leaves_at, Direction direction = Direction::to_school,
                       DepartureStatus status = DepartureStatus::planned) {
        Departure departure;
        departure.code = std::move(code);
        departure.line = "L7";
        departure.direction = direction;
        departure.leaves_at = leaves_at;
        departure.vehicle = VehicleId{2};
        departure.status = status;
        rows.departures.push_back({.value = departure});
    }
    [[nodiscard]] Codes codes(const RunQuery& query) const {
        const Registry registry{rows};
        Codes all;
        for (const auto& run : find_runs(query, registry)) all.push_back(run.value.code);
        return all;
    }
    [[nodiscard]] Codes codes(Time from, Time until) const { return codes({.from = from, .until = until}); }
    [[nodiscard]] std::string code_found(std::string_view code) const {
        const Registry registry{rows};
        const auto run = run_by_code(code, registry);
        return run ? run->value.code : "none";
    }
    RegistryRows rows;
};

TEST_F(RunsOfDays, ATimetableMakesOneEachDayOnWhichItGoes) {
    EXPECT_EQ(
        codes(tuesday, tuesday + 5 * next_day),
        (Codes{"TT1/2026-09-01", "TT1/2026-09-02", "TT1/2026-09-03", "TT1/2026-09-04", "TT2/2026-09-04"}))
        << "not on Saturday";
    rows.public_days = {{.value = {.on = china_date(tuesday), .kind = "off", .name = "", .notice = ""}}};
    EXPECT_EQ(codes(tuesday, tuesday + next_day), Codes{});
}

TEST_F(RunsOfDays, ADatedDepartureOfTheLineDirectionAndDayTakesItsPlace) {
    add_departure("D1", tuesday + 8h);
    EXPECT_EQ(codes(tuesday, tuesday + next_day), Codes{"D1"});
    EXPECT_EQ(codes(tuesday, tuesday + 7h + 30min), Codes{}) << "though it leaves after the hours asked for";
    EXPECT_EQ(codes(tuesday + next_day, tuesday + 2 * next_day), Codes{"TT1/2026-09-02"})
        << "of that day only";
}

TEST_F(RunsOfDays, OneInTheOtherDirectionDoesNot) {
    add_departure("D1", tuesday + 8h, Direction::home);
    EXPECT_EQ(codes(tuesday, tuesday + next_day), (Codes{"TT1/2026-09-01", "D1"}));
}

TEST_F(RunsOfDays, ACancelledOneTakesTheDaysRunAwayWithIt) {
    add_departure("D1", tuesday + 8h, Direction::to_school, DepartureStatus::cancelled);
    EXPECT_EQ(codes(tuesday, tuesday + next_day), Codes{});
}

TEST_F(RunsOfDays, TheEndIsNotIncluded) {
    add_departure("D1", tuesday + 8h);
    EXPECT_EQ(codes(tuesday + 8h, tuesday + 8h + 1ms), Codes{"D1"});
    EXPECT_EQ(codes(tuesday + 7h, tuesday + 8h), Codes{});
}

TEST_F(RunsOfDays, OfAVehicleAreThoseThatADepartureLeavesIt) {
    EXPECT_EQ(codes({.from = tuesday, .until = tuesday + next_day, .vehicle = VehicleId{1}}),
              Codes{"TT1/2026-09-01"});
    add_departure("D1", tuesday + 8h);
    EXPECT_EQ(codes({.from = tuesday, .until = tuesday + next_day, .vehicle = VehicleId{1}}), Codes{})
        << "another vehicle's departure goes in its place";
    EXPECT_EQ(codes({.from = tuesday, .until = tuesday + next_day, .vehicle = VehicleId{2}}), Codes{"D1"});
}

TEST_F(RunsOfDays, OfALineASchoolAndACrewAreOnlyTheirs) {
    rows.lines = {{.value = {.code = "L7", .name = "", .school = "S1"}},
                  {.value = {.code = "L8", .name = "", .school = "S2"}}};
    rows.timetables.push_back(timetable("TT3", "L8", Direction::to_school, "2", 430min));
    rows.timetables.back().value.driver = "D1";
    rows.timetables.front().value.escort = "E1";
    const auto of_day = [&](RunQuery query) {
        query.from = tuesday;
        query.until = tuesday + next_day;
        return codes(query);
    };
    EXPECT_EQ(of_day({}), (Codes{"TT1/2026-09-01", "TT3/2026-09-01"}));
    EXPECT_EQ(of_day({.line = "L8"}), Codes{"TT3/2026-09-01"});
    EXPECT_EQ(of_day({.school = "S1"}), Codes{"TT1/2026-09-01"});
    EXPECT_EQ(of_day({.school = "S1", .line = "L8"}), Codes{});
    EXPECT_EQ(of_day({.driver = "D1"}), Codes{"TT3/2026-09-01"});
    EXPECT_EQ(of_day({.escort = "E1"}), Codes{"TT1/2026-09-01"});
    EXPECT_EQ(of_day({.school = "S3"}), Codes{});
}

TEST_F(RunsOfDays, ALineThatChangesItsSchoolRunsForTheOneItHasThatDay) {
    rows.lines = {{.value = {.code = "L7", .name = "", .school = "S1"}, .valid_until = tuesday + next_day},
                  {.value = {.code = "L7", .name = "", .school = "S2"}, .valid_from = tuesday + next_day}};
    const Time until = tuesday + 2 * next_day;
    EXPECT_EQ(codes({.from = tuesday, .until = until, .school = "S1"}), Codes{"TT1/2026-09-01"});
    EXPECT_EQ(codes({.from = tuesday, .until = until, .school = "S2"}), Codes{"TT1/2026-09-02"});
}

TEST_F(RunsOfDays, TakenBackOnesAreThereForWhoeverAsksForThem) {
    add_departure("D1", tuesday + 8h, Direction::to_school, DepartureStatus::cancelled);
    EXPECT_EQ(codes({.from = tuesday, .until = tuesday + next_day, .cancelled = true}), Codes{"D1"});
}

TEST_F(RunsOfDays, WithoutAnEndTimetablesAreLaidOutFourWeeksAndDeparturesForEver) {
    add_departure("D1", tuesday + 90 * next_day);
    const Codes all = codes({.from = tuesday});
    EXPECT_EQ(all.size(), 20U + 4U + 1U);
    EXPECT_EQ(all.back(), "D1");
    EXPECT_EQ(*std::prev(all.end(), 2), "TT1/2026-09-28");
}

TEST_F(RunsOfDays, AMakeUpDayHasThoseOfAMonday) {
    rows.timetables.push_back(timetable("TT3", "L8", Direction::to_school, "1", 430min));
    const Time saturday = tuesday + 4 * next_day;
    EXPECT_EQ(codes(saturday, saturday + next_day), Codes{});
    rows.public_days = {{.value = {.on = china_date(saturday), .kind = "work", .name = "", .notice = ""}}};
    EXPECT_EQ(codes(saturday, saturday + next_day), (Codes{"TT1/2026-09-05", "TT3/2026-09-05"}));
}

TEST_F(RunsOfDays, AreFoundByTheirCodeOnTheDaysOnWhichTheyGo) {
    add_departure("D1", tuesday + 8h, Direction::to_school, DepartureStatus::cancelled);
    EXPECT_EQ(code_found("D1"), "D1");
    EXPECT_EQ(code_found("TT1/2026-09-01"), "none") << "a departure goes in its place";
    EXPECT_EQ(code_found("TT1/2026-09-02"), "TT1/2026-09-02");
    EXPECT_EQ(code_found("TT1/2026-09-05"), "none") << "a Saturday";
    for (const char* code : {"TT1", "TT1/", "/2026-09-02", "TT9/2026-09-02", "TT1/2026-09-02/", "", "/"})
        EXPECT_EQ(code_found(code), "none") << code;
    rows.timetables.erase(rows.timetables.begin());
    EXPECT_EQ(code_found("TT1/2026-09-02"), "none") << "taken out of the register";
}

TEST_F(RunsOfDays, OfATimetableHaveTheRowThatIsValidThatDay) {
    rows.timetables.front().valid_until = tuesday + next_day;
    rows.timetables.push_back(timetable("TT1", "L7", Direction::to_school, "12345", 440min));
    rows.timetables.back().valid_from = tuesday + next_day;
    rows.timetables.back().version = 5;
    const Registry registry{rows};
    EXPECT_EQ(run_by_code("TT1/2026-09-01", registry)->value.leaves_at, tuesday + 420min);
    const auto later = run_by_code("TT1/2026-09-02", registry);
    EXPECT_EQ(later->value.leaves_at, tuesday + next_day + 440min);
    EXPECT_EQ(later->value.sequence, 5);
}

TEST_F(RunsOfDays, OfATimetableHaveTheSeatsOfItsVehicle) {
    Vehicle bus;
    bus.id = VehicleId{1};
    bus.approved_persons = 36;
    const auto seats = [&] {
        rows.vehicles = {{.value = bus}};
        return run_by_code("TT1/2026-09-01", Registry{rows})->value.seats;
    };
    EXPECT_EQ(seats(), 35) << "all but the driver's";
    rows.timetables.front().value.escort = "E1";
    EXPECT_EQ(seats(), 34) << "and the escort's";
    bus.approved_pupils = 32;
    EXPECT_EQ(seats(), 32) << "as the licence has it";
}

TEST_F(RunsOfDays, OfALineAreSharedOnlyBySomeThatGo) {
    rows.timetables.push_back(timetable("TT3", "L7", Direction::to_school, "2", 460min));
    const auto shared = [&](std::string_view code) {
        const Registry registry{rows};
        return shares_line(run_by_code(code, registry)->value, registry);
    };
    EXPECT_TRUE(shared("TT1/2026-09-01"));
    EXPECT_FALSE(shared("TT1/2026-09-02"));
    add_departure("D1", tuesday + 8h);
    EXPECT_FALSE(shared("D1")) << "it goes in the place of both";
}

// ---- taken over ----

struct TakenOver : RunsOfDays {
    TakenOver() {
        add_departure("D1", tuesday + 8h);
        rows.departures.back().value.driver = "D01";
        rows.departures.back().value.escort = "E01";
    }
    void take_over(std::string run, VehicleId vehicle, Time at, std::string driver = "D02") {
        Relief relief;
        relief.run = std::move(run);
        relief.vehicle = vehicle;
        relief.driver = std::move(driver);
        relief.escort = "E02";
        rows.reliefs.push_back({.value = relief, .valid_from = at});
    }
    [[nodiscard]] std::vector<Departure> found(RunQuery query) const {
        const Registry registry{rows};
        query.from = tuesday;
        query.until = tuesday + next_day;
        std::vector<Departure> all;
        for (const auto& run : find_runs(query, registry)) all.push_back(run.value);
        return all;
    }
    const Time at = tuesday + 8h + 20min;
};

TEST_F(TakenOver, EachVehicleHasItsPartAndTheListTheLast) {
    take_over("D1", VehicleId{7}, at);
    const auto first = found({.vehicle = VehicleId{2}});
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].driver, "D01");
    EXPECT_EQ(first[0].part, (RunPart{{}, at, {}}));
    const auto second = found({.vehicle = VehicleId{7}});
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].code, "D1");
    EXPECT_EQ(second[0].driver, "D02");
    EXPECT_EQ(second[0].escort, "E02");
    EXPECT_EQ(second[0].part, (RunPart{at, end_of_time, VehicleId{2}}));
    const auto listed = found({.line = "L7"});
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].vehicle, VehicleId{7});
    EXPECT_EQ(run_by_code("D1", Registry{rows})->value.vehicle, VehicleId{7});
    EXPECT_TRUE(found({.vehicle = VehicleId{9}}).empty());
}

TEST_F(TakenOver, BothCrewsFindTheirPartAndACrewThatChangesOverTheLast) {
    take_over("D1", VehicleId{7}, at);
    EXPECT_EQ(found({.driver = "D01"}).at(0).vehicle, VehicleId{2});
    EXPECT_EQ(found({.driver = "D02"}).at(0).vehicle, VehicleId{7});
    EXPECT_EQ(found({.escort = "E02"}).at(0).vehicle, VehicleId{7});
    rows.reliefs.clear();
    take_over("D1", VehicleId{7}, at, "D01");
    const auto own = found({.driver = "D01"});
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0].vehicle, VehicleId{7});
}

TEST_F(TakenOver, ARunOfATimetableIsTakenOverOnThatDayOnly) {
    rows.departures.clear();
    take_over("TT1/2026-09-01", VehicleId{7}, tuesday + 7h + 5min);
    EXPECT_EQ(found({.vehicle = VehicleId{7}}).at(0).code, "TT1/2026-09-01");
    EXPECT_EQ(run_by_code("TT1/2026-09-02", Registry{rows})->value.vehicle, VehicleId{1});
    EXPECT_EQ(servers_of("TT1/2026-09-01", Registry{rows}), (std::vector{VehicleId{1}, VehicleId{7}}));
}

TEST_F(TakenOver, LongBeforeItLeavesTheFirstVehicleHasNoPart) {
    take_over("D1", VehicleId{7}, tuesday);
    EXPECT_TRUE(found({.vehicle = VehicleId{2}}).empty());
    EXPECT_EQ(found({.vehicle = VehicleId{7}}).at(0).part.relieved, VehicleId{});
}

TEST_F(TakenOver, TwiceThereAreThreePartsAndByTheSameVehicleItIsTakenBack) {
    take_over("D1", VehicleId{8}, at + 10min);
    take_over("D1", VehicleId{7}, at);
    EXPECT_EQ(found({.vehicle = VehicleId{7}}).at(0).part, (RunPart{at, at + 10min, VehicleId{2}}));
    EXPECT_EQ(found({}).at(0).vehicle, VehicleId{8});
    rows.reliefs.clear();
    take_over("D1", VehicleId{2}, at);
    EXPECT_EQ(found({.vehicle = VehicleId{2}}).at(0).part, RunPart{});
}

}  // namespace
}  // namespace husong::registry
