// The registers: what is known now, and how an edit becomes new row versions.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/registry/registry.hpp"

namespace husong::db {

// Inside a read transaction, so that all registers are of one moment.
[[nodiscard]] Result<registry::RegistryRows> load_registers(Connection& db);

// Inside a write transaction. Of each thing the rows name, they tell everything from the earliest valid_from
// they give on: what was known from there and is not said again is superseded, what holds across that instant
// is cut there, what lies before stays. Returns how many row versions were added (or ended, where none took
// their place).
//
// Ids: a vehicle is known by its plate and a terminal by its phone, whatever id the row carries; a negative
// id in a paper or terminal stands for the plate that rows.identities gives it, or for a vehicle of these
// rows.
[[nodiscard]] Result<std::size_t> apply_registers(Connection& db, registry::RegistryRows rows, Time now);

// What is known now of one pupil's ways, of all times, in the order in which it was recorded.
[[nodiscard]] Result<std::vector<registry::Versioned<registry::Travel>>> travels_of(Connection& db,
                                                                                    std::string_view pupil);
// As apply_registers() of these rows alone, without reading the ways of other pupils.
[[nodiscard]] Result<std::size_t> apply_travels(
    Connection& db, const std::vector<registry::Versioned<registry::Travel>>& rows, Time now);

// What is known now of a class's days of return; and the same of such rows, all of one class.
[[nodiscard]] Result<std::vector<registry::Versioned<registry::ReturnMark>>> return_marks_of(
    Connection& db, std::string_view school, std::string_view class_name);
[[nodiscard]] Result<std::size_t> apply_return_marks(
    Connection& db, const std::vector<registry::Versioned<registry::ReturnMark>>& rows, Time now);

}  // namespace husong::db
