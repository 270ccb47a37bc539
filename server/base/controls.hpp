// Control characters of UTF-8 texts: C0, DEL and C1. What shows one may obey it.
#pragma once

#include <string>
#include <string_view>

namespace husong {

[[nodiscard]] bool has_controls(std::string_view text);

// The text with `sign` in the place of each control character; those that are `kept`, of one byte, stay.
[[nodiscard]] std::string replace_controls(std::string_view text, std::string_view sign,
                                           std::string_view kept = {});

}  // namespace husong
