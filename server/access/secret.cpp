#include "server/access/secret.hpp"

#include "server/base/hex.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

namespace husong::access {

namespace {

constexpr std::size_t secret_bytes = 32;
constexpr auto base64url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

void need_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium has no source of randomness");
}

}  // namespace

std::string make_secret() {
    need_sodium();
    std::array<unsigned char, secret_bytes> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, sodium_base64_ENCODED_LEN(secret_bytes, base64url)> text{};
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), base64url);
    return text.data();
}

std::string hash_secret(std::string_view secret) {
    need_sodium();
    const std::basic_string<unsigned char> bytes{secret.begin(), secret.end()};
    std::array<unsigned char, crypto_generichash_BYTES> digest{};
    crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
    return to_hex(digest);
}

bool secret_matches(std::string_view secret, std::string_view hash) {
    const std::string given = hash_secret(secret);
    return given.size() == hash.size() && sodium_memcmp(given.data(), hash.data(), hash.size()) == 0;
}

}  // namespace husong::access
