// Phones: batches of telemetry, and the form of public tracker apps.
#include "server/http/services.hpp"
#include "server/http/telemetry.hpp"
#include "server/rules/rule.hpp"
#include "tests/http/api_fixture.hpp"

namespace husong::http {
namespace {

using test::at;

class Phone : public test::Api {
protected:
    Phone() : authorization_{make_device("phone-1", county_.lawful, "phone")} {}

    Response tell_batch(const std::string& records) {
        Request request;
        request.verb = Verb::post;
        request.path = "/api/v1/telemetry";
        request.body = R"({"records":[)" + records + "]}";
        request.headers.content_type = "application/json";
        request.headers.authorization = authorization_;
        return ask(std::move(request));
    }
    std::vector<tracking::Record> history() {
        return store_->reader().value()->history(county_.lawful, now() - 24h, now() + 24h, 100).value();
    }
    std::string secret() const { return authorization_.substr(authorization_.find(':') + 1); }

    std::string authorization_;
};

constexpr const char* place =
    R"({"kind":"position","at":"2026-09-01T06:59:00+08:00","latitude_deg":40.8,"longitude_deg":118.2,"speed_mps":10})";
constexpr const char* count =
    R"({"kind":"head_count","at":"2026-09-01T06:59:10+08:00","pupils":40,"adults":2})";

TEST_F(Phone, TellsPositionsAndCountsOfItsVehicle) {
    const Response answer = tell_batch(std::string{place} + "," + count);
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(at(answer, "stored"), 2);
    EXPECT_EQ(at(answer, "duplicates"), 0);
    const auto stored = history();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].source, tracking::Source::phone);
    EXPECT_TRUE(std::get<tracking::Position>(stored[0].payload).located);
    EXPECT_EQ(std::get<tracking::HeadCount>(stored[1].payload).people(), 42);
}

constexpr const char* stirring =
    R"({"kind":"trip_event","at":"2026-09-01T06:59:30+08:00","event":"cabin_motion"})";

TEST_F(Phone, OfACabinSensorTellsThatSomebodyMovesInTheParkedVehicle) {
    tracking::Position parked;
    parked.latitude_deg = 40.8;
    parked.longitude_deg = 118.2;
    parked.located = true;  // and the engine is off
    tell({husong::test::record_of(county_.lawful, *parse_time("2026-09-01T06:59:00+08:00"), parked)});
    const Response answer = tell_batch(stirring);
    EXPECT_EQ(at(answer, "stored"), 1);
    EXPECT_EQ(at(tell_batch(stirring), "duplicates"), 1);
    const auto stored = history();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(std::get<tracking::TripEvent>(stored[1].payload).kind, tracking::EventKind::cabin_motion);
    EXPECT_EQ(stored[1].source, tracking::Source::phone);
    const auto findings = store_->reader().value()->findings({}).value();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(rules::rule_code(findings[0].head.rule), "SW-03");
    EXPECT_TRUE(findings[0].open());
}

TEST_F(Phone, TellsNoOtherEventOfARun) {
    const char* swept = R"({"kind":"trip_event","at":"2026-09-01T06:59:30+08:00","event":"swept"})";
    EXPECT_EQ(tell_batch(swept).status, 422U);
    EXPECT_TRUE(history().empty());
}

TEST_F(Phone, WhoseTokenHasAnotherFormIsToldTheRightOne) {
    const std::string form =
        "Authorization must be: Bearer DEVICE:SECRET, as husongctl device add gives them";
    for (const std::string& token : std::vector<std::string>{
             "", "Bearer", "Bearer " + secret(), "Basic bus1:secret", "Bearer :x", "Bearer bus1:"}) {
        authorization_ = token;
        const Response refused = tell_batch(place);
        EXPECT_EQ(refused.status, 401U) << token;
        EXPECT_EQ(at(refused, "detail"), form.c_str()) << token;
        EXPECT_EQ(test::header_of(refused, "WWW-Authenticate"), "Bearer") << token;
    }
    authorization_ = "Bearer bus1:" + std::string(43, 'x');
    EXPECT_EQ(at(tell_batch(place), "detail"), "no such device, or its secret is wrong");
}

TEST_F(Phone, ThatTellsTheSameAgainIsToldItWasThere) {
    EXPECT_EQ(tell_batch(place).status, 200U);
    const Response again = tell_batch(std::string{place} + "," + count);
    EXPECT_EQ(at(again, "stored"), 1);
    EXPECT_EQ(at(again, "duplicates"), 1);
    EXPECT_EQ(history().size(), 2U);
}

TEST_F(Phone, TellsAlthoughNoMoreHumanActsAreTaken) {
    refuse_acts_ = true;
    EXPECT_EQ(tell_batch(place).status, 200U);
    EXPECT_EQ(get("/osmand", "id=phone-1&secret=" + secret() + "&lat=40.8&lon=118.2").status, 200U);
    EXPECT_EQ(history().size(), 2U);
}

TEST_F(Phone, WithOneBadRecordStoresNoneAndIsToldWhich) {
    const Response answer =
        tell_batch(std::string{place} + R"(,{"kind":"position","at":"soon","latitude_deg":1,)" +
                   R"("longitude_deg":2})");
    EXPECT_EQ(answer.status, 422U);
    EXPECT_EQ(at(answer, "field"), "records[1].at");
    EXPECT_TRUE(history().empty());
}

TEST_F(Phone, ThatTellsTooOftenIsToldToWaitAndAnotherIsNot) {
    const int burst = static_cast<int>(usual_device_rate * DeviceRates::burst_seconds);
    for (int i = 0; i < burst; ++i) ASSERT_EQ(tell_batch(place).status, 200U);
    const Response refused = tell_batch(place);
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(test::header_of(refused, "Retry-After"), "1");
    const std::string form = "&lat=40.8&lon=118.2";
    EXPECT_EQ(get("/osmand", "id=phone-1&secret=" + secret() + form).status, 429U) << "both ways count";
    authorization_ = make_device("phone-2", county_.lawful, "phone");
    EXPECT_EQ(tell_batch(place).status, 200U);
    pass(1s);
    EXPECT_EQ(get("/osmand", "id=phone-2&secret=" + secret() + form).status, 200U);
}

TEST(DeviceRates, GiveBackAsMuchAsTimePasses) {
    DeviceRates rates{2};
    const Time morning{};
    for (int i = 0; i < 60; ++i) EXPECT_EQ(rates.take("phone", morning), 0ms);
    EXPECT_EQ(rates.take("phone", morning), 500ms);
    EXPECT_EQ(rates.take("phone", morning + 500ms), 0ms);
    EXPECT_EQ(rates.take("phone", morning + 500ms), 500ms);
}

TEST(DeviceRates, OfNoneAreNoLimit) {
    DeviceRates rates{0};
    for (int i = 0; i < 1'000; ++i) EXPECT_EQ(rates.take("phone", Time{}), 0ms);
}

TEST_F(Phone, WithAWrongSecretIsNotLetIn) {
    authorization_ += "x";
    EXPECT_EQ(tell_batch(place).status, 401U);
    authorization_ = "Bearer nobody:secret";
    EXPECT_EQ(tell_batch(place).status, 401U);
    authorization_.clear();
    EXPECT_EQ(tell_batch(place).status, 401U);
}

TEST_F(Phone, ThatMayNotCountIsRefusedTheCount) {
    auto key = *store_->reader().value()->device_key("phone-1").value();
    key.may_count = false;
    store_->admin().value()->put_device_key(key).value();
    EXPECT_EQ(tell_batch(place).status, 200U);
    EXPECT_EQ(tell_batch(count).status, 403U);
}

TEST_F(Phone, TellsAPositionInTheFormOfTrackerApps) {
    const std::string query =
        "id=phone-1&secret=" + secret() +
        "&lat=40.8&lon=118.2&timestamp=1788217100&speed=20&bearing=90&altitude=410.5&accuracy=12";
    EXPECT_EQ(get("/osmand", query).status, 200U);
    const auto stored = history();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].measured_at, from_millis(1'788'217'100'000));
    const auto& position = std::get<tracking::Position>(stored[0].payload);
    EXPECT_NEAR(position.speed_mps, 10.29, 0.03);  // 20 knots, kept in 0.1 km/h
    EXPECT_NEAR(position.latitude_deg, 40.8, 1e-6);
    EXPECT_NEAR(position.course_deg, 90, 0.1);
}

TEST_F(Phone, MayPostTheFormOfTrackerApps) {
    Request request;
    request.verb = Verb::post;
    request.path = "/osmand";
    request.headers.content_type = "application/x-www-form-urlencoded";
    request.body = "id=phone-1&secret=" + secret() + "&lat=40.8&lon=118.2&timestamp=2026-08-31T22%3A58%3A20Z";
    EXPECT_EQ(ask(request).status, 200U);
    EXPECT_EQ(history().at(0).measured_at, from_millis(1'788'217'100'000));
}

TEST_F(Phone, IsToldWhatIsWrongWithTheForm) {
    const std::string who = "id=phone-1&secret=" + secret();
    EXPECT_EQ(get("/osmand", who + "&lon=118.2").status, 400U);
    EXPECT_EQ(get("/osmand", who + "&lat=400&lon=118.2").status, 400U);
    EXPECT_EQ(get("/osmand", who + "&lat=40&lon=118.2&timestamp=yesterday").status, 400U);
    EXPECT_EQ(get("/osmand", "id=phone-1&secret=wrong&lat=40.8&lon=118.2").status, 401U);
    EXPECT_TRUE(history().empty());
}

TEST(Osmand, TakesSecondsMillisecondsAndNoTimestampAtAll) {
    const Time received{Milliseconds{1'788'217'111'222}};
    const auto measured = [&](Fields fields) {
        fields.insert(fields.end(), {{"lat", "40"}, {"lon", "118"}});
        return to_millis(read_osmand(fields, {}, received).value().measured_at);
    };
    EXPECT_EQ(measured({{"timestamp", "1788217100"}}), 1'788'217'100'000);
    EXPECT_EQ(measured({{"timestamp", "1788217100123"}}), 1'788'217'100'123);
    EXPECT_EQ(measured({}), 1'788'217'111'222);
}

}  // namespace
}  // namespace husong::http
