// CSV as RFC 4180 has it, with the place of every cell, so that a mistake can be pointed at.
#pragma once

#include "db/text_table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::db {

// Lines end with LF or CRLF; lines in which nothing stands are left out. A fault is a quote that is not
// closed or stands inside a cell, or a text beyond the limit.
[[nodiscard]] TextTable parse_csv(std::string_view text);

// Begins a file in UTF-8, so that spreadsheets do not take it for GB18030.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Utf8 {
    std::string text;            // without a byte order mark
    std::size_t wrong_line = 0;  // from 1: where the bytes are of neither encoding; 0: nowhere
};

// The text as it is when it is UTF-8, else read as GB18030 (what spreadsheets in China save).
[[nodiscard]] Utf8 as_utf8(std::string_view bytes);

// One line with its end (CRLF); cells stand in quotes where they must.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

// The two in one: a file's bytes.
[[nodiscard]] TextTable read_csv(std::string_view bytes);

}  // namespace husong::db
