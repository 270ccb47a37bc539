#include "server/coordination/movement.hpp"

#include "server/coordination/legs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <tuple>

namespace husong::coordination {

namespace {

struct DayRun {
    Run* run = nullptr;
    std::size_t school = 0;
    Span span;
};

bool is_busy(const Vehicle& vehicle, Day day, const Span& span) {
    const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    return std::ranges::any_of(vehicle.busy, [&](const Busy& busy) {
        const bool that_day = busy.on ? *busy.on == day : (busy.weekdays >> weekday & 1) != 0;
        return that_day && busy.from < span.until && span.from < busy.until;
    });
}

// One day's vehicles, each with what it has done so far.
class Yard {
public:
    Yard(const Case& question, Day day) : question_{question}, day_{day}, done_(question.vehicles.size()) {}

    std::optional<std::size_t> take(const DayRun& run) {
        // Runs to come may need the larger vehicles, and those that may carry everybody.
        using Rank =
            std::tuple<int, int, bool, Minutes, std::size_t>;  // seats, stages, new, empty way, number
        std::optional<Rank> best;
        for (std::size_t i = 0; i < done_.size(); ++i) {
            if (!can_serve(i, run)) continue;
            const Done& done = done_[i];
            const Minutes empty = done.school ? way(*done.school, run.school) : Minutes{0};
            const Vehicle& vehicle = question_.vehicles[i];
            const Rank rank{vehicle.seats, std::popcount(vehicle.stages), !done.school, empty, i};
            if (!best || rank < *best) best = rank;
        }
        if (!best) return std::nullopt;
        const std::size_t vehicle = std::get<4>(*best);
        done_[vehicle] = {run.school, run.span.until, done_[vehicle].driven + driving(vehicle, run)};
        return vehicle;
    }

private:
    struct Done {
        std::optional<std::size_t> school;  // at whose gate it is
        Minutes until{};
        Minutes driven{};
    };

    [[nodiscard]] Minutes way(std::size_t from, std::size_t to) const {
        return way_between(question_.schools[from], question_.schools[to], question_.rules);
    }
    [[nodiscard]] Minutes driving(std::size_t vehicle, const DayRun& run) const {
        const Done& done = done_[vehicle];
        return 2 * run.run->way + (done.school ? way(*done.school, run.school) : Minutes{0});
    }
    [[nodiscard]] bool can_serve(std::size_t i, const DayRun& run) const {
        const Vehicle& vehicle = question_.vehicles[i];
        const Stages pupils = question_.schools[run.school].stages;
        if (vehicle.seats < run.run->riders || (vehicle.stages & pupils) != pupils) return false;
        if (is_busy(vehicle, day_, run.span)) return false;
        const Done& done = done_[i];
        if (done.school && done.until + way(*done.school, run.school) > run.span.from) return false;
        return done.driven + driving(i, run) <= question_.rules.driving_a_day;
    }

    const Case& question_;
    Day day_;
    std::vector<Done> done_;  // by vehicle
};

}  // namespace

Minutes way_between(const School& from, const School& to, const Rules& rules) {
    const double road_km = maps::distance_m(from.gate, to.gate) * rules.road_detour / 1000;
    return Minutes{static_cast<int>(std::ceil(road_km / rules.road_kmh * 60))};
}

void assign_vehicles(Plan& plan, const Case& question) {
    std::map<Day, std::vector<DayRun>> days;
    for (PlannedLeg& leg : plan.legs)
        for (Run& run : leg.runs)
            days[leg.at.on].push_back(
                {&run, question.breaks[leg.of].school, in_use(run, leg.way, question.rules)});
    plan.unserved = 0;
    for (auto& [day, runs] : days) {
        // Of two that begin together the fuller one first: it has fewer vehicles to choose from.
        std::ranges::stable_sort(runs, [](const DayRun& a, const DayRun& b) {
            return std::tuple{a.span.from, -a.run->riders} < std::tuple{b.span.from, -b.run->riders};
        });
        Yard yard{question, day};
        for (const DayRun& run : runs) {
            run.run->vehicle = yard.take(run);
            if (!run.run->vehicle) plan.unserved += run.run->riders;
        }
    }
}

}  // namespace husong::coordination
