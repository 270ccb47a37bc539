// A blocking HTTP client for measurements: one kept connection to 127.0.0.1, signed in by its cookie.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace husong::bench {

struct Answer {
    unsigned status = 0;
    std::string body;
    std::string cookie;  // "name=value" of Set-Cookie
};

// Throws when the connection fails: a measurement that cannot be made has no result.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port);

    void keep_cookie(std::string cookie) { cookie_ = std::move(cookie); }

    Answer get(const std::string& target);
    // Every post has a new idempotency key.
    Answer post(const std::string& target, const std::string& json);

    // Reads an event stream piece by piece until `more` returns false or the server ends it.
    void stream(const std::string& target, const std::function<bool(std::string_view)>& more);

private:
    using Request = boost::beast::http::request<boost::beast::http::string_body>;

    Request request_for(boost::beast::http::verb verb, const std::string& target) const;
    Answer exchange(const Request& request);

    boost::asio::io_context context_;
    boost::beast::tcp_stream connection_{context_};
    boost::beast::flat_buffer received_;
    std::string cookie_;
    std::uint64_t posts_ = 0;
};

}  // namespace husong::bench
