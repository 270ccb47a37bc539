// What devices tell over HTTP, read into records.
#pragma once

#include "server/http/message.hpp"
#include "server/tracking/record.hpp"

#include <vector>

namespace husong::http {

inline constexpr std::size_t most_records = 500;  // of one batch; a phone that was offline sends several

// The records of a batch whose JSON has kept its schema, for the caller's vehicle. Errors: denied (the device
// may not tell this kind).
[[nodiscard]] Result<std::vector<tracking::Record>> read_batch(const Request& request);

// The position in the form that OsmAnd-style tracker apps send: lat, lon, timestamp, speed in knots …
// Errors: malformed, naming the field.
[[nodiscard]] Result<tracking::Record> read_osmand(const Fields& fields, const access::DeviceKey& device,
                                                   Time received_at);

}  // namespace husong::http
