// One immutable version of the county's registers, judged by validity as known now. The fold gets exactly
// one; it changes only between batches.
#pragma once

#include "server/registry/departure_changes.hpp"
#include "server/registry/entities.hpp"
#include "server/registry/files.hpp"
#include "server/registry/holiday_rows.hpp"

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
    std::vector<Versioned<VehicleDocument>> vehicle_documents;
    std::vector<Versioned<EquipmentCheck>> equipment_checks;
    std::vector<Versioned<Maintenance>> maintenance;
    std::vector<Versioned<StageOverride>> stage_overrides;
    std::vector<Versioned<Offence>> offences;
    std::vector<Versioned<Agreement>> agreements;
    std::vector<Versioned<DutyShift>> duty_shifts;
    std::vector<Versioned<GateFacility>> gate_facilities;
    std::vector<Versioned<LocalRule>> local_rules;
    std::vector<Versioned<Notice>> notices;
    std::vector<Versioned<JointCheck>> joint_checks;
    std::vector<Versioned<Travel>> travels;
    std::vector<Versioned<Guardian>> guardians;
    std::vector<Versioned<RoadSection>> road_sections;
    std::vector<Versioned<Timetable>> timetables;
    std::vector<Versioned<Relief>> reliefs;
    std::vector<Versioned<Term>> terms;
    std::vector<Versioned<HolidayRule>> holiday_rules;
    std::vector<Versioned<HolidayProposal>> holiday_proposals;
    std::vector<Versioned<PolicePosts>> police_posts;
    std::vector<Versioned<LocalDay>> local_days;
    std::vector<Versioned<ReturnMark>> return_marks;
    std::map<Plate, VehicleId> identities;  // every plate ever seen, registered or not
    // Read only: versions that another one took the place of, in the last `changes_told_for` before the last
    // did.
    std::vector<Versioned<Departure>> former_departures;
};

// A pupil who rides a line, by what is told of the way in that direction or else by the pupil's own row.
struct Rider {
    const Versioned<Pupil>* pupil = nullptr;
    std::string_view stop;                      // the name of a stop of that line; empty: not told
    const Versioned<Travel>* travel = nullptr;  // nullptr: only the pupil's row says so
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

    [[nodiscard]] const Versioned<VehicleDocument>* vehicle_document(VehicleId id, std::string_view kind,
                                                                     Time at) const;
    [[nodiscard]] const Versioned<VehicleDocument>* last_vehicle_document(VehicleId id, std::string_view kind,
                                                                          Time before) const;
    [[nodiscard]] const Versioned<StageOverride>* stage_override(VehicleId id, std::string_view stage,
                                                                 Time at) const;
    // The last one done on the day of `at` or before it.
    [[nodiscard]] const Versioned<EquipmentCheck>* equipment_check(VehicleId id, Time at) const;
    // All that is known of a driver, by day; one that was taken back has a row that ends.
    [[nodiscard]] std::span<const Versioned<Offence>* const> offences_of(std::string_view driver) const;

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
    // Of a line, from the school outwards.
    [[nodiscard]] std::vector<const RoadSection*> road_sections_of(std::string_view line, Time at) const;
    // Who rides the line in that direction, by code. A pupil of whom a way is told in that direction rides by
    // it alone.
    [[nodiscard]] std::vector<Rider> travels_of_line(std::string_view line, Direction direction,
                                                     Time at) const;
    [[nodiscard]] const Versioned<Travel>* travel(std::string_view pupil, Direction direction, Time at) const;
    [[nodiscard]] std::vector<const Guardian*> guardians_of(std::string_view pupil,
                                                            Time at) const;  // by code
    // Who brings children in that car of their own; a guardian has a row for each child.
    [[nodiscard]] std::vector<const Guardian*> guardians_with_car(VehicleId vehicle, Time at) const;
    // At any time.
    [[nodiscard]] bool is_guardians_car(VehicleId vehicle) const { return guardians_cars_.contains(vehicle); }
    [[nodiscard]] std::vector<const Versioned<Timetable>*> timetables(Time at) const;  // by code
    // All of them, and those of a vehicle, a line, a school (by its lines, at any time); by code.
    [[nodiscard]] std::span<const Versioned<Timetable>* const> timetables() const { return timetables_; }
    [[nodiscard]] std::span<const Versioned<Timetable>* const> timetables_of(VehicleId vehicle) const;
    [[nodiscard]] std::span<const Versioned<Timetable>* const> timetables_of_line(
        std::string_view line) const;
    [[nodiscard]] std::span<const Versioned<Timetable>* const> timetables_of_school(
        std::string_view school) const;
    // All of them, cancelled ones too, by the instant at which they leave.
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures() const { return departures_; }
    // Those that leave from `from` on and before `until`.
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures_between(Time from,
                                                                                  Time until) const;
    [[nodiscard]] const Versioned<Departure>* departure_by_code(std::string_view code) const;
    // Of a vehicle, a line, a school, by the instant at which they leave; cancelled ones too.
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures_of(VehicleId vehicle) const;
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures_of_line(
        std::string_view line) const;
    [[nodiscard]] std::span<const Versioned<Departure>* const> departures_of_school(
        std::string_view school) const;

    // What was published of them lately.
    [[nodiscard]] const DepartureChanges& departure_changes() const { return departure_changes_; }

    // Of a run by their beginning; of a vehicle that takes runs over.
    [[nodiscard]] std::span<const Versioned<Relief>* const> reliefs_of_run(std::string_view code) const;
    [[nodiscard]] std::span<const Versioned<Relief>* const> reliefs_by(VehicleId vehicle) const;

    // The identity of a plate, registered or not. Colour `other` (not told) matches the only colour there is.
    [[nodiscard]] std::optional<VehicleId> find(const Plate& plate) const;
    // All identities with these characters, in every colour.
    [[nodiscard]] std::vector<VehicleId> find_all_colours(std::string_view normalised) const;
    [[nodiscard]] const Plate* plate_of(VehicleId id) const;

private:
    template <class T>
    using ById = std::unordered_map<VehicleId, std::vector<const Versioned<T>*>>;

    template <class T>
    using ByCode = std::unordered_map<std::string_view, std::vector<const Versioned<T>*>>;

    void index_people();
    void index_files();
    void index_ways();
    void index_timetables();
    void index_departures();
    void index_reliefs();

    RegistryRows rows_;
    ById<Vehicle> vehicles_;
    ById<SchoolBusPlate> school_bus_plates_;
    ById<Permit> permits_;
    ById<VehicleDocument> vehicle_documents_;
    ById<StageOverride> stage_overrides_;
    ById<EquipmentCheck> equipment_checks_;  // by day
    std::unordered_map<std::string, std::vector<const Versioned<Terminal>*>> terminals_by_phone_;
    std::unordered_map<TerminalId, std::vector<const Versioned<Terminal>*>> terminals_;
    std::unordered_map<VehicleId, const Plate*> plates_;
    ByCode<Operator> operators_;
    ByCode<School> schools_;
    ByCode<Driver> drivers_;
    ByCode<Escort> escorts_;
    ByCode<Line> lines_;
    ByCode<Pupil> pupils_;
    ByCode<Offence> offences_of_;  // a driver
    ByCode<Stop> stops_;           // of a line
    ByCode<RoadSection> road_sections_;
    ByCode<Pupil> pupils_of_line_;
    ByCode<Travel> travels_of_line_;
    ByCode<Travel> travels_of_pupil_;
    ByCode<Guardian> guardians_of_;  // a pupil
    ById<Guardian> guardians_cars_;
    std::vector<const Versioned<Timetable>*> timetables_;  // by code
    ById<Timetable> timetables_of_;
    ByCode<Timetable> timetables_of_line_;
    ByCode<Timetable> timetables_of_school_;
    std::vector<const Versioned<Departure>*> departures_;
    std::unordered_map<std::string_view, const Versioned<Departure>*> departures_by_code_;
    ById<Departure> departures_of_;
    ByCode<Departure> departures_of_line_;
    ByCode<Departure> departures_of_school_;
    DepartureChanges departure_changes_;
    ByCode<Relief> reliefs_of_run_;  // by their beginning
    ById<Relief> reliefs_by_;
};

using RegistryPtr = std::shared_ptr<const Registry>;

}  // namespace husong::registry
