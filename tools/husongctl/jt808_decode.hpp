// husongctl jt808 decode: hexadecimal frames, one a line, to one JSON object a line.
#pragma once

#include "server/jt808/frame.hpp"
#include "server/jt808/vendor_profile.hpp"

#include <boost/json/object.hpp>

#include <iosfwd>

namespace husong::ctl {

// May people be named in what is printed?
enum class Personal : bool { hidden, shown };

// A frame as {"header": ..., "body_hex": ..., "body": ...}. A body that cannot be read leaves "body_error"
// and
// {"error": {"field", "offset", "reason"}} in it.
// Hidden: of a driver's card (0x0702) neither name nor numbers nor the bytes that hold them. A profile names
// the items of its maker.
boost::json::object to_json(const jt808::Frame& frame, Personal personal = Personal::shown,
                            const jt808::VendorProfile* profile = nullptr);

// Prints an object for every frame of every line. A line or frame that cannot be read becomes
// {"line": n, "error": {...}} and the next one follows. Returns 1 if there was any such error, else 0.
int run_jt808_decode(std::istream& in, std::ostream& out, Personal personal = Personal::hidden,
                     const jt808::VendorProfile* profile = nullptr);

}  // namespace husong::ctl
