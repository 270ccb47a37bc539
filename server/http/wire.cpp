#include "server/http/wire.hpp"

#include <fmt/core.h>

#include <array>

namespace husong::http {

namespace {

std::string_view reason(unsigned status) {
    static constexpr std::array<std::pair<unsigned, std::string_view>, 20> reasons{{
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
    }};
    for (const auto& [value, text] : reasons)
        if (value == status) return text;
    return "Unknown";
}

}  // namespace

std::string response_head(const Response& response, bool keep_alive) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
    if (!response.content_type.empty()) head += fmt::format("Content-Type: {}\r\n", response.content_type);
    if (response.status != 204 && response.status != 304)
        head += fmt::format("Content-Length: {}\r\n", response.text().size());
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

std::string stream_head() {
    return "HTTP/1.1 200 OK\r\n"
           "Content-Type: text/event-stream\r\n"
           "Cache-Control: no-store\r\n"
           "X-Content-Type-Options: nosniff\r\n"
           "Referrer-Policy: no-referrer\r\n"
           "X-Accel-Buffering: no\r\n"  // proxies: pass each event on at once
           "Connection: close\r\n\r\n"
           "retry: 2000\n\n";  // ms until a browser comes back by itself
}

std::string event_text(const live::News& news) {
    if (news.reset) return fmt::format("id: {}\nevent: reset\ndata: {{}}\n\n", news.last);
    std::string text;
    for (const live::Event& event : news.events)
        text += fmt::format("id: {}\nevent: finding\ndata: {}\n\n", event.number, *event.data);
    return text;
}

}  // namespace husong::http
