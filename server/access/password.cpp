#include "server/access/password.hpp"

#include <sodium.h>

#include <array>

namespace husong::access {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19U * 1024 * 1024;

Result<std::string> hash_any(std::string_view secret) {
    std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
    if (sodium_init() < 0 ||
        crypto_pwhash_argon2id_str(text.data(), secret.data(), secret.size(), passes, memory_bytes) != 0)
        return Error{ErrorCode::unavailable, "no memory to hash a password"};
    return std::string{text.data()};
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    if (password.size() < shortest_password)
        return Error{ErrorCode::malformed, "the password is shorter than 10 bytes"};
    if (password.size() > longest_password)
        return Error{ErrorCode::malformed, "the password is longer than 256 bytes"};
    return hash_any(password);
}

Result<std::string> hash_pin(std::string_view pin) {
    const bool digits = pin.find_first_not_of("0123456789") == std::string_view::npos;
    if (!digits || pin.size() < shortest_pin || pin.size() > longest_pin)
        return Error{ErrorCode::malformed, "a PIN is 4 to 8 digits"};
    return hash_any(pin);
}

bool verify_password(std::string_view hash, std::string_view password) {
    if (hash.size() >= crypto_pwhash_argon2id_STRBYTES || password.size() > longest_password) return false;
    return sodium_init() >= 0 && crypto_pwhash_argon2id_str_verify(std::string{hash}.c_str(), password.data(),
                                                                   password.size()) == 0;
}

bool verify_nobody(std::string_view password) {
    static const std::string somebody = [] {
        std::array<char, 32> unguessable{};
        randombytes_buf(unguessable.data(), unguessable.size());
        const auto hash = hash_password({unguessable.data(), unguessable.size()});
        return hash ? *hash : std::string{};
    }();
    static_cast<void>(verify_password(somebody, password));
    return false;
}

}  // namespace husong::access
