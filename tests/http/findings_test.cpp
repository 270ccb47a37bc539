// The list of flagged vehicles, one finding with its evidence, and what is told live.
#include "tests/http/api_fixture.hpp"
#include "tests/support/overloaded_ride.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <set>

namespace husong::http {
namespace {

using access::Role;
using test::at;
using test::text_at;

class Findings : public test::Api {
protected:
    Findings() { sign_in_as(Role::police); }

    // Police count pupils in the private van (VL-01, VL-04) and in the bus without a valid plate (VL-02).
    void flag_two() {
        flag("冀H7K206", 5);
        pass(1s);
        flag("冀H00419", 20);
    }
    void flag(const std::string& plate, int pupils) {
        const std::string body = R"({"pupils":)" + std::to_string(pupils) + R"(,"adults":1})";
        ASSERT_EQ(post("/api/v1/vehicles/" + plate + "/recounts", body, "count-" + plate).status, 201U);
    }
    std::vector<std::string> plates(const std::string& query) {
        std::vector<std::string> all;
        const Response answer = get("/api/v1/findings", query);
        EXPECT_EQ(answer.status, 200U) << query;
        const auto findings = at(answer, "findings");
        for (const auto& finding : findings.as_array())
            all.emplace_back(finding.at("plate").at("plate").as_string());
        return all;
    }
};

using Plates = std::vector<std::string>;

TEST_F(Findings, AreNoneInALawfulCounty) {
    const Response answer = get("/api/v1/findings");
    EXPECT_EQ(at(answer, "findings").as_array().size(), 0U);
    EXPECT_EQ(at(answer, "counts.all"), 0);
    EXPECT_EQ(at(answer, "next_cursor"), nullptr);
    EXPECT_EQ(text_at(answer, "event_id"), std::to_string(to_millis(now())));
}

TEST_F(Findings, NameRuleVehicleAndLaw) {
    flag("冀H7K206", 5);
    const Response answer = get("/api/v1/findings", "rule=VL-04");
    EXPECT_EQ(at(answer, "findings.0.rule"), "VL-04");
    EXPECT_EQ(at(answer, "findings.0.rule_zh"), "非营运车接送学生");
    EXPECT_EQ(at(answer, "findings.0.level"), "confirmed");
    EXPECT_EQ(at(answer, "findings.0.state"), "open");
    EXPECT_EQ(at(answer, "findings.0.plate.display"), "冀H·7K206");
    EXPECT_EQ(at(answer, "findings.0.figures.people"), 6);
    EXPECT_EQ(at(answer, "findings.0.pupils_aboard_likely"), true);
    EXPECT_EQ(at(get("/api/v1/vehicles/冀H7K206"), "findings").as_array().size(), 2U);
}

TEST_F(Findings, ThatRestOnASightingSayWhereTheVehicleWasSeen) {
    const char* seen = R"({"plate":"冀H7K206","place":"北沟镇初中门前","pupils":9})";
    ASSERT_EQ(post("/api/v1/sightings", seen, "key-00000001").status, 201U);
    wait_until([&] { return !at(get("/api/v1/findings", "rule=VL-04"), "findings").as_array().empty(); });
    const Response list = get("/api/v1/findings", "rule=VL-04");
    EXPECT_EQ(at(list, "findings.0.place_seen"), "北沟镇初中门前");
    EXPECT_EQ(at(list, "findings.0.detail"), "今天 07:00 交警看到，学生约 9 人");
    const Response one = get("/api/v1/findings/" + text_at(list, "findings.0.id"));
    EXPECT_EQ(at(one, "place_seen"), "北沟镇初中门前");
    EXPECT_EQ(at(one, "episodes.0.evidence.0.text"), "在北沟镇初中门前看到这辆车，学生约 9 人");
    EXPECT_EQ(at(get("/api/v1/vehicles/冀H7K206"), "findings.0.place_seen"), "北沟镇初中门前");
    flag("冀H00419", 20);
    EXPECT_EQ(at(get("/api/v1/findings", "rule=VL-02"), "findings.0.place_seen"), nullptr);
}

TEST_F(Findings, ShowInTheirEvidenceWhatAWitnessNoted) {
    const char* seen = R"({"plate":"冀H7K206","pupils":9,"note":"无牌面包车，<b>往北</b>去了"})";
    ASSERT_EQ(post("/api/v1/sightings", seen, "key-00000001").status, 201U);
    wait_until([&] { return !at(get("/api/v1/findings", "rule=VL-04"), "findings").as_array().empty(); });
    const std::string id = text_at(get("/api/v1/findings", "rule=VL-04"), "findings.0.id");
    const Response one = get("/api/v1/findings/" + id);
    EXPECT_EQ(at(one, "episodes.0.evidence.0.note"), "无牌面包车，<b>往北</b>去了");
    EXPECT_EQ(at(get("/api/v1/vehicles/冀H7K206"), "sightings.0.note"), "无牌面包车，<b>往北</b>去了");
    ASSERT_EQ(post("/api/v1/sightings", R"({"plate":"7K2","note":"银色"})", "key-00000002").status, 201U);
    wait_until([&] { return !at(get("/api/v1/sightings/partial"), "sightings").as_array().empty(); });
    EXPECT_EQ(at(get("/api/v1/sightings/partial"), "sightings.0.note"), "银色");
}

TEST_F(Findings, AreUpdatedLaterWhenTheirFiguresChange) {
    flag("冀H7K206", 5);
    const std::string first = text_at(get("/api/v1/findings", "rule=VL-04"), "findings.0.updated_at");
    pass(90s);
    ASSERT_EQ(post("/api/v1/vehicles/冀H7K206/recounts", R"({"pupils":8,"adults":1})", "count-again").status,
              201U);
    const Response changed = get("/api/v1/findings", "rule=VL-04");
    EXPECT_EQ(at(changed, "findings.0.figures.people"), 9);
    EXPECT_GT(text_at(changed, "findings.0.updated_at"), first);
}

TEST_F(Findings, AreFilteredByRuleLevelAndMovement) {
    flag_two();
    EXPECT_EQ(plates("rule=VL-04"), Plates{"冀H7K206"});
    EXPECT_EQ(plates("rule=VL-02"), Plates{"冀H00419"});
    EXPECT_EQ(plates("min_level=confirmed&rule=VL-04"), Plates{"冀H7K206"});
    EXPECT_EQ(plates("moving=true"), Plates{});
    const Response unknown = get("/api/v1/findings", "rule=XX-99");
    EXPECT_EQ(unknown.status, 400U);
    EXPECT_EQ(at(unknown, "field"), "rule");
    EXPECT_EQ(get("/api/v1/findings", "limit=0").status, 400U);
    EXPECT_EQ(get("/api/v1/findings", "near=here").status, 400U);
}

TEST_F(Findings, AreFoundNearAPlaceWithTheirDistance) {
    tell({husong::test::position(county_.private_van, now(), 0, 0)});
    flag_two();
    const Response near = get("/api/v1/findings", "rule=VL-04&near=40.78,118.17&radius_m=5000");
    ASSERT_EQ(at(near, "findings").as_array().size(), 1U);
    EXPECT_NEAR(at(near, "findings.0.distance_m").to_number<double>(), 1'110, 10);
    EXPECT_EQ(at(near, "counts.all"), 1);
    EXPECT_EQ(plates("near=41.78,118.17&radius_m=5000"), Plates{});
    EXPECT_EQ(plates("near=41.78,118.17").size(), 3U);  // distances only
}

TEST_F(Findings, OfVehiclesThatOnlyPeopleSeeAreFoundNearWhereTheyWereSeenLast) {
    const std::string seen = R"({"plate":"冀H9X999","colour":"blue","pupils_seen":"some",)";
    const auto see = [&](const std::string& place) {
        ASSERT_EQ(
            post("/api/v1/sightings", seen + place + "}", "key-" + place.substr(15, 5) + "-seen").status,
            201U);
    };
    see(R"("latitude_deg":40.80,"longitude_deg":118.20)");
    wait_until([&] { return !plates("").empty(); });
    EXPECT_EQ(plates("near=40.80,118.20&radius_m=5000"), Plates{"冀H9X999"});
    EXPECT_EQ(plates("near=41.90,118.20&radius_m=5000"), Plates{});
    const Response near = get("/api/v1/findings", "near=40.81,118.20&radius_m=5000");
    EXPECT_NEAR(at(near, "findings.0.distance_m").to_number<double>(), 1'110, 10);
    EXPECT_EQ(at(near, "findings.0.position"), nullptr);
    EXPECT_EQ(at(near, "counts.all"), 1);
    pass(1h);
    see(R"("latitude_deg":41.90,"longitude_deg":118.20)");  // the same episode, elsewhere
    wait_until([&] { return plates("near=41.90,118.20&radius_m=5000") == Plates{"冀H9X999"}; });
    EXPECT_EQ(plates("near=40.80,118.20&radius_m=5000"), Plates{});
}

TEST_F(Findings, ComeInPagesWithoutLossOrRepetition) {
    flag_two();
    for (const std::string state : {"open", "all"}) {
        std::set<std::string> seen;
        std::string cursor;
        for (int page = 0; page < 3; ++page) {
            const Response answer =
                get("/api/v1/findings", fmt::format("limit=1&state={}&cursor={}", state, cursor));
            ASSERT_EQ(at(answer, "findings").as_array().size(), 1U);
            EXPECT_EQ(at(answer, "counts.all"), 3);
            seen.insert(text_at(answer, "findings.0.id"));
            if (page < 2) cursor = text_at(answer, "next_cursor");
        }
        EXPECT_EQ(seen.size(), 3U) << state;
    }
    EXPECT_EQ(plates("state=all").front(), "冀H00419");  // newest first
}

TEST_F(Findings, ShowTheRecordsTheyRestOn) {
    flag("冀H7K206", 5);
    const std::string id = text_at(get("/api/v1/findings"), "findings.0.id");
    const Response answer = get("/api/v1/findings/" + id);
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(text_at(answer, "id"), id);
    EXPECT_EQ(at(answer, "withdrawn_reason"), nullptr);
    EXPECT_EQ(at(answer, "episodes.0.until"), nullptr);
    EXPECT_EQ(at(answer, "episodes.0.evidence.0.kind"), "head_count");
    EXPECT_EQ(at(answer, "episodes.0.evidence.0.source"), "police");
    EXPECT_EQ(at(answer, "episodes.0.evidence.0.text"), "清点 6 人（学生 5 + 司乘 1）");
    EXPECT_GT(at(answer, "episodes.0.register_versions.vehicle").as_int64(), 0);
    EXPECT_EQ(at(answer, "episodes.0.register_versions.permit"), 0);
}

TEST_F(Findings, ThatDoNotExistAreNotFound) {
    EXPECT_EQ(get("/api/v1/findings/123456").status, 404U);
    EXPECT_EQ(get("/api/v1/findings/abc").status, 404U);
}

TEST_F(Findings, AreToldLiveOnceCommitted) {
    const std::uint64_t before = hub().last(live::Topic::police_findings);
    flag("冀H7K206", 5);
    wait_until([&] { return hub().last(live::Topic::police_findings) > before; });
    const live::News news = hub().after(live::Topic::police_findings, before, 10);
    ASSERT_FALSE(news.reset);
    const auto told = boost::json::parse(*news.events.at(0).data);
    EXPECT_FALSE(schemas().check("Finding", told));
    EXPECT_EQ(told.at("plate").at("plate"), "冀H7K206");
    EXPECT_EQ(told.at("state"), "open");
    wait_until([&] { return hub().last(live::Topic::police_findings) == before + 2; });  // VL-01 and VL-04
    EXPECT_EQ(text_at(get("/api/v1/findings"), "event_id"), std::to_string(before + 2));
}

TEST_F(Findings, OfAPlateThatWasJustSeenForTheFirstTimeAreToldLiveToo) {
    const std::uint64_t before = hub().last(live::Topic::police_findings);
    ASSERT_EQ(post("/api/v1/sightings", R"({"plate":"冀H9X999","colour":"blue","pupils_seen":"some"})",
                   "key-00000001")
                  .status,
              201U);
    wait_until([&] { return hub().last(live::Topic::police_findings) > before; });
    const live::News news = hub().after(live::Topic::police_findings, before, 10);
    ASSERT_FALSE(news.reset);
    EXPECT_EQ(boost::json::parse(*news.events.at(0).data).at("plate").at("plate"), "冀H9X999");
}

TEST_F(Findings, ThatALateFixShiftsAreTheSameOnesAndNobodyIsToldOfANewOne) {
    const std::uint64_t first = hub().last(live::Topic::police_findings);
    pass(301s);
    tell(husong::test::overloaded_ride(county_.lawful, 70, 120));
    wait_until([&] { return hub().last(live::Topic::police_findings) > first; });
    const Response before = get("/api/v1/findings");
    ASSERT_EQ(at(before, "findings").as_array().size(), 1U);
    const std::string id = text_at(before, "findings.0.id");
    const auto stored = [&] {
        return store_->reader().value()->finding(FindingId{std::stoll(id)}).value().value();
    };
    const rules::Finding told = stored();
    const std::string address = "/api/v1/findings/" + id;
    ASSERT_EQ(post(address + "/acknowledgement", R"({"level":"likely"})", "").status, 201U);
    const auto acknowledged = at(get(address), "acknowledged");
    const std::uint64_t last = hub().last(live::Topic::police_findings);

    pass(10s);
    tell(husong::test::overloaded_ride(county_.lawful, 0,
                                       0));  // the five that were missing, and the others again
    const rules::Finding shifted = stored();
    EXPECT_LT(shifted.episodes.front().from, told.episodes.front().from);
    EXPECT_EQ(shifted.episodes.size(), 1U);
    EXPECT_EQ(shifted.found_at, told.found_at);
    EXPECT_FALSE(shifted.withdrawn_at);
    const Response after = get("/api/v1/findings");
    ASSERT_EQ(at(after, "findings").as_array().size(), 1U);
    EXPECT_EQ(text_at(after, "findings.0.id"), id);
    EXPECT_EQ(text_at(after, "findings.0.found_at"), text_at(before, "findings.0.found_at"));
    EXPECT_EQ(at(after, "findings.0.acknowledged"), acknowledged);
    EXPECT_EQ(at(after, "findings.0.acknowledged.holds"), true);

    // Who follows live is told how this one stands now, and of no other.
    wait_until([&] { return hub().last(live::Topic::police_findings) > last; });
    for (const live::Event& event : hub().after(live::Topic::police_findings, last, 100).events)
        EXPECT_EQ(boost::json::parse(*event.data).at("id").as_string(), id);
}

TEST_F(Findings, AreFollowedFromWhereTheReaderStopped) {
    const Subscription stream = get("/api/v1/events", "topics=findings&after=17").stream.value();
    EXPECT_EQ(stream.topic, live::Topic::police_findings);
    EXPECT_EQ(stream.after, 17U);
    EXPECT_EQ(stream.ends_at, now() + 10min);
    EXPECT_EQ(get("/api/v1/events").stream.value().after, hub().last(live::Topic::police_findings));
    sign_in_as(Role::bureau);
    EXPECT_EQ(get("/api/v1/events").stream.value().topic, live::Topic::office_findings);
}

}  // namespace
}  // namespace husong::http
