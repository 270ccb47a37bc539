// One line of a record log (docs/records-log.md), read and written.
#pragma once

#include "server/base/result.hpp"
#include "server/registry/plate.hpp"
#include "server/tracking/record.hpp"

#include <string>
#include <string_view>

namespace husong::ctl {

// The record has no vehicle: its plate has no number yet. Its key is 0 where its content says which it is.
struct LogLine {
    registry::Plate plate;
    tracking::Record record;
};

// Errors: malformed, naming the field.
[[nodiscard]] Result<LogLine> parse_log_line(std::string_view line);

// Without a line feed; what parse_log_line() makes the same of. Flags that follow from the two clocks are
// left out: ingest::finish() sets them.
std::string format_log_line(const LogLine& line);

std::string_view kind_name(tracking::RecordKind kind);  // "passenger_flow", as in a log

}  // namespace husong::ctl
