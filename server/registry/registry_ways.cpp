// What the registry knows of lines, of who rides them, and of their runs.
#include "server/registry/registry.hpp"
#include "server/registry/row_choice.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <tuple>

namespace husong::registry {

namespace {

// The values of the rows under a key that are valid, in the index's order.
template <class Index, class Key>
auto values_valid(const Index& index, const Key& key, Time at) {
    std::vector<decltype(&index.begin()->second.front()->value)> values;
    if (const auto found = index.find(key); found != index.end())
        for (const auto* row : found->second)
            if (row->valid_at(at)) values.push_back(&row->value);
    return values;
}

// All rows under a key, in the index's order.
template <class Index, class Key>
std::span<const typename Index::mapped_type::value_type> rows_under(const Index& index, const Key& key) {
    const auto found = index.find(key);
    if (found == index.end()) return {};
    return found->second;
}

}  // namespace

void Registry::index_ways() {
    const auto line = [](const auto& row) -> std::string_view { return row.line; };
    const auto pupil = [](const auto& row) -> std::string_view { return row.pupil; };
    const auto code = [](const auto& row) -> std::string_view { return row.code; };
    index_rows(stops_, rows_.stops, line);
    order_rows(stops_, [](const Stop& row) { return row.place; });
    index_rows(road_sections_, rows_.road_sections, line);
    order_rows(road_sections_, [](const RoadSection& row) { return row.from_m; });
    for (const auto& row : rows_.pupils)
        if (!row.value.line.empty()) pupils_of_line_[row.value.line].push_back(&row);
    for (const auto& row : rows_.travels)
        if (!row.value.line.empty()) travels_of_line_[row.value.line].push_back(&row);
    travels_of_pupil_.reserve(rows_.travels.size() / 2);  // two directions each
    index_rows(travels_of_pupil_, rows_.travels, pupil);
    guardians_of_.reserve(rows_.guardians.size());
    index_rows(guardians_of_, rows_.guardians, pupil);
    order_rows(guardians_of_, code);
    for (const auto& row : rows_.guardians)
        if (row.value.vehicle) guardians_cars_[row.value.vehicle].push_back(&row);
}

void Registry::index_timetables() {
    timetables_.reserve(rows_.timetables.size());
    for (const auto& row : rows_.timetables) timetables_.push_back(&row);
    std::stable_sort(timetables_.begin(), timetables_.end(),
                     [](const auto* a, const auto* b) { return a->value.code < b->value.code; });
    for (const auto* row : timetables_) {
        timetables_of_[row->value.vehicle].push_back(row);
        timetables_of_line_[row->value.line].push_back(row);
        const auto lines = lines_.find(row->value.line);
        if (lines == lines_.end()) continue;
        std::set<std::string_view> schools;
        for (const auto* line : lines->second) schools.insert(line->value.school);
        for (const std::string_view school : schools) timetables_of_school_[school].push_back(row);
    }
}

void Registry::index_departures() {
    for (const auto& row : rows_.departures) {
        departures_.push_back(&row);
        departures_by_code_[row.value.code] = &row;
    }
    std::sort(departures_.begin(), departures_.end(), [](const auto* a, const auto* b) {
        return std::tie(a->value.leaves_at, a->value.code) < std::tie(b->value.leaves_at, b->value.code);
    });
    for (const auto* row : departures_) {
        departures_of_[row->value.vehicle].push_back(row);
        departures_of_line_[row->value.line].push_back(row);
        departures_of_school_[row->value.school].push_back(row);
    }
    departure_changes_ = DepartureChanges{rows_.departures, rows_.former_departures};
}

void Registry::index_reliefs() {
    for (const auto& row : rows_.reliefs) {
        reliefs_of_run_[row.value.run].push_back(&row);
        reliefs_by_[row.value.vehicle].push_back(&row);
    }
    for (auto& [run, rows] : reliefs_of_run_)
        std::ranges::stable_sort(rows, {}, [](const auto* row) { return row->valid_from; });
}

std::span<const Versioned<Relief>* const> Registry::reliefs_of_run(std::string_view code) const {
    return rows_under(reliefs_of_run_, code);
}
std::span<const Versioned<Relief>* const> Registry::reliefs_by(VehicleId vehicle) const {
    return rows_under(reliefs_by_, vehicle);
}

std::vector<const Stop*> Registry::stops_of(std::string_view line, Time at) const {
    return values_valid(stops_, line, at);
}

std::vector<const RoadSection*> Registry::road_sections_of(std::string_view line, Time at) const {
    return values_valid(road_sections_, line, at);
}

std::vector<const Guardian*> Registry::guardians_of(std::string_view pupil, Time at) const {
    return values_valid(guardians_of_, pupil, at);
}

std::vector<const Guardian*> Registry::guardians_with_car(VehicleId vehicle, Time at) const {
    return values_valid(guardians_cars_, vehicle, at);
}

const Versioned<Travel>* Registry::travel(std::string_view pupil, Direction direction, Time at) const {
    const auto that_way = [&](const Travel& row) { return row.direction == direction; };
    return among(travels_of_pupil_, pupil, [&](const auto& rows) { return best_valid(rows, at, that_way); });
}

std::vector<Rider> Registry::travels_of_line(std::string_view line, Direction direction, Time at) const {
    std::vector<Rider> riders;
    if (const auto told = travels_of_line_.find(line); told != travels_of_line_.end())
        for (const Versioned<Travel>* row : told->second) {
            if (row->value.direction != direction || travel(row->value.pupil, direction, at) != row) continue;
            if (const auto* pupil = pupil_by_code(row->value.pupil, at))
                riders.push_back({pupil, row->value.stop, row});
        }
    if (const auto by_default = pupils_of_line_.find(line); by_default != pupils_of_line_.end())
        for (const Versioned<Pupil>* row : by_default->second)
            if (pupil_by_code(row->value.code, at) == row && !travel(row->value.code, direction, at))
                riders.push_back({row, row->value.stop, nullptr});
    std::sort(riders.begin(), riders.end(),
              [](const Rider& a, const Rider& b) { return a.pupil->value.code < b.pupil->value.code; });
    return riders;
}

std::vector<const Versioned<Timetable>*> Registry::timetables(Time at) const {
    std::vector<const Versioned<Timetable>*> valid;
    for (const auto* row : timetables_)
        if (row->valid_at(at)) valid.push_back(row);
    return valid;
}

std::span<const Versioned<Timetable>* const> Registry::timetables_of(VehicleId vehicle) const {
    return rows_under(timetables_of_, vehicle);
}

std::span<const Versioned<Timetable>* const> Registry::timetables_of_line(std::string_view line) const {
    return rows_under(timetables_of_line_, line);
}

std::span<const Versioned<Timetable>* const> Registry::timetables_of_school(std::string_view school) const {
    return rows_under(timetables_of_school_, school);
}

std::span<const Versioned<Departure>* const> Registry::departures_of(VehicleId vehicle) const {
    return rows_under(departures_of_, vehicle);
}

std::span<const Versioned<Departure>* const> Registry::departures_of_line(std::string_view line) const {
    return rows_under(departures_of_line_, line);
}

std::span<const Versioned<Departure>* const> Registry::departures_of_school(std::string_view school) const {
    return rows_under(departures_of_school_, school);
}

std::span<const Versioned<Departure>* const> Registry::departures_between(Time from, Time until) const {
    const auto leaves_before = [](const Versioned<Departure>* row, Time at) {
        return row->value.leaves_at < at;
    };
    const auto first = std::lower_bound(departures_.begin(), departures_.end(), from, leaves_before);
    return {first, std::lower_bound(first, departures_.end(), until, leaves_before)};
}

const Versioned<Departure>* Registry::departure_by_code(std::string_view code) const {
    const auto found = departures_by_code_.find(code);
    return found == departures_by_code_.end() ? nullptr : found->second;
}

}  // namespace husong::registry
