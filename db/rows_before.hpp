// The rows of one register as a file would tell them, by what they are about.
#pragma once

#include "db/import_tables.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <type_traits>
#include <unordered_map>

namespace husong::db {

using PlatesById = std::unordered_map<VehicleId, registry::Plate>;

inline PlatesById plates_in(const registry::RegistryRows& rows) {
    PlatesById plates;
    for (const auto& [plate, vehicle] : rows.identities) plates.emplace(vehicle, plate);
    return plates;
}

template <class T>
Draft<T> draft_of(const registry::Versioned<T>& row, const PlatesById& plates) {
    Draft<T> draft{row, {}};
    if constexpr (std::is_same_v<T, registry::Vehicle>) {
        draft.plate = row.value.plate;
    } else if constexpr (requires { row.value.vehicle; }) {
        if (const auto found = plates.find(row.value.vehicle); found != plates.end())
            draft.plate = found->second;
    }
    return draft;
}

template <class T>
using Drafts = std::vector<Draft<T>>;

// The rows of each thing by valid_from.
template <class T>
std::map<std::string, Drafts<T>> drafts_by_key(const ImportTable<T>& table,
                                               const registry::RegistryRows& rows) {
    const PlatesById plates = plates_in(rows);
    std::map<std::string, Drafts<T>> groups;
    for (const registry::Versioned<T>& row : rows.*table.rows) {
        Draft<T> draft = draft_of(row, plates);
        std::string key = table.key(draft);
        groups[std::move(key)].push_back(std::move(draft));
    }
    for (auto& [key, group] : groups)
        std::ranges::stable_sort(group, {}, [](const Draft<T>& draft) { return draft.row.valid_from; });
    return groups;
}

// Of rows by valid_from the one that holds at that instant, else the first to come, else the last that was.
template <class T>
const Draft<T>* nearest(std::span<const Draft<T>> rows, Time at) {
    const auto found =
        std::ranges::find_if(rows, [&](const auto& draft) { return at < draft.row.valid_until; });
    if (found != rows.end()) return &*found;
    return rows.empty() ? nullptr : &rows.back();
}

}  // namespace husong::db
