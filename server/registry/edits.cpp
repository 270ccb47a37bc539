#include "server/registry/edits.hpp"

#include "server/registry/differences.hpp"
#include "server/registry/own_car_changes.hpp"
#include "server/registry/rider_changes.hpp"
#include "server/registry/runs.hpp"
#include "server/registry/vehicle_names.hpp"

#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace husong::registry {

namespace {

// A run is looked for so long before it leaves.
constexpr std::chrono::hours looked_ahead = sets_out_before + followed_for;

template <class T>
bool same_value(const Versioned<T>* a, const Versioned<T>* b) {
    if (a == nullptr || b == nullptr) return a == b;
    return a->value == b->value;
}
template <class T>
bool same_to_its_end(const Versioned<T>* a, const Versioned<T>* b) {
    return same_value(a, b) && (a == nullptr || a->valid_until == b->valid_until);
}

// What its records are judged by at an instant.
struct Papers {
    const Versioned<Vehicle>* vehicle = nullptr;
    const Versioned<SchoolBusPlate>* plate = nullptr;
    const Versioned<Permit>* permit = nullptr;
    const Versioned<SchoolBusPlate>* expired_plate = nullptr;
    const Versioned<Permit>* expired_permit = nullptr;

    bool operator==(const Papers& other) const {
        return same_value(vehicle, other.vehicle) && same_value(plate, other.plate) &&
               same_value(permit, other.permit) && same_to_its_end(expired_plate, other.expired_plate) &&
               same_to_its_end(expired_permit, other.expired_permit);
    }
};

Papers papers_of(VehicleId id, const Registry& registry, Time at) {
    Papers papers{.vehicle = registry.vehicle(id, at),
                  .plate = registry.school_bus_plate(id, at),
                  .permit = registry.permit(id, at)};
    if (papers.plate == nullptr) papers.expired_plate = registry.last_school_bus_plate(id, at);
    if (papers.permit == nullptr) papers.expired_permit = registry.last_permit(id, at);
    return papers;
}

Bounds<VehicleId> changed_vehicles(const Versions& versions) {
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    const auto vehicle = [](const auto& row) { return row.vehicle; };
    Bounds<VehicleId> vehicles;
    add_changed(vehicles, before.vehicles, after.vehicles, &Vehicle::id);
    add_changed(vehicles, before.school_bus_plates, after.school_bus_plates, vehicle);
    add_changed(vehicles, before.permits, after.permits, vehicle);
    for (const RegistryRows* rows : {&before, &after}) {
        add_bounds(vehicles, rows->vehicles, versions.within, &Vehicle::id);
        add_bounds(vehicles, rows->school_bus_plates, versions.within, vehicle);
        add_bounds(vehicles, rows->permits, versions.within, vehicle);
        for (const auto& row : rows->school_bus_plates)
            if (row.value.returned_on && vehicles.contains(row.value.vehicle))
                vehicles[row.value.vehicle].push_back(china_midnight(*row.value.returned_on) +
                                                      std::chrono::days{1});
    }
    return vehicles;
}

// A part of a run. Shared: another run of the line goes the same way that day.
struct Course {
    Departure run;
    bool shared = false;
};

auto judged_by(const Course& course) {
    const Departure& run = course.run;
    return std::tuple{run.leaves_at,
                      std::string_view{run.code},
                      run.vehicle,
                      run.part.from,
                      run.part.until,
                      run.part.relieved,
                      run.direction,
                      std::string_view{run.line},
                      std::string_view{run.school},
                      std::string_view{run.driver},
                      std::string_view{run.escort},
                      course.shared};
}

// All parts of all runs of the days on which a vehicle may have been on its run in that time.
std::vector<Course> courses_in(Period time, const Registry& registry) {
    const RunQuery of_days{
        .from = china_midnight(time.from - followed_for),
        .until = china_midnight(time.until + sets_out_before) + std::chrono::days{1},
        .every_part = true,
    };
    std::vector<Run> runs = find_runs(of_days, registry);
    std::map<std::tuple<std::string_view, Direction, Time>, std::set<std::string_view>> of_day;
    const auto that_go_its_way = [&](const Departure& run) -> std::set<std::string_view>& {
        return of_day[{run.line, run.direction, china_midnight(run.leaves_at)}];
    };
    for (const Run& run : runs) that_go_its_way(run.value).insert(run.value.code);
    std::vector<Course> courses;
    courses.reserve(runs.size());
    for (const Run& run : runs) courses.push_back({run.value, that_go_its_way(run.value).size() > 1});
    return courses;
}

template <class T>
bool differ(const std::vector<Versioned<T>>& before, const std::vector<Versioned<T>>& after) {
    return !changed_rows(before, after).empty();
}

bool runs_may_differ(const RegistryRows& before, const RegistryRows& after) {
    return differ(before.departures, after.departures) || differ(before.timetables, after.timetables) ||
           differ(before.reliefs, after.reliefs) || differ(before.public_days, after.public_days) ||
           differ(before.lines, after.lines);
}

// What a driver's qualification is judged by; none: not in the register.
auto qualification_of(std::string_view code, const Registry& registry, Time at) {
    const auto* row = registry.driver_by_code(code, at);
    return row == nullptr ? std::nullopt
                          : std::optional{std::tuple{row->value.qualified_until, row->value.licence_class}};
}

using Place = std::tuple<int, std::string_view, double, double, std::chrono::minutes>;

std::vector<Place> places_of(std::string_view line, const Registry& registry, Time at) {
    std::vector<Place> places;
    for (const Stop* stop : registry.stops_of(line, at))
        places.emplace_back(stop->place, stop->name, stop->latitude_deg, stop->longitude_deg,
                            stop->from_school);
    return places;
}

class Comparison {
public:
    explicit Comparison(const Versions& versions) : versions_{versions} {}

    std::map<VehicleId, Time> run() && {
        compare_papers();
        compare_own_cars();
        compare_gates();
        compare_runs();
        compare_drivers();
        compare_places();
        riders_ = rider_changes(seen_on_runs());
        look_at_runs();
        return std::move(touched_);
    }

private:
    using Periods = std::map<std::string_view, std::vector<Period>>;  // by code

    void touch(VehicleId vehicle, Time from) {
        from = std::max(from, versions_.within.from);
        if (!vehicle || from >= versions_.within.until) return;
        Time& since = touched_.try_emplace(vehicle, from).first->second;
        since = std::min(since, from);
    }

    // What a run is judged by may be what holds when it leaves.
    [[nodiscard]] Versions seen_on_runs() const {
        return {versions_.before,
                versions_.after,
                {versions_.within.from - followed_for, versions_.within.until + sets_out_before}};
    }

    void compare_papers() {
        for (const auto& [vehicle, bounds] : changed_vehicles(versions_)) {
            const VehicleId id = vehicle;
            const auto papers = [id](const Registry& registry, Time at) {
                return papers_of(id, registry, at);
            };
            const auto periods = differences(versions_, bounds, papers);
            if (!periods.empty()) touch(id, periods.front().from);
        }
    }

    void compare_own_cars() {
        for (const auto& [car, from] : own_car_changes(versions_)) touch(car, from);
    }

    // Whoever is no school bus and is often at a gate.
    void compare_gates() {
        const Time from = gate_days_differ_from(versions_);
        if (from >= versions_.within.until) return;
        for (const Registry* registry : {&versions_.before, &versions_.after})
            for (const auto& row : registry->rows().vehicles)
                if (is_non_commercial(row.value.use_nature)) touch(row.value.id, from);
    }

    // A run that has begun may have been seen by what its vehicle did before; one to come was not.
    void compare_runs() {
        if (!runs_may_differ(versions_.before.rows(), versions_.after.rows())) return;
        auto were = courses_in(versions_.within, versions_.before);
        auto are = courses_in(versions_.within, versions_.after);
        std::ranges::sort(were, {}, judged_by);
        std::ranges::sort(are, {}, judged_by);
        std::vector<Course> changed;
        std::ranges::set_symmetric_difference(were, are, std::back_inserter(changed), {}, judged_by,
                                              judged_by);
        for (const Course& each : changed) {
            const Time leaves_at = each.run.leaves_at;
            if (leaves_at - sets_out_before >= versions_.within.until) continue;
            if (leaves_at + followed_for <= versions_.within.from) continue;
            touch(each.run.vehicle, leaves_at - looked_ahead);
        }
    }

    void compare_drivers() {
        const RegistryRows& before = versions_.before.rows();
        const RegistryRows& after = versions_.after.rows();
        const auto code_of = [](const Driver& row) -> std::string_view { return row.code; };
        Bounds<std::string_view> changed;
        add_changed(changed, before.drivers, after.drivers, code_of);
        add_bounds(changed, before.drivers, versions_.within, code_of);
        add_bounds(changed, after.drivers, versions_.within, code_of);
        for (const auto& [code, bounds] : changed) {
            const std::string_view driver = code;
            auto periods = differences(versions_, bounds, [&](const Registry& registry, Time at) {
                return qualification_of(driver, registry, at);
            });
            if (!periods.empty()) drivers_[code] = std::move(periods);
        }
        if (drivers_.empty()) return;
        for (const RegistryRows* rows : {&before, &after})
            for (const auto& plate : rows->school_bus_plates)
                for (const std::string& code : plate.value.driver_codes)
                    if (const auto found = drivers_.find(code); found != drivers_.end())
                        touch(plate.value.vehicle, found->second.front().from);
    }

    void compare_places() {
        const RegistryRows& before = versions_.before.rows();
        const RegistryRows& after = versions_.after.rows();
        for (const auto* row : changed_rows(before.stops, after.stops)) lines_.insert(row->value.line);
        for (const auto* row : changed_rows(before.schools, after.schools)) schools_.insert(row->value.code);
    }

    void look_at_runs() {
        if (drivers_.empty() && lines_.empty() && schools_.empty() && riders_.ridden.empty() &&
            riders_.handed_over.empty())
            return;
        for (const Course& course : courses_in(versions_.within, versions_.after)) {
            if (is_planned_otherwise(course.run) || has_other_riders(course.run))
                touch(course.run.vehicle, course.run.leaves_at - sets_out_before);
            if (const auto driver = drivers_.find(course.run.driver); driver != drivers_.end())
                for (const Period& period : driver->second) touch_on_the_way(course.run, period);
            const auto collectors = riders_.handed_over.find(course.run.line);
            if (course.run.direction != Direction::home || collectors == riders_.handed_over.end()) continue;
            for (const HandOver& each : collectors->second)
                if (each.left.contains(course.run.leaves_at)) touch_on_the_way(course.run, each.when);
        }
    }

    [[nodiscard]] bool is_followed(const Departure& run) const {
        return run.leaves_at - sets_out_before < versions_.within.until &&
               run.leaves_at + followed_for > versions_.within.from;
    }

    // By the places that it calls at, as they are when it leaves.
    [[nodiscard]] bool is_planned_otherwise(const Departure& run) const {
        if (!is_followed(run) || (!lines_.contains(run.line) && !schools_.contains(run.school))) return false;
        const Time at = run.leaves_at;
        return gate_of(run.school, versions_.before, at) != gate_of(run.school, versions_.after, at) ||
               places_of(run.line, versions_.before, at) != places_of(run.line, versions_.after, at);
    }

    // By who rides the line when it leaves.
    [[nodiscard]] bool has_other_riders(const Departure& run) const {
        const auto found = riders_.ridden.find({run.line, run.direction});
        if (!is_followed(run) || found == riders_.ridden.end()) return false;
        return std::ranges::any_of(found->second,
                                   [&](const Period& period) { return period.contains(run.leaves_at); });
    }

    // What is asked at an instant on the way.
    void touch_on_the_way(const Departure& run, Period period) {
        const Time from = run.leaves_at - sets_out_before;
        if (is_followed(run) && period.from < run.leaves_at + followed_for && period.until > from)
            touch(run.vehicle, std::max(from, period.from));
    }

    const Versions versions_;
    std::map<VehicleId, Time> touched_;
    Periods drivers_;                             // of whom what is judged differs
    std::set<std::string_view> lines_, schools_;  // with a row that changed
    RiderChanges riders_;
};

}  // namespace

std::map<VehicleId, Time> touched_between(const Registry& before, const Registry& after, Time from,
                                          Time until) {
    return Comparison{Versions{before, after, {from, until}}}.run();
}

}  // namespace husong::registry
