#include "server/holidays/plan_weeks.hpp"

#include "server/coordination/legs.hpp"
#include "server/holidays/plan.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace husong::holidays {

namespace {

using coordination::Case;
using coordination::Day;
using coordination::Minutes;
using coordination::PlannedLeg;
using coordination::Run;
using coordination::Way;

constexpr Minutes quarter{15};

// By quarter hours of one day; what begins before it or ends after it is cut.
struct DayUse {
    std::array<int, coordination::quarters_in_day> vehicles{};
    std::array<std::set<std::size_t>, coordination::quarters_in_day> gates;  // schools

    static std::size_t at(Minutes time) {
        const auto last = static_cast<Minutes::rep>(coordination::quarters_in_day) - 1;
        return static_cast<std::size_t>(std::clamp<Minutes::rep>(time / quarter, 0, last));
    }
    void add(const Run& run, const coordination::Span& span, std::size_t school) {
        for (std::size_t q = at(span.from); q <= at(span.until - Minutes{1}); ++q) ++vehicles[q];
        gates[at(run.at_gate)].insert(school);
    }
};

CoordinatedLeg told(const PlannedLeg& leg, const Case& question) {
    CoordinatedLeg made{.at = leg.at.at,
                        .runs = static_cast<int>(leg.runs.size()),
                        .riders = 0,
                        .without_vehicle = 0,
                        .moved = false,
                        .wish = question.breaks[leg.of].leg(leg.way)->wish};
    made.moved = leg.at != made.wish;
    for (const Run& run : leg.runs) {
        made.riders += run.riders;
        if (!run.vehicle) made.without_vehicle += run.riders;
    }
    return made;
}

}  // namespace

CoordinatedWeeks weeks_of_plan(const Case& question, const coordination::Plan& plan, Day from) {
    const Day first = monday_of(std::chrono::year_month_day{from});
    CoordinatedWeeks weeks;
    for (const auto& school : question.schools)
        weeks.schools.push_back(
            {school.code, school.name, 0, std::vector<CoordinatedSchool::Cell>(plan_days)});
    std::vector<DayUse> uses(plan_days);
    for (int i = 0; i < plan_days; ++i) {
        const Day on = first + std::chrono::days{i};
        CoordinatedDay day{.on = on};
        if (question.holds(on)) {
            day.posts = question.day(on).posts;
            day.rest = question.day(on).rest;
        }
        weeks.days.push_back(day);
    }
    for (const PlannedLeg& leg : plan.legs) {
        const std::size_t number = question.breaks[leg.of].school;
        auto& school = weeks.schools[number];
        const CoordinatedLeg made = told(leg, question);
        ++weeks.legs;
        weeks.moved += made.moved ? 1 : 0;
        school.riders = std::max(school.riders, made.riders);
        const auto away = (leg.at.on - first).count();
        if (away < 0 || away >= plan_days) continue;
        const auto place = static_cast<std::size_t>(away);
        const bool home = leg.way == Way::home;
        (home ? school.days[place].home : school.days[place].back) = made;
        (home ? weeks.days[place].home_riders : weeks.days[place].back_riders) += made.riders;
        for (const Run& run : leg.runs)
            uses[place].add(run, coordination::in_use(run, leg.way, question.rules), number);
    }
    for (std::size_t i = 0; i < uses.size(); ++i) {
        weeks.days[i].vehicles = *std::ranges::max_element(uses[i].vehicles);
        for (const auto& gates : uses[i].gates)
            weeks.days[i].schools_apart =
                std::max(weeks.days[i].schools_apart, static_cast<int>(gates.size()));
    }
    return weeks;
}

}  // namespace husong::holidays
