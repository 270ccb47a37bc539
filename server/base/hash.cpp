#include "server/base/hash.hpp"

#include <sodium.h>

#include <cstring>

namespace husong {

std::uint64_t hash64(std::span<const std::uint8_t> bytes) {
    static constexpr unsigned char key[crypto_shorthash_KEYBYTES] = "husong-record-1";
    unsigned char out[crypto_shorthash_BYTES];
    crypto_shorthash(out, bytes.data(), bytes.size(), key);
    std::uint64_t value = 0;
    std::memcpy(&value, out, sizeof value);
    return value;
}

}  // namespace husong
