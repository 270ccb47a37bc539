// Passwords, kept as argon2id. Each call takes about 20 ms of a core and 19 MiB: never on the net thread.
#pragma once

#include "server/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace husong::access {

inline constexpr std::size_t shortest_password = 10;  // bytes
inline constexpr std::size_t shortest_pin = 4;        // digits
inline constexpr std::size_t longest_pin = 8;
inline constexpr std::size_t longest_password = 256;  // bytes; bounds what a stranger makes us hash

// libsodium's string form, with salt and cost inside. Errors: malformed (too short, too long); unavailable
// (memory).
[[nodiscard]] Result<std::string> hash_password(std::string_view password);

// The same for the PIN of somebody at a school's gate: 4 to 8 digits. Guessing is held up by a throttle and
// by the session it needs, not by its length. Errors: malformed, unavailable.
[[nodiscard]] Result<std::string> hash_pin(std::string_view pin);

// True when the password is the one that was hashed.
[[nodiscard]] bool verify_password(std::string_view hash, std::string_view password);

// Takes as long as verify_password and is always false: an account that does not exist answers no faster.
[[nodiscard]] bool verify_nobody(std::string_view password);

}  // namespace husong::access
