// The terminal's identity on the wire: a phone number, or whatever the installer put in its place.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/jt808/edition.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace husong::jt808 {

// The digits of a phone field as text, in fixed storage.
class PhoneDigits {
public:
    explicit PhoneDigits(Bytes bcd);

    // All 12 or 20 digits; nibbles above 9 as a to f.
    [[nodiscard]] std::string_view all() const& { return {text_.data(), size_}; }
    // The look-up key: leading zeros removed, so that a terminal keeps its identity from 2013 to 2019.
    // The number as it is, never rounded, when nibbles are not decimal. A field of zeros has the key "0".
    [[nodiscard]] std::string_view key() const&;

    // Views of a temporary would dangle.
    std::string_view all() const&& = delete;
    std::string_view key() const&& = delete;

private:
    std::array<char, 20> text_{};
    std::size_t size_ = 0;
};

// The field's bytes, echoed unchanged in every frame to that terminal: 6 (2011, 2013) or 10 (2019).
class Phone {
public:
    Phone() = default;
    explicit Phone(Bytes bcd);  // 6 or 10 bytes
    // Left-padded with zeros. Nothing when there is another character than a digit, or too many.
    static std::optional<Phone> from_digits(std::string_view digits, Layout layout);

    [[nodiscard]] Bytes bytes() const { return {bytes_.data(), size_}; }
    [[nodiscard]] PhoneDigits digits() const { return PhoneDigits{bytes()}; }
    [[nodiscard]] bool is_bcd() const;  // every nibble is a decimal digit
    bool operator==(const Phone&) const = default;

private:
    std::array<std::uint8_t, 10> bytes_{};
    std::uint8_t size_ = 6;
};

constexpr std::size_t phone_bytes(Layout layout) { return layout == Layout::v2019 ? 10 : 6; }

}  // namespace husong::jt808
