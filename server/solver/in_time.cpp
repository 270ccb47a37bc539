#include "server/solver/in_time.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace husong::solver {

using coordination::Busy;
using coordination::Case;
using coordination::Day;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Vehicle;

namespace {

// Vehicles that are as good as each other on a day, and what each can do.
struct Alike {
    Vehicle vehicle;  // with what it is awaited for on that day
    int count = 0;
    std::vector<Reach> reaches;
};

std::vector<Alike> alike_on(Day on, const Case& question) {
    std::vector<Alike> groups;
    for (Vehicle vehicle : question.vehicles) {
        std::erase_if(vehicle.busy, [&](const Busy& busy) { return !is_on(busy, on); });
        const auto same = std::ranges::find_if(groups, [&](const Alike& group) {
            return group.vehicle.seats == vehicle.seats && group.vehicle.stages == vehicle.stages &&
                   group.vehicle.busy == vehicle.busy;
        });
        if (same == groups.end())
            groups.push_back({std::move(vehicle), 1, {}});
        else
            ++same->count;
    }
    std::ranges::stable_sort(groups, std::ranges::greater{},
                             [](const Alike& group) { return group.vehicle.seats; });
    return groups;
}

// Riders still without a seat, by trip: who rides to it or farther.
using Waiting = std::vector<int>;

// One after the other each vehicle does one of the things that it can do.
class Sharing {
public:
    Sharing(std::vector<Alike> groups, std::size_t trips, int steps)
        : groups_{std::move(groups)}, steps_{steps} {
        most_.assign(groups_.size() + 1, Waiting(trips, 0));
        for (std::size_t i = groups_.size(); i-- > 0;)
            for (std::size_t trip = 0; trip < trips; ++trip)
                most_[i][trip] = most_[i + 1][trip] + groups_[i].count * most_of(groups_[i], trip);
    }

    Answer can_seat(const Waiting& waiting) {
        const bool can = seat(waiting, {0, 0, 0});
        return can ? Answer::yes : steps_ < 0 ? Answer::unknown : Answer::no;
    }

private:
    // The next vehicle: of which group, how many of it have been, and which of its reaches come first: those
    // of a group are alike, so that their order is nothing.
    struct Next {
        std::size_t group = 0;
        int used = 0;
        std::size_t reach = 0;
        auto operator<=>(const Next&) const = default;
    };

    static int most_of(const Alike& group, std::size_t trip) {
        int most = 0;
        for (const Reach& reach : group.reaches) most = std::max(most, reach[trip] * group.vehicle.seats);
        return most;
    }

    [[nodiscard]] bool may_be_enough(const Waiting& waiting, const Next& next) const {
        const Alike& group = groups_[next.group];
        for (std::size_t trip = 0; trip < waiting.size(); ++trip)
            if (waiting[trip] >
                most_[next.group + 1][trip] + (group.count - next.used) * most_of(group, trip))
                return false;
        return true;
    }

    bool seat(const Waiting& waiting, const Next& next) {
        if (std::ranges::all_of(waiting, [](int riders) { return riders == 0; })) return true;
        if (next.group == groups_.size() || --steps_ < 0) return false;
        if (!may_be_enough(waiting, next) || !failed_.insert({next, waiting}).second) return false;
        const Alike& group = groups_[next.group];
        for (std::size_t i = next.reach; next.used < group.count && i < group.reaches.size(); ++i) {
            Waiting rest = waiting;
            for (std::size_t trip = 0; trip < rest.size(); ++trip)
                rest[trip] = std::max(0, rest[trip] - group.reaches[i][trip] * group.vehicle.seats);
            if (rest != waiting && seat(rest, {next.group, next.used + 1, i})) return true;
        }
        return seat(waiting, {next.group + 1, 0, 0});
    }

    std::vector<Alike> groups_;
    std::vector<Waiting> most_;  // by group: what it and those after it seat at most
    std::set<std::pair<Next, Waiting>> failed_;
    int steps_;
};

// Each line's, counted once.
int riders_of(const std::vector<Trip>& trips) {
    std::map<std::pair<LegKey, std::size_t>, int> riders;
    for (const Trip& trip : trips) {
        int& its = riders[{trip.leg, trip.line}];
        its = std::max(its, trip.riders);
    }
    int all = 0;
    for (const auto& [line, its] : riders) all += its;
    return all;
}

// At most, by how many runs each vehicle can do.
long seats_in_all(const std::vector<Alike>& groups, const std::vector<Trip>& trips, Day on,
                  const Case& question) {
    const int riders = riders_of(trips);
    long seats = 0;
    for (const Alike& group : groups) {
        if (seats >= riders) break;
        seats += long{group.count} * group.vehicle.seats * most_runs(group.vehicle, trips, on, question);
    }
    return seats;
}

}  // namespace

Answer InTime::can_serve(std::span<const LegKey> legs) {
    asked_ = 0;
    ByDay by_day;
    return serve(legs, by_day);
}

// The first one on each of its days, and the others then. Where some cannot be served more cannot either.
Answer InTime::serve(std::span<const LegKey> legs, ByDay& by_day) {
    if (legs.empty()) {
        Answer all = Answer::yes;
        for (const auto& [on, of_day] : by_day)
            if (!of_day.empty() && serve_on(on, of_day) != Answer::yes) all = Answer::unknown;
        return all;
    }
    constexpr int most_days = 400;
    Answer best = Answer::no;
    for (const Day on : days_open_to(question_, legs.front())) {
        if (++asked_ > most_days) return Answer::unknown;
        by_day[on].push_back(legs.front());
        const Answer answer =
            serve_on(on, by_day[on]) == Answer::no ? Answer::no : serve(legs.subspan(1), by_day);
        by_day[on].pop_back();
        if (answer == Answer::yes) return answer;
        if (answer == Answer::unknown) best = answer;
    }
    return best;
}

Answer InTime::serve_on(Day on, const std::vector<LegKey>& legs) {
    const auto known = known_.find({on, legs});
    if (known != known_.end()) return known->second;
    std::vector<Trip> trips;
    for (const LegKey leg : legs) std::ranges::move(trips_of(question_, leg, on), std::back_inserter(trips));
    Waiting waiting;
    for (const Trip& trip : trips) waiting.push_back(trip.riders);
    const int runs = std::accumulate(waiting.begin(), waiting.end(), 0);  // more than are needed
    auto groups = alike_on(on, question_);
    if (seats_in_all(groups, trips, on, question_) < riders_of(trips)) return known_[{on, legs}] = Answer::no;
    constexpr int most_steps = 60'000;
    int steps = most_steps;
    Answer answer = Answer::no;
    for (Alike& group : groups) {
        group.count = std::min(group.count, runs);
        auto reaches = reaches_of(group.vehicle, trips, on, question_, steps);
        if (!reaches) answer = Answer::unknown;
        if (!reaches) break;
        group.reaches = std::move(*reaches);
    }
    if (answer == Answer::no) answer = Sharing{std::move(groups), trips.size(), most_steps}.can_seat(waiting);
    known_[{on, legs}] = answer;
    return answer;
}

const std::vector<Day>& InTime::days_served(LegKey leg) {
    const auto [known, is_new] = days_.try_emplace(leg);
    if (is_new)
        for (const Day on : days_open_to(question_, leg))
            if (!out_of_reach(leg, on)) known->second.push_back(on);
    return known->second;
}

bool InTime::is_reached(const Trip& trip, const std::vector<Trip>& trips, Day on) const {
    return std::ranges::any_of(trips, [&](const Trip& farther) {
        return goes_by(farther, trip) && farther.duty.driving <= question_.rules.driving_a_day &&
               std::ranges::any_of(question_.vehicles, [&](const Vehicle& vehicle) {
                   return soonest(vehicle, farther, Minutes::min(), on, question_).has_value();
               });
    });
}

std::optional<OutOfReach> InTime::out_of_reach(LegKey leg, Day on) const {
    const auto trips = trips_of(question_, leg, on);
    const Trip* worst = nullptr;
    for (const Trip& trip : trips)
        if ((!worst || trip.riders > worst->riders) && !is_reached(trip, trips, on)) worst = &trip;
    if (!worst) return std::nullopt;
    OutOfReach found{{on}, worst->line, worst->place, worst->riders, 0, 0, 0, 0};
    const auto reaches = [&](const Vehicle& vehicle) {
        return std::ranges::any_of(trips, [&](const Trip& farther) {
            return goes_by(farther, *worst) &&
                   soonest(vehicle, farther, Minutes::min(), on, question_).has_value();
        });
    };
    const auto pupils = question_.schools[question_.breaks[leg.of].school].stages;
    for (Vehicle vehicle : question_.vehicles) {
        if (vehicle.seats == 0 || (vehicle.stages & pupils) != pupils) continue;
        ++found.vehicles;
        if (worst->duty.driving > question_.rules.driving_a_day) {
            ++found.too_long;
            continue;
        }
        for (Busy& busy : vehicle.busy) busy.place.reset();
        ++(reaches(vehicle) ? found.elsewhere : found.busy);
    }
    return found;
}

int InTime::vehicles_for(std::span<const LegKey> legs) {
    return static_cast<int>(std::ranges::count_if(question_.vehicles, [&](const Vehicle& vehicle) {
        return std::ranges::any_of(legs, [&](LegKey leg) {
            return std::ranges::any_of(days_served(leg), [&](Day on) {
                return std::ranges::any_of(trips_of(question_, leg, on), [&](const Trip& trip) {
                    return soonest(vehicle, trip, Minutes::min(), on, question_).has_value();
                });
            });
        });
    }));
}

}  // namespace husong::solver
