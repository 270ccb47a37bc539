// husongctl jt808 decode: hexadecimal frames, one a line, to one JSON object a line.
#pragma once

#include "server/jt808/frame.hpp"

#include <boost/json/object.hpp>

#include <iosfwd>

namespace husong::ctl {

// A frame as {"header": ..., "body_hex": ..., "body": ...}. A body that cannot be read leaves "body_error"
// and
// {"error": {"field", "offset", "reason"}} in it.
boost::json::object to_json(const jt808::Frame& frame);

// Prints an object for every frame of every line. A line or frame that cannot be read becomes
// {"line": n, "error": {...}} and the next one follows. Returns 1 if there was any such error, else 0.
int run_jt808_decode(std::istream& in, std::ostream& out);

}  // namespace husong::ctl
