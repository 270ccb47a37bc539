#include "tests/bench/http_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/core.h>

#include <array>
#include <random>

namespace husong::bench {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;

HttpClient::HttpClient(std::uint16_t port) {
    connection_.connect({boost::asio::ip::address_v4::loopback(), port});
    connection_.socket().set_option(tcp::no_delay{true});
}

HttpClient::Request HttpClient::request_for(http::verb verb, const std::string& target) const {
    Request request{verb, target, 11};
    request.set(http::field::host, "127.0.0.1");
    request.set("X-Husong", "1");
    if (!cookie_.empty()) request.set(http::field::cookie, cookie_);
    return request;
}

Answer HttpClient::exchange(const Request& request) {
    http::write(connection_, request);
    http::response<http::string_body> response;
    http::read(connection_, received_, response);
    std::string cookie{response[http::field::set_cookie]};
    return {response.result_int(), std::move(response.body()), cookie.substr(0, cookie.find(';'))};
}

Answer HttpClient::get(const std::string& target) { return exchange(request_for(http::verb::get, target)); }

Answer HttpClient::post(const std::string& target, const std::string& json) {
    static const auto run = std::random_device{}();
    Request request = request_for(http::verb::post, target);
    request.set(http::field::content_type, "application/json");
    request.set("Idempotency-Key", fmt::format("bench-{:08x}-{}", run, ++posts_));
    request.body() = json;
    request.prepare_payload();
    return exchange(request);
}

void HttpClient::stream(const std::string& target, const std::function<bool(std::string_view)>& more) {
    http::write(connection_, request_for(http::verb::get, target));
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    http::read_header(connection_, received_, parser);
    std::array<char, 16'384> piece;
    while (!parser.is_done()) {
        parser.get().body().data = piece.data();
        parser.get().body().size = piece.size();
        boost::system::error_code error;
        http::read_some(connection_, received_, parser, error);
        if (error && error != http::error::need_buffer) return;
        if (!more({piece.data(), piece.size() - parser.get().body().size})) return;
    }
}

}  // namespace husong::bench
