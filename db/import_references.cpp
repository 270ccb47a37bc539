// What the rows of an import refer to must be there.
#include "db/import_tables.hpp"

#include <fmt/core.h>

#include <set>
#include <type_traits>
#include <utility>

namespace husong::db {

namespace {

// Register and key.
using Things = std::set<std::pair<std::string_view, std::string>>;

Things things_in(const registry::RegistryRows& rows) {
    Things things;
    for_each_import_table([&]<class T>(const ImportTable<T>& table) {
        for (const registry::Versioned<T>& row : rows.*table.rows) {
            Draft<T> draft{row, {}};
            if constexpr (std::is_same_v<T, registry::Vehicle>) draft.plate = row.value.plate;
            things.emplace(table.name, table.key(draft));
        }
    });
    return things;
}

}  // namespace

void check_references(std::span<ParsedRegister> files, const registry::RegistryRows& known) {
    Things things = things_in(known);
    std::set<std::string_view> unread;  // registers of which a row could not be read: it may be what is named
    for (const ParsedRegister& file : files) {
        for (const std::string& key : file.keys) things.emplace(file.name, key);
        if (!file.keys_complete) unread.insert(file.name);
    }
    for (ParsedRegister& file : files) {
        for (const Reference& reference : file.references) {
            if (unread.contains(reference.register_name)) continue;
            if (things.contains({reference.register_name, reference.key})) continue;
            Problem problem = reference.place;
            problem.reason = fmt::format("'{}' is not in the register {}, and not in this import either",
                                         reference.key, reference.register_name);
            file.add(std::move(problem));
        }
        file.sort_problems();
    }
}

}  // namespace husong::db
