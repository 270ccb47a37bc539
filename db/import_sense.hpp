// What no cell shows by itself: rows that cannot be true together, and dates and places that nobody means.
#pragma once

#include "db/import.hpp"

namespace husong::db {

// Adds a problem for each told row that cannot be. `told`: the rows of these files, as parse_register() made
// them; a row that is known already, nonsense or not, is none of the import's.
void check_sense(std::span<ParsedRegister> files, const registry::RegistryRows& told, const KnownRows& known);

}  // namespace husong::db
