#include "server/registry/registry.hpp"

#include <algorithm>
#include <tuple>

namespace husong::registry {

namespace {

template <class T>
using RowPointers = std::vector<const Versioned<T>*>;

// Of the rows valid at an instant the one that ends last; of equals the one recorded last.
template <class T>
const Versioned<T>* best_valid(const RowPointers<T>& rows, Time at) {
    const Versioned<T>* best = nullptr;
    for (const Versioned<T>* row : rows) {
        if (!row->valid_at(at)) continue;
        if (!best ||
            std::pair{row->valid_until, row->recorded_at} >= std::pair{best->valid_until, best->recorded_at})
            best = row;
    }
    return best;
}

template <class T>
const Versioned<T>* last_ended(const RowPointers<T>& rows, Time before) {
    const Versioned<T>* last = nullptr;
    for (const Versioned<T>* row : rows)
        if (row->valid_until <= before && (!last || row->valid_until > last->valid_until)) last = row;
    return last;
}

// Looks a key up and asks `choose` among its rows; nullptr when there are none.
template <class Index, class Key, class Choose>
auto among(const Index& index, const Key& key, Choose choose) -> decltype(choose(index.begin()->second)) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : choose(found->second);
}

template <class T, class Predicate>
const Versioned<T>* find_valid(const std::vector<Versioned<T>>& rows, Time at, Predicate matches) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Versioned<T>& row) {
        return row.valid_at(at) && matches(row.value);
    });
    return found == rows.end() ? nullptr : &*found;
}

}  // namespace

Registry::Registry(RegistryRows rows) : rows_{std::move(rows)} {
    for (const auto& row : rows_.vehicles) {
        rows_.identities.try_emplace(row.value.plate, row.value.id);
        vehicles_[row.value.id].push_back(&row);
    }
    for (const auto& row : rows_.school_bus_plates) school_bus_plates_[row.value.vehicle].push_back(&row);
    for (const auto& row : rows_.permits) permits_[row.value.vehicle].push_back(&row);
    for (const auto& row : rows_.terminals) {
        terminals_by_phone_[row.value.phone].push_back(&row);
        terminals_[row.value.id].push_back(&row);
    }
    for (const auto& [plate, vehicle] : rows_.identities) plates_[vehicle] = &plate;
    index_schedule();
}

void Registry::index_schedule() {
    for (const auto& row : rows_.stops) stops_[row.value.line].push_back(&row);
    for (auto& [line, rows] : stops_)
        std::sort(rows.begin(), rows.end(),
                  [](const auto* a, const auto* b) { return a->value.place < b->value.place; });
    for (const auto& row : rows_.pupils) pupils_[row.value.code].push_back(&row);
    for (const auto& row : rows_.departures) {
        departures_.push_back(&row);
        departures_by_code_[row.value.code] = &row;
    }
    std::sort(departures_.begin(), departures_.end(), [](const auto* a, const auto* b) {
        return std::tie(a->value.leaves_at, a->value.code) < std::tie(b->value.leaves_at, b->value.code);
    });
}

const Versioned<Vehicle>* Registry::vehicle(VehicleId id, Time at) const {
    return among(vehicles_, id, [&](const auto& rows) { return best_valid(rows, at); });
}

const Versioned<SchoolBusPlate>* Registry::school_bus_plate(VehicleId id, Time at) const {
    return among(school_bus_plates_, id, [&](const auto& rows) { return best_valid(rows, at); });
}

const Versioned<Permit>* Registry::permit(VehicleId id, Time at) const {
    return among(permits_, id, [&](const auto& rows) { return best_valid(rows, at); });
}

const Versioned<SchoolBusPlate>* Registry::last_school_bus_plate(VehicleId id, Time before) const {
    return among(school_bus_plates_, id, [&](const auto& rows) { return last_ended(rows, before); });
}

const Versioned<Permit>* Registry::last_permit(VehicleId id, Time before) const {
    return among(permits_, id, [&](const auto& rows) { return last_ended(rows, before); });
}

const Versioned<Terminal>* Registry::terminal(TerminalId id, Time at) const {
    return among(terminals_, id, [&](const auto& rows) { return best_valid(rows, at); });
}

const Versioned<Terminal>* Registry::terminal_by_phone(std::string_view phone_key, Time at) const {
    return among(terminals_by_phone_, std::string{phone_key},
                 [&](const auto& rows) { return best_valid(rows, at); });
}

const Versioned<Operator>* Registry::operator_by_code(std::string_view code, Time at) const {
    return find_valid(rows_.operators, at, [&](const Operator& row) { return row.code == code; });
}

const Versioned<Driver>* Registry::driver_by_code(std::string_view code, Time at) const {
    return find_valid(rows_.drivers, at, [&](const Driver& row) { return row.code == code; });
}

const Versioned<School>* Registry::school_by_code(std::string_view code, Time at) const {
    return find_valid(rows_.schools, at, [&](const School& row) { return row.code == code; });
}

const Versioned<Escort>* Registry::escort_by_code(std::string_view code, Time at) const {
    return find_valid(rows_.escorts, at, [&](const Escort& row) { return row.code == code; });
}

const Versioned<Line>* Registry::line_by_code(std::string_view code, Time at) const {
    return find_valid(rows_.lines, at, [&](const Line& row) { return row.code == code; });
}

const Versioned<Pupil>* Registry::pupil_by_code(std::string_view code, Time at) const {
    return among(pupils_, code, [&](const auto& rows) { return best_valid(rows, at); });
}

std::vector<const Stop*> Registry::stops_of(std::string_view line, Time at) const {
    std::vector<const Stop*> stops;
    const auto found = stops_.find(line);
    if (found == stops_.end()) return stops;
    for (const Versioned<Stop>* row : found->second)
        if (row->valid_at(at)) stops.push_back(&row->value);
    return stops;
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

std::optional<VehicleId> Registry::find(const Plate& plate) const {
    const Plate wanted{plate.text, colour_group(plate.colour)};
    if (const auto exact = rows_.identities.find(wanted); exact != rows_.identities.end())
        return exact->second;
    if (wanted.colour != PlateColour::other) return std::nullopt;
    const auto candidates = find_all_colours(wanted.text);
    return candidates.size() == 1 ? std::optional{candidates.front()} : std::nullopt;
}

std::vector<VehicleId> Registry::find_all_colours(std::string_view normalised) const {
    std::vector<VehicleId> found;
    const Plate first{std::string{normalised}, PlateColour::unplated};
    for (auto at = rows_.identities.lower_bound(first);
         at != rows_.identities.end() && at->first.text == normalised; ++at)
        found.push_back(at->second);
    return found;
}

const Plate* Registry::plate_of(VehicleId id) const {
    const auto found = plates_.find(id);
    return found == plates_.end() ? nullptr : found->second;
}

}  // namespace husong::registry
