// What a database holds of vehicles, as a record log (docs/records-log.md).
#pragma once

#include "db/store.hpp"

#include <ostream>

namespace husong::ctl {

// Vehicle by vehicle, in the order of the fold. Returns how many. Errors: those of the store; unavailable,
// when the stream does not take them.
[[nodiscard]] Result<std::size_t> write_stored_log(db::Reader& reader, std::ostream& out);

}  // namespace husong::ctl
