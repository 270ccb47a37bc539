#include "server/http/form_sign_in.hpp"

#include "server/http/caller.hpp"
#include "server/http/services.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

constexpr std::size_t longest_name = 64;  // bytes; of an account

// What differs between the forms.
struct Place {
    std::string_view home;  // the form is at home/login
    std::string_view name;
    std::string_view heading;
    std::string_view about;
};
constexpr std::array places{
    Place{"/g", "校门", "校门电脑登录",
          "学校登录一次，这台电脑就一直能看校门名单；30 天没有人用 PIN "
          "办过事，要重新登录。每办一件事，各人选自己"
          "的名字、输自己的 PIN。"},
    Place{"/o", "车企", "车企登录", "登录后 12 小时有效。看到的是本单位的车、驾驶人和班次。"},
    Place{"/c", "驾驶人、照管员", "驾驶人、照管员登录", "登录后 12 小时有效。看到的是排了您的班次。"},
    Place{"/t", "班主任", "班主任登录", "登录后 12 小时有效。看到的是本班学生怎么上学、怎么回家。"},
    Place{"/b", "教育局", "教育局登录",
          "登录后 12 小时有效。交通、公安用自己的账号登录，看到的是各自可以看的。"},
};

// Only routes of these places lead here.
const Place& place_of(const Request& request) {
    for (const Place& place : places)
        if (request.path.starts_with(std::string{place.home} + "/")) return place;
    return places.front();
}

Response sign_in_form(const Place& place, unsigned status, std::string_view name, std::string_view wrong) {
    pages::Fill fill;
    fill.include("STYLE", pages::gate_style);
    fill.set("TITLE", wrong.empty() ? std::string{place.heading} : "没有登录 · " + std::string{place.name});
    fill.set("PLACE", place.name).set("HEADING", place.heading).set("ABOUT", place.about);
    fill.set("ADDRESS", std::string{place.home} + "/login").set("NAME", name);
    if (!wrong.empty()) fill.show("WRONG").set("TEXT", wrong);
    return page_response(status, pages::render("sign_in.html", fill), pages::gate_style);
}

// Who came to another one's form lands on the page of their own.
std::string landing_of(const Place& place, const std::optional<access::Account>& account) {
    if (!account) return std::string{place.home};
    switch (account->role) {
        case access::Role::gate: return "/g";
        case access::Role::police: return "/p";
        case access::Role::bureau:
        case access::Role::transport: return "/b";
        case access::Role::operator_staff: return "/o";
        case access::Role::driver:
        case access::Role::escort: return "/c";
        case access::Role::class_teacher: return "/t";
        default: return std::string{place.home};
    }
}

struct SignedInAs {
    std::string name;     // as typed
    std::string landing;  // the page gone to afterwards
};

Response signed_in(const Place& place, const Result<SignInDesk::Outcome>& outcome, const SignedInAs& who,
                   const Services& services) {
    if (!outcome && outcome.error().code == ErrorCode::denied)
        return sign_in_form(place, 422, who.name, "账号或密码不对。");
    if (!outcome) return sign_in_form(place, 503, who.name, "没有登录成功，服务器现在忙，请再按一次。");
    if (outcome->wait > 0ms) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(outcome->wait);
        return sign_in_form(place, 429, who.name,
                            fmt::format("错的次数太多，请过 {} 分钟再试。", minutes.count()));
    }
    Response response = redirect_to(who.landing);
    response.headers.emplace_back("Set-Cookie",
                                  session_cookie_of(outcome->token, outcome->lifetime, services));
    return response;
}

}  // namespace

Response sign_in_page(const Request& request, const Services&) {
    const bool lost = request.field("lost") == "1";
    return sign_in_form(place_of(request), 200, "",
                        lost ? "登录已经过期，刚才填的没有记下。请登录，再填一次。" : "");
}

void sign_in_by_form(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer) {
    const Place& place = place_of(request);
    const std::string name{request.form_field("name").substr(0, longest_name)};
    SignInDesk::Try attempt{.name = name,
                            .password = std::string{request.form_field("password")},
                            .peer = request.peer,
                            .account = {},
                            .at = request.received_at};
    auto account = reader.account(name);
    if (!account) return answer(busy_page());
    attempt.account = std::move(*account);
    const SignedInAs who{name, landing_of(place, attempt.account)};
    const bool taken = services.desk.sign_in(
        std::move(attempt), [answer, who, &place, &services](const Result<SignInDesk::Outcome>& outcome) {
            answer(signed_in(place, outcome, who, services));
        });
    if (!taken) answer(sign_in_form(place, 503, name, "同时登录的人太多，请再按一次。"));
}

void sign_out_by_form(const Request& request, const Services& services, db::Reader&, const Answer& answer) {
    db::AuditEntry entry{.at = request.received_at,
                         .account = request.caller.number(),
                         .peer = request.peer,
                         .action = "sign_out",
                         .object = fmt::format("account {}", request.caller.number()),
                         .before = {},
                         .after = {}};
    const std::string& session = request.caller.session;
    const bool taken = services.desk.sign_out(
        session, std::move(entry),
        [answer, session, &place = place_of(request), &services](const Result<>& dropped) {
            if (!dropped) return answer(busy_page());
            services.end_streams(session);
            Response response = redirect_to(std::string{place.home} + "/login");
            response.headers.emplace_back("Set-Cookie",
                                          session_cookie_of({}, std::chrono::seconds{0}, services));
            answer(std::move(response));
        });
    if (!taken) answer(busy_page());
}

}  // namespace husong::http
