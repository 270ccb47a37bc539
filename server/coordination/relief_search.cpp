#include "server/coordination/relief_search.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

namespace husong::coordination {

namespace {

using Until = OneDay::Until;

constexpr int most_steps = 1'500;  // of one search: a few milliseconds each
constexpr std::size_t most_later = 8;
constexpr std::size_t most_orders = 4, most_reordered = 6;
constexpr int most_exchanged = 3;  // runs that make room for each other

// The riders that the next vehicle takes of a run, the farthest places first.
Run front_of(const Run& run, int seats) {
    Run part = run;
    part.loads.clear();
    part.riders = 0;
    for (Load load : run.loads) {
        load.riders = std::min(load.riders, seats - part.riders);
        if (load.riders == 0) break;
        part.loads.push_back(load);
        part.riders += load.riders;
    }
    part.seats = part.riders;
    return part;
}

// What is left of it without them. Nobody: without loads.
Run rest_of(const Run& run, const Run& part, const Case& question) {
    Run rest = run;
    for (const Load& load : part.loads)
        std::ranges::find(rest.loads, load.place, &Load::place)->riders -= load.riders;
    std::erase_if(rest.loads, [](const Load& load) { return load.riders == 0; });
    rest.seats = rest.riders -= part.riders;
    if (!rest.loads.empty()) rest.way = question.lines[run.line].places[rest.loads.front().place].from_school;
    return rest;
}

// Two that did nothing before and are as good as each other.
bool is_alike(const OneDay& day, std::size_t a, std::size_t b) {
    const Vehicle &one = day.question().vehicles[a], &other = day.question().vehicles[b];
    return day.served_by(a).empty() && day.served_by(b).empty() && one.seats == other.seats &&
           one.stages == other.stages && one.busy == other.busy;
}

struct NextPart {
    std::size_t vehicle = 0;
    Minutes at_gate{};
    int riders = 0;
};

// What one vehicle can take of what waits: the soonest first, then the largest; of vehicles that are as good
// as each other one.
std::vector<NextPart> next_parts(const OneDay& day, const DayRun& waits, Until until) {
    using Rank = std::tuple<Minutes, int, int, int, std::size_t>;
    std::vector<Rank> ranks;
    std::map<int, OneDay::Wanted> by_riders;
    for (std::size_t i = 0; i < day.question().vehicles.size(); ++i) {
        const Vehicle& vehicle = day.question().vehicles[i];
        const int riders = std::min(vehicle.seats, waits.run.riders);
        if (riders == 0) continue;
        if (!by_riders.contains(riders)) {
            DayRun part = waits;
            part.run = front_of(waits.run, riders);
            by_riders.emplace(riders, day.wanted(part, until));
        }
        if (const auto at_gate = day.earliest(i, by_riders.at(riders)))
            ranks.emplace_back(*at_gate, -riders, vehicle.seats, std::popcount(vehicle.stages), i);
    }
    std::ranges::sort(ranks);
    std::vector<NextPart> parts;
    for (const auto& [at_gate, riders, seats, stages, vehicle] : ranks)
        if (parts.empty() || parts.back().at_gate != at_gate || !is_alike(day, parts.back().vehicle, vehicle))
            parts.push_back({vehicle, at_gate, -riders});
    return parts;
}

// Riders whom nobody serves.
int left_over(const OneDay& day) {
    int riders = 0;
    for (const DayRun& run : day.runs())
        if (run.open && !run.replaced && !run.run.vehicle) riders += run.run.riders;
    return riders;
}

// Serves as much of the run as vehicles with room allow, each taking as much as it can; the part that is left
// over, open.
std::optional<std::size_t> divide(OneDay& day, std::size_t number, Until until) {
    DayRun waits = day.runs()[number];
    day.divide(number);
    while (waits.run.riders > 0) {
        const auto parts = next_parts(day, waits, until);
        if (parts.empty()) return day.add_part(number, waits.run);
        const Run run = front_of(waits.run, parts.front().riders);
        day.put(day.add_part(number, run), parts.front().vehicle, parts.front().at_gate);
        waits.run = rest_of(waits.run, run, day.question());
    }
    return std::nullopt;
}

bool divide_whole(OneDay& day, std::size_t number, Until until) {
    OneDay divided = day;
    if (divide(divided, number, until)) return false;
    day = std::move(divided);
    return true;
}

}  // namespace

std::vector<ReliefSearch::Candidate> ReliefSearch::candidates(const OneDay& day, std::size_t number,
                                                              OneDay::Until until) {
    // The soonest; of these the smallest, and those that may carry fewer: others may need the rest.
    using Rank = std::tuple<Minutes, int, int, bool, std::size_t>;
    const OneDay::Wanted wanted = day.wanted(day.runs()[number], until);
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < day.question().vehicles.size(); ++i) {
        const Vehicle& vehicle = day.question().vehicles[i];
        if (const auto at_gate = day.earliest(i, wanted))
            ranks.emplace_back(*at_gate, vehicle.seats, std::popcount(vehicle.stages),
                               day.served_by(i).empty(), i);
    }
    std::ranges::sort(ranks);
    std::vector<Candidate> sorted;
    sorted.reserve(ranks.size());
    for (const Rank& rank : ranks) sorted.push_back({std::get<4>(rank), std::get<0>(rank)});
    return sorted;
}

std::optional<OneDay> ReliefSearch::serve_apart(const OneDay& day, std::span<const std::size_t> open,
                                                Means most) {
    steps_ = 0;
    exhausted_ = true;
    OneDay served = day;
    if (!serve_rest(served, open, most)) return std::nullopt;
    return served;
}

bool ReliefSearch::is_over() {
    if (++steps_ <= most_steps) return false;
    exhausted_ = false;
    return true;
}

bool ReliefSearch::serve_rest(OneDay& day, std::span<const std::size_t> open, Means most) {
    if (open.empty()) return true;
    if (is_over()) return false;
    const std::size_t number = open.front();
    const auto try_all = [&](const std::vector<Candidate>& all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i > 0 && all[i].at_gate == all[i - 1].at_gate &&
                is_alike(day, all[i].vehicle, all[i - 1].vehicle))
                continue;
            OneDay next = day;
            next.put(number, all[i].vehicle, all[i].at_gate);
            if (!serve_rest(next, open.subspan(1), most)) continue;
            day = std::move(next);
            return true;
        }
        return false;
    };
    if (try_all(candidates(day, number, Until::own_time))) return true;
    if (most >= Means::divided && serve_divided(day, open, most, Until::own_time)) return true;
    if (most < Means::later) return false;
    auto all = candidates(day, number, Until::allowed);
    all.resize(std::min(all.size(), most_later));
    return try_all(all) || serve_divided(day, open, most, Until::allowed);
}

// The first of them in parts, and then the others.
bool ReliefSearch::serve_divided(OneDay& day, std::span<const std::size_t> open, Means most, Until until) {
    OneDay next = day;
    next.divide(open.front());
    if (!serve_parts(next, day.runs()[open.front()].run, open, most, until)) return false;
    day = std::move(next);
    return true;
}

// Which vehicle takes the next part is tried one after the other: the one that takes the most may be the only
// one that another run can have.
bool ReliefSearch::serve_parts(OneDay& day, const Run& waits, std::span<const std::size_t> open, Means most,
                               Until until) {
    if (waits.riders == 0) return serve_rest(day, open.subspan(1), most);
    if (is_over()) return false;
    DayRun part = day.runs()[open.front()];
    part.run = waits;
    part.replaced = false;
    for (const NextPart& each : next_parts(day, part, until)) {
        const Run run = front_of(waits, each.riders);
        OneDay next = day;
        next.put(next.add_part(open.front(), run), each.vehicle, each.at_gate);
        if (!serve_parts(next, rest_of(waits, run, day.question()), open, most, until)) continue;
        day = std::move(next);
        return true;
    }
    return false;
}

std::optional<OneDay> ReliefSearch::serve_giving_way(const OneDay& day, std::span<const std::size_t> open,
                                                     Means most) {
    std::vector<std::size_t> order(open.begin(), open.end());
    const std::size_t turns =
        order.size() > most_reordered ? 1 : std::clamp(order.size(), std::size_t{1}, most_orders);
    std::optional<OneDay> best;
    // Whom the first order serves last may have been left by what the others took: it comes first next.
    for (std::size_t turn = 0; turn < turns; ++turn) {
        auto served = serve_in_order(day, order, most);
        if (served && (!best || left_over(*served) < left_over(*best))) best = std::move(served);
        if (best && left_over(*best) == 0) break;
        if (!order.empty()) std::rotate(order.begin(), order.end() - 1, order.end());
    }
    return best;
}

std::optional<OneDay> ReliefSearch::serve_in_order(const OneDay& day, std::span<const std::size_t> open,
                                                   Means most) {
    steps_ = 0;
    OneDay served = day;
    for (const std::size_t number : open)
        if (!serve_one(served, number, most)) {
            if (most < Means::too_late) return std::nullopt;
            if (!serve_some(served, number, most)) return std::nullopt;
        }
    return served;
}

bool ReliefSearch::serve_whole(OneDay& day, std::size_t number, Means most) {
    for (const Until until : {Until::own_time, Until::allowed}) {
        const auto all = candidates(day, number, until);
        if (!all.empty()) {
            day.put(number, all.front().vehicle, all.front().at_gate);
            return true;
        }
        if (divide_whole(day, number, until)) return true;
    }
    for (const Until until : {Until::own_time, Until::allowed})
        if (exchange(day, number, until)) return true;
    if (most < Means::other_times) return false;
    return retime_others(day, number, Until::own_time) || retime_others(day, number, Until::allowed);
}

bool ReliefSearch::serve_one(OneDay& day, std::size_t number, Means most) {
    if (serve_whole(day, number, most)) return true;
    // In two, of which the first fills a vehicle of some size.
    std::set<int, std::greater<>> sizes;
    const int riders = day.runs()[number].run.riders;
    for (const Vehicle& vehicle : day.question().vehicles)
        if (vehicle.seats > 0 && vehicle.seats < riders) sizes.insert(vehicle.seats);
    for (const int seats : sizes) {
        OneDay next = day;
        const Run whole = day.runs()[number].run, first = front_of(whole, seats);
        next.divide(number);
        if (!serve_whole(next, next.add_part(number, first), most)) continue;
        if (!serve_one(next, next.add_part(number, rest_of(whole, first, day.question())), most)) continue;
        day = std::move(next);
        return true;
    }
    return false;
}

// As many as can be, since all of them cannot. Who waits at the road is fetched, however late; who is left at
// school or at home is served only if that may be.
bool ReliefSearch::serve_some(OneDay& day, std::size_t number, Means most) {
    const bool waits_at_the_road = day.runs()[number].run.stand.has_value();
    std::optional<std::size_t> rest = divide(day, number, Until::allowed);
    std::set<int, std::greater<>> sizes;
    for (const Vehicle& vehicle : day.question().vehicles)
        if (vehicle.seats > 0) sizes.insert(vehicle.seats);
    for (auto size = sizes.begin(); rest && size != sizes.end();) {
        const Run waits = day.runs()[*rest].run, part = front_of(waits, *size);
        OneDay next = day;
        next.divide(*rest);
        if (!serve_whole(next, next.add_part(*rest, part), Means::other_times)) {
            ++size;
            continue;
        }
        const Run left = rest_of(waits, part, day.question());
        rest = left.loads.empty() ? std::nullopt : std::optional{next.add_part(*rest, left)};
        day = std::move(next);
    }
    if (rest && waits_at_the_road) {
        const auto late = candidates(day, *rest, Until::whenever);
        if (late.empty())
            rest = divide(day, *rest, Until::whenever);
        else
            day.put(std::exchange(rest, std::nullopt).value(), late.front().vehicle, late.front().at_gate);
    }
    return !rest || most == Means::unserved;
}

bool ReliefSearch::exchange(OneDay& day, std::size_t number, OneDay::Until until) {
    for (int depth = 1; depth <= most_exchanged; ++depth) {
        std::set<std::size_t> moved{number};
        if (exchange(day, {number, until}, moved, depth)) return true;
    }
    return false;
}

// A vehicle serves the run whose own run another one takes over at its own time.
bool ReliefSearch::exchange(OneDay& day, Wish wish, std::set<std::size_t>& moved, int depth) {
    const auto free = candidates(day, wish.number, wish.until);
    if (!free.empty()) {
        day.put(wish.number, free.front().vehicle, free.front().at_gate);
        return true;
    }
    if (depth == 0 || ++steps_ > most_steps) return false;
    const OneDay::Wanted wanted = day.wanted(day.runs()[wish.number], wish.until);
    for (std::size_t i = 0; i < day.question().vehicles.size(); ++i) {
        const std::vector<Duty> own = day.served_by(i);
        for (const Duty& duty : own) {
            if (moved.contains(duty.number) || !day.can_change(duty.number)) continue;
            const Minutes at_gate = day.runs()[duty.number].run.at_gate;
            day.take(duty.number);
            if (const auto fits = day.earliest(i, wanted)) {
                moved.insert(duty.number);
                day.put(wish.number, i, *fits);
                if (exchange(day, {duty.number, Until::own_time}, moved, depth - 1)) return true;
                day.take(wish.number);
            }
            day.put(duty.number, i, at_gate);
        }
    }
    return false;
}

// A vehicle serves the run whose own run is served later, by whomever: the one that this delays the least.
bool ReliefSearch::retime_others(OneDay& day, std::size_t number, OneDay::Until until) {
    struct Change {
        std::size_t vehicle = 0;
        Minutes at_gate{};
        std::size_t other = 0;
        Candidate others;
    };
    std::optional<Change> best;
    Minutes least{};
    const OneDay::Wanted wanted = day.wanted(day.runs()[number], until);
    for (std::size_t i = 0; i < day.question().vehicles.size(); ++i) {
        const std::vector<Duty> own = day.served_by(i);
        for (const Duty& duty : own) {
            if (!day.can_change(duty.number)) continue;
            const Minutes before = day.runs()[duty.number].run.at_gate;
            day.take(duty.number);
            if (const auto fits = day.earliest(i, wanted)) {
                day.put(number, i, *fits);
                const auto others = candidates(day, duty.number, Until::allowed);
                const Minutes delay = others.empty() ? Minutes{0} : others.front().at_gate - before;
                if (!others.empty() && (!best || delay < least)) {
                    best = {i, *fits, duty.number, others.front()};
                    least = delay;
                }
                day.take(number);
            }
            day.put(duty.number, i, before);
        }
    }
    if (!best) return false;
    day.take(best->other);
    day.put(number, best->vehicle, best->at_gate);
    day.put(best->other, best->others.vehicle, best->others.at_gate);
    return true;
}

}  // namespace husong::coordination
