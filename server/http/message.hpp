// A request and its answer as plain values: handlers know no socket.
#pragma once

#include "server/access/account.hpp"
#include "server/base/result.hpp"
#include "server/base/time.hpp"
#include "server/live/hub.hpp"
#include "server/tracking/record.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace husong::http {

enum class Verb : std::uint8_t { get, post, del, options, other };
std::string_view verb_name(Verb verb);  // "GET"

// Names and values of a query string or a form, decoded, in their order.
using Fields = std::vector<std::pair<std::string, std::string>>;

// The request headers this server reads; empty: not sent.
struct Headers {
    std::string cookie = {};
    std::string authorization = {};
    std::string content_type = {};
    std::string accept_encoding = {};
    std::string if_none_match = {};
    std::string idempotency_key = {};
    std::string last_event_id = {};
    std::string csrf = {};  // X-Husong
};

// Who asks: a person signed in, or a device with its secret.
struct Caller {
    std::optional<access::Account> account;
    std::optional<access::DeviceKey> device;
    std::string session;  // of the account: its token's hash
    Time session_ends{};

    [[nodiscard]] access::Role role() const { return account ? account->role : access::Role::device; }
    [[nodiscard]] std::int64_t number() const;      // Record::told_by
    [[nodiscard]] std::int64_t key_space() const;   // of idempotency keys: no account shares a device's
    [[nodiscard]] tracking::Source source() const;  // whose word its records are
};

struct Request {
    Verb verb = Verb::get;
    std::string path;  // as it came, without the query
    Fields query;
    Headers headers;
    std::string body;
    std::string peer;  // address

    // Filled in by the dispatcher.
    std::vector<std::string> arguments;  // what stood at the pattern's {}
    boost::json::value json;             // the body, once it kept its schema
    Fields form;                         // … or the fields of a form
    Caller caller;
    Time received_at{};

    // The first field of that name in the query or in the form; empty: not there.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    [[nodiscard]] std::string_view form_field(std::string_view name) const;
};

// Where a stream of live events goes on.
struct Subscription {
    live::Topic topic{};
    std::uint64_t after = 0;
    Time ends_at{};            // then the reader signs in again or resumes
    std::string session = {};  // ends it too: whose stream it is (Caller::session)
};

struct Response {
    unsigned status = 200;
    std::string content_type = {};
    std::shared_ptr<const std::string> body = {};  // shared: static files are not copied
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::optional<Subscription> stream = {};  // answered by events instead of a body

    [[nodiscard]] std::string_view text() const {
        return body ? std::string_view{*body} : std::string_view{};
    }
};

Response text_response(unsigned status, std::string_view text);
Response json_response(unsigned status, const boost::json::value& value);
Response empty_response();  // 204
// A page; `style`: the template of the style sheet it carries, the only one that browsers then apply.
Response page_response(unsigned status, std::string html, std::string_view style);
Response message_page(unsigned status, std::string_view title, std::string_view text);
// What is not there, and what is not for who asks: one page for both.
Response closed_page(unsigned status);
Response busy_page();                       // the store did not answer
Response redirect_to(std::string address);  // 303: read it there

// What went wrong, as RFC 9457 says it. `field` names the parameter or the place in the body.
struct Problem {
    unsigned status = 500;
    std::string detail;
    std::string field;
};
Response problem(const Problem& problem);
// The status of every error of the server, in one place.
Response problem(const Error& error);

}  // namespace husong::http
