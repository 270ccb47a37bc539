#include "server/access/password.hpp"

#include <sodium.h>

#include <array>

namespace husong::access {

namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 19U * 1024 * 1024;

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    if (password.size() < shortest_password)
        return Error{ErrorCode::malformed, "the password is shorter than 10 bytes"};
    if (password.size() > longest_password)
        return Error{ErrorCode::malformed, "the password is longer than 256 bytes"};
    std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
    if (sodium_init() < 0 ||
        crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), passes, memory_bytes) != 0)
        return Error{ErrorCode::unavailable, "no memory to hash a password"};
    return std::string{text.data()};
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
