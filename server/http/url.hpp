// Percent-encoded text: paths, query strings, forms, and the cookie header.
#pragma once

#include "server/base/hex.hpp"
#include "server/base/result.hpp"
#include "server/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::http {

inline constexpr std::size_t most_fields = 64;  // of one query or form; further ones are an error

// Errors: malformed (a broken escape).
[[nodiscard]] Result<std::string> percent_decode(std::string_view text);

// name=value&…, '+' is a blank. Errors: malformed.
[[nodiscard]] Result<Fields> parse_form(std::string_view text);

// "/p/v/%E5" → {"p", "v", "%E5"}: split before decoding, so that %2F stays inside its segment.
std::vector<std::string_view> split_path(std::string_view path);

// The value of one cookie in a Cookie header; empty: not there.
std::string_view cookie_value(std::string_view header, std::string_view name);

}  // namespace husong::http
