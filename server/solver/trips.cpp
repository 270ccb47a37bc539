#include "server/solver/trips.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace husong::solver {

using coordination::Case;
using coordination::Day;
using coordination::Duty;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Vehicle;
using coordination::Way;

namespace {

int riders_from(const coordination::Line& line, Minutes from_school) {
    int riders = 0;
    for (const auto& place : line.places) riders += place.from_school >= from_school ? place.riders : 0;
    return riders;
}

// A vehicle's day so far.
struct SoFar {
    Reach reach;
    std::size_t last = 0;  // of the trips
    Duty duty;             // of it
    Minutes driven{};
};

// Every order of trips, each as soon as can be: who is ready sooner can do no less.
class VehicleDay {
public:
    VehicleDay(const Vehicle& vehicle, const std::vector<Trip>& trips, Day on, const Case& question)
        : vehicle_{vehicle}, trips_{trips}, on_{on}, question_{question} {
        // More than all of the riders need does no good.
        for (const Trip& trip : trips)
            enough_.push_back((trip.riders + vehicle.seats - 1) / std::max(1, vehicle.seats));
    }

    std::optional<std::vector<Reach>> all(int& steps) {
        std::vector<SoFar> open{{Reach(trips_.size(), 0), 0, {}, Minutes{0}}};
        while (!open.empty()) {
            const SoFar day = std::move(open.back());
            open.pop_back();
            bool ends = true;
            for (std::size_t next = 0; next < trips_.size(); ++next) {
                if (--steps < 0) return std::nullopt;
                auto longer = with(day, next);
                if (!longer) continue;
                ends = false;
                if (is_new(*longer)) open.push_back(std::move(*longer));
            }
            if (ends) keep(day.reach);
        }
        return std::move(kept_);
    }

private:
    [[nodiscard]] bool is_first(const SoFar& day) const {
        return std::ranges::all_of(day.reach, [](int runs) { return runs == 0; });
    }

    [[nodiscard]] std::optional<SoFar> with(const SoFar& day, std::size_t next) const {
        SoFar longer = day;
        longer.last = next;
        for (std::size_t i = 0; i < trips_.size(); ++i)
            if (goes_by(trips_[next], trips_[i])) longer.reach[i] = std::min(day.reach[i] + 1, enough_[i]);
        if (longer.reach == day.reach) return std::nullopt;
        Minutes from = std::numeric_limits<Minutes>::min();
        longer.driven += trips_[next].duty.driving;
        if (!is_first(day)) {
            const Minutes empty = empty_way(day.duty, trips_[next].duty, question_);
            longer.driven += empty;
            from = day.duty.loaded.until + empty + question_.rules.turn;
        }
        if (longer.driven > question_.rules.driving_a_day) return std::nullopt;
        const auto duty = soonest(vehicle_, trips_[next], from, on_, question_);
        if (!duty) return std::nullopt;
        longer.duty = *duty;
        return longer;
    }

    // No: it was there as soon and as rested.
    bool is_new(const SoFar& day) {
        auto& known = seen_[{day.reach, day.last}];
        const std::pair now{day.duty.loaded.until, day.driven};
        if (std::ranges::any_of(known, [&](const auto& before) {
                return before.first <= now.first && before.second <= now.second;
            }))
            return false;
        known.push_back(now);
        return true;
    }

    void keep(const Reach& reach) {
        const auto covers = [](const Reach& more, const Reach& less) {
            return std::ranges::equal(more, less, std::ranges::greater_equal{});
        };
        if (std::ranges::any_of(kept_, [&](const Reach& other) { return covers(other, reach); })) return;
        std::erase_if(kept_, [&](const Reach& other) { return covers(reach, other); });
        kept_.push_back(reach);
    }

    const Vehicle& vehicle_;
    const std::vector<Trip>& trips_;
    Day on_;
    const Case& question_;
    Reach enough_;
    std::map<std::pair<Reach, std::size_t>, std::vector<std::pair<Minutes, Minutes>>> seen_;
    std::vector<Reach> kept_;
};

}  // namespace

std::vector<Trip> trips_of(const Case& question, LegKey key, Day on) {
    const auto& of = question.breaks[key.of];
    const auto& school = question.schools[of.school];
    const auto& leg = *of.leg(key.way);
    const bool home = key.way == Way::home;
    const Minutes opens = leg.pinned ? leg.pinned->at : home ? school.earliest_home : school.earliest_back;
    std::vector<Trip> trips;
    for (std::size_t line = 0; line < question.lines.size(); ++line) {
        if (question.lines[line].school != of.school) continue;
        const auto& places = question.lines[line].places;
        for (std::size_t place = 0; place < places.size(); ++place) {
            if (places[place].riders == 0) continue;
            Trip trip{key, line, place, 0, places[place].from_school, opens, school.latest_back, {}};
            trip.riders = riders_from(question.lines[line], trip.way);
            if (home)
                trip.last = question.day(on).dusk - trip.way;
            else
                trip.first = std::max(opens, question.rules.first_way + 2 * trip.way);
            const coordination::Run run{line,       {{place, 1}}, 1,           1, trip.way,
                                        trip.first, std::nullopt, std::nullopt};
            trip.duty = duty_of(run, {key.of, key.way, {on, trip.first}, {}}, question);
            trips.push_back(trip);
        }
    }
    return trips;
}

bool goes_by(const Trip& trip, const Trip& to) {
    return trip.leg == to.leg && trip.line == to.line && trip.way >= to.way;
}

std::optional<Duty> soonest(const Vehicle& vehicle, const Trip& trip, Minutes from, Day on,
                            const Case& question) {
    const auto pupils = question.schools[trip.duty.school].stages;
    if (vehicle.seats < 1 || (vehicle.stages & pupils) != pupils) return std::nullopt;
    const Minutes longest = trip.last - trip.first;
    Minutes by{0};
    if (from > trip.duty.loaded.from) by = from - trip.duty.loaded.from;
    for (; by <= longest; by += Minutes{1}) {
        const Duty duty = later(trip.duty, by);
        if (is_free(vehicle, duty, on, question.rules)) return duty;
    }
    return std::nullopt;
}

int most_runs(const Vehicle& vehicle, const std::vector<Trip>& trips, Day on, const Case& question) {
    // Of so many runs, by the last one: when it can be over at the soonest, and how little was driven by
    // then.
    struct Last {
        std::optional<Duty> duty;
        Minutes driven = Minutes::max();
    };
    std::vector<Last> last(trips.size());
    for (std::size_t i = 0; i < trips.size(); ++i) {
        if (trips[i].duty.driving > question.rules.driving_a_day) continue;
        last[i] = {soonest(vehicle, trips[i], Minutes::min(), on, question), trips[i].duty.driving};
    }
    const auto is_served = [](const Last& each) { return each.duty.has_value(); };
    constexpr int beyond_all = 24 * 60;
    int runs = 0;
    while (runs < beyond_all && std::ranges::any_of(last, is_served)) {
        ++runs;
        std::vector<Last> next(trips.size());
        for (std::size_t i = 0; i < trips.size(); ++i) {
            Minutes from = Minutes::max();
            for (const Last& before : last) {
                if (!before.duty) continue;
                const Minutes empty = empty_way(*before.duty, trips[i].duty, question);
                const Minutes driven = before.driven + empty + trips[i].duty.driving;
                if (driven > question.rules.driving_a_day) continue;
                from = std::min(from, before.duty->loaded.until + empty + question.rules.turn);
                next[i].driven = std::min(next[i].driven, driven);
            }
            if (from < Minutes::max()) next[i].duty = soonest(vehicle, trips[i], from, on, question);
        }
        last = std::move(next);
    }
    return runs;
}

std::optional<std::vector<Reach>> reaches_of(const Vehicle& vehicle, const std::vector<Trip>& trips, Day on,
                                             const Case& question, int& steps) {
    return VehicleDay{vehicle, trips, on, question}.all(steps);
}

}  // namespace husong::solver
