#include "server/base/hex.hpp"

#include <fmt/core.h>

namespace husong {

namespace {

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 0xF]);
    }
    return text;
}

Result<std::vector<std::uint8_t>> from_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    int high = -1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (high < 0 && (c == ' ' || c == '\t' || c == '\r')) continue;
        const int value = nibble(c);
        if (value < 0)
            return Error{ErrorCode::malformed, fmt::format("not a hexadecimal digit at column {}", at + 1)};
        if (high < 0) {
            high = value;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | value));
            high = -1;
        }
    }
    if (high >= 0) return Error{ErrorCode::truncated, "an odd number of hexadecimal digits"};
    return bytes;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view plain = "-._~", digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || plain.find(c) != std::string_view::npos)
            out += c;
        else
            out += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
    return out;
}

}  // namespace husong
