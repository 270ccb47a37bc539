// A password or PIN for husongctl: never from the arguments, which others can see.
#pragma once

#include "server/base/result.hpp"

#include <string>
#include <string_view>

namespace husong::ctl {

// One line, from the file or from standard input; at a console it asks ("password (at least 10 bytes)") and
// does not show what is typed.
[[nodiscard]] Result<std::string> read_secret(const std::string& file, std::string_view ask);

}  // namespace husong::ctl
