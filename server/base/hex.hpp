// Bytes as hexadecimal text and back.
#pragma once

#include "server/base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong {

std::string to_hex(std::span<const std::uint8_t> bytes);  // lower case, no separators

// Accepts upper and lower case and blanks between bytes. Errors: malformed, naming the offset.
[[nodiscard]] Result<std::vector<std::uint8_t>> from_hex(std::string_view text);

// As it may stand in a path or a query: all but letters, digits and -._~ becomes %XX.
std::string percent_encode(std::string_view text);

}  // namespace husong
