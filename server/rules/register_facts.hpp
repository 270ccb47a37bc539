// What the rules that look at the register ask of it again and again: the rows of one thing, since when they
// hold, which papers a vehicle has, which runs are planned and who is to drive them.
#pragma once

#include "server/rules/rule.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace husong::rules {

using std::chrono::year_month_day;

// Midnight in China at which a last valid day is over.
Time end_of_day(year_month_day last);
year_month_day days_after(year_month_day day, int days);
// The corresponding day; in a month that is too short its last day (民法典 第二百零二条).
year_month_day months_after(year_month_day day, int months);
year_month_day years_after(year_month_day day, int years);
// 2026-08-31: a paper's last day is the day before its exclusive end.
std::string last_day_text(Time until);

// One thing's rows, by valid_from.
template <class T>
using RowsOfOne = std::vector<const registry::Versioned<T>*>;

// `key` names the thing of a row: an id, or a view of its code.
template <class T, class Key>
auto rows_by(const std::vector<registry::Versioned<T>>& rows, Key key) {
    std::unordered_map<decltype(key(rows.front().value)), RowsOfOne<T>> all;
    for (const auto& row : rows) all[key(row.value)].push_back(&row);
    for (auto& [thing, own] : all)
        std::ranges::stable_sort(own, {}, [](const auto* row) { return row->valid_from; });
    return all;
}

// Since when something has held of a thing whose row now is `row`, over the edits of its other fields.
template <class T, class Holds>
Time held_since(const RowsOfOne<T>& rows, const registry::Versioned<T>& row, Holds holds) {
    Time since = row.valid_from;
    for (auto earlier = rows.rbegin(); earlier != rows.rend(); ++earlier)
        if ((*earlier)->valid_until == since && holds((*earlier)->value)) since = (*earlier)->valid_from;
    return since;
}

// What is wrong with one thing: since the first of it, told in one sentence.
struct Faults {
    Time since = end_of_time;
    std::string text{};

    void add(Time from, std::string_view what) {
        since = std::min(since, from);
        if (!text.empty()) text += "；";
        text += what;
    }
    [[nodiscard]] bool any() const { return !text.empty(); }
};
// Of a school, a pupil, a line: by its code.
inline Breach breach_of(std::string_view code, Faults faults) {
    return {
        .vehicle = {}, .subject = std::string{code}, .since = faults.since, .detail = std::move(faults.text)};
}
template <class Code>
std::vector<Breach> breaches_by_code(std::map<Code, Faults> all) {
    std::vector<Breach> found;
    found.reserve(all.size());
    for (auto& [code, faults] : all) found.push_back(breach_of(code, std::move(faults)));
    return found;
}

// The dated papers of all vehicles.
class Documents {
public:
    using Row = registry::Versioned<registry::VehicleDocument>;

    explicit Documents(const registry::Registry& registry);
    // A county that keeps none at all has told nothing of any vehicle.
    [[nodiscard]] bool kept() const { return !papers_.empty(); }
    // Of those that have begun the one that ends last, which may be over; nullptr: there never was one.
    [[nodiscard]] const Row* latest(VehicleId vehicle, std::string_view kind, Time now) const;

private:
    std::unordered_map<VehicleId, std::vector<const Row*>> papers_;
};

// A vehicle that is on the register now.
struct RegisteredVehicle {
    const registry::Vehicle& vehicle;
    RegisterRows rows;  // rows.vehicle is its row

    [[nodiscard]] bool in_use() const { return vehicle.status == registry::VehicleStatus::active; }
    [[nodiscard]] bool is_school_bus() const;  // has a plate, or is one by type or 使用性质
    // Begins a breach about it.
    [[nodiscard]] Breach breach(Time since, std::string detail) const;
};
std::vector<RegisteredVehicle> registered_vehicles(const RegisterView& view);

// infant | primary | primary_junior | nondedicated, as told, else as 使用性质 says it; empty: neither does.
std::string_view school_bus_type(const registry::Vehicle& vehicle);

// A departure of the next days that is not cancelled, or a timetable in force.
struct PlannedRun {
    std::string_view code;
    std::string_view line;
    registry::Direction direction{};
    VehicleId vehicle;
    std::string_view driver;
    std::string_view escort;
    Time told_from{};               // its row's
    std::optional<Time> leaves_at;  // none: a timetable's, on `weekdays`
    std::string_view weekdays{};

    [[nodiscard]] bool daily() const { return !leaves_at; }
};
std::vector<PlannedRun> runs_ahead(const RegisterView& view);

// What somebody is to drive, by the plates of vehicles in use and by the runs ahead.
struct Driving {
    bool school_bus = false;
    bool coach = false;
};
std::unordered_map<std::string_view, Driving> driving_ahead(const RegisterView& view);

}  // namespace husong::rules
