// Appends big-endian wire fields to a vector: the counterpart of ByteReader.
#pragma once

#include "server/base/byte_reader.hpp"

#include <vector>

namespace husong {

class ByteWriter {
public:
    explicit ByteWriter(std::vector<std::uint8_t>& out) : out_{&out} {}

    void u8(std::uint8_t value) { out_->push_back(value); }
    void u16(std::uint16_t value) { number(value, 2); }
    void u32(std::uint32_t value) { number(value, 4); }
    void bytes(Bytes bytes) { out_->insert(out_->end(), bytes.begin(), bytes.end()); }
    void fill(std::size_t count, std::uint8_t value) { out_->insert(out_->end(), count, value); }
    // The low `width` bytes of a number, high byte first.
    void number(std::uint32_t value, std::size_t width) {
        for (std::size_t left = width; left > 0; --left)
            out_->push_back(static_cast<std::uint8_t>(value >> (8 * (left - 1))));
    }

private:
    std::vector<std::uint8_t>* out_;
};

}  // namespace husong
