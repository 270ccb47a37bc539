// Reads big-endian wire fields off a span. Failure is sticky: read everything, then check ok() once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace husong {

using Bytes = std::span<const std::uint8_t>;

class ByteReader {
public:
    constexpr explicit ByteReader(Bytes bytes) : bytes_{bytes} {}

    constexpr std::uint8_t u8() { return static_cast<std::uint8_t>(take<1>()); }
    constexpr std::uint16_t u16() { return static_cast<std::uint16_t>(take<2>()); }
    constexpr std::uint32_t u32() { return take<4>(); }
    // The next `count` bytes, empty (and not ok) when fewer are left.
    constexpr Bytes bytes(std::size_t count) {
        if (!has(count)) return {};
        const auto result = bytes_.subspan(at_, count);
        at_ += count;
        return result;
    }
    constexpr Bytes rest() { return bytes(left()); }

    [[nodiscard]] constexpr bool ok() const { return ok_; }
    [[nodiscard]] constexpr std::size_t left() const { return bytes_.size() - at_; }
    // Offset of the next byte; after a failure, of the field that was not there.
    [[nodiscard]] constexpr std::size_t position() const { return at_; }

private:
    constexpr bool has(std::size_t count) {
        if (left() < count) ok_ = false;
        return ok_;
    }
    template <std::size_t Count>
    constexpr std::uint32_t take() {
        if (!has(Count)) return 0;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < Count; ++i) value = value << 8 | bytes_[at_ + i];
        at_ += Count;
        return value;
    }

    Bytes bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

}  // namespace husong
