#include "server/access/password.hpp"
#include "tests/http/api_fixture.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace husong::http {
namespace {

using access::Role;
using test::at;
using test::header_of;

constexpr const char* right = R"({"name":"wang","password":"correct horse"})";
constexpr const char* wrong = R"({"name":"wang","password":"wrong horse"})";

class SignIn : public test::Api {
protected:
    SignIn() { make_account("wang", Role::police, *access::hash_password("correct horse")); }
    Response sign_in_from(const std::string& address, const char* body) {
        Request request;
        request.verb = Verb::post;
        request.path = "/api/v1/session";
        request.body = body;
        request.headers.content_type = "application/json";
        request.peer = address;
        return ask(std::move(request));
    }
    Response session_of(const std::string& cookie, Verb verb = Verb::get) {
        Request request;
        request.verb = verb;
        request.path = "/api/v1/session";
        request.headers.cookie = cookie.substr(0, cookie.find(';'));
        request.headers.csrf = "1";
        return ask(std::move(request));
    }
};

TEST_F(SignIn, SetsACookieThatScriptsAndOtherSitesDoNotSee) {
    const Response answer = post("/api/v1/session", right);
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(at(answer, "account.name"), "wang");
    EXPECT_EQ(at(answer, "account.role"), "police");
    const std::string cookie = header_of(answer, "Set-Cookie");
    EXPECT_EQ(cookie.rfind("husong_session=", 0), 0U);
    EXPECT_NE(cookie.find("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"), std::string::npos) << cookie;
    EXPECT_EQ(session_of(cookie).status, 200U);
}

TEST_F(SignIn, WithAWrongNameOrPasswordSaysOneAndTheSame) {
    const Response unknown = post("/api/v1/session", R"({"name":"nobody","password":"correct horse"})");
    const Response mistyped = post("/api/v1/session", wrong);
    EXPECT_EQ(unknown.status, 401U);
    EXPECT_EQ(mistyped.status, 401U);
    EXPECT_EQ(unknown.text(), mistyped.text());
}

TEST_F(SignIn, IsNotTriedAfterEightMistakesUntilAWhileHasPassed) {
    for (int i = 0; i < 8; ++i) EXPECT_EQ(post("/api/v1/session", wrong).status, 401U);
    const Response refused = post("/api/v1/session", right);
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(header_of(refused, "Retry-After"), "900");
    pass(15min);
    EXPECT_EQ(post("/api/v1/session", right).status, 200U);
}

// What is logged while it lives.
class Log {
public:
    Log() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("", sink_)); }
    ~Log() { spdlog::set_default_logger(before_); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    [[nodiscard]] std::string text() const { return text_.str(); }

private:
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::ostringstream text_;
    std::shared_ptr<spdlog::sinks::ostream_sink_mt> sink_ =
        std::make_shared<spdlog::sinks::ostream_sink_mt>(text_);
};

TEST_F(SignIn, ThatFailsIsInTheLogWithNameAndAddressAndWithoutThePassword) {
    const Log log;
    EXPECT_EQ(sign_in_from("192.0.2.7", wrong).status, 401U);
    EXPECT_NE(log.text().find("[warning] sign-in refused: account wang, from 192.0.2.7"), std::string::npos);
    EXPECT_EQ(log.text().find("wrong horse"), std::string::npos);
    sign_in_from("192.0.2.7", right);
    EXPECT_EQ(log.text().find("[info]"), std::string::npos);
}

TEST_F(SignIn, WithANameThatIsNoAccountsLeavesTheNameOutOfTheLog) {
    const Log log;
    sign_in_from("192.0.2.7", R"({"name":"correct horse","password":"wang wang wang"})");
    EXPECT_NE(log.text().find("[warning] sign-in refused: no account of that name, from 192.0.2.7"),
              std::string::npos);
    EXPECT_EQ(log.text().find("horse"), std::string::npos) << "it may be a password in the wrong field";
}

TEST_F(SignIn, OfADisabledAccountIsRefusedInTheSameWordsAndItsSessionsAreOver) {
    const std::string cookie = header_of(post("/api/v1/session", right), "Set-Cookie");
    const auto set_disabled = [&](bool disabled) {
        store_->admin()
            .value()
            ->edit_account("wang", [&](auto& account) { account.disabled = disabled; })
            .value();
    };
    set_disabled(true);
    EXPECT_EQ(session_of(cookie).status, 401U);
    const Response refused = post("/api/v1/session", right);
    EXPECT_EQ(refused.status, 401U);
    EXPECT_EQ(refused.text(), post("/api/v1/session", wrong).text());
    set_disabled(false);
    EXPECT_EQ(session_of(cookie).status, 401U) << "the old session stays over";
    EXPECT_EQ(post("/api/v1/session", right).status, 200U);
}

TEST_F(SignIn, IsSlowedWhenGuessesComeFromManyAddressesButNotWhereTheOwnerUsuallyIs) {
    ASSERT_EQ(sign_in_from("10.9.9.9", right).status, 200U);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(sign_in_from("192.0.2." + std::to_string(i), wrong).status, 401U);
    EXPECT_EQ(sign_in_from("198.51.100.7", right).status, 429U);
    EXPECT_EQ(sign_in_from("10.9.9.9", right).status, 200U);
}

TEST_F(SignIn, RemembersAcrossARestartWhereTheOwnerUsuallyIs) {
    ASSERT_EQ(sign_in_from("10.9.9.9", right).status, 200U);
    restart();
    for (int i = 0; i < 20; ++i) sign_in_from("192.0.2." + std::to_string(i), wrong);
    EXPECT_EQ(sign_in_from("198.51.100.7", right).status, 429U);
    EXPECT_EQ(sign_in_from("10.9.9.9", right).status, 200U);
}

TEST_F(SignIn, OfANameThatIsNoAccountsIsSlowedTheSameWay) {
    const char* nobody = R"({"name":"nobody","password":"correct horse"})";
    for (int i = 0; i < 20; ++i) EXPECT_EQ(sign_in_from("192.0.2." + std::to_string(i), nobody).status, 401U);
    EXPECT_EQ(sign_in_from("198.51.100.7", nobody).status, 429U);
}

TEST_F(SignIn, LastsTwelveHours) {
    const std::string cookie = header_of(post("/api/v1/session", right), "Set-Cookie");
    pass(std::chrono::hours{12} - 1s);
    EXPECT_EQ(session_of(cookie).status, 200U);
    pass(1s);
    EXPECT_EQ(session_of(cookie).status, 401U);
}

TEST_F(SignIn, EndsWhenOneSignsOut) {
    const std::string cookie = header_of(post("/api/v1/session", right), "Set-Cookie");
    const Response out = session_of(cookie, Verb::del);
    EXPECT_EQ(out.status, 204U);
    EXPECT_NE(header_of(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(session_of(cookie).status, 401U);
}

TEST_F(SignIn, IsNeededForEverythingButTheOpenDoors) {
    EXPECT_EQ(get("/api/v1/vehicles/冀H00318").status, 401U);
    EXPECT_EQ(get("/api/v1/findings").status, 401U);
    EXPECT_EQ(get("/api/v1/events").status, 401U);
    EXPECT_EQ(session_of("husong_session=guessed").status, 401U);
    EXPECT_EQ(get("/healthz").text(), "ok");
    EXPECT_EQ(get("/readyz").status, 200U);
}

TEST_F(SignIn, OpensToARoleOnlyWhatTheAccessTableGrants) {
    sign_in_as(Role::patrol);
    EXPECT_EQ(get("/api/v1/vehicles/冀H00318").status, 403U);
    EXPECT_EQ(get("/api/v1/findings").status, 403U);
    sign_in_as(Role::gate);
    EXPECT_EQ(get("/api/v1/findings").status, 403U);
    EXPECT_EQ(get("/api/v1/vehicles/冀H00318").status, 200U);
    const std::string count = R"({"pupils":5,"adults":1})";
    EXPECT_EQ(post("/api/v1/vehicles/冀H00318/recounts", count, "count-0001").status, 403U);
}

TEST_F(SignIn, OpensNothingToAnAccountThatIsLimitedToOneSchoolWhileNoRouteHonoursThat) {
    sign_in_as(Role::police, "S1");
    const Response refused = get("/api/v1/vehicles/冀H00318");
    EXPECT_EQ(refused.status, 403U);
    EXPECT_EQ(at(refused, "detail"), "this account is limited to one school, operator or person");
}

TEST_F(SignIn, DoesNotLetAnotherSiteAct) {
    sign_in_as(Role::police);
    const Response cookie_only = post("/api/v1/session", right);
    Request request;
    request.verb = Verb::post;
    request.path = "/api/v1/sightings";
    request.headers.content_type = "application/json";
    request.headers.cookie = header_of(cookie_only, "Set-Cookie");
    request.headers.idempotency_key = "12345678";
    request.body = R"({"plate":"冀H7K206"})";
    const Response refused = ask(request);
    EXPECT_EQ(refused.status, 403U);
    request.headers.csrf = "1";
    EXPECT_EQ(ask(request).status, 201U);
}

TEST_F(SignIn, HoldsItsBodyToTheSchema) {
    const Response missing = post("/api/v1/session", R"({"name":"wang"})");
    EXPECT_EQ(missing.status, 422U);
    EXPECT_EQ(at(missing, "field"), "password");
    EXPECT_EQ(post("/api/v1/session", "{").status, 400U);
    Request form;
    form.verb = Verb::post;
    form.path = "/api/v1/session";
    form.body = "name=wang&password=correct+horse";
    form.headers.content_type = "application/x-www-form-urlencoded";
    EXPECT_EQ(ask(form).status, 415U);
}

TEST_F(SignIn, AnswersAreNeitherKeptNorSniffedNorFramed) {
    const Response answer = post("/api/v1/session", right);
    EXPECT_EQ(header_of(answer, "Cache-Control"), "no-store");
    EXPECT_EQ(header_of(answer, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header_of(answer, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(
        header_of(answer, "Content-Security-Policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}

}  // namespace
}  // namespace husong::http
