// Breakdowns on the busiest day of made-up counties, looked at by the check.
#include "server/base/time.hpp"
#include "server/coordination/replan.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/coordination/made_up_county.hpp"
#include "tests/coordination/moves_between.hpp"
#include "tests/plan_check/told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace husong::solver {
namespace {

using namespace coordination;
using testing::IsEmpty;

struct Busiest {
    Case question;
    Plan plan;
    Day day{};
};

Busiest busiest_of(TermOf2026 term) {
    Busiest county;
    county.question = made_up_weeks(3, term);
    county.plan = coordinate(county.question, {4, 1, {5'000, 2}}).value();
    std::map<Day, std::size_t> runs;
    for (const PlannedLeg& leg : county.plan.legs) runs[leg.at.on] += leg.runs.size();
    county.day = std::ranges::max_element(runs, {}, [](const auto& day) { return day.second; })->first;
    return county;
}

// Moments of the vehicle's day: before all, in the middle of its first run, and after it.
std::vector<Minutes> moments_of(const Busiest& county, std::size_t vehicle) {
    std::optional<Span> first;
    for (const PlannedLeg& leg : county.plan.legs)
        for (const Run& run : leg.runs) {
            if (leg.at.on != county.day || run.vehicle != vehicle) continue;
            const Span loaded = leg.way == Way::home ? Span{run.at_gate, run.at_gate + run.way}
                                                     : Span{run.at_gate - run.way, run.at_gate};
            if (!first || loaded.from < first->from) first = loaded;
        }
    if (!first) return {};
    return {first->from - Minutes{150}, first->from + (first->until - first->from) / 2, first->until};
}

struct Seen {
    std::map<Means, int> needed;
    int under_way = 0;
};

void expect_lawful(const Busiest& county, const std::vector<std::size_t>& out, Minutes at, Seen& seen) {
    const auto answer = replan(county.question, county.plan, {out, {county.day, at}, std::nullopt});
    ASSERT_TRUE(answer) << answer.error().what;
    ++seen.needed[answer->needed];
    const std::string before = to_json(county.plan, county.question),
                      after = to_json(answer->plan, county.question);
    const Time that_day = china_midnight(std::chrono::year_month_day{county.day});
    const auto report = plan_check::check(to_json(county.question), after, {that_day}).value();
    // Who waits at the road is fetched however late: it is told, and nothing is broken.
    EXPECT_THAT(told(report), IsEmpty());
    if (answer->needed < Means::too_late) EXPECT_THAT(report.remarks, IsEmpty());
    if (answer->needed == Means::too_late) EXPECT_FALSE(report.remarks.empty());
    EXPECT_EQ(report.unserved > 0, answer->needed == Means::unserved);
    checker::Outage outage{{}, to_iso(std::chrono::year_month_day{county.day}), static_cast<int>(at.count())};
    for (const std::size_t vehicle : out) outage.plates.insert(county.question.vehicles[vehicle].plate);
    const auto moves = checker::moves_between(before, after, outage);
    EXPECT_THAT(moves.faults, IsEmpty());
    EXPECT_EQ(moves.taken_over, static_cast<int>(answer->affected.size()));
    if (answer->needed <= Means::later) EXPECT_THAT(moves.other_vehicles, IsEmpty());
    if (answer->needed <= Means::other_vehicles) EXPECT_THAT(moves.other_times, IsEmpty());
    EXPECT_EQ(moves.other_vehicles.size() + moves.other_times.size(), answer->gave_way.size());
    for (const Affected& run : answer->affected)
        if (run.before.stand) ++seen.under_way;
}

std::string told(const Seen& seen) {
    std::string told;
    for (const auto& [means, times] : seen.needed)
        told += std::string{means_name(means)} + " " + std::to_string(times) + "; ";
    return told;
}

Seen break_down_everything(const Busiest& county) {
    Seen seen;
    for (std::size_t i = 0; i < county.question.vehicles.size(); ++i)
        for (const Minutes at : moments_of(county, i)) {
            SCOPED_TRACE(county.question.vehicles[i].plate + " at minute " + std::to_string(at.count()));
            expect_lawful(county, {i}, at, seen);
        }
    return seen;
}

TEST(ReplanCounty, EveryVehicleOfTheBusiestDayIsReplacedLawfullyAndNobodyElseMoves) {
    for (const TermOf2026 term : {TermOf2026::autumn, TermOf2026::spring}) {
        Seen seen = break_down_everything(busiest_of(term));
        EXPECT_GT(seen.under_way, 0);
        EXPECT_GT(seen.needed[Means::free_vehicle], 10 * seen.needed[Means::unserved]);
        RecordProperty(term == TermOf2026::autumn ? "autumn" : "spring", told(seen));
    }
}

// Vehicles that do nothing on that day are not to be had: others have to give way, or somebody is left.
Busiest without_idle_vehicles(TermOf2026 term) {
    Busiest county = busiest_of(term);
    for (std::size_t i = 0; i < county.question.vehicles.size(); ++i)
        if (moments_of(county, i).empty())
            county.question.vehicles[i].busy.push_back({0, county.day, Minutes{0}, Minutes{24 * 60}});
    return county;
}

TEST(ReplanCounty, WhereNothingIsIdleWhatIsNeededIsToldAndLawful) {
    const Busiest county = without_idle_vehicles(TermOf2026::autumn);
    const Seen seen = break_down_everything(county);
    int harder = 0;
    for (const auto& [means, times] : seen.needed)
        if (means > Means::free_vehicle) harder += times;
    EXPECT_GT(harder, 0);
    RecordProperty("nothing_idle", told(seen));
}

// Nor is there an hour to spare: whoever arrives last does so at dusk, and at the latest that the school
// takes.
TEST(ReplanCounty, WhereOthersHaveToGiveWayThatIsToldAndLawful) {
    Busiest county = without_idle_vehicles(TermOf2026::spring);
    Minutes& dusk =
        county.question.days[static_cast<std::size_t>((county.day - county.question.first).count())].dusk;
    dusk = Minutes{0};
    std::map<std::size_t, Minutes> latest_back;
    for (const PlannedLeg& leg : county.plan.legs) {
        Minutes& latest = latest_back[county.question.breaks[leg.of].school];
        for (const auto& run : leg.runs) {
            if (leg.way == Way::back) latest = std::max(latest, run.at_gate);
            if (leg.way == Way::home && leg.at.on == county.day) dusk = std::max(dusk, run.at_gate + run.way);
        }
    }
    for (const auto& [school, latest] : latest_back) county.question.schools[school].latest_back = latest;
    Seen seen = break_down_everything(county);
    for (std::size_t i = 0; i < county.question.vehicles.size(); i += 3)
        for (const Minutes at : moments_of(county, i)) {
            SCOPED_TRACE("four from " + std::to_string(i) + " at minute " + std::to_string(at.count()));
            std::vector<std::size_t> out;
            for (const std::size_t step : {0U, 7U, 14U, 21U})
                out.push_back((i + step) % county.question.vehicles.size());
            expect_lawful(county, out, at, seen);
        }
    EXPECT_GT(seen.needed[Means::other_vehicles] + seen.needed[Means::other_times], 0);
    RecordProperty("others", told(seen));
}

// The one run of that day that the vehicle serves.
Run* only_run(Plan& plan, Day day, std::size_t vehicle) {
    std::vector<Run*> runs;
    for (PlannedLeg& leg : plan.legs)
        for (Run& run : leg.runs)
            if (leg.at.on == day && run.vehicle == vehicle) runs.push_back(&run);
    return runs.size() == 1 ? runs.front() : nullptr;
}

TEST(ReplanCounty, WhereNoVehicleIsSaidToBeFreeTheCheckerRefusesEach) {
    const Busiest county = without_idle_vehicles(TermOf2026::autumn);
    const std::string question = to_json(county.question);
    int looked_at = 0;
    for (std::size_t out = 0; out < county.question.vehicles.size() && looked_at < 4; ++out) {
        Plan plan = county.plan;
        auto* const run = only_run(plan, county.day, out);
        if (!run) continue;
        const Moment at{county.day, moments_of(county, out)[0]};
        const auto answer = replan(county.question, county.plan, {{out}, at, std::nullopt});
        if (answer->needed == Means::free_vehicle) continue;
        ++looked_at;
        EXPECT_TRUE(answer->why_not[0].proven);
        for (std::size_t i = 0; i < county.question.vehicles.size(); ++i) {
            if (i == out) continue;
            run->vehicle = i;
            EXPECT_GT(plan_check::check(question, to_json(plan, county.question))->found, 0U)
                << county.question.vehicles[i].plate << " for " << county.question.vehicles[out].plate;
        }
    }
    EXPECT_GT(looked_at, 0);
}

}  // namespace
}  // namespace husong::solver
