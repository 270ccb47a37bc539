#include "device_sim/player.hpp"

#include "tests/device_sim/fake_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace husong::device_sim {
namespace {

const Time seven_o_clock = parse_time("2026-09-01T07:00:00+08:00").value();

// Twelve vehicles have been driving home for six minutes when their terminals find the server.
Scenario driving_home() {
    Scenario scenario;
    scenario.county.vehicles = 12;
    scenario.warm_start = seconds{360};
    scenario.runs = {{Direction::home, seconds{0}}};
    scenario.acts = {{ActKind::head_count, seconds{1}, Role::overloaded, {}}};
    return scenario;
}

PlayOptions options_for(const FakeServer& server) {
    PlayOptions options;
    options.port = server.port();
    options.http_port = server.port();
    options.speed = 60;
    options.duration = seconds{60};
    options.secrets = {{"13900000003", "VAN"}, {"13900900001", "ESCORT"}, {"gate", "GATE"}};
    return options;
}

struct Played {
    PlayReport report;
    std::vector<SeenFrame> seen;
    std::vector<std::string> requests;
};

const Played& played() {
    static const Played result = [] {
        FakeServer server;
        const Scenario scenario = driving_home();
        const auto report =
            play(county_of(scenario, seven_o_clock), scenario, seven_o_clock, options_for(server));
        return Played{report.value(), server.seen(), server.requests()};
    }();
    return result;
}

TEST(Player, EveryTerminalComesOnlineAndTellsAllItHas) {
    EXPECT_EQ(played().report.online_at_end, 11u);  // the twelfth vehicle carries a phone
    EXPECT_EQ(played().report.undrained_at_end, 0u);
    EXPECT_EQ(played().report.terminals.refused, 0u);
    EXPECT_EQ(played().report.terminals.answered_badly, 0u);
    EXPECT_GT(played().report.terminals.positions, 11u * 40);  // 7 minutes, one each 10 s
}

TEST(Player, TerminalsSpeakAllThreeEditions) {
    std::set<jt808::Edition> editions;
    for (const SeenFrame& frame : played().seen)
        if (frame.header.message_id == jt808::Registration::id)
            editions.insert(jt808::Registration::form_of(frame.header.layout, frame.body));
    EXPECT_THAT(editions,
                testing::ElementsAre(jt808::Edition::v2011, jt808::Edition::v2013, jt808::Edition::v2019));
}

TEST(Player, TheTimeBeforeTheConnectionIsUploadedAsBlindArea) {
    std::set<std::string> with_history;
    for (const SeenFrame& frame : played().seen) {
        const auto batch = jt808::decode_message(frame.header.message_id, frame.header.layout, frame.body);
        const auto* report = batch ? std::get_if<jt808::BatchReport>(&*batch) : nullptr;
        if (!report) continue;
        EXPECT_EQ(report->kind, jt808::BatchKind::blind_area);
        with_history.insert(phone_of(frame.header));
    }
    EXPECT_EQ(with_history.size(), 9u);  // 11 terminals, two of the 2011 edition, which has no batches
}

TEST(Player, TheOverloadedBusesDoorCounterTellsMoreThanItMayCarry) {
    int boarded = 0;
    for (const SeenFrame& frame : played().seen) {
        if (frame.header.message_id != jt808::PassengerFlow::id) continue;
        if (phone_of(frame.header) != "13900000001") continue;
        boarded += jt808::decode_body<jt808::PassengerFlow>(frame.header.layout, frame.body)->boarded;
    }
    EXPECT_EQ(boarded, 50);  // driver and escort make 52; it may carry 45
}

TEST(Player, ThePhoneTheEscortAndTheGateSpeakOverHttp) {
    using testing::AllOf;
    using testing::Contains;
    using testing::HasSubstr;
    const auto& requests = played().requests;
    EXPECT_THAT(requests, Contains(HasSubstr("GET /osmand?id=13900000003&secret=VAN&lat=40.")));
    EXPECT_THAT(requests,
                Contains(AllOf(HasSubstr("POST /api/v1/telemetry"), HasSubstr("Bearer 13900900001:ESCORT"),
                               HasSubstr("\"kind\":\"head_count\""), HasSubstr("\"adults\":2"))));
    EXPECT_THAT(requests,
                Contains(AllOf(HasSubstr("POST /api/v1/sightings"), HasSubstr("Bearer gate:GATE"),
                               HasSubstr("\"plate\":\"冀H7K206\""), HasSubstr("Idempotency-Key: "))));
    EXPECT_EQ(played().report.http_sent, requests.size());
    EXPECT_EQ(played().report.http_failed, 0u);
}

TEST(Player, AnUnknownHostIsAnError) {
    PlayOptions options;
    options.host = "no such host";
    const Scenario scenario = driving_home();
    EXPECT_EQ(play(county_of(scenario, seven_o_clock), scenario, seven_o_clock, options).error().code,
              ErrorCode::unavailable);
}

}  // namespace
}  // namespace husong::device_sim
