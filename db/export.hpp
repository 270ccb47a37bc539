// The way back from the registers to files, by the field tables that import reads.
#pragma once

#include "server/registry/registry.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace husong::db {

// A register's rows as CSV with a header, by key and valid_from; with `at` only those valid then. Importing
// it gives the same rows. Errors: not_found (no such register).
[[nodiscard]] Result<std::string> export_register(std::string_view name, const registry::RegistryRows& rows,
                                                  std::optional<Time> at = {});

// All registers and their columns, as Markdown: docs/registers.md.
[[nodiscard]] std::string registers_markdown();

}  // namespace husong::db
