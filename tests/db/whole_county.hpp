// Rows of every register, every field told at least once, with the texts that are hard to carry: commas,
// quotes, marks.
#pragma once

#include "server/registry/registry.hpp"

#include <boost/pfr.hpp>

namespace husong::db::testing {

// Vehicles are told by their plates, with the ids -1 and -2.
registry::RegistryRows whole_county();

// Calls visit(rows) for each register.
template <class Rows, class Visit>
void for_each_register_of(Rows& rows, Visit visit) {
    const auto walk = [&](auto&... of_one) { (visit(of_one), ...); };
    walk(rows.operators, rows.schools, rows.vehicles, rows.school_bus_plates, rows.permits, rows.drivers,
         rows.terminals, rows.escorts, rows.lines, rows.stops, rows.boarders, rows.pupils, rows.public_days,
         rows.departures, rows.vehicle_documents, rows.equipment_checks, rows.maintenance,
         rows.stage_overrides, rows.offences, rows.agreements, rows.duty_shifts, rows.gate_facilities,
         rows.local_rules, rows.notices, rows.joint_checks, rows.travels, rows.guardians, rows.road_sections,
         rows.timetables, rows.reliefs, rows.terms, rows.holiday_rules, rows.holiday_proposals,
         rows.police_posts, rows.local_days, rows.return_marks);
}
// The same register of another set of rows.
template <class T>
const std::vector<registry::Versioned<T>>& same_register(const registry::RegistryRows& rows) {
    const std::vector<registry::Versioned<T>>* found = nullptr;
    for_each_register_of(rows, [&](const auto& of_one) {
        if constexpr (std::is_same_v<decltype(of_one), decltype(*found)>) found = &of_one;
    });
    return *found;
}

// Every field of the struct, known to whoever reads and writes it or not.
template <class T>
bool same_fields(const T& a, const T& b) {
    return boost::pfr::eq_fields(a, b);
}

}  // namespace husong::db::testing
