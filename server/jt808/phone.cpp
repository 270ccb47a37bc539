#include "server/jt808/phone.hpp"

#include <algorithm>
#include <cassert>

namespace husong::jt808 {

PhoneDigits::PhoneDigits(Bytes bcd) {
    static constexpr char digits[] = "0123456789abcdef";
    for (const std::uint8_t byte : bcd) {
        text_[size_++] = digits[byte >> 4];
        text_[size_++] = digits[byte & 0xF];
    }
}

std::string_view PhoneDigits::key() const& {
    const auto first = all().find_first_not_of('0');
    return first == std::string_view::npos ? "0" : all().substr(first);
}

Phone::Phone(Bytes bcd) : size_{static_cast<std::uint8_t>(bcd.size())} {
    assert(bcd.size() == 6 || bcd.size() == 10);
    std::copy(bcd.begin(), bcd.end(), bytes_.begin());
}

std::optional<Phone> Phone::from_digits(std::string_view digits, Layout layout) {
    Phone phone;
    phone.size_ = static_cast<std::uint8_t>(phone_bytes(layout));
    const std::size_t nibbles = phone.bytes().size() * 2;
    if (digits.size() > nibbles) return std::nullopt;
    std::size_t at = nibbles - digits.size();
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        const int nibble = c - '0';
        phone.bytes_[at / 2] |= static_cast<std::uint8_t>(at % 2 == 0 ? nibble << 4 : nibble);
        ++at;
    }
    return phone;
}

bool Phone::is_bcd() const {
    return std::ranges::all_of(bytes(), [](std::uint8_t b) { return b <= 0x99 && (b & 0xF) <= 9; });
}

}  // namespace husong::jt808
