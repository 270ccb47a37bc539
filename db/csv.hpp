// CSV as RFC 4180 has it, with the place of every cell, so that a mistake can be pointed at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

struct CsvRow {
    std::size_t line = 0;  // where it begins, from 1; a quoted cell may hold line ends
    std::vector<std::string> cells;
    [[nodiscard]] bool blank() const { return cells.size() == 1 && cells[0].empty(); }
};

// Where a text ceases to be CSV. What follows cannot be told apart into cells.
struct CsvFault {
    std::size_t line = 0;    // where the cell begins, from 1
    std::size_t column = 0;  // from 1; 0: the text as a whole
    std::string reason;
};

struct CsvText {
    std::vector<CsvRow> rows;  // those before the fault
    std::optional<CsvFault>
        fault;  // a quote that is not closed or stands inside a cell; a text beyond the limit
};

// Lines end with LF or CRLF; blank lines are left out.
[[nodiscard]] CsvText parse_csv(std::string_view text);

struct Utf8 {
    std::string text;            // without a byte order mark
    std::size_t wrong_line = 0;  // from 1: where the bytes are of neither encoding; 0: nowhere
};

// The text as it is when it is UTF-8, else read as GB18030 (what spreadsheets in China save).
[[nodiscard]] Utf8 as_utf8(std::string_view bytes);

// The two in one: a file's bytes.
[[nodiscard]] CsvText read_csv(std::string_view bytes);

}  // namespace husong::db
