// What a file of a register holds before anything is known of its columns: rows of texts with their places,
// so that a mistake can be pointed at.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace husong::db {

struct RowPlace {
    std::size_t line = 0;   // where it begins, from 1; a quoted cell may hold line ends
    std::size_t entry = 0;  // which object of a JSON file, from 1; 0: a line of CSV
};

struct TextRow {
    RowPlace place;
    std::vector<std::string> cells;
    std::vector<bool> told;  // JSON: which of the names this object has; CSV: empty, all
    [[nodiscard]] bool tells(std::size_t column) const { return told.empty() || told[column]; }
    // As spreadsheets save a line in which nothing stands: ,,,,
    [[nodiscard]] bool blank() const {
        return std::ranges::all_of(cells, [](const std::string& cell) {
            return cell.find_first_not_of(" \t") == std::string::npos;
        });
    }
};

// Where a file ceases to be what it should. What follows cannot be told apart into cells.
struct TextFault {
    std::size_t line = 0;    // where the cell begins, from 1
    std::size_t column = 0;  // from 1; 0: the text as a whole, or JSON
    std::string reason;
};

struct TextTable {
    std::vector<TextRow> rows;       // those before the fault; the first names the columns
    std::vector<RowPlace> names_at;  // JSON: where each name of the first row is first met; CSV: empty
    std::optional<TextFault> fault;
};

inline constexpr std::size_t longest_file_bytes =
    64UL * 1024 * 1024;  // a county's register has a few hundred kB

}  // namespace husong::db
