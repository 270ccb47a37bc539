// What an import will change, field by field, as the files would tell it.
#pragma once

#include "server/registry/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

struct FieldChange {
    std::string_view name;
    std::string before, after;  // empty: nothing is told
};

struct RowChange {
    std::string_view register_name;
    std::string key;                  // what the row is about: 冀H00318/yellow
    bool is_new = false;              // nothing was known of it
    std::vector<FieldChange> fields;  // of a new row none
};

// `told` as parse_register() made it. By register, by key.
[[nodiscard]] std::vector<RowChange> changes_of(const registry::RegistryRows& told,
                                                const registry::RegistryRows& known);

// vehicles 冀H00318/yellow: approved_persons 45 → 54
std::string to_text(const RowChange& change);

}  // namespace husong::db
