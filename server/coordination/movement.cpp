#include "server/coordination/movement.hpp"

#include "server/coordination/legs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace husong::coordination {

namespace {

struct DayRun {
    Run* run = nullptr;
    std::size_t school = 0;
    Way way = Way::home;
    Span span;    // in use, as the dates count it
    Span loaded;  // with pupils aboard, or about to come aboard
    maps::Wgs84 far;
};

DayRun day_run(Run& run, const PlannedLeg& leg, const Case& question) {
    const bool home = leg.way == Way::home;
    const Span loaded =
        home ? Span{run.at_gate, run.at_gate + run.way} : Span{run.at_gate - run.way, run.at_gate};
    const maps::Wgs84 far = question.lines[run.line].places[run.loads.front().place].position;
    return {&run, question.breaks[leg.of].school, leg.way, in_use(run, leg.way, question.rules), loaded, far};
}

// One day's vehicles, each with the runs it serves.
class Yard {
public:
    Yard(const Case& question, Day day) : question_{question}, day_{day}, serves_(question.vehicles.size()) {}

    // True: it is served, if need be by a vehicle whose own run another one takes over.
    bool serve(const DayRun& run) {
        constexpr int deepest = 4;  // runs that make room for each other
        std::set<const Run*> moved{run.run};
        return serve(run, moved, deepest);
    }

private:
    bool serve(const DayRun& run, std::set<const Run*>& moved, int depth) {
        if (const auto vehicle = best_for(run)) {
            put(*vehicle, run);
            return true;
        }
        if (depth == 0) return false;
        for (std::size_t i = 0; i < serves_.size(); ++i) {
            if (!suits(i, run)) continue;
            const auto in_the_way = only_one_in_the_way(i, run);
            if (!in_the_way || !moved.insert(in_the_way->run).second) continue;
            drop(i, *in_the_way);
            put(i, run);
            if (serve(*in_the_way, moved, depth - 1)) return true;
            drop(i, run);
            put(i, *in_the_way);
        }
        return false;
    }

    std::optional<std::size_t> best_for(const DayRun& run) const {
        // Runs to come may need the larger vehicles, and those that may carry everybody.
        using Rank =
            std::tuple<int, int, bool, Minutes, std::size_t>;  // seats, stages, new, empty way, number
        std::optional<Rank> best;
        for (std::size_t i = 0; i < serves_.size(); ++i) {
            if (!suits(i, run) || !has_room(serves_[i], run)) continue;
            const Vehicle& vehicle = question_.vehicles[i];
            const bool is_new = serves_[i].empty();
            const Minutes empty = is_new ? Minutes{0} : way(serves_[i].back(), run);
            const Rank rank{vehicle.seats, std::popcount(vehicle.stages), is_new, empty, i};
            if (!best || rank < *best) best = rank;
        }
        if (!best) return std::nullopt;
        return std::get<4>(*best);
    }

    // From where one run ends to where the next one begins, without pupils.
    [[nodiscard]] Minutes way(const DayRun& from, const DayRun& to) const {
        const bool ends_at_gate = from.way == Way::back, begins_at_gate = to.way == Way::home;
        if (from.school == to.school && ends_at_gate != begins_at_gate)
            return begins_at_gate ? from.run->way : to.run->way;  // as the line tells it
        const maps::Wgs84 end = ends_at_gate ? question_.schools[from.school].gate : from.far;
        const maps::Wgs84 begin = begins_at_gate ? question_.schools[to.school].gate : to.far;
        return road_minutes(end, begin, question_.rules);
    }
    [[nodiscard]] bool suits(std::size_t i, const DayRun& run) const {
        const Vehicle& vehicle = question_.vehicles[i];
        const Stages pupils = question_.schools[run.school].stages;
        return vehicle.seats >= run.run->riders && (vehicle.stages & pupils) == pupils &&
               !is_busy(vehicle, day_, run.span);
    }

    // Whether one after the other they can be served by one vehicle, within its driver's hours.
    [[nodiscard]] bool has_room(std::vector<DayRun> runs, const DayRun& run) const {
        runs.insert(std::ranges::upper_bound(runs, run.loaded.from, {},
                                             [](const DayRun& r) { return r.loaded.from; }),
                    run);
        Minutes driven{0};
        for (std::size_t i = 0; i < runs.size(); ++i) {
            driven += runs[i].run->way;
            if (i == 0) continue;
            const Minutes empty = way(runs[i - 1], runs[i]);
            if (runs[i - 1].loaded.until + empty + question_.rules.turn > runs[i].loaded.from) return false;
            driven += empty;
        }
        return driven <= question_.rules.driving_a_day;
    }

    // The run without which the vehicle has room.
    [[nodiscard]] std::optional<DayRun> only_one_in_the_way(std::size_t i, const DayRun& run) const {
        for (std::size_t out = 0; out < serves_[i].size(); ++out) {
            std::vector<DayRun> others = serves_[i];
            others.erase(others.begin() + static_cast<std::ptrdiff_t>(out));
            if (has_room(std::move(others), run)) return serves_[i][out];
        }
        return std::nullopt;
    }

    void put(std::size_t i, const DayRun& run) {
        auto& runs = serves_[i];
        runs.insert(std::ranges::upper_bound(runs, run.loaded.from, {},
                                             [](const DayRun& r) { return r.loaded.from; }),
                    run);
        run.run->vehicle = i;
    }
    void drop(std::size_t i, const DayRun& run) {
        std::erase_if(serves_[i], [&](const DayRun& each) { return each.run == run.run; });
        run.run->vehicle = std::nullopt;
    }

    const Case& question_;
    Day day_;
    std::vector<std::vector<DayRun>> serves_;  // by vehicle, in time's order
};

}  // namespace

Minutes road_minutes(maps::Wgs84 from, maps::Wgs84 to, const Rules& rules) {
    const double road_km = maps::distance_m(from, to) * rules.road_detour / 1000;
    return Minutes{static_cast<int>(std::ceil(road_km / rules.road_kmh * 60))};
}

void assign_vehicles(Plan& plan, const Case& question) {
    std::map<Day, std::vector<DayRun>> days;
    for (PlannedLeg& leg : plan.legs)
        for (Run& run : leg.runs) days[leg.at.on].push_back(day_run(run, leg, question));
    plan.unserved = 0;
    for (auto& [day, runs] : days) {
        // Of two that begin together the fuller one first: it has fewer vehicles to choose from.
        std::ranges::stable_sort(runs, [](const DayRun& a, const DayRun& b) {
            return std::tuple{a.loaded.from, -a.run->riders} < std::tuple{b.loaded.from, -b.run->riders};
        });
        Yard yard{question, day};
        for (const DayRun& run : runs)
            if (!yard.serve(run)) plan.unserved += run.run->riders;
    }
}

}  // namespace husong::coordination
