#include "server/http/entity_tag.hpp"

#include "server/base/hash.hpp"

#include <fmt/core.h>

#include <span>

namespace husong::http {

Response tagged(const Request& request, Response response) {
    const auto body = response.body;
    return tagged(request, std::move(response), body ? std::string_view{*body} : std::string_view{});
}

Response tagged(const Request& request, Response response, std::string_view content) {
    // Weak: the same content goes out compressed or not.
    const std::string tag =
        fmt::format("W/\"{:016x}\"",
                    hash64(std::span{reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}));
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    if (request.headers.if_none_match.find(tag) == std::string::npos) return response;
    response.status = 304;
    response.body = nullptr;
    response.content_type.clear();
    return response;
}

}  // namespace husong::http
