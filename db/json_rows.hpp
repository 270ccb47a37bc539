// A register as JSON: a list of objects, one a row.
#pragma once

#include "db/text_table.hpp"

#include <string_view>

namespace husong::db {

// As rows of texts: the names of all objects, in the order in which they are first met, are the header. true
// and false become yes and no, null and what an object leaves out an empty cell; numbers stay as they are
// written. A fault is what is not JSON, another form than this, a name that an object has twice, or a text
// beyond the limit.
[[nodiscard]] TextTable read_json_rows(std::string_view bytes);

}  // namespace husong::db
