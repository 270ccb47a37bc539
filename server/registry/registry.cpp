#include "server/registry/registry.hpp"

#include "server/registry/row_choice.hpp"

namespace husong::registry {

Registry::Registry(RegistryRows rows) : rows_{std::move(rows)} {
    for (const auto& row : rows_.vehicles) rows_.identities.try_emplace(row.value.plate, row.value.id);
    index_rows(vehicles_, rows_.vehicles, [](const Vehicle& row) { return row.id; });
    index_rows(terminals_by_phone_, rows_.terminals, [](const Terminal& row) { return row.phone; });
    index_rows(terminals_, rows_.terminals, [](const Terminal& row) { return row.id; });
    for (const auto& [plate, vehicle] : rows_.identities) plates_[vehicle] = &plate;
    index_people();
    index_files();
    index_ways();
    index_timetables();
    index_departures();
    index_reliefs();
}

void Registry::index_people() {
    const auto code = [](const auto& row) -> std::string_view { return row.code; };
    index_rows(operators_, rows_.operators, code);
    index_rows(schools_, rows_.schools, code);
    index_rows(drivers_, rows_.drivers, code);
    index_rows(escorts_, rows_.escorts, code);
    index_rows(lines_, rows_.lines, code);
    pupils_.reserve(rows_.pupils.size());
    index_rows(pupils_, rows_.pupils, code);
}

const Versioned<Vehicle>* Registry::vehicle(VehicleId id, Time at) const {
    return valid_among(vehicles_, id, at);
}

const Versioned<Terminal>* Registry::terminal(TerminalId id, Time at) const {
    return valid_among(terminals_, id, at);
}

const Versioned<Terminal>* Registry::terminal_by_phone(std::string_view phone_key, Time at) const {
    return valid_among(terminals_by_phone_, std::string{phone_key}, at);
}

const Versioned<Operator>* Registry::operator_by_code(std::string_view code, Time at) const {
    return valid_among(operators_, code, at);
}

const Versioned<Driver>* Registry::driver_by_code(std::string_view code, Time at) const {
    return valid_among(drivers_, code, at);
}

const Versioned<School>* Registry::school_by_code(std::string_view code, Time at) const {
    return valid_among(schools_, code, at);
}

const Versioned<Escort>* Registry::escort_by_code(std::string_view code, Time at) const {
    return valid_among(escorts_, code, at);
}

const Versioned<Line>* Registry::line_by_code(std::string_view code, Time at) const {
    return valid_among(lines_, code, at);
}

const Versioned<Pupil>* Registry::pupil_by_code(std::string_view code, Time at) const {
    return valid_among(pupils_, code, at);
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
