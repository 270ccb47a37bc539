// The addresses of calendars: unguessable, the same as long as the database lives.
#pragma once

#include "db/store.hpp"
#include "server/reports/calendar.hpp"

#include <string>
#include <string_view>

namespace husong::http {

// 32 hexadecimal digits. Errors: unavailable.
[[nodiscard]] Result<std::string> calendar_key(reports::CalendarOf kind, std::string_view code,
                                               db::Reader& reader);
// "/calendar/lines/L7/….ics". Errors: unavailable.
[[nodiscard]] Result<std::string> calendar_path(reports::CalendarOf kind, std::string_view code,
                                                db::Reader& reader);

}  // namespace husong::http
