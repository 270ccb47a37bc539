// What somebody hopes to be executed, in every text field that a stranger or a teller fills: it comes back as
// the text it was.
#include "tests/hostile/besieged.hpp"
#include "tests/support/hostile_texts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace husong::hostile {
namespace {

namespace json = boost::json;
using husong::test::hostile_texts;
using integration::percent_encoded;
using testing::Contains;
using testing::SizeIs;

class HostileTexts : public Besieged {
protected:
    // A field of that width, without the blanks that fill it.
    static std::string told_in(std::string_view text, std::size_t width) {
        const auto field = text.substr(0, width);
        return std::string{field.substr(0, field.find_last_not_of(' ') + 1)};
    }
};

TEST_F(HostileTexts, InARegistrationStandAmongTheTroublesAsTheyCame) {
    open();
    std::uint64_t number = 0;
    for (const std::string_view text : hostile_texts) {
        Attacker attacker{{stolen_phone, ""}, ++number};
        net::test::Client client{server->terminal_port()};
        client.send(attacker.registration_of(attacker.invented_phone(), text));
        ASSERT_THAT(client.read(1), SizeIs(1)) << text;
    }
    const auto noted = refusals();
    ASSERT_THAT(noted, SizeIs(hostile_texts.size()));
    for (const std::string_view text : hostile_texts) {
        const auto of_text =
            testing::AllOf(testing::Field(&db::Refusal::claimed_plate, std::string{text}),
                           testing::Field(&db::Refusal::claimed_terminal_id, told_in(text, 7)),
                           testing::Field(&db::Refusal::claimed_maker, told_in(text, 5)));
        EXPECT_THAT(noted, Contains(of_text)) << text;
    }
    expect_heard();
    expect_nothing_lost();
}

TEST_F(HostileTexts, InASightingComeBackInJsonAsTheyWere) {
    open();
    auto client = policeman();
    for (const std::string_view text : hostile_texts) {
        const auto told = client.post("/api/v1/sightings",
                                      json::object{{"plate", "?0318"}, {"place", text}, {"note", text}});
        EXPECT_EQ(told.status, 201U) << json::serialize(told.body);
    }
    const auto shown = client.get("/api/v1/sightings/partial");
    ASSERT_EQ(shown.status, 200U);
    const json::array& sightings = shown.body.at("sightings").as_array();
    ASSERT_EQ(sightings.size(), hostile_texts.size());
    std::vector<std::string> places, notes;
    for (const json::value& sighting : sightings) {
        places.emplace_back(sighting.at("place").as_string().c_str());
        notes.emplace_back(sighting.at("note").as_string().c_str());
    }
    for (const std::string_view text : hostile_texts) {
        EXPECT_THAT(places, Contains(std::string{text}));
        EXPECT_THAT(notes, Contains(std::string{text}));
    }
    expect_heard();
    expect_nothing_lost();
}

TEST_F(HostileTexts, InPathsQueriesAndNamesFindNothing) {
    open();
    auto client = policeman();
    for (const std::string_view text : hostile_texts) {
        const std::string told = percent_encoded(text);
        EXPECT_EQ(client.get("/api/v1/vehicles/" + told).status / 100, 4U) << text;
        EXPECT_EQ(client.get("/api/v1/findings/" + told).status / 100, 4U) << text;
        EXPECT_NE(client.get("/api/v1/findings?cursor=" + told).status / 100, 5U) << text;
        const auto typed = client.get("/api/v1/vehicles?plate=" + told);
        if (typed.status == 200) EXPECT_TRUE(typed.body.at("matches").as_array().empty()) << text;
        const auto recount =
            client.post("/api/v1/vehicles/" + told + "/recounts", json::object{{"pupils", 1}, {"adults", 1}});
        EXPECT_EQ(recount.status / 100, 4U) << text;
        const auto by_rule = client.get("/api/v1/findings?rule=" + told);
        if (by_rule.status == 200) EXPECT_TRUE(by_rule.body.at("findings").as_array().empty()) << text;
        integration::HttpClient stranger{server->http_port()};
        EXPECT_THROW(stranger.sign_in(text, text), std::runtime_error) << text;
    }
    EXPECT_EQ(client.get("/api/v1/vehicles?plate=00318").body.at("matches").as_array().size(), 1U);
    EXPECT_EQ(metric("http_answers_total{class=\"5xx\"}"), 0U);
    expect_heard();
    expect_nothing_lost();
}

TEST_F(HostileTexts, WithoutAKeyAreNeitherStoredNorAnswered) {
    open();
    for (const std::string_view text : hostile_texts) {
        integration::HttpClient stranger{server->http_port()};
        EXPECT_EQ(stranger.post("/api/v1/sightings", json::object{{"plate", text}}).status, 401U);
        EXPECT_EQ(stranger.post("/api/v1/telemetry", json::object{{"device", text}}).status / 100, 4U);
    }
    expect_nothing_lost();
    EXPECT_TRUE(server->store().reader().value()->partial_sightings(Time{}, 10).value().empty());
}

}  // namespace
}  // namespace husong::hostile
