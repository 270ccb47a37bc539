// Signing the gate's computer in and out, by forms.
#include "server/http/caller.hpp"
#include "server/http/gate_handlers.hpp"
#include "server/http/gate_reading.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

constexpr std::size_t longest_name = 64;  // bytes; of an account

Response sign_in_form(unsigned status, std::string_view name, const std::string& wrong) {
    pages::Fill fill;
    fill.include("STYLE", pages::gate_style);
    fill.set("TITLE", wrong.empty() ? "校门电脑登录" : "没有登录 · 校门").set("NAME", name);
    if (!wrong.empty()) fill.show("WRONG").set("TEXT", wrong);
    return page_response(status, pages::render("gate_login.html", fill), pages::gate_style);
}

Response signed_in(const Result<SignInDesk::Outcome>& outcome, const std::string& name,
                   const Services& services) {
    if (!outcome && outcome.error().code == ErrorCode::denied)
        return sign_in_form(422, name, "账号或密码不对。");
    if (!outcome) return sign_in_form(503, name, "没有登录成功，服务器现在忙，请再按一次。");
    if (outcome->wait > 0ms) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(outcome->wait);
        return sign_in_form(429, name, fmt::format("错的次数太多，请过 {} 分钟再试。", minutes.count()));
    }
    Response response = redirect_to("/g");
    response.headers.emplace_back("Set-Cookie",
                                  session_cookie_of(outcome->token, outcome->lifetime, services));
    return response;
}

}  // namespace

Response gate_sign_in_page(const Request&, const Services&) { return sign_in_form(200, "", ""); }

void gate_sign_in(const Request& request, const Services& services, db::Reader& reader,
                  const Answer& answer) {
    const std::string name{request.form_field("name").substr(0, longest_name)};
    SignInDesk::Try attempt{.name = name,
                            .password = std::string{request.form_field("password")},
                            .peer = request.peer,
                            .account = {},
                            .at = request.received_at};
    auto account = reader.account(name);
    if (!account) return answer(trouble_page(account.error()));
    attempt.account = std::move(*account);
    const bool taken = services.desk.sign_in(
        std::move(attempt), [answer, name, &services](const Result<SignInDesk::Outcome>& outcome) {
            answer(signed_in(outcome, name, services));
        });
    if (!taken) answer(sign_in_form(503, name, "同时登录的人太多，请再按一次。"));
}

void gate_sign_out(const Request& request, const Services& services, db::Reader&, const Answer& answer) {
    db::AuditEntry entry{.at = request.received_at,
                         .account = request.caller.number(),
                         .peer = request.peer,
                         .action = "sign_out",
                         .object = fmt::format("account {}", request.caller.number()),
                         .before = {},
                         .after = {}};
    const std::string& session = request.caller.session;
    const bool taken = services.desk.sign_out(
        session, std::move(entry), [answer, session, &services](const Result<>& dropped) {
            if (!dropped) return answer(trouble_page(dropped.error()));
            services.end_streams(session);
            Response response = redirect_to("/g/login");
            response.headers.emplace_back("Set-Cookie",
                                          session_cookie_of({}, std::chrono::seconds{0}, services));
            answer(std::move(response));
        });
    if (!taken) answer(trouble_page({ErrorCode::unavailable, "too many people are signing in"}));
}

}  // namespace husong::http
