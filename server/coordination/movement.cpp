#include "server/coordination/movement.hpp"

#include "server/coordination/duty.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace husong::coordination {

namespace {

// One day's vehicles, each with the runs it serves.
class Yard {
public:
    Yard(const Case& question, Day day, std::span<Run* const> runs)
        : question_{question}, day_{day}, runs_{runs}, serves_(question.vehicles.size()) {}

    // True: it is served, if need be by a vehicle whose own run another one takes over.
    bool serve(const Duty& run) {
        constexpr int deepest = 4;  // runs that make room for each other
        std::set<std::size_t> moved{run.number};
        return serve(run, moved, deepest);
    }

private:
    bool serve(const Duty& run, std::set<std::size_t>& moved, int depth) {
        if (const auto vehicle = best_for(run)) {
            put(*vehicle, run);
            return true;
        }
        if (depth == 0) return false;
        for (std::size_t i = 0; i < serves_.size(); ++i) {
            if (!suits(question_.vehicles[i], run, day_, question_)) continue;
            const auto in_the_way = only_one_in_the_way(i, run);
            if (!in_the_way || !moved.insert(in_the_way->number).second) continue;
            drop(i, *in_the_way);
            put(i, run);
            if (serve(*in_the_way, moved, depth - 1)) return true;
            drop(i, run);
            put(i, *in_the_way);
        }
        return false;
    }

    std::optional<std::size_t> best_for(const Duty& run) const {
        // Runs to come may need the larger vehicles, and those that may carry everybody.
        using Rank =
            std::tuple<int, int, bool, Minutes, std::size_t>;  // seats, stages, new, empty way, number
        std::optional<Rank> best;
        for (std::size_t i = 0; i < serves_.size(); ++i) {
            if (!suits(question_.vehicles[i], run, day_, question_) || !has_room(serves_[i], run, question_))
                continue;
            const Vehicle& vehicle = question_.vehicles[i];
            const bool is_new = serves_[i].empty();
            const Minutes empty = is_new ? Minutes{0} : empty_way(serves_[i].back(), run, question_);
            const Rank rank{vehicle.seats, std::popcount(vehicle.stages), is_new, empty, i};
            if (!best || rank < *best) best = rank;
        }
        if (!best) return std::nullopt;
        return std::get<4>(*best);
    }

    // The run without which the vehicle has room.
    [[nodiscard]] std::optional<Duty> only_one_in_the_way(std::size_t i, const Duty& run) const {
        for (std::size_t out = 0; out < serves_[i].size(); ++out) {
            std::vector<Duty> others = serves_[i];
            others.erase(others.begin() + static_cast<std::ptrdiff_t>(out));
            if (has_room(std::move(others), run, question_)) return serves_[i][out];
        }
        return std::nullopt;
    }

    void put(std::size_t i, const Duty& run) {
        put_in_order(serves_[i], run);
        runs_[run.number]->vehicle = i;
    }
    void drop(std::size_t i, const Duty& run) {
        std::erase_if(serves_[i], [&](const Duty& each) { return each.number == run.number; });
        runs_[run.number]->vehicle = std::nullopt;
    }

    const Case& question_;
    Day day_;
    std::span<Run* const> runs_;             // by a duty's number
    std::vector<std::vector<Duty>> serves_;  // by vehicle, in time's order
};

}  // namespace

Minutes road_minutes(maps::Wgs84 from, maps::Wgs84 to, const Rules& rules) {
    const double road_km = maps::distance_m(from, to) * rules.road_detour / 1000;
    return Minutes{static_cast<int>(std::ceil(road_km / rules.road_kmh * 60))};
}

void assign_vehicles(Plan& plan, const Case& question) {
    std::vector<Run*> all;
    std::map<Day, std::vector<Duty>> days;
    for (PlannedLeg& leg : plan.legs)
        for (Run& run : leg.runs) {
            auto& duty = days[leg.at.on].emplace_back(duty_of(run, leg, question));
            duty.number = all.size();
            all.push_back(&run);
        }
    plan.unserved = 0;
    for (auto& [day, runs] : days) {
        // Of two that begin together the fuller one first: it has fewer vehicles to choose from.
        std::ranges::stable_sort(runs, [](const Duty& a, const Duty& b) {
            return std::tuple{a.loaded.from, -a.riders} < std::tuple{b.loaded.from, -b.riders};
        });
        Yard yard{question, day, all};
        for (const Duty& run : runs)
            if (!yard.serve(run)) plan.unserved += run.riders;
    }
}

}  // namespace husong::coordination
