#include "server/http/gzip.hpp"

#include <limits>
#include <stdexcept>
#include <zlib.h>

namespace husong::http {

namespace {

constexpr int gzip_window = 15 + 16;  // zlib's way of saying: gzip, largest window
constexpr int default_memory = 8;

}  // namespace

std::string gzip(std::string_view text, Effort effort) {
    z_stream stream{};
    if (text.size() > std::numeric_limits<uInt>::max() ||
        deflateInit2(&stream, static_cast<int>(effort), Z_DEFLATED, gzip_window, default_memory,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int ended = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (ended != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
    return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
    const auto at = accept_encoding.find("gzip");
    if (at == std::string_view::npos) return false;
    const std::string_view rest = accept_encoding.substr(at + 4, accept_encoding.find(',', at) - at - 4);
    return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

}  // namespace husong::http
