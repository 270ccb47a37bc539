// Signing in and out.
#include "server/access/secret.hpp"
#include "server/http/caller.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/services.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/http/url.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

namespace json = boost::json;

json::object session_json(const access::Account& account) {
    return {{"account", json::object{{"name", account.name},
                                     {"display_name", account.display_name},
                                     {"role", access::role_name(account.role)}}}};
}

Response too_many_tries(Milliseconds wait) {
    Response response = problem(Problem{429, "too many wrong tries; wait a while", {}});
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    response.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
    return response;
}

Response signed_in(const Result<SignInDesk::Outcome>& outcome, const std::optional<access::Account>& account,
                   const Services& services) {
    if (!outcome && outcome.error().code == ErrorCode::denied)
        return problem(Problem{401, outcome.error().what, {}});
    if (!outcome) return problem(outcome.error());
    if (outcome->wait > 0ms) return too_many_tries(outcome->wait);
    Response response = json_response(200, session_json(*account));
    response.headers.emplace_back("Set-Cookie",
                                  session_cookie_of(outcome->token, outcome->lifetime, services));
    return response;
}

void sign_in(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const json::object& body = request.json.as_object();
    SignInDesk::Try attempt{.name = std::string{text_or_empty(body, "name")},
                            .password = std::string{text_or_empty(body, "password")},
                            .peer = request.peer,
                            .account = {},
                            .at = request.received_at};
    auto account = reader.account(attempt.name);
    if (!account) return answer(problem(account.error()));
    attempt.account = *account;
    const bool taken = services.desk.sign_in(
        std::move(attempt),
        [answer, account = std::move(*account), &services](const Result<SignInDesk::Outcome>& outcome) {
            answer(signed_in(outcome, account, services));
        });
    if (!taken) answer(problem(Problem{503, "too many people are signing in", {}}));
}

Response get_session(const Request& request, const Services&, db::Reader&) {
    return json_response(200, session_json(*request.caller.account));
}

void sign_out(const Request& request, const Services& services, db::Reader&, const Answer& answer) {
    const std::int64_t account = request.caller.number();
    db::AuditEntry entry{.at = request.received_at,
                         .account = account,
                         .peer = request.peer,
                         .action = "sign_out",
                         .object = fmt::format("account {}", account),
                         .before = {},
                         .after = {}};
    const std::string& session = request.caller.session;
    const bool taken = services.desk.sign_out(
        session, std::move(entry), [answer, session, &services](const Result<>& dropped) {
            if (!dropped) return answer(problem(dropped.error()));
            services.end_streams(session);
            Response response = empty_response();
            response.headers.emplace_back("Set-Cookie",
                                          session_cookie_of({}, std::chrono::seconds{0}, services));
            answer(std::move(response));
        });
    if (!taken) answer(problem(Problem{503, "too many people are signing in", {}}));
}

const std::array account_route_rows{
    Route{.verb = Verb::post,
          .pattern = "/api/v1/session",
          .summary = "Sign in; the answer sets the session cookie",
          .door = {},
          .handler = sign_in,
          .successes = {{{200, "Session", "Signed in"}}},
          .body = "SignIn"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/session",
          .summary = "Who is signed in",
          .door = {.key = Door::Key::account},
          .handler = get_session,
          .successes = {{{200, "Session", "The account of the session"}}}},
    Route{.verb = Verb::del,
          .pattern = "/api/v1/session",
          .summary = "Sign out; the session is over everywhere",
          .door = {.key = Door::Key::account},
          .handler = sign_out,
          .successes = {{{204, "", "Signed out"}}}},
};

}  // namespace

std::span<const Route> account_routes() { return account_route_rows; }

}  // namespace husong::http
