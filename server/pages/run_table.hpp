// The table of a day's runs, as the bureau and an operator read it.
#pragma once

#include "server/holidays/published.hpp"
#include "server/pages/page.hpp"

#include <span>
#include <string_view>

namespace husong::pages {

// A school's name leads to its notice for those who may read it.
enum class SchoolNames : std::uint8_t { linked, plain };

// Section TABLE, with run_table.html as its RUN_TABLE.
void insert_run_table(Fill& fill, std::string_view caption, std::span<const holidays::Published> runs,
                      SchoolNames schools);

}  // namespace husong::pages
