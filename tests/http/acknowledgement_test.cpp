// Taking notice of a finding: by whom, for whom, at which level, and what a colleague sees of it.
#include "tests/http/api_fixture.hpp"
#include "tests/support/overloaded_ride.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace husong::http {
namespace {

using access::Role;
using test::at;
using test::text_at;

class Acknowledgement : public test::Api {
protected:
    Acknowledgement() {
        sign_in_as(Role::police);
        count(5);
        id_ = text_at(get("/api/v1/findings", "rule=VL-04"), "findings.0.id");
    }

    // A private van, whose pupils somebody counts.
    void count(int pupils) {
        const std::string body = R"({"pupils":)" + std::to_string(pupils) + R"(,"adults":1})";
        ASSERT_EQ(
            post("/api/v1/vehicles/冀H7K206/recounts", body, "count-" + std::to_string(pupils) + "-pupils")
                .status,
            201U);
    }
    // The bus for 45 drives off after its counter saw 60 board.
    void drive_overloaded() {
        pass(301s);
        tell(husong::test::overloaded_ride(county_.lawful));
        wait_until([&] { return !at(get("/api/v1/findings", "rule=LD-01"), "findings").as_array().empty(); });
        id_ = text_at(get("/api/v1/findings", "rule=LD-01"), "findings.0.id");
    }
    Response acknowledge(const std::string& level, const std::string& severity = "") {
        boost::json::object seen{{"level", level}};
        if (!severity.empty()) seen["severity"] = severity;
        return post("/api/v1/findings/" + id_ + "/acknowledgement", boost::json::serialize(seen), "");
    }
    Response finding() { return get("/api/v1/findings/" + id_); }

    std::string id_;
};

TEST_F(Acknowledgement, IsNobodysAtFirst) { EXPECT_EQ(at(finding(), "acknowledged"), nullptr); }

TEST_F(Acknowledgement, NamesWhoTookNoticeAndWhen) {
    const Response answer = acknowledge("confirmed");
    ASSERT_EQ(answer.status, 201U);
    EXPECT_FALSE(schemas().check("FindingDetail", boost::json::parse(answer.text())));
    EXPECT_EQ(text_at(answer, "acknowledged.at"), to_iso(now()));
    EXPECT_FALSE(text_at(answer, "acknowledged.by").empty());
    EXPECT_EQ(at(answer, "acknowledged.level"), "confirmed");
    EXPECT_EQ(at(answer, "acknowledged.holds"), true);
    EXPECT_EQ(at(finding(), "acknowledged"), at(answer, "acknowledged"));
    EXPECT_EQ(at(get("/api/v1/findings", "rule=VL-04"), "findings.0.acknowledged"),
              at(answer, "acknowledged"));
    EXPECT_EQ(at(get("/api/v1/findings", "rule=VL-01"), "findings.0.acknowledged"), nullptr);
}

TEST_F(Acknowledgement, StaysTheFirstOneHoweverOftenItIsTold) {
    const Response first = acknowledge("confirmed");
    pass(1h);
    const Response again = acknowledge("confirmed");
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(at(again, "acknowledged"), at(first, "acknowledged"));
    EXPECT_EQ(text_at(again, "updated_at"), text_at(first, "updated_at"));
}

TEST_F(Acknowledgement, IsEachRolesOwn) {
    ASSERT_EQ(acknowledge("confirmed").status, 201U);
    sign_in_as(Role::bureau);
    EXPECT_EQ(at(finding(), "acknowledged"), nullptr);
    EXPECT_EQ(acknowledge("confirmed").status, 201U);
    sign_in_as(Role::transport);
    EXPECT_EQ(acknowledge("confirmed").status, 403U);
}

TEST_F(Acknowledgement, OfALevelThatTheFindingDoesNotHaveIsRefused) {
    const Response answer = acknowledge("likely");
    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(at(finding(), "acknowledged"), nullptr);
    EXPECT_EQ(acknowledge("grave").status, 422U);
}

TEST_F(Acknowledgement, OfWhatIsNotThereIsNotFound) {
    id_ = "123456";
    EXPECT_EQ(acknowledge("likely").status, 404U);
    id_ = "abc";
    EXPECT_EQ(acknowledge("likely").status, 404U);
}

TEST_F(Acknowledgement, DoesNotHoldForALevelThatNobodyHasSeen) {
    drive_overloaded();
    ASSERT_EQ(acknowledge("likely").status, 201U);
    ASSERT_EQ(
        post("/api/v1/vehicles/冀H00318/recounts", R"({"pupils":58,"adults":2})", "count-the-bus").status,
        201U);
    EXPECT_EQ(at(finding(), "level"), "confirmed");
    EXPECT_EQ(at(finding(), "acknowledged.level"), "likely");
    EXPECT_EQ(at(finding(), "acknowledged.holds"), false);
    ASSERT_EQ(acknowledge("confirmed").status, 201U);
    EXPECT_EQ(at(finding(), "acknowledged.holds"), true);
}

TEST_F(Acknowledgement, DoesNotHoldForASeverityThatNobodyHasSeen) {
    ASSERT_EQ(at(finding(), "severity"), "S1");
    ASSERT_EQ(acknowledge("confirmed", "S2").status, 201U) << "on a page from before it was reported";
    EXPECT_EQ(at(finding(), "acknowledged.holds"), false);
    ASSERT_EQ(acknowledge("confirmed", "S1").status, 201U);
    EXPECT_EQ(at(finding(), "acknowledged.holds"), true);
    EXPECT_EQ(acknowledge("confirmed", "S2").status, 200U);
    EXPECT_EQ(at(finding(), "acknowledged.holds"), true) << "what was seen is not unseen";
    EXPECT_EQ(acknowledge("confirmed", "grave").status, 422U);
}

TEST_F(Acknowledgement, OfMoreThanThereIsIsOneOfWhatThereIs) {
    ASSERT_EQ(acknowledge("confirmed", "S1+").status, 201U);
    const auto kept = store_->reader().value()->acknowledgements({std::stoll(id_)}, Role::police).value();
    EXPECT_EQ(kept.front().severity, rules::Severity::s1);
}

TEST_F(Acknowledgement, IsToldLiveToColleagues) {
    wait_until([&] { return hub().last(live::Topic::police_findings) > 0; });
    const std::string before = text_at(finding(), "updated_at");
    const std::uint64_t last = hub().last(live::Topic::police_findings);
    ASSERT_EQ(acknowledge("confirmed").status, 201U);
    wait_until([&] { return hub().last(live::Topic::police_findings) > last; });
    const auto told =
        boost::json::parse(*hub().after(live::Topic::police_findings, last, 10).events.at(0).data);
    EXPECT_EQ(told.at("id"), boost::json::value(id_));
    EXPECT_EQ(told.at("acknowledged").at("holds"), true);
    EXPECT_GT(std::string{told.at("updated_at").as_string()}, before);
}

}  // namespace
}  // namespace husong::http
