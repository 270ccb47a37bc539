#include "server/jt808/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <iconv.h>
#include <optional>
#include <stdexcept>

namespace husong::jt808 {

namespace {

// One iconv conversion. A handle holds state, so every thread has its own.
class Converter {
public:
    Converter(const char* to, const char* from) : handle_{iconv_open(to, from)} {
        if (reinterpret_cast<std::intptr_t>(handle_) == -1)
            throw std::runtime_error("iconv cannot convert GB18030: install glibc's gconv");
    }
    ~Converter() { iconv_close(handle_); }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // Converts as much as it can: returns how many bytes of input that was.
    std::size_t convert(std::string_view input, std::string& output) {
        iconv(handle_, nullptr, nullptr, nullptr, nullptr);
        char* from = const_cast<char*>(input.data());  // iconv's signature; it does not write there
        std::size_t left = input.size();
        while (left > 0) {
            std::array<char, 256> buffer;
            char* to = buffer.data();
            std::size_t room = buffer.size();
            const bool stopped =
                iconv(handle_, &from, &left, &to, &room) == std::size_t(-1) && errno != E2BIG;
            output.append(buffer.data(), buffer.size() - room);
            if (stopped) break;
        }
        return input.size() - left;
    }

private:
    iconv_t handle_;
};

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Bytes of the UTF-8 character at the front: its first byte and what continues it, so that one character
// becomes one replacement.
std::size_t character_bytes(std::string_view utf8) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    std::size_t length = 1;
    while (length < std::min<std::size_t>(utf8.size(), 4) && continues(utf8[length])) ++length;
    return length;
}

std::optional<std::string> convert_all(Converter& converter, std::string_view text) {
    std::string output;
    if (converter.convert(text, output) != text.size()) return std::nullopt;
    return output;
}

std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

}  // namespace

Bytes trim_text(Bytes wire) {
    const auto blank = [](std::uint8_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!wire.empty() && wire.front() == 0) wire = wire.subspan(1);
    wire = wire.first(static_cast<std::size_t>(std::ranges::find(wire, std::uint8_t{0}) - wire.begin()));
    while (!wire.empty() && blank(wire.front())) wire = wire.subspan(1);
    while (!wire.empty() && blank(wire.back())) wire = wire.first(wire.size() - 1);
    return wire;
}

DecodedText decode_text(Bytes wire) {
    std::string_view text = as_text(trim_text(wire));
    if (is_ascii(text)) return {std::string{text}};
    thread_local Converter from_gb18030{"UTF-8", "GB18030"};
    thread_local Converter from_utf8{"UTF-8", "UTF-8"};
    if (auto utf8 = convert_all(from_gb18030, text)) return {std::move(*utf8)};
    if (auto utf8 = convert_all(from_utf8, text)) return {std::move(*utf8), TextSource::utf8};
    DecodedText damaged{{}, TextSource::damaged};
    for (;;) {
        text.remove_prefix(from_gb18030.convert(text, damaged.utf8));
        if (text.empty()) return damaged;
        damaged.utf8 += replacement_character;
        text.remove_prefix(1);
    }
}

std::vector<std::uint8_t> encode_text(std::string_view utf8, Edition edition) {
    thread_local Converter to_gbk{"GBK", "UTF-8"};
    std::string gbk;
    for (;;) {
        utf8.remove_prefix(to_gbk.convert(utf8, gbk));
        if (utf8.empty()) break;
        gbk += '?';
        utf8.remove_prefix(character_bytes(utf8));
    }
    std::vector<std::uint8_t> wire(gbk.begin(), gbk.end());
    if (edition == Edition::v2011) wire.push_back(0);
    return wire;
}

}  // namespace husong::jt808
