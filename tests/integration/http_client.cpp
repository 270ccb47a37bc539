#include "tests/integration/http_client.hpp"

#include "server/access/secret.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>

#include <chrono>
#include <functional>
#include <stdexcept>

namespace husong::integration {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace json = boost::json;

namespace {

using Request = beast::http::request<beast::http::string_body>;
using Response = beast::http::response<beast::http::string_body>;

constexpr std::chrono::seconds deadline{20};
constexpr unsigned http_1_1 = 11;

// One request on a connection of its own.
class Exchange {
public:
    Response run(std::uint16_t port, const Request& request) {
        stream_.expires_after(deadline);
        finish([&](auto done) {
            stream_.async_connect(asio::ip::tcp::endpoint{asio::ip::address_v4::loopback(), port}, done);
        });
        finish([&](auto done) {
            beast::http::async_write(stream_, request, [done](auto error, std::size_t) { done(error); });
        });
        Response response;
        finish([&](auto done) {
            beast::http::async_read(stream_, received_, response,
                                    [done](auto error, std::size_t) { done(error); });
        });
        return response;
    }

private:
    using Done = std::function<void(beast::error_code)>;

    void finish(const std::function<void(Done)>& start) {
        beast::error_code failure;
        start([&failure](beast::error_code error) { failure = error; });
        context_.restart();
        context_.run();
        if (failure) throw std::runtime_error("no answer over HTTP: " + failure.message());
    }

    asio::io_context context_;
    beast::tcp_stream stream_{context_};
    beast::flat_buffer received_;
};

Request request_for(beast::http::verb verb, std::string_view target, const std::string& cookie) {
    Request request{verb, {target.data(), target.size()}, http_1_1};
    request.set(beast::http::field::host, "127.0.0.1");
    request.set(beast::http::field::connection, "close");
    request.set("X-Husong", "1");
    if (!cookie.empty()) request.set(beast::http::field::cookie, cookie);
    return request;
}

void put_json(Request& request, const json::value& body) {
    request.set(beast::http::field::content_type, "application/json");
    request.body() = json::serialize(body);
    request.prepare_payload();
}

HttpAnswer answer_of(const Response& response) {
    beast::error_code not_json;
    json::value body = json::parse(response.body(), not_json);
    return {response.result_int(), not_json ? json::value{} : std::move(body)};
}

}  // namespace

void HttpClient::sign_in(std::string_view name, std::string_view password) {
    Request request = request_for(beast::http::verb::post, "/api/v1/session", {});
    put_json(request, json::object{{"name", name}, {"password", password}});
    const Response response = Exchange{}.run(port_, request);
    const std::string cookie{response[beast::http::field::set_cookie]};
    if (cookie.empty()) throw std::runtime_error("signing in failed: " + response.body());
    cookie_ = cookie.substr(0, cookie.find(';'));
}

HttpAnswer HttpClient::get(std::string_view target) {
    return answer_of(Exchange{}.run(port_, request_for(beast::http::verb::get, target, cookie_)));
}

HttpAnswer HttpClient::post(std::string_view target, const json::value& body) {
    Request request = request_for(beast::http::verb::post, target, cookie_);
    request.set("Idempotency-Key", access::make_secret());
    put_json(request, body);
    return answer_of(Exchange{}.run(port_, request));
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return encoded;
}

}  // namespace husong::integration
