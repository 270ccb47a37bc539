// Choosing among the row versions that an index holds under one key.
#pragma once

#include "server/registry/entities.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace husong::registry {

template <class T>
using RowPointers = std::vector<const Versioned<T>*>;

// Of the rows valid at an instant, and that `matches` likes, the one that ends last; of equals the one
// recorded last.
template <class T, class Matches>
const Versioned<T>* best_valid(const RowPointers<T>& rows, Time at, Matches matches) {
    const Versioned<T>* best = nullptr;
    for (const Versioned<T>* row : rows) {
        if (!row->valid_at(at) || !matches(row->value)) continue;
        if (!best ||
            std::pair{row->valid_until, row->recorded_at} >= std::pair{best->valid_until, best->recorded_at})
            best = row;
    }
    return best;
}
template <class T>
const Versioned<T>* best_valid(const RowPointers<T>& rows, Time at) {
    return best_valid(rows, at, [](const T&) { return true; });
}

template <class T, class Matches>
const Versioned<T>* last_ended(const RowPointers<T>& rows, Time before, Matches matches) {
    const Versioned<T>* last = nullptr;
    for (const Versioned<T>* row : rows)
        if (row->valid_until <= before && matches(row->value) &&
            (!last || row->valid_until > last->valid_until))
            last = row;
    return last;
}
template <class T>
const Versioned<T>* last_ended(const RowPointers<T>& rows, Time before) {
    return last_ended(rows, before, [](const T&) { return true; });
}

// Looks a key up and asks `choose` among its rows; nullptr when there are none.
template <class Index, class Key, class Choose>
auto among(const Index& index, const Key& key, Choose choose) -> decltype(choose(index.begin()->second)) {
    const auto found = index.find(key);
    return found == index.end() ? nullptr : choose(found->second);
}
template <class Index, class Key>
auto valid_among(const Index& index, const Key& key, Time at) {
    return among(index, key, [&](const auto& rows) { return best_valid(rows, at); });
}

// Gathers the rows of a register under the key that `key_of` takes from each.
template <class Index, class T, class KeyOf>
void index_rows(Index& index, const std::vector<Versioned<T>>& rows, KeyOf key_of) {
    for (const Versioned<T>& row : rows) index[key_of(row.value)].push_back(&row);
}

// Puts the rows of each key in the order of what `order_of` takes from them.
template <class Index, class OrderOf>
void order_rows(Index& index, OrderOf order_of) {
    for (auto& [key, rows] : index) {
        if (rows.size() < 2) continue;  // most pupils have one guardian
        std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
            return order_of(a->value) < order_of(b->value);
        });
    }
}

}  // namespace husong::registry
