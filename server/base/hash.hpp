// A stable 64-bit hash (SipHash-2-4, fixed key): the same bytes give the same value on every machine and run.
// For identities of records, not for secrets.
#pragma once

#include <cstdint>
#include <span>

namespace husong {

std::uint64_t hash64(std::span<const std::uint8_t> bytes);

}  // namespace husong
