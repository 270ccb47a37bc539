// Sightings and recounts: told once with an idempotency key, stored once.
#include "tests/http/api_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::at;

constexpr const char* van_seen =
    R"({"plate":"冀H7K206","colour":"blue","place":"北沟镇初中门前","pupils":9,"pupils_seen":"some"})";

class Acts : public test::Api {
protected:
    Acts() { sign_in_as(Role::police); }
    Response sight(const std::string& body, const std::string& key) {
        return post("/api/v1/sightings", body, key);
    }
    // As a plate camera or a phone tells it.
    Response sight_as(const std::string& device, const std::string& key) {
        Request request;
        request.verb = Verb::post;
        request.path = "/api/v1/sightings";
        request.body = R"({"plate":"冀H7K206","colour":"blue","place":"北环路卡口"})";
        request.headers.content_type = "application/json";
        request.headers.idempotency_key = key;
        request.headers.authorization = device;
        return ask(request);
    }
    Response recount(const std::string& body, const std::string& key, const std::string& plate = "冀H00318") {
        return post("/api/v1/vehicles/" + plate + "/recounts", body, key);
    }
    std::vector<tracking::Record> sightings() {
        return store_->reader().value()->sightings(std::nullopt, now() - 24h, 100).value();
    }
    std::vector<tracking::Record> history(VehicleId vehicle) {
        return store_->reader().value()->history(vehicle, now() - 24h, now() + 24h, 100).value();
    }
};

TEST_F(Acts, ASightingIsStoredWithWhoSawItWhenAndWhere) {
    const Response answer = sight(van_seen, "key-00000001");
    ASSERT_EQ(answer.status, 201U);
    EXPECT_EQ(at(answer, "registered"), true);
    EXPECT_EQ(at(answer, "plate.colour"), "blue");
    const auto stored = sightings();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].vehicle, county_.private_van);
    EXPECT_EQ(stored[0].source, tracking::Source::police);
    EXPECT_EQ(stored[0].measured_at, now());
    const auto& seen = std::get<tracking::Sighting>(stored[0].payload);
    EXPECT_EQ(seen.place, "北沟镇初中门前");
    EXPECT_EQ(seen.pupils, 9);
    EXPECT_EQ(seen.pupils_seen, tracking::PupilsSeen::some);
}

TEST_F(Acts, ARecountTellsWhoSitsBesideTheDriver) {
    EXPECT_EQ(recount(R"({"pupils":20,"adults":2,"front_seat":1})", "key-of-front-1").status, 201U);
    EXPECT_EQ(recount(R"({"pupils":20,"adults":2,"front_seat":1})", "key-of-front-1").status, 200U);
    const auto stored = history(county_.lawful);
    ASSERT_EQ(stored.size(), 2U) << "the count, and what was seen with it";
    const auto& event = std::get<tracking::TripEvent>(stored[1].payload);
    EXPECT_EQ(event.kind, tracking::EventKind::front_seat);
    EXPECT_EQ(event.number, 1);
    EXPECT_EQ(stored[1].source, tracking::Source::police);
    EXPECT_EQ(recount(R"({"pupils":20,"adults":2,"front_seat":10})", "key-of-front-2").status, 422U);
}

TEST_F(Acts, ARecountOfABusWhoseClockIsAheadIsJudgedAtOnceAndStoredOnce) {
    const Time ahead = now() + 20s;
    tell({husong::test::position(county_.lawful, ahead - 10s, 0, 36),
          husong::test::position(county_.lawful, ahead, 100, 36)});
    const Response first = recount(R"({"pupils":60,"adults":2})", "count-0001");
    ASSERT_EQ(first.status, 201U);
    EXPECT_EQ(at(first, "check.verdict.word"), "over");
    pass(1s);
    restart();
    EXPECT_EQ(recount(R"({"pupils":60,"adults":2})", "count-0001").status, 200U);
    EXPECT_EQ(history(county_.lawful).size(), 3U);
}

TEST_F(Acts, ASightingSentAgainIsStoredOnceAndAnsweredTheSame) {
    const Response first = sight(van_seen, "key-00000001");
    pass(5s);
    const Response again = sight(van_seen, "key-00000001");
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.text(), first.text());
    EXPECT_EQ(sightings().size(), 1U);
}

TEST_F(Acts, ASightingSentAgainAfterARestartIsStoredOnce) {
    const Response first = sight(van_seen, "key-00000001");
    pass(30s);
    restart();
    pass(5s);
    const Response again = sight(van_seen, "key-00000001");
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(again.text(), first.text());
    EXPECT_EQ(sightings().size(), 1U);
}

TEST_F(Acts, AnotherSightingUnderTheSameKeyIsAConflict) {
    const std::string other = R"({"plate":"冀H7K206","colour":"blue","place":"别处"})";
    const std::string other_plate = R"({"plate":"冀H00318"})";
    EXPECT_EQ(sight(van_seen, "key-00000001").status, 201U);
    EXPECT_EQ(sight(other, "key-00000001").status, 409U);
    EXPECT_EQ(sight(other_plate, "key-00000001").status, 409U);
    restart();
    EXPECT_EQ(sight(other, "key-00000001").status, 409U);
    restart();
    EXPECT_EQ(sight(other_plate, "key-00000001").status, 409U);
    EXPECT_EQ(sight(other, "key-00000002").status, 201U);
    EXPECT_EQ(sightings().size(), 2U);
}

TEST_F(Acts, TwoPeopleMayChooseTheSameKey) {
    EXPECT_EQ(sight(van_seen, "key-00000001").status, 201U);
    sign_in_as(Role::gate);
    EXPECT_EQ(sight(van_seen, "key-00000001").status, 201U);
    EXPECT_EQ(sightings().size(), 2U);
}

TEST_F(Acts, ASightingWithoutAKeyOrFromTheFutureIsRefused) {
    const Response keyless = sight(van_seen, "");
    EXPECT_EQ(keyless.status, 400U);
    EXPECT_EQ(at(keyless, "field"), "Idempotency-Key");
    const Response early = sight(R"({"plate":"冀H7K206","at":"2026-09-01T07:01:01+08:00"})", "key-00000001");
    EXPECT_EQ(early.status, 422U);
    EXPECT_EQ(at(early, "field"), "at");
    for (const char* nonsense : {R"({"plate":"hello"})", R"({"plate":"35"})", R"({"plate":"冀H3?5"})"}) {
        const Response refused = sight(nonsense, "key-00000001");
        EXPECT_EQ(refused.status, 422U) << nonsense;
        EXPECT_EQ(at(refused, "field"), "plate");
    }
    EXPECT_TRUE(sightings().empty());
}

TEST_F(Acts, ASightingFromAPhoneThatWasOfflineKeepsItsOwnTime) {
    const std::string body = R"({"plate":"冀H7K206","at":"2026-09-01T06:31:00+08:00","pupils":3})";
    EXPECT_EQ(sight(body, "key-00000001").status, 201U);
    restart();
    EXPECT_EQ(sight(body, "key-00000001").status, 200U);
    ASSERT_EQ(sightings().size(), 1U);
    EXPECT_EQ(to_iso(sightings()[0].measured_at), "2026-09-01T06:31:00.000+08:00");
}

TEST_F(Acts, ASightingOfAPlateNobodyKnewMakesItKnown) {
    const Response answer =
        sight(R"({"plate":"冀H9X999","colour":"blue","pupils_seen":"some"})", "key-00000001");
    EXPECT_EQ(answer.status, 201U);
    EXPECT_EQ(at(answer, "registered"), false);
    wait_until([&] {
        return at(get("/api/v1/vehicles/冀H9X999", "colour=blue"), "sightings").as_array().size() == 1;
    });
    EXPECT_EQ(at(get("/api/v1/vehicles/冀H9X999", "colour=blue"), "sightings.0.by_zh"), "交警");
}

TEST_F(Acts, AVehicleWhoseColourIsToldLaterStaysOneVehicle) {
    const auto plates = [&] {
        std::vector<std::string> all;
        const auto findings = at(get("/api/v1/findings"), "findings");
        for (const auto& finding : findings.as_array())
            all.push_back(std::string{finding.at("plate").at("plate").as_string()} + "/" +
                          std::string{finding.at("plate").at("colour").as_string()});
        return all;
    };
    using Plates = std::vector<std::string>;
    ASSERT_EQ(sight(R"({"plate":"冀H8C888","pupils":7})", "key-00000001").status, 201U);
    wait_until([&] { return plates() == Plates{"冀H8C888/other"}; });
    const Response asked = get("/api/v1/vehicles/冀H8C888", "colour=blue");
    EXPECT_EQ(at(asked, "sightings").as_array().size(), 1U) << "it may be the blue one";
    pass(1s);
    ASSERT_EQ(sight(R"({"plate":"冀H8C888","colour":"blue","pupils":8})", "key-00000002").status, 201U);
    wait_until([&] { return plates() == Plates{"冀H8C888/blue"}; });
    pass(1s);
    ASSERT_EQ(sight(R"({"plate":"冀H8C888","pupils":9})", "key-00000003").status, 201U);
    const auto seen = [&] { return get("/api/v1/vehicles/冀H8C888", "colour=blue"); };
    wait_until([&] { return at(seen(), "sightings").as_array().size() == 3; });
    EXPECT_EQ(plates(), Plates{"冀H8C888/blue"});
    pass(1s);
    ASSERT_EQ(sight(R"({"plate":"冀H8C888","colour":"yellow","pupils":9})", "key-00000004").status, 201U);
    wait_until([&] { return plates() == (Plates{"冀H8C888/yellow", "冀H8C888/blue"}); });
}

TEST_F(Acts, ASightingInAColourThatIsNotRegisteredNamesTheOneThatIs) {
    const Response blue = sight(R"({"plate":"冀H00318","colour":"blue","pupils":9})", "key-00000001");
    EXPECT_EQ(at(blue, "registered"), false);
    EXPECT_EQ(at(blue, "registered_colours.0"), "yellow");
}

TEST_F(Acts, ASightingOfAPlateReadInPartIsStoredAndIsEvidenceForNobody) {
    for (const char* part : {"冀H·7K2？6", "7K2", "?K206", "冀H99?9"}) {
        const std::string body = std::string{R"({"plate":")"} + part + R"(","pupils":9})";
        const Response answer = sight(body, std::string{"the-key-"} + part);
        ASSERT_EQ(answer.status, 201U) << part;
        EXPECT_EQ(at(answer, "partial"), true) << part;
        EXPECT_EQ(at(answer, "registered"), false) << part;
        EXPECT_EQ(sight(body, std::string{"the-key-"} + part).status, 200U) << part;
    }
    ASSERT_EQ(sightings().size(), 4U);
    for (const tracking::Record& record : sightings()) EXPECT_FALSE(record.judged());
    // A whole plate told last is judged after them: what they could have led to would be there too.
    ASSERT_EQ(sight(R"({"plate":"冀H00419","pupils_seen":"some"})", "key-00000009").status, 201U);
    wait_until([&] { return !at(get("/api/v1/findings", "state=all"), "findings").as_array().empty(); });
    const auto findings = at(get("/api/v1/findings", "state=all"), "findings").as_array();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].at("plate").at("plate"), "冀H00419");
    const Response van = get("/api/v1/vehicles/冀H7K206", "colour=blue");
    EXPECT_TRUE(at(van, "findings").as_array().empty());
    EXPECT_TRUE(at(van, "sightings").as_array().empty());
}

TEST_F(Acts, SightingsOfPartsAreListedWithTheRegisteredVehiclesThatMatchNow) {
    ASSERT_EQ(sight(van_seen, "key-00000001").status, 201U);
    pass(1s);
    const std::string part = R"({"plate":"冀H·00?18","place":"石门镇南口","pupils":3})";
    ASSERT_EQ(sight(part, "key-00000002").status, 201U);
    pass(1s);
    ASSERT_EQ(sight(R"({"plate":"0041","colour":"blue"})", "key-00000003").status, 201U);
    ASSERT_EQ(at(get("/api/v1/sightings/partial"), "sightings").as_array().size(), 2U) << "at once";
    const Response list = get("/api/v1/sightings/partial");
    EXPECT_TRUE(at(list, "sightings.0.candidates").as_array().empty());  // registered in yellow, seen in blue
    EXPECT_EQ(at(list, "sightings.1.plate.display"), "冀H·00?18");
    EXPECT_EQ(at(list, "sightings.1.place"), "石门镇南口");
    ASSERT_EQ(at(list, "sightings.1.candidates").as_array().size(), 1U);
    EXPECT_EQ(at(list, "sightings.1.candidates.0.plate"), "冀H00318");
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=00?18"), "matches.0.plate"), "冀H00318");
    sign_in_as(Role::gate);
    EXPECT_EQ(get("/api/v1/sightings/partial").status, 403U);
}

TEST_F(Acts, APlateCameraTellsSightingsWithItsOwnSecret) {
    const std::string camera = make_device("camera-1", {}, "camera");
    EXPECT_EQ(sight_as(camera, "camera-1-000017").status, 201U);
    EXPECT_EQ(sightings().at(0).source, tracking::Source::camera);
    EXPECT_EQ(sight_as(camera + "x", "camera-1-000017").status, 401U);
    const std::string phone = make_device("phone-1", county_.lawful, "phone");
    EXPECT_EQ(sight_as(phone, "camera-1-000017").status, 403U);
}

TEST_F(Acts, AnAccountAndADeviceOfTheSameNumberMayChooseTheSameKey) {
    ASSERT_EQ(sight_as(make_device("camera-1", {}, "camera"), "00000001").status, 201U);
    ASSERT_EQ(sightings().at(0).told_by, 1) << "the number of the first account too";
    EXPECT_EQ(sight(van_seen, "00000001").status, 201U);
    EXPECT_EQ(sightings().size(), 2U);
}

TEST_F(Acts, ARecountIsAnsweredWithTheVerdictAfterIt) {
    const Response over = recount(R"({"pupils":45,"adults":2})", "count-0001");
    ASSERT_EQ(over.status, 201U);
    EXPECT_EQ(at(over, "check.verdict.text"), "超员 2 人");
    EXPECT_EQ(at(over, "check.load.counted_by"), "police");
    pass(60s);
    const Response fine = recount(R"({"pupils":43,"adults":2,"others":0})", "count-0002");
    EXPECT_EQ(at(fine, "check.verdict.word"), "may_carry");
    EXPECT_EQ(at(fine, "check.load.people_aboard"), 45);
    EXPECT_EQ(history(county_.lawful).size(), 2U);
}

TEST_F(Acts, ARecountFarBelowTheCountBeforeIsAskedForOnceMore) {
    EXPECT_EQ(at(recount(R"({"pupils":38,"adults":2})", "count-0001"), "check.load.disputed"), false);
    pass(60s);
    const Response slip = recount(R"({"pupils":0,"adults":1})", "count-0002");
    EXPECT_EQ(slip.status, 201U);
    EXPECT_EQ(at(slip, "check.verdict.word"), "check");
    EXPECT_EQ(at(slip, "check.load.disputed"), true);
    pass(1s);
    EXPECT_EQ(at(recount(R"({"pupils":0,"adults":1})", "count-0002"), "check.load.disputed"), true);
    pass(1s);
    const Response again = recount(R"({"pupils":0,"adults":1})", "count-0003");
    EXPECT_EQ(at(again, "check.verdict.word"), "may_carry");
    EXPECT_EQ(at(again, "check.load.people_aboard"), 1);
}

TEST_F(Acts, ARecountSentAgainCountsOnceAlsoAfterARestart) {
    EXPECT_EQ(recount(R"({"pupils":45,"adults":2})", "count-0001").status, 201U);
    pass(3s);
    EXPECT_EQ(recount(R"({"pupils":45,"adults":2})", "count-0001").status, 200U);
    pass(3s);
    restart();
    EXPECT_EQ(recount(R"({"pupils":45,"adults":2})", "count-0001").status, 200U);
    EXPECT_EQ(recount(R"({"pupils":44,"adults":2})", "count-0001").status, 409U);
    EXPECT_EQ(history(county_.lawful).size(), 1U);
}

TEST_F(Acts, ARecountNeedsWholeNumbersOfPeople) {
    const Response half = recount(R"({"pupils":4.5,"adults":2})", "count-0001");
    EXPECT_EQ(half.status, 422U);
    EXPECT_EQ(at(half, "field"), "pupils");
    EXPECT_EQ(recount(R"({"pupils":-1,"adults":2})", "count-0001").status, 422U);
    EXPECT_EQ(recount(R"({"pupils":1,"adults":2})", "count-0001", "hello").status, 400U);
    sign_in_as(Role::patrol);
    EXPECT_EQ(recount(R"({"pupils":1,"adults":2})", "count-0001").status, 403U);
}

TEST_F(Acts, AreRefusedAndNotLostWhenTooManyWait) {
    refuse_acts_ = true;
    const Response busy = recount(R"({"pupils":45,"adults":2})", "count-0001");
    EXPECT_EQ(busy.status, 503U);
    EXPECT_EQ(test::header_of(busy, "Retry-After"), "1");
    refuse_acts_ = false;
    EXPECT_EQ(recount(R"({"pupils":45,"adults":2})", "count-0001").status, 201U);
}

}  // namespace
}  // namespace husong::http
