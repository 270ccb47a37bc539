// One immutable version of the county's registers, judged by validity as known now. The fold gets exactly
// one; it changes only between batches.
#pragma once

#include "server/registry/entities.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace husong::registry {

// What the store loads: the row versions known now (not superseded), in any order.
struct RegistryRows {
    std::int64_t version = 0;  // grows with every change of any register
    std::vector<Versioned<Operator>> operators;
    std::vector<Versioned<School>> schools;
    std::vector<Versioned<Vehicle>> vehicles;
    std::vector<Versioned<SchoolBusPlate>> school_bus_plates;
    std::vector<Versioned<Permit>> permits;
    std::vector<Versioned<Driver>> drivers;
    std::vector<Versioned<Terminal>> terminals;
    std::vector<Versioned<Escort>> escorts;
    std::vector<Versioned<Line>> lines;
    std::vector<Versioned<Stop>> stops;
    std::vector<Versioned<Boarders>> boarders;
    std::vector<Versioned<Pupil>> pupils;
    std::vector<Versioned<PublicDay>> public_days;
    std::vector<Versioned<Departure>> departures;
    std::map<Plate, VehicleId> identities;  // every plate ever seen, registered or not
};

class Registry {
public:
    explicit Registry(RegistryRows rows);
    Registry(const Registry&) = delete;  // its indexes point into its own rows
    Registry& operator=(const Registry&) = delete;

    [[nodiscard]] std::int64_t version() const { return rows_.version; }
    [[nodiscard]] const RegistryRows& rows() const { return rows_; }

    // The row valid at t, or nullptr. For papers: of several valid ones the one that ends last.
    [[nodiscard]] const Versioned<Vehicle>* vehicle(VehicleId id, Time at) const;
    [[nodiscard]] const Versioned<SchoolBusPlate>* school_bus_plate(VehicleId id, Time at) const;
    [[nodiscard]] const Versioned<Permit>* permit(VehicleId id, Time at) const;
    // The one that ended last before t (what expired), or nullptr when there never was one.
    [[nodiscard]] const Versioned<SchoolBusPlate>* last_school_bus_plate(VehicleId id, Time before) const;
    [[nodiscard]] const Versioned<Permit>* last_permit(VehicleId id, Time before) const;

    [[nodiscard]] const Versioned<Terminal>* terminal(TerminalId id, Time at) const;
    [[nodiscard]] const Versioned<Terminal>* terminal_by_phone(std::string_view phone_key, Time at) const;
    [[nodiscard]] const Versioned<Operator>* operator_by_code(std::string_view code, Time at) const;
    [[nodiscard]] const Versioned<Driver>* driver_by_code(std::string_view code, Time at) const;

    [[nodiscard]] const Versioned<School>* school_by_code(std::string_view code, Time at) const;
    [[nodiscard]] const Versioned<Escort>* escort_by_code(std::string_view code, Time at) const;
    [[nodiscard]] const Versioned<Line>* line_by_code(std::string_view code, Time at) const;
    [[nodiscard]] const Versioned<Pupil>* pupil_by_code(std::string_view code, Time at) const;
    // Of a line, from the school outwards.
    [[nodiscard]] std::vector<const Stop*> stops_of(std::string_view line, Time at) const;
    // All of them, cancelled ones too, by the instant at which they leave.
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures() const { return departures_; }
    // Those that leave from `from` on and before `until`.
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures_between(Time from,
                                                                                  Time until) const;
    [[nodiscard]] const Versioned<Departure>* departure_by_code(std::string_view code) const;

    // The identity of a plate, registered or not. Colour `other` (not told) matches the only colour there is.
    [[nodiscard]] std::optional<VehicleId> find(const Plate& plate) const;
    // All identities with these characters, in every colour.
    [[nodiscard]] std::vector<VehicleId> find_all_colours(std::string_view normalised) const;
    [[nodiscard]] const Plate* plate_of(VehicleId id) const;

private:
    template <class T>
    using ById = std::unordered_map<VehicleId, std::vector<const Versioned<T>*>>;

    void index_schedule();

    RegistryRows rows_;
    ById<Vehicle> vehicles_;
    ById<SchoolBusPlate> school_bus_plates_;
    ById<Permit> permits_;
    std::unordered_map<std::string, std::vector<const Versioned<Terminal>*>> terminals_by_phone_;
    std::unordered_map<TerminalId, std::vector<const Versioned<Terminal>*>> terminals_;
    std::unordered_map<VehicleId, const Plate*> plates_;
    std::unordered_map<std::string_view, std::vector<const Versioned<Stop>*>> stops_;
    std::unordered_map<std::string_view, std::vector<const Versioned<Pupil>*>> pupils_;
    std::vector<const Versioned<Departure>*> departures_;
    std::unordered_map<std::string_view, const Versioned<Departure>*> departures_by_code_;
};

using RegistryPtr = std::shared_ptr<const Registry>;

}  // namespace husong::registry
