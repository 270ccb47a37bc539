// The bytes of a message's field, owned elsewhere: by the frame it was decoded from, or by whoever encodes
// it.
#pragma once

#include "server/base/byte_reader.hpp"

#include <vector>

namespace husong::jt808 {

class View : public Bytes {
public:
    constexpr View() = default;
    constexpr View(Bytes bytes) : Bytes{bytes} {}
    View(const std::vector<std::uint8_t>& bytes) : Bytes{bytes} {}
    View(std::vector<std::uint8_t>&&) = delete;  // would dangle at the end of the statement
};

}  // namespace husong::jt808
