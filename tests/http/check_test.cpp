#include "tests/http/api_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::at;

class Check : public test::Api {
protected:
    Check() { sign_in_as(Role::police); }
    Response check(const std::string& plate, const std::string& query = "") {
        return get("/api/v1/vehicles/" + plate, query);
    }
    // Somebody sees it carry pupils, and the server knows.
    void see(const std::string& plate, const std::string& colour, const std::string& key) {
        const std::string body =
            R"({"pupils_seen":"some","plate":")" + plate + R"(","colour":")" + colour + R"("})";
        ASSERT_EQ(post("/api/v1/sightings", body, key).status, 201U);
        wait_until([&] { return !at(check(plate, "colour=" + colour), "findings").as_array().empty(); });
    }
};

TEST_F(Check, TakesAPlateInAnySpelling) {
    for (const char* typed :
         {"冀H00318", "%E5%86%80H00318", "冀h%2000318", "冀H·00318", "00318", "H00318", "冀Ｈ００３１８"}) {
        const Response answer = check(typed);
        ASSERT_EQ(answer.status, 200U) << typed;
        EXPECT_EQ(at(answer, "plate.plate"), "冀H00318") << typed;
        EXPECT_EQ(at(answer, "plate.display"), "冀H·00318");
        EXPECT_EQ(at(answer, "plate.colour"), "yellow");
        EXPECT_EQ(at(answer, "registered"), true);
    }
}

TEST_F(Check, RefusesTextThatIsNoPlateAndNamesTheField) {
    const Response answer = check("hello");
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(at(answer, "field"), "plate");
}

TEST_F(Check, OfAPlateNobodyKnowsSaysNotRegistered) {
    const Response answer = check("冀H99999");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(at(answer, "registered"), false);
    EXPECT_EQ(at(answer, "vehicle"), nullptr);
    EXPECT_EQ(at(answer, "verdict.word"), "not_registered");
    EXPECT_EQ(at(answer, "verdict.text"), "本县没有登记");
    EXPECT_EQ(at(answer, "county"), "this");
}

TEST_F(Check, OfAnotherCountysPlateSaysSo) { EXPECT_EQ(at(check("京A12345"), "county"), "other"); }

TEST_F(Check, TakesTheSameCharactersInAnotherColourForAnotherVehicle) {
    const Response blue = check("冀H00318", "colour=blue");
    EXPECT_EQ(at(blue, "registered"), false);
    EXPECT_EQ(at(blue, "plate.colour"), "blue");
    EXPECT_EQ(at(blue, "other_colours.0"), "yellow");
    EXPECT_EQ(at(blue, "registered_colours.0"), "yellow");
    EXPECT_EQ(at(check("冀H00318"), "registered_colours.0"), "yellow");
    EXPECT_EQ(check("冀H00318", "colour=pink").status, 400U);
}

TEST_F(Check, OfAnUnregisteredPlateWithoutColourShowsWhatWasSeenOfTheOnlyOneThatIsKnown) {
    see("冀H9X999", "blue", "key-00000001");
    const Response answer = check("冀H9X999");
    EXPECT_EQ(at(answer, "verdict.word"), "not_registered");
    EXPECT_EQ(at(answer, "plate.colour"), "blue");
    EXPECT_EQ(at(answer, "sightings").as_array().size(), 1U);
    EXPECT_EQ(at(answer, "findings.0.rule"), "VL-11");
    EXPECT_EQ(at(check("冀H9X999", "colour=yellow"), "findings").as_array().size(), 0U);
}

TEST_F(Check, OfAnUnregisteredPlateThatIsKnownInTwoColoursTakesNeitherAndOffersBoth) {
    see("冀H9X999", "blue", "key-00000001");
    see("冀H9X999", "yellow", "key-00000002");
    const Response answer = check("冀H9X999");
    EXPECT_EQ(at(answer, "plate.colour"), "other");
    EXPECT_TRUE(at(answer, "registered_colours").as_array().empty());
    EXPECT_EQ(at(answer, "other_colours"), (boost::json::array{"blue", "yellow"}));
    EXPECT_TRUE(at(answer, "findings").as_array().empty());
}

TEST_F(Check, FindsFlaggedVehiclesThatAreNotRegisteredWhileThePlateIsTyped) {
    EXPECT_TRUE(at(get("/api/v1/vehicles", "plate=9X9"), "matches").as_array().empty());
    see("冀H9X999", "blue", "key-00000001");
    const Response answer = get("/api/v1/vehicles", "plate=9X9");
    ASSERT_EQ(at(answer, "matches").as_array().size(), 1U);
    EXPECT_EQ(at(answer, "matches.0.plate"), "冀H9X999");
    EXPECT_EQ(at(answer, "matches.0.registered"), false);
    EXPECT_EQ(at(answer, "matches.0.verdict.word"), "not_registered");
    EXPECT_EQ(at(answer, "matches.0.open_findings"), 1);
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=00"), "matches.0.open_findings"), 0);
}

TEST_F(Check, WithValidPapersAndNobodyCountedSaysLoadUnknown) {
    const Response answer = check("冀H00318");
    EXPECT_EQ(at(answer, "verdict.word"), "unknown_load");
    EXPECT_EQ(at(answer, "vehicle.approved_persons"), 45);
    EXPECT_EQ(at(answer, "vehicle.use_nature"), "S");
    EXPECT_EQ(at(answer, "load.basis"), "none");
    EXPECT_EQ(at(answer, "position"), nullptr);
}

TEST_F(Check, WithAnExpiredSchoolBusPlateSaysMustNot) {
    const Response answer = check("冀H00419");
    EXPECT_EQ(at(answer, "verdict.word"), "must_not");
    EXPECT_TRUE(at(answer, "also").as_array().empty()) << "an unknown load says nothing more";
    const boost::json::value paper = at(answer, "papers.2");
    EXPECT_EQ(paper.at("kind"), "school_bus_plate");
    EXPECT_EQ(paper.at("state"), "expired");
    EXPECT_EQ(paper.at("valid_until"), "2026-08-31");
}

TEST_F(Check, CountsTheDriverAndTheEscortAgainstTheApprovedPersons) {
    // 45 pupils, driver and escort, 核载 45: two too many.
    tell({husong::test::head_count(county_.lawful, now(), 45, 2)});
    const Response answer = check("冀H00318");
    EXPECT_EQ(at(answer, "verdict.word"), "over");
    EXPECT_EQ(at(answer, "verdict.text"), "超员 2 人");
    EXPECT_EQ(at(answer, "verdict.over"), 2);
    EXPECT_EQ(at(answer, "verdict.percent"), 4.4);
    EXPECT_EQ(at(answer, "load.people_aboard"), 47);
    EXPECT_EQ(at(answer, "load.pupils_aboard"), 45);
    EXPECT_EQ(at(answer, "load.adults_aboard"), 2);
}

TEST_F(Check, ShowsWhereTheVehicleIsAndHowOldThatIs) {
    tell({husong::test::position(county_.lawful, now(), 0, 0),
          husong::test::position(county_.lawful, now() + 10s, 0, 0)});
    pass(18s);
    const Response answer = check("冀H00318");
    EXPECT_EQ(at(answer, "position.state"), "live");
    EXPECT_EQ(at(answer, "position.age_s"), 8);
    EXPECT_EQ(at(answer, "position.latitude_deg"), 40.77);
}

TEST_F(Check, SaysNothingIsInOrderWhileLateDataWaits) {
    ASSERT_EQ(post("/api/v1/vehicles/冀H00318/recounts", R"({"pupils":40,"adults":2})", "count-0001").status,
              201U);
    ASSERT_EQ(at(check("冀H00318"), "verdict.word"), "may_carry");
    world().mark_provisional(county_.lawful, true);
    EXPECT_EQ(at(check("冀H00318"), "verdict.word"), "check");
    EXPECT_EQ(at(check("冀H00318"), "provisional"), true);
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=00318"), "matches.0.verdict.word"), "check");
    world().mark_provisional(county_.lawful, false);
    EXPECT_EQ(at(check("冀H00318"), "verdict.word"), "may_carry");
}

TEST_F(Check, TellsTheGateOfNoFindings) {
    see("冀H9X999", "blue", "key-00000001");
    see("冀H00419", "yellow", "key-00000002");
    sign_in_as(Role::gate);
    EXPECT_TRUE(at(get("/api/v1/vehicles", "plate=9X9"), "matches").as_array().empty());
    const Response known = get("/api/v1/vehicles", "plate=00419");
    ASSERT_EQ(at(known, "matches").as_array().size(), 1U);
    EXPECT_EQ(at(known, "matches.0.open_findings"), 0);
}

TEST_F(Check, DoesNotTellTheGateWhereTheVehicleIs) {
    tell({husong::test::position(county_.lawful, now(), 0, 0)});
    sign_in_as(Role::gate);
    const Response answer = check("冀H00318");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(at(answer, "position"), nullptr);
}

TEST_F(Check, FindsVehiclesWhileThePlateIsTyped) {
    const Response answer = get("/api/v1/vehicles", "plate=00");
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(at(answer, "matches").as_array().size(), 2U);
    EXPECT_EQ(at(answer, "matches.0.plate"), "冀H00318");
    EXPECT_EQ(at(answer, "matches.0.verdict.word"), "unknown_load");
    EXPECT_EQ(at(answer, "matches.1.plate"), "冀H00419");
    EXPECT_EQ(at(answer, "truncated"), false);
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=冀h7k"), "matches.0.colour"), "blue");
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=00&colour=blue"), "matches").as_array().size(), 0U);
    EXPECT_EQ(get("/api/v1/vehicles").status, 400U);
}

TEST_F(Check, FindsVehiclesByThreeCharactersThatAWitnessSaw) {
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=318"), "matches.0.plate"), "冀H00318");
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=k20"), "matches.0.plate"), "冀H7K206");
    EXPECT_TRUE(at(get("/api/v1/vehicles", "plate=18"), "matches").as_array().empty());
    EXPECT_EQ(at(get("/api/v1/vehicles", "plate=004"), "matches").as_array().size(), 1U);
}

TEST_F(Check, ShowsTenMatchesAndSaysWhenThereAreMore) {
    registry::RegistryRows rows;
    for (int i = 0; i < 11; ++i) {
        const registry::Plate plate{"冀H6660" + std::string(1, static_cast<char>('A' + i)),
                                    registry::PlateColour::yellow};
        rows.vehicles.push_back(
            husong::test::vehicle_row(store_->admin().value()->identify(plate).value(), plate, 'S', 45));
    }
    store_->admin().value()->put_rows(rows, now()).value();
    restart();
    const Response answer = get("/api/v1/vehicles", "plate=6660");
    EXPECT_EQ(at(answer, "matches").as_array().size(), 10U);
    EXPECT_EQ(at(answer, "truncated"), true);
}

}  // namespace
}  // namespace husong::http
