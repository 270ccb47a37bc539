// The registers' field tables: one row a column.
#pragma once

#include "db/import_fields.hpp"

namespace husong::db {

template <class T>
struct ImportTable {
    std::string_view name;
    std::string_view name_zh;
    std::span<const Field<T>> fields;
    std::vector<registry::Versioned<T>> registry::RegistryRows::*rows;
    std::array<std::string_view, 4>
        key_fields;  // what the row is about; its rows must not hold at the same time
    std::string (*key)(const Draft<T>&);
    std::span<const Link<T>> links = {};
    Flaw (*finish)(Draft<T>&) = nullptr;      // after all cells: what they must be together
    void (*assign)(T&, VehicleId) = nullptr;  // where a register names a vehicle by its plate
    bool any_vehicle = false;                 // … which need not be on the register; no plate: none
    bool alone = false;  // a row that begins when another does not says nothing of what that one says
};

// For registers that name a vehicle in their member `vehicle`.
template <class T>
void assign_vehicle(T& row, VehicleId vehicle) {
    row.vehicle = vehicle;
}

// Calls visit(table) for each, in the order of import.
template <class Visit>
void for_each_import_table(Visit visit);

extern const ImportTable<registry::Operator> operators_table;
extern const ImportTable<registry::School> schools_table;
extern const ImportTable<registry::Vehicle> vehicles_table;
extern const ImportTable<registry::SchoolBusPlate> school_bus_plates_table;
extern const ImportTable<registry::Permit> permits_table;
extern const ImportTable<registry::Driver> drivers_table;
extern const ImportTable<registry::Terminal> terminals_table;
extern const ImportTable<registry::Escort> escorts_table;
extern const ImportTable<registry::Line> lines_table;
extern const ImportTable<registry::Stop> stops_table;
extern const ImportTable<registry::Boarders> boarders_table;
extern const ImportTable<registry::Pupil> pupils_table;
extern const ImportTable<registry::PublicDay> public_days_table;
extern const ImportTable<registry::Departure> departures_table;
extern const ImportTable<registry::VehicleDocument> vehicle_documents_table;
extern const ImportTable<registry::EquipmentCheck> equipment_checks_table;
extern const ImportTable<registry::Maintenance> maintenance_table;
extern const ImportTable<registry::StageOverride> stage_overrides_table;
extern const ImportTable<registry::Offence> offences_table;
extern const ImportTable<registry::Agreement> agreements_table;
extern const ImportTable<registry::DutyShift> duty_shifts_table;
extern const ImportTable<registry::GateFacility> gate_facilities_table;
extern const ImportTable<registry::LocalRule> local_rules_table;
extern const ImportTable<registry::Notice> notices_table;
extern const ImportTable<registry::JointCheck> joint_checks_table;
extern const ImportTable<registry::Travel> travels_table;
extern const ImportTable<registry::Guardian> guardians_table;
extern const ImportTable<registry::RoadSection> road_sections_table;
extern const ImportTable<registry::Timetable> timetables_table;
extern const ImportTable<registry::Relief> reliefs_table;
extern const ImportTable<registry::Term> terms_table;
extern const ImportTable<registry::HolidayRule> holiday_rules_table;
extern const ImportTable<registry::HolidayProposal> holiday_proposals_table;
extern const ImportTable<registry::PolicePosts> police_posts_table;
extern const ImportTable<registry::LocalDay> local_days_table;
extern const ImportTable<registry::ReturnMark> return_marks_table;

template <class Visit>
void for_each_import_table(Visit visit) {
    visit(operators_table);
    visit(schools_table);
    visit(vehicles_table);
    visit(school_bus_plates_table);
    visit(permits_table);
    visit(drivers_table);
    visit(terminals_table);
    visit(escorts_table);
    visit(lines_table);
    visit(stops_table);
    visit(boarders_table);
    visit(pupils_table);
    visit(public_days_table);
    visit(departures_table);
    visit(vehicle_documents_table);
    visit(equipment_checks_table);
    visit(maintenance_table);
    visit(stage_overrides_table);
    visit(offences_table);
    visit(agreements_table);
    visit(duty_shifts_table);
    visit(gate_facilities_table);
    visit(local_rules_table);
    visit(notices_table);
    visit(joint_checks_table);
    visit(travels_table);
    visit(guardians_table);
    visit(road_sections_table);
    visit(timetables_table);
    visit(reliefs_table);
    visit(terms_table);
    visit(holiday_rules_table);
    visit(holiday_proposals_table);
    visit(police_posts_table);
    visit(local_days_table);
    visit(return_marks_table);
}

}  // namespace husong::db
