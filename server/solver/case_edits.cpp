#include "server/solver/case_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Day;
using coordination::Leg;
using coordination::LegKey;
using coordination::Minutes;
using coordination::School;
using coordination::Way;
using std::chrono::days;

namespace {

constexpr Minutes a_day{24 * 60};

// Schools without a leg need no vehicle that may carry their pupils either.
void seat_nobody_else(Case& question) {
    std::set<std::size_t> travel;
    for (const auto& of : question.breaks)
        if (of.home || of.back) travel.insert(of.school);
    for (auto& line : question.lines)
        for (auto& place : line.places)
            if (!travel.contains(line.school)) place.riders = 0;
}

}  // namespace

Case only_legs(const Case& question, std::span<const LegKey> legs, bool whole_term) {
    Case narrow = question;
    Day first = question.first + days{question.days.size()}, last = question.first;
    for (std::size_t of = 0; of < narrow.breaks.size(); ++of)
        for (const Way way : coordination::both_ways) {
            auto& leg = narrow.breaks[of].leg(way);
            if (leg && std::ranges::find(legs, LegKey{of, way}) == legs.end()) leg.reset();
            if (!leg) continue;
            constexpr days beside{8};  // reliefs move legs farther
            const DayRange range = days_of(*leg);
            first = std::min({first, range.first - beside, leg->wish.on - beside});
            last = std::max({last, range.last + beside, leg->wish.on + beside});
        }
    seat_nobody_else(narrow);
    if (whole_term || last < first) return narrow;
    first = std::max(first, question.first);
    last = std::min(last, question.first + days{question.days.size()} - days{1});
    if (last < first) return narrow;
    const auto from = narrow.days.begin() + (first - question.first).count();
    narrow.days = {from, from + (last - first).count() + 1};
    narrow.first = first;
    return narrow;
}

void lift(Case& question, LegKey key, Rule rule) {
    constexpr Minutes beyond_all = a_day + a_day / 4;
    Leg& leg = *question.breaks[key.of].leg(key.way);
    School& school = question.schools[question.breaks[key.of].school];
    switch (rule) {
        case Rule::gate: school.gate_per_quarter = 1'000; break;
        case Rule::night: question.rules.first_way = -a_day; break;
        case Rule::latest: school.latest_home = school.latest_back = beyond_all; break;
        case Rule::earliest: school.earliest_home = school.earliest_back = Minutes{0}; break;
        case Rule::weekday: school.home_weekdays = 0b1111111; break;
        case Rule::forbidden: leg.forbidden.clear(); break;
        case Rule::first_holiday:
            for (auto& day : question.days) day.no_return = false;
            break;
        case Rule::closed:
            for (auto& day : question.days) std::erase(day.closed, school.code);
            break;
        case Rule::dusk:
            for (auto& day : question.days) day.dusk = 2 * a_day;
            break;
        case Rule::pin: leg.pinned.reset(); break;
        case Rule::most_on_days: school.most_on_days = static_cast<int>(question.days.size()); break;
        case Rule::least_on_days: school.least_on_days = -static_cast<int>(question.days.size()); break;
        case Rule::rest_owed: school.owes_rest = false; break;
        case Rule::awaited:
            for (auto& vehicle : question.vehicles) vehicle.busy.clear();
            break;
        case Rule::driving_hours: question.rules.driving_a_day = 2 * a_day; break;
        case Rule::empty_way: question.rules.road_kmh = 1e6; break;
        case Rule::break_length: break;  // stands in no case: days_fit() is told
    }
}

void free_leg(Case& question, LegKey key) {
    Leg& leg = *question.breaks[key.of].leg(key.way);
    leg.pinned.reset();
    leg.forbidden.clear();
    leg.shift_days = static_cast<int>(question.days.size());
}

std::vector<LegKey> legs_of_breaks(const Case& question, std::span<const std::size_t> breaks) {
    std::vector<LegKey> legs;
    for (const std::size_t of : breaks)
        for (const Way way : coordination::both_ways)
            if (question.breaks[of].leg(way)) legs.push_back({of, way});
    return legs;
}

std::vector<LegKey> all_legs(const Case& question) {
    std::vector<std::size_t> all(question.breaks.size());
    for (std::size_t of = 0; of < all.size(); ++of) all[of] = of;
    return legs_of_breaks(question, all);
}

std::vector<LegKey> legs_of_school(const Case& question, std::size_t school) {
    auto legs = all_legs(question);
    std::erase_if(legs, [&](LegKey leg) { return question.breaks[leg.of].school != school; });
    return legs;
}

int pupils_of(const Case& question, std::size_t school) {
    int riders = 0;
    for (const auto& line : question.lines)
        for (const auto& place : line.places) riders += line.school == school ? place.riders : 0;
    return riders;
}

}  // namespace husong::solver
