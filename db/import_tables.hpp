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
    std::array<std::string_view, 2>
        key_fields;  // what the row is about; its rows must not hold at the same time
    std::string (*key)(const Draft<T>&);
    std::span<const Link<T>> links = {};
    Flaw (*finish)(Draft<T>&) = nullptr;      // after all cells: what they must be together
    void (*assign)(T&, VehicleId) = nullptr;  // where a register names a vehicle by its plate
};

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
}

}  // namespace husong::db
