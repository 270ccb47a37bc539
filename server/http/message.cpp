#include "server/http/message.hpp"

#include "server/pages/page.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace husong::http {

namespace {

using access::Role;
using tracking::Source;

Source source_of(Role role) {
    switch (role) {
        case Role::police: return Source::police;
        case Role::gate: return Source::gate;
        case Role::patrol: return Source::patrol;
        case Role::driver:  // the crew's word
        case Role::escort: return Source::escort;
        case Role::class_teacher: return Source::teacher;
        default: return Source::hotline;  // the bureau's desk writes down what callers say
    }
}

unsigned status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::truncated:
        case ErrorCode::malformed: return 400;
        case ErrorCode::denied: return 403;
        case ErrorCode::not_found: return 404;
        case ErrorCode::conflict: return 409;
        case ErrorCode::unsupported: return 415;
        case ErrorCode::too_many: return 429;
        case ErrorCode::unavailable: return 503;
    }
    return 500;
}

// What a status says in general; the detail says it in particular.
std::string_view title_of(unsigned status) {
    static constexpr std::array<std::pair<unsigned, std::string_view>, 15> titles{{
        {400, "The request cannot be read"},
        {401, "Sign in first"},
        {403, "Not allowed"},
        {404, "Not found"},
        {405, "Not possible here"},
        {406, "No such form"},
        {408, "Too slow"},
        {409, "Told differently before"},
        {413, "Too large"},
        {415, "Unknown form of content"},
        {422, "The content is not valid"},
        {429, "Too many tries"},
        {431, "Headers too large"},
        {500, "The server failed"},
        {503, "Not now, try again"},
    }};
    for (const auto& [value, title] : titles)
        if (value == status) return title;
    return "Error";
}

std::string_view first_of(const Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

}  // namespace

std::string_view verb_name(Verb verb) {
    switch (verb) {
        case Verb::get: return "GET";
        case Verb::post: return "POST";
        case Verb::del: return "DELETE";
        case Verb::options: return "OPTIONS";
        case Verb::other: return "another verb";
    }
    return "";
}

std::int64_t Caller::number() const {
    if (account) return account->id.value;
    return device ? device->number : 0;
}

std::int64_t Caller::key_space() const { return 2 * number() + (device ? 1 : 0); }

Source Caller::source() const {
    if (account) return source_of(account->role);
    return device ? tracking::parse_source(device->source).value_or(Source::phone) : Source::phone;
}

std::string_view Request::field(std::string_view name) const { return first_of(query, name); }
std::string_view Request::form_field(std::string_view name) const { return first_of(form, name); }

Response text_response(unsigned status, std::string_view text) {
    return {.status = status,
            .content_type = "text/plain; charset=utf-8",
            .body = std::make_shared<const std::string>(text)};
}

Response json_response(unsigned status, const boost::json::value& value) {
    return {.status = status,
            .content_type = "application/json",
            .body = std::make_shared<const std::string>(boost::json::serialize(value))};
}

Response page_response(unsigned status, std::string html, std::string_view style) {
    const std::string policy =
        "default-src 'none'; style-src " + pages::style_hash(style) +
        "; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'";
    return {.status = status,
            .content_type = "text/html; charset=utf-8",
            .body = std::make_shared<const std::string>(std::move(html)),
            .headers = {{"Content-Security-Policy", policy}, {"X-Robots-Tag", "noindex"}},
            .stream = {}};
}

Response message_page(unsigned status, std::string_view title, std::string_view text) {
    pages::Fill fill;
    fill.include("STYLE", "page.css").set("TITLE", title).set("TEXT", text);
    return page_response(status, pages::render("message.html", fill), "page.css");
}

Response closed_page(unsigned status) {
    return message_page(status, "这个链接打不开",
                        "地址不对、已经过期，或者不归您看。请从头打开一次；还是不行，请问学校。");
}

Response busy_page() { return message_page(503, "现在打不开", "服务器现在忙，请过一会儿再打开。"); }

Response redirect_to(std::string address) {
    Response response = empty_response();
    response.status = 303;
    response.headers.emplace_back("Location", std::move(address));
    return response;
}

Response empty_response() { return {.status = 204}; }

Response problem(const Problem& problem) {
    boost::json::object body{{"type", "about:blank"},
                             {"title", title_of(problem.status)},
                             {"status", problem.status},
                             {"detail", problem.detail}};
    if (!problem.field.empty()) body["field"] = problem.field;
    Response response = json_response(problem.status, body);
    response.content_type = "application/problem+json";
    if (problem.status == 503) response.headers.emplace_back("Retry-After", "1");
    return response;
}

Response problem(const Error& error) {
    return problem(Problem{.status = status_of(error.code), .detail = error.what, .field = {}});
}

}  // namespace husong::http
