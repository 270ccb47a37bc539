#include "server/http/dispatcher.hpp"

#include "server/http/caller.hpp"
#include "server/http/gzip.hpp"
#include "server/http/openapi.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/url.hpp"

#include <boost/json/parse.hpp>
#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <utility>

namespace husong::http {

namespace {

constexpr unsigned deepest_json = 16;

constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

bool has_header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return true;
    return false;
}

void compress(Response& response) {
    if (!response.body || response.body->size() < compress_from_bytes ||
        has_header(response, "Content-Encoding"))
        return;
    response.body = std::make_shared<const std::string>(gzip(*response.body, Effort::quick));
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
}

void add_safety_headers(Response& response) {
    if (!has_header(response, "Content-Security-Policy"))
        response.headers.emplace_back("Content-Security-Policy", content_security_policy);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    if (!has_header(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
}

// There is something at the address, but not for this verb. Other sites are told nothing: no CORS.
Response not_by_this_verb(Verb verb, const std::string& known) {
    Response response =
        verb == Verb::options ? empty_response() : problem(Problem{405, "only " + known + " here", {}});
    response.headers.emplace_back("Allow", known + ", OPTIONS");
    return response;
}

// Reads the body and holds it to the route's schema. What is wrong with it, or none.
std::optional<Response> read_body(const Route& route, Request& request, const Schemas& schemas) {
    if (route.body.empty() || route.form) return std::nullopt;
    if (!request.headers.content_type.starts_with("application/json"))
        return problem(Problem{415, "the body must be application/json", {}});
    boost::json::parse_options options;
    options.max_depth = deepest_json;
    boost::system::error_code wrong;
    request.json = boost::json::parse(request.body, wrong, {}, options);
    if (wrong) return problem(Problem{400, "the body is no JSON", {}});
    if (const auto violation = schemas.check(route.body, request.json))
        return problem(Problem{422, violation->field + " " + violation->what, violation->field});
    return std::nullopt;
}

// Before the caller is let in: a form of somebody signed in tells by its token whose it is.
std::optional<Response> read_form(const Route& route, Request& request) {
    if (!route.form) return std::nullopt;
    if (!request.headers.content_type.starts_with("application/x-www-form-urlencoded"))
        return problem(Problem{415, "the body must be a form", {}});
    auto fields = parse_form(request.body);
    if (!fields) return problem(fields.error());
    request.form = std::move(*fields);
    return std::nullopt;
}

}  // namespace

// The one answer to a request, finished on its way out. If nobody gives one (the server stops), 503 is given.
class Dispatcher::Pending {
public:
    Pending(Answer deliver, std::shared_ptr<DispatchCounters> counters, bool gzip)
        : deliver_{std::move(deliver)}, counters_{std::move(counters)}, gzip_{gzip} {}
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;
    ~Pending() {
        if (deliver_) give(problem(Problem{503, "the server is stopping", {}}));
    }

    void give(Response response) {
        if (!deliver_) return;
        if (gzip_) compress(response);
        add_safety_headers(response);
        ++counters_->answers_by_class[std::min(response.status / 100, 5U)];
        std::exchange(deliver_, nullptr)(std::move(response));
    }

private:
    Answer deliver_;
    std::shared_ptr<DispatchCounters> counters_;
    bool gzip_;
};

Dispatcher::Dispatcher(const Services& services, const Router& router, const Schemas& schemas,
                       const StaticFiles& files)
    : services_{services},
      router_{router},
      schemas_{schemas},
      files_{files},
      counters_{std::make_shared<DispatchCounters>()} {}

void Dispatcher::dispatch(Request request, Answer answer) {
    auto pending = std::make_shared<Pending>(std::move(answer), counters_,
                                             accepts_gzip(request.headers.accept_encoding));
    request.received_at = services_.clock();
    route(std::move(request), [pending](Response response) { pending->give(std::move(response)); });
}

void Dispatcher::route(Request request, const Answer& answer) {
    auto found = router_.find(request.verb, request.path);
    if (!found) return answer(page(request));
    if (!found->route) return answer(not_by_this_verb(request.verb, found->verbs));
    const Route& route = *found->route;
    request.arguments = std::move(found->arguments);
    if (const Glance* glance = std::get_if<Glance>(&route.handler))
        return answer((*glance)(request, services_));

    auto job = [this, &route, request = std::make_shared<Request>(std::move(request)),
                answer](db::Reader& reader) { run(route, *request, reader, answer); };
    if (services_.reads.run(std::move(job))) return;
    ++counters_->refused_busy;
    answer(problem(Problem{503, "too many requests wait", {}}));
}

Response Dispatcher::page(const Request& request) const {
    auto file = files_.serve(request.path, request.headers);
    if (!file) return problem(Problem{404, "there is nothing at this address", {}});
    return request.verb == Verb::get ? std::move(*file) : not_by_this_verb(request.verb, "GET, HEAD");
}

void Dispatcher::run(const Route& route, Request& request, db::Reader& reader, const Answer& answer) {
    try {
        if (auto unreadable = read_form(route, request)) return answer(std::move(*unreadable));
        if (auto refused = refuse(route, request, reader)) return answer(std::move(*refused));
        if (const auto violation = check_parameters(route, request, schemas_))
            return answer(problem(Problem{400, violation->field + " " + violation->what, violation->field}));
        if (auto unreadable = read_body(route, request, schemas_)) return answer(std::move(*unreadable));
        if (const Read* read = std::get_if<Read>(&route.handler))
            return answer((*read)(request, services_, reader));
        std::get<Deed>(route.handler)(request, services_, reader, answer);
    } catch (const std::exception& bug) {
        ++counters_->failed;
        spdlog::error("{} {}: {}", verb_name(route.verb), route.pattern, bug.what());
        answer(problem(Problem{500, "the server failed; the mistake is in its log", {}}));
    }
}

}  // namespace husong::http
