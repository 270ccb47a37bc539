// Compression of answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace husong::http {

inline constexpr std::size_t compress_from_bytes = 1'024;  // below, the header costs what the body saves

enum class Effort : std::uint8_t { quick = 1, best = 9 };

std::string gzip(std::string_view text, Effort effort);

// Does an Accept-Encoding header take gzip?
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace husong::http
