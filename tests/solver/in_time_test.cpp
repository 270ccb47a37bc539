// What is said to be beyond all vehicles is so: every plan of a fine grid is put to the check, which knows
// nothing of the planner.
#include "server/solver/in_time.hpp"

#include "server/coordination/one_day.hpp"
#include "server/plan_check/check.hpp"
#include "tests/solver/explain_checks.hpp"

#include <random>

namespace husong::solver {
namespace {

using coordination::Plan;
using coordination::Run;

constexpr Minutes grid{10};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}
    int among(int least, int most) { return std::uniform_int_distribution<>{least, most}(random_); }
    Minutes time(int first_hour, int last_hour) { return grid * among(6 * first_hour, 6 * last_hour); }
    // At so many times a tenth.
    bool comes(int tenths) { return among(1, 10) <= tenths; }

private:
    std::mt19937_64 random_;
};

// Two legs of one run each, or one leg of two, all on one day.
Case random_case(std::uint64_t seed) {
    Dice dice{seed};
    const bool divided = dice.comes(3);
    Case county = small_county(divided ? 1 : 2, static_cast<std::size_t>(dice.among(1, 2)));
    county.rules.driving_a_day = Minutes{dice.among(60, 300)};
    for (auto& day : county.days) day.dusk = dice.time(14, 18);
    for (std::size_t i = 0; i < county.schools.size(); ++i) {
        auto& line = county.lines[i].places;
        line[0] = {"近村", {40.95, 118.1}, Minutes{dice.among(15, 30)}, dice.among(5, 20)};
        line.push_back({"远村", {41.0, 118.1}, Minutes{dice.among(35, 70)}, dice.among(5, 20)});
        if (divided) line[1].riders = dice.among(30, 45);
        const double away = 0.1 * dice.among(0, 8) * static_cast<double>(i);
        for (auto* at : {&county.schools[i].gate, &line[0].position, &line[1].position})
            at->latitude_deg += away;
        auto& of = county.breaks[i];
        of.leg(dice.comes(3) ? Way::home : Way::back).reset();
        if (of.home && of.back) of.back.reset();
        auto& leg = *of.leg(of.home ? Way::home : Way::back);
        leg.pinned = Moment{october(30), of.home ? dice.time(11, 13) : dice.time(15, 16)};
    }
    for (auto& vehicle : county.vehicles) {
        if (dice.comes(3)) vehicle.seats = 30;
        if (!dice.comes(5)) continue;
        const Minutes from = dice.time(9, 16);
        vehicle.busy = {{0b1111111, std::nullopt, from, from + dice.time(1, 2),
                         maps::Wgs84{40.9 + 0.1 * dice.among(0, 6), 118.1}}};
    }
    return county;
}

// Its runs without times: one of each leg, or the farthest places first in the seats of a vehicle and the
// rest.
std::vector<Plan> packings(const Case& county) {
    std::vector<Plan> plans;
    const bool divided = county.schools.size() == 1;
    for (const auto& vehicle : county.vehicles) {
        Plan plan;
        for (const LegKey key : all_legs(county)) {
            const std::size_t line = county.breaks[key.of].school;
            const auto& places = county.lines[line].places;
            std::vector<std::vector<int>> parts{{places[0].riders, places[1].riders}};
            if (divided) {
                const int far = std::min(vehicle.seats, places[1].riders);
                const int near = std::min(vehicle.seats - far, places[0].riders);
                parts = {{near, far}, {places[0].riders - near, places[1].riders - far}};
            }
            auto& leg = plan.legs.emplace_back();
            leg.of = key.of;
            leg.way = key.way;
            leg.at = *county.breaks[key.of].leg(key.way)->pinned;
            for (const auto& part : parts) {
                Run run;
                run.line = line;
                for (const std::size_t place : {1U, 0U})
                    if (part[place] > 0) run.loads.push_back({place, part[place]});
                if (run.loads.empty()) continue;
                run.seats = run.riders = part[0] + part[1];
                run.way = places[run.loads.front().place].from_school;
                leg.runs.push_back(run);
            }
        }
        plans.push_back(plan);
    }
    return plans;
}

bool is_kept(Plan& plan, const Case& county) {
    plan.peak_vehicles = peak_of(plan, county);
    // On the day pupils may wait for a vehicle for hours, as the search allows.
    const Time that_day = china_midnight(std::chrono::year_month_day{october(30)});
    const auto report = plan_check::check(to_json(county), to_json(plan, county), {that_day});
    return report && report->found == 0 && report->unserved == 0;
}

// From the `number`th run on every vehicle and time.
bool some_plan(Plan& plan, std::size_t number, const Case& county) {
    std::vector<std::pair<Run*, const coordination::PlannedLeg*>> runs;
    for (auto& leg : plan.legs)
        for (Run& run : leg.runs) runs.emplace_back(&run, &leg);
    if (number == runs.size()) return is_kept(plan, county);
    auto& [run, leg] = runs[number];
    const bool is_home = leg->way == Way::home;
    const Minutes last = is_home ? county.day(leg->at.on).dusk - run->way : county.schools[0].latest_back;
    for (run->at_gate = leg->at.at; run->at_gate <= last; run->at_gate += grid)
        for (std::size_t vehicle = 0; vehicle < county.vehicles.size(); ++vehicle) {
            run->vehicle = vehicle;
            if (some_plan(plan, number + 1, county)) return true;
        }
    return false;
}

bool has_plan_of_grid(const Case& county) {
    auto plans = packings(county);
    return std::ranges::any_of(plans, [&](Plan& plan) { return some_plan(plan, 0, county); });
}

TEST(InTime, WhatNoVehiclesCanServeHasNoPlan) {
    int proven = 0, planned_of_grid = 0, open = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        const Case county = random_case(seed);
        ASSERT_EQ(coordination::contradiction_of(county), "");
        const Answer answer = InTime{county}.can_serve(all_legs(county));
        EXPECT_NE(answer, Answer::unknown);
        const bool found = has_plan_of_grid(county);
        if (answer == Answer::no) EXPECT_FALSE(found);
        ++(answer == Answer::no ? proven : found ? planned_of_grid : open);
        for (const LegKey leg : all_legs(county))
            if (InTime{county}.days_served(leg).empty()) EXPECT_EQ(answer, Answer::no);
    }
    EXPECT_GE(proven, 15);
    EXPECT_GE(planned_of_grid, 15);
    EXPECT_LE(open, 3) << "that is between two times of the grid, or not seen";
}

}  // namespace
}  // namespace husong::solver
