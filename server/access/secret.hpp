// Random secrets: the session token in a browser's cookie, the secret of a device. The store keeps only their
// hashes.
#pragma once

#include <string>
#include <string_view>

namespace husong::access {

// 32 random bytes as base64url without padding: fit for a cookie, a header and a query string.
[[nodiscard]] std::string make_secret();

// What the store keeps of a secret: BLAKE2b-256 as hexadecimal. Fast on purpose: the secrets are random, not
// chosen.
[[nodiscard]] std::string hash_secret(std::string_view secret);

// Compares in constant time. `hash` as hash_secret() gives it.
[[nodiscard]] bool secret_matches(std::string_view secret, std::string_view hash);

}  // namespace husong::access
