#include "server/base/controls.hpp"

#include <algorithm>
#include <cstddef>

namespace husong {

namespace {

// Bytes of the control character at the head of the text; 0: there is none.
std::size_t control_bytes(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x20 || byte == 0x7F) return 1;
    if (byte != 0xC2 || text.size() < 2) return 0;
    const auto next = static_cast<unsigned char>(text[1]);
    return next >= 0x80 && next < 0xA0 ? 2 : 0;
}

}  // namespace

bool has_controls(std::string_view text) {
    for (; !text.empty(); text.remove_prefix(1))
        if (control_bytes(text) > 0) return true;
    return false;
}

std::string replace_controls(std::string_view text, std::string_view sign, std::string_view kept) {
    std::string replaced;
    while (!text.empty()) {
        const std::size_t bytes = kept.find(text.front()) == std::string_view::npos ? control_bytes(text) : 0;
        replaced += bytes > 0 ? sign : text.substr(0, 1);
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return replaced;
}

}  // namespace husong
