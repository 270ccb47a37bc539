// Where in time two versions of the county's registers say something else. Compared is what holds at an
// instant: an edit from now on ends the old row and adds a shorter copy of it, and both say the same of the
// past.
#pragma once

#include "server/registry/registry.hpp"
#include "server/registry/row_choice.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace husong::registry {

struct Period {  // [from, until)
    Time from{};
    Time until = end_of_time;
    [[nodiscard]] bool contains(Time at) const { return from <= at && at < until; }
};

// What an edit made of the registers, and the time that is asked about.
struct Versions {
    const Registry& before;
    const Registry& after;
    Period within;
};

template <class T>
RowPointers<T> by_version(const std::vector<Versioned<T>>& rows) {
    RowPointers<T> sorted;
    sorted.reserve(rows.size());
    for (const Versioned<T>& row : rows) sorted.push_back(&row);
    const auto version = [](const auto* row) { return row->version; };
    if (!std::ranges::is_sorted(sorted, {}, version)) std::ranges::sort(sorted, {}, version);
    return sorted;
}

// The rows that only one of two versions of a register has. A row version never changes.
template <class T>
RowPointers<T> changed_rows(const std::vector<Versioned<T>>& before, const std::vector<Versioned<T>>& after) {
    RowPointers<T> changed;
    const auto version_of = [](const Versioned<T>& row) { return row.version; };
    if (std::ranges::equal(before, after, {}, version_of, version_of)) return changed;
    const auto by = [](const auto* row) { return row->version; };
    std::ranges::set_symmetric_difference(by_version(before), by_version(after), std::back_inserter(changed),
                                          {}, by, by);
    return changed;
}

// For each thing the instants within the time asked about at which one of its rows begins or ends to hold.
template <class Key>
using Bounds = std::unordered_map<Key, std::vector<Time>>;

// Of the things that are in `bounds` already.
template <class Key, class T, class KeyOf>
void add_bounds(Bounds<Key>& bounds, const std::vector<Versioned<T>>& rows, Period within, KeyOf key_of) {
    if (bounds.empty()) return;
    for (const Versioned<T>& row : rows) {
        const bool begins = within.from < row.valid_from && row.valid_from < within.until;
        const bool ends = within.from < row.valid_until && row.valid_until < within.until;
        if (!begins && !ends) continue;  // most rows
        const auto known = bounds.find(std::invoke(key_of, row.value));
        if (known == bounds.end()) continue;
        if (begins) known->second.push_back(row.valid_from);
        if (ends) known->second.push_back(row.valid_until);
    }
}

// Takes in the things of which a row changed.
template <class Key, class T, class KeyOf>
void add_changed(Bounds<Key>& things, const std::vector<Versioned<T>>& before,
                 const std::vector<Versioned<T>>& after, KeyOf key_of) {
    for (const Versioned<T>* row : changed_rows(before, after)) things[std::invoke(key_of, row->value)];
}

// The periods into which the instants cut that time, by time.
inline std::vector<Period> periods_between(std::vector<Time> bounds, Period within) {
    std::erase_if(bounds, [&](Time at) { return at <= within.from || at >= within.until; });
    bounds.push_back(within.from);
    bounds.push_back(within.until);
    std::ranges::sort(bounds);
    bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
    std::vector<Period> periods;
    periods.reserve(bounds.size() - 1);
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) periods.push_back({bounds[i], bounds[i + 1]});
    return periods;
}

// Those in which the two say something else. `bounds` are all instants at which what either says may change.
template <class Said>
std::vector<Period> differences(const Versions& versions, const std::vector<Time>& bounds, Said said) {
    std::vector<Period> periods = periods_between(bounds, versions.within);
    std::erase_if(periods, [&](const Period& period) {
        return said(versions.before, period.from) == said(versions.after, period.from);
    });
    return periods;
}

}  // namespace husong::registry
