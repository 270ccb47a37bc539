#include "server/jt808/decode_error.hpp"

#include <fmt/core.h>

#include <array>
#include <stdexcept>

namespace husong::jt808 {

std::string_view name_of(Reason reason) {
    static constexpr std::array<std::string_view, reason_count> names{
        "escape", "too_short", "checksum", "length", "oversize", "short_body", "encrypted"};
    return names[static_cast<std::size_t>(reason)];
}

std::string to_string(const DecodeError& error) {
    return fmt::format("{}: {} at offset {}", name_of(error.reason), error.field, error.offset);
}

void throw_exception_from_error(const DecodeError& error, const boost::source_location&) {
    throw std::logic_error("unhandled decode error: " + to_string(error));
}

}  // namespace husong::jt808
