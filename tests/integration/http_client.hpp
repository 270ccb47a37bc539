// A blocking HTTP client of one person: signs in, keeps the session's cookie, has a deadline on every answer.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace husong::integration {

struct HttpAnswer {
    unsigned status = 0;
    boost::json::value body;  // null when the answer is no JSON
};

// Every call throws when there is no answer: a test cannot go on then.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port) : port_{port} {}

    void sign_in(std::string_view name, std::string_view password);
    HttpAnswer get(std::string_view target);
    // As a page sends it: with an idempotency key never used before.
    HttpAnswer post(std::string_view target, const boost::json::value& body);

private:
    std::uint16_t port_;
    std::string cookie_;
};

// A plate as it stands in a path.
std::string percent_encoded(std::string_view text);

}  // namespace husong::integration
