// A term out of the registers is planned, and the check finds nothing in the plan.
#include "server/holidays/publication.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/holidays/term_county.hpp"
#include "tests/plan_check/told.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::solver {
namespace {

registry::RegistryRows county_of_two_schools() {
    registry::RegistryRows rows = holidays::term_county();
    registry::School second = rows.schools[0].value;
    second.code = "S2";
    second.name = "示例二中";
    second.latitude_deg = 40.8;
    rows.schools.push_back(holidays::since_ever(second));
    rows.lines.push_back(holidays::since_ever(registry::Line{"L2", "示例二线", "S2"}));
    rows.stops.push_back(holidays::since_ever(registry::Stop{"L2", 1, "北沟", 40.7, 118.1, 30min}));
    rows.boarders = {holidays::since_ever(registry::Boarders{"S1", "远村", 60}),
                     holidays::since_ever(registry::Boarders{"S2", "北沟", 40})};
    for (int i = 3; i < 7; ++i) {
        registry::Vehicle more = rows.vehicles[1].value;
        more.id = {i};
        more.plate.text = fmt::format("冀H0000{}", i);
        rows.vehicles.push_back(holidays::since_ever(more));
    }
    std::erase_if(rows.vehicle_documents, [](const auto&) { return true; });
    return rows;
}

TEST(RegisteredTerm, IsPlannedWithoutAViolation) {
    const registry::Registry registry{county_of_two_schools()};
    const auto made = holidays::case_of_term(registry, holidays::autumn, holidays::in_august);
    ASSERT_TRUE(made) << made.error().what;
    const auto plan = coordinate(made->question, {4, 1, {5'000, 2}});
    ASSERT_TRUE(plan) << plan.error().what;
    const auto report = plan_check::check(to_json(made->question), to_json(*plan, made->question)).value();
    EXPECT_THAT(told(report), testing::IsEmpty());
    EXPECT_EQ(report.unserved, 0);
    EXPECT_EQ(plan->legs.size(), 2 * (made->question.breaks.size() - 2))
        << "two schools come once, and go once";
}

// What the rules ask of departures, the plan keeps: also beside the vehicles' daily runs.
TEST(RegisteredTerm, PublishedItBreaksNoRuleOfHolidayRuns) {
    registry::RegistryRows rows = county_of_two_schools();
    for (const auto& vehicle : rows.vehicles) {
        registry::Timetable daily;
        daily.code = "T" + vehicle.value.plate.text;
        daily.line = vehicle.value.id.value % 2 == 0 ? "L1" : "L2";
        daily.direction = registry::Direction::home;
        daily.weekdays = "12345";
        daily.leaves_at = 16h + 30min;
        daily.vehicle = vehicle.value.id;
        rows.timetables.push_back(holidays::since_ever(daily));
        rows.identities[vehicle.value.plate] = vehicle.value.id;
    }
    const auto made = holidays::case_of_term(registry::Registry{rows}, holidays::autumn, holidays::in_august);
    ASSERT_TRUE(made) << made.error().what;
    const auto plan = coordinate(made->question, {4, 1, {5'000, 2}});
    ASSERT_TRUE(plan) << plan.error().what;
    const auto published =
        holidays::publication_of(made->question, *plan, registry::Registry{rows}, holidays::in_august);
    ASSERT_TRUE(published) << published.error().what;
    rows.departures = published->runs;
    const registry::Registry registry{rows};
    const rules::RuleSettings settings;
    for (int week = 0; week < 22; ++week) {
        const rules::RegisterView view{
            registry, holidays::in_august + std::chrono::days{7 * week}, settings, {}};
        for (const auto look : {rules::look_double_booked, rules::look_short_seats, rules::look_crowded_days,
                                rules::look_late_drops, rules::look_rest_owed})
            for (const auto& breach : look(view)) ADD_FAILURE() << breach.subject << ": " << breach.detail;
    }
}

}  // namespace
}  // namespace husong::solver
