// All rows of a query as values, or the first one.
#pragma once

#include "db/sqlite/connection.hpp"

#include <optional>
#include <type_traits>
#include <vector>

namespace husong::db {

template <class Read>
using RowValue = std::invoke_result_t<Read, const Query&>;

// `read` makes a value of the row the query stands on.
template <class Read>
[[nodiscard]] Result<std::vector<RowValue<Read>>> all_rows(Query& query, Read read) {
    std::vector<RowValue<Read>> values;
    for (;;) {
        const auto row = query.step();
        if (!row) return row.error();
        if (!*row) return values;
        values.push_back(read(query));
    }
}

template <class Read>
[[nodiscard]] Result<std::optional<RowValue<Read>>> first_row(Query& query, Read read) {
    const auto row = query.step();
    if (!row) return row.error();
    if (!*row) return std::optional<RowValue<Read>>{};
    return std::optional{read(query)};
}

}  // namespace husong::db
