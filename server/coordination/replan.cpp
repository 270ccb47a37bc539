#include "server/coordination/replan.hpp"

#include "server/coordination/relief_search.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace husong::coordination {

namespace {

using Until = OneDay::Until;

constexpr std::array<std::pair<Means, std::string_view>, 8> means_by_name{
    {{Means::none, "none"},
     {Means::free_vehicle, "free_vehicle"},
     {Means::divided, "divided"},
     {Means::later, "later"},
     {Means::other_vehicles, "other_vehicles"},
     {Means::other_times, "other_times"},
     {Means::too_late, "too_late"},
     {Means::unserved, "unserved"}}};

// Whose pupils stand by the road first, then who has the fewest vehicles to choose from, then by time.
std::vector<std::size_t> open_runs(const OneDay& day) {
    using Rank = std::tuple<bool, std::size_t, Minutes, std::size_t>;
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < day.runs().size(); ++i)
        if (day.runs()[i].open)
            ranks.emplace_back(!day.runs()[i].run.stand,
                               ReliefSearch::candidates(day, i, Until::own_time).size(),
                               day.runs()[i].planned, i);
    std::ranges::sort(ranks);
    std::vector<std::size_t> sorted;
    sorted.reserve(ranks.size());
    for (const Rank& rank : ranks) sorted.push_back(std::get<3>(rank));
    return sorted;
}

// The seats of vehicles that have room for any part of the run with its farthest place among these, the
// largest first. What a part asks for depends on its farthest place only.
std::vector<int> seats_for_parts(const OneDay& day, const DayRun& run, std::span<const Load> farthest,
                                 Until until) {
    std::vector<OneDay::Wanted> parts;
    for (const Load& load : farthest) {
        DayRun part = run;
        part.run.loads = {{load.place, 1}};
        part.run.riders = 1;
        part.run.way = day.question().lines[run.run.line].places[load.place].from_school;
        parts.push_back(day.wanted(part, until));
    }
    std::vector<int> seats;
    for (std::size_t i = 0; i < day.question().vehicles.size(); ++i)
        if (std::ranges::any_of(parts, [&](const auto& part) { return day.earliest(i, part).has_value(); }))
            seats.push_back(day.question().vehicles[i].seats);
    std::ranges::sort(seats, std::ranges::greater{});
    return seats;
}

// Whether these means alone cannot serve the run, by counting.
bool cannot_be(const OneDay& start, std::size_t number, Means means) {
    OneDay day = start;
    const DayRun run = day.runs()[number];
    if (means == Means::free_vehicle) return ReliefSearch::candidates(day, number, Until::own_time).empty();
    if (means > Means::later) return false;
    const bool has_time = means == Means::later || run.run.stand.has_value();
    day.divide(number);
    const auto most = static_cast<std::size_t>(OneDay::free_at_gate(day.wanted(run, Until::own_time)));
    int riders = 0;
    for (std::size_t far = 1; far <= run.run.loads.size(); ++far) {
        const std::span<const Load> farthest{run.run.loads.data(), far};
        riders += farthest.back().riders;
        auto seats = seats_for_parts(day, run, farthest, has_time ? Until::allowed : Until::own_time);
        if (seats.empty()) return true;
        if (has_time) continue;  // one vehicle may come twice
        seats.resize(std::min(seats.size(), most));
        if (std::accumulate(seats.begin(), seats.end(), 0) < riders) return true;
    }
    return false;
}

WhyNot why_not(const OneDay& start, std::span<const std::size_t> open, Means means, bool exhausted) {
    WhyNot why;
    why.means = means;
    for (std::size_t i = 0; i < open.size() && !why.run; ++i)
        if (cannot_be(start, open[i], means)) why.run = i;
    if (why.run) {
        const DayRun& run = start.runs()[open[*why.run]];
        why.vehicles =
            start.refusals(start.wanted(run, means < Means::later ? Until::own_time : Until::allowed));
    }
    why.proven = why.run.has_value() || (means == Means::free_vehicle && exhausted);
    return why;
}

Means means_of(const OneDay& served, const DayRun& part) {
    if (!part.run.vehicle) return Means::unserved;
    if (part.run.at_gate > served.wanted(part, Until::allowed).latest) return Means::too_late;
    return !part.run.stand && part.run.at_gate > part.planned ? Means::later : Means::free_vehicle;
}

// What the answer tells, read from the day before and after.
Replanned told(const OneDay& start, const OneDay& served, std::span<const std::size_t> open,
               const Plan& plan) {
    Replanned answer;
    answer.plan = served.plan();
    for (const std::size_t number : open) {
        Affected& run = answer.affected.emplace_back();
        run.leg = start.runs()[number].leg;
        run.before = start.runs()[number].run;
        run.before.vehicle = plan.legs[run.leg].runs[start.runs()[number].was].vehicle;
        for (const DayRun& each : served.runs()) {
            if (each.of != number || each.replaced) continue;
            run.after.push_back(each.run);
            run.by = std::max(run.by, means_of(served, each));
        }
        if (run.after.size() > 1) run.by = std::max(run.by, Means::divided);
        answer.needed = std::max(answer.needed, run.by);
    }
    for (std::size_t i = 0; i < start.runs().size(); ++i) {
        const Run &before = start.runs()[i].run, &after = served.runs()[i].run;
        if (start.runs()[i].open || before == after) continue;
        answer.gave_way.push_back({start.runs()[i].leg, before, after});
        const bool retimed = before.at_gate != after.at_gate;
        answer.needed = std::max(answer.needed, retimed ? Means::other_times : Means::other_vehicles);
    }
    for (std::size_t i = 0; i < served.runs().size(); ++i) {
        const DayRun& run = served.runs()[i];
        if (!run.open || run.replaced || run.run.vehicle) continue;
        LeftOver& left = answer.left_over.emplace_back(LeftOver{run.leg, run.run, std::nullopt});
        const auto late = ReliefSearch::candidates(served, i, Until::whenever);
        if (late.empty()) continue;
        left.too_late = run.run;
        left.too_late->vehicle = late.front().vehicle;
        left.too_late->at_gate = late.front().at_gate;
    }
    return answer;
}

Result<> is_of_case(const Case& question, const Breakdown& breakdown) {
    if (!question.holds(breakdown.at.on))
        return Error{ErrorCode::malformed, "the breakdown is on no day of the case"};
    for (const std::size_t vehicle : breakdown.vehicles)
        if (vehicle >= question.vehicles.size())
            return Error{ErrorCode::malformed, "the breakdown is of no vehicle of the case"};
    return {};
}

}  // namespace

std::string_view means_name(Means means) {
    return std::ranges::find(means_by_name, means, &std::pair<Means, std::string_view>::first)->second;
}

Result<Replanned> replan(const Case& question, const Plan& plan, const Breakdown& breakdown) {
    if (const auto known = is_of_case(question, breakdown); !known) return known.error();
    const OneDay start{question, plan, breakdown};
    const std::vector<std::size_t> open = open_runs(start);
    ReliefSearch search;
    std::vector<WhyNot> why;
    std::optional<OneDay> served;
    for (const Means means : {Means::free_vehicle, Means::divided, Means::later}) {
        served = search.serve_apart(start, open, means);
        if (served) break;
        why.push_back(why_not(start, open, means, search.exhausted()));
    }
    for (const Means means : {Means::other_vehicles, Means::other_times, Means::too_late, Means::unserved}) {
        if (served) break;
        served = search.serve_giving_way(start, open, means);
        if (!served) why.push_back(why_not(start, open, means, false));
    }
    Replanned answer = told(start, *served, open, plan);
    std::erase_if(why, [&](const WhyNot& each) { return each.means >= answer.needed; });
    answer.why_not = std::move(why);
    return answer;
}

}  // namespace husong::coordination
