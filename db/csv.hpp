// CSV as RFC 4180 has it, with the place of every cell, so that a mistake can be pointed at.
#pragma once

#include "server/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

struct CsvRow {
    std::size_t line = 0;  // where it begins, from 1; a quoted cell may hold line ends
    std::vector<std::string> cells;
    [[nodiscard]] bool blank() const { return cells.size() == 1 && cells[0].empty(); }
};

// Lines end with LF or CRLF; blank lines are left out. Errors: malformed, naming line and character, for a
// quote that is not closed or stands inside a cell, and for a file beyond the limits.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text);

// The text as UTF-8 without a byte order mark: as it is when it is UTF-8, else read as GB18030 (what
// spreadsheets in China save). Errors: malformed when it is neither.
[[nodiscard]] Result<std::string> as_utf8(std::string_view bytes);

}  // namespace husong::db
