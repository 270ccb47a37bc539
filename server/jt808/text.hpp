// Text on the wire is GBK; inside it is UTF-8.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/jt808/edition.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::jt808 {

enum class TextSource : std::uint8_t {
    gb18030,
    utf8,     // not GB18030 but valid UTF-8: some terminals send that; to be counted
    damaged,  // neither: what cannot be read became U+FFFD
};

struct DecodedText {
    std::string utf8;
    TextSource source = TextSource::gb18030;
};

// Leading NULs dropped, cut at the first NUL after them, surrounding blanks trimmed.
Bytes trim_text(Bytes wire);
DecodedText decode_text(Bytes wire);

// GBK as a STRING of that edition: ends with a NUL in 2011. What GBK lacks becomes '?'.
std::vector<std::uint8_t> encode_text(std::string_view utf8, Edition edition);

}  // namespace husong::jt808
