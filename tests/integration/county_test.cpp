// From the simulated county's terminals, phones and people over real sockets to what is stored and what the
// police are shown.
#include "device_sim/player.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/running_server.hpp"
#include "tests/integration/simulated_county.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace husong::integration {
namespace {

namespace json = boost::json;
using device_sim::Direction;
using device_sim::Role;
using device_sim::seconds;
using device_sim::Vehicle;
using testing::Contains;
using tracking::Record;
using tracking::RecordKind;
using tracking::Source;

constexpr seconds warm_start{300};
constexpr seconds duration{120};
constexpr std::size_t most_records = 10'000;

// Twelve registered vehicles leave their schools with their pupils, and one that nobody knows.
device_sim::Scenario driving_home() {
    device_sim::Scenario scenario;
    scenario.county.vehicles = 12;
    scenario.warm_start = warm_start;
    scenario.duration = duration;
    scenario.runs = {{Direction::home, seconds{0}}};
    scenario.acts = {{device_sim::ActKind::sighting, seconds{15}, Role::unregistered, "hotline"}};
    return scenario;
}

std::string path_of(const Vehicle& vehicle) { return "/api/v1/vehicles/" + percent_encoded(vehicle.plate); }
std::string colour_of(const Vehicle& vehicle) { return fmt::format("?colour={}", vehicle.colour); }

// What was told in the last minutes up to now, by everybody, is played once for all tests.
class County : public testing::Test {
protected:
    static void SetUpTestSuite() {
        the_scenario = driving_home();
        const Time live = system_time() - duration;
        the_county = device_sim::county_of(the_scenario, live);
        device_sim::PlayOptions options;
        the_server = std::make_unique<RunningServer>(
            [&](db::Store& store) { options.secrets = make_known(the_county, store); });
        options.port = the_server->terminal_port();
        options.http_port = the_server->http_port();
        options.duration = duration;
        options.speed = 100;
        the_report = device_sim::play(the_county, the_scenario, live, options).value();
        the_server->settle();
    }
    static void TearDownTestSuite() { the_server.reset(); }

    County() : police_{the_server->http_port()}, reader_{the_server->store().reader().value()} {
        police_.sign_in(police_name, police_password);
    }

    static const Vehicle& vehicle(Role role) {
        return *std::find_if(the_county.vehicles.begin(), the_county.vehicles.end(),
                             [role](const Vehicle& each) { return each.role == role; });
    }
    std::vector<Record> history(const Vehicle& vehicle) {
        const Time now = system_time();
        return reader_->history(id_of(vehicle, *reader_), now - std::chrono::hours{1}, now, most_records)
            .value();
    }
    // How many records of that kind and source are stored of a vehicle.
    std::size_t stored(const Vehicle& vehicle, RecordKind kind, Source source) {
        const auto records = history(vehicle);
        return static_cast<std::size_t>(std::count_if(
            records.begin(), records.end(),
            [&](const Record& record) { return record.kind() == kind && record.source == source; }));
    }

    // The answer's JSON; anything but this status fails the test.
    static json::value expect(const HttpAnswer& answer, unsigned status) {
        EXPECT_EQ(answer.status, status) << json::serialize(answer.body);
        return answer.body;
    }
    json::value check(const Vehicle& vehicle) {
        return expect(police_.get(path_of(vehicle) + colour_of(vehicle)), 200);
    }
    json::value recount(const Vehicle& vehicle, int pupils, int adults) {
        return expect(police_.post(path_of(vehicle) + "/recounts" + colour_of(vehicle),
                                   json::object{{"pupils", pupils}, {"adults", adults}}),
                      201);
    }
    // The open finding of this rule about this vehicle, from the list; null when there is none.
    json::value listed(std::string_view rule, const Vehicle& vehicle) {
        const auto list = expect(police_.get(fmt::format("/api/v1/findings?rule={}", rule)), 200);
        for (const json::value& finding : list.at("findings").as_array())
            if (finding.at_pointer("/plate/plate").as_string() == vehicle.plate) return finding;
        ADD_FAILURE() << vehicle.plate << " has no open finding of " << rule;
        return nullptr;
    }
    // The same finding with its evidence, which must say the same as the list.
    json::value detailed(std::string_view rule, const Vehicle& vehicle) {
        const json::value finding = listed(rule, vehicle);
        if (finding.is_null()) throw std::runtime_error("nothing to look into");
        const std::string id{finding.at("id").as_string()};
        auto detail = expect(police_.get("/api/v1/findings/" + id), 200);
        EXPECT_EQ(detail.at("rule"), finding.at("rule"));
        EXPECT_EQ(detail.at("level"), finding.at("level"));
        EXPECT_EQ(detail.at("plate"), finding.at("plate"));
        return detail;
    }
    // The kinds and tellers of the records a finding rests on: "passenger_flow by terminal".
    static std::vector<std::string> evidence_of(const json::value& finding) {
        std::vector<std::string> all;
        for (const json::value& episode : finding.at("episodes").as_array())
            for (const json::value& record : episode.at("evidence").as_array())
                all.push_back(fmt::format("{} by {}", std::string_view{record.at("kind").as_string()},
                                          std::string_view{record.at("source").as_string()}));
        return all;
    }

    static inline device_sim::Scenario the_scenario;
    static inline device_sim::County the_county;
    static inline std::unique_ptr<RunningServer> the_server;
    static inline device_sim::PlayReport the_report;
    HttpClient police_;
    std::unique_ptr<db::Reader> reader_;
};

TEST_F(County, EveryTerminalRegistersAuthenticatesAndTellsAllItHas) {
    EXPECT_EQ(the_report.online_at_end, 11u);  // the twelfth vehicle carries a phone
    EXPECT_EQ(the_report.undrained_at_end, 0u);
    EXPECT_EQ(the_report.terminals.refused, 0u);
    EXPECT_EQ(the_report.terminals.answered_badly, 0u);
    const auto credentials = reader_->load_credentials().value();
    EXPECT_EQ(
        std::count_if(credentials.begin(), credentials.end(), [](const auto& each) { return each.bound; }),
        11);
}

TEST_F(County, WhatTerminalsWereAnsweredIsStoredOnce) {
    std::size_t positions = 0, door_counts = 0;
    for (const Vehicle& vehicle : the_county.vehicles) {
        if (vehicle.role == Role::unregistered) continue;  // carries no terminal
        positions += stored(vehicle, RecordKind::position, Source::terminal);
        door_counts += stored(vehicle, RecordKind::passenger_flow, Source::terminal);
    }
    EXPECT_GT(positions, 11u * 40);  // 7 minutes, one each 10 s
    EXPECT_EQ(positions, the_report.terminals.positions);
    EXPECT_EQ(door_counts, the_report.terminals.door_counts);
}

TEST_F(County, PositionsAndPassengerFlowsOfEveryEditionAreStored) {
    std::set<std::string_view> editions;
    for (const device_sim::Terminal& terminal : the_county.terminals) {
        if (terminal.kind != "jt808") continue;
        editions.insert(terminal.edition);
        const Vehicle& carrier = the_county.vehicles[terminal.vehicle];
        EXPECT_GE(stored(carrier, RecordKind::position, Source::terminal), 42u) << terminal.edition;
        EXPECT_GE(stored(carrier, RecordKind::passenger_flow, Source::terminal), 1u) << terminal.edition;
    }
    EXPECT_THAT(editions, testing::ElementsAre("2011", "2013", "2019"));
}

TEST_F(County, APhoneOfTheOsmAndFormHasItsPositionsStored) {
    EXPECT_GE(stored(vehicle(Role::non_commercial), RecordKind::position, Source::phone), 42u);
    EXPECT_EQ(the_report.http_refused, 0u);
    EXPECT_EQ(the_report.http_failed, 0u);
}

TEST_F(County, ASightingIsStoredWithWhoSawHowManyPupilsWhere) {
    const Vehicle& stranger = vehicle(Role::unregistered);
    const Time since = system_time() - std::chrono::hours{1};
    const auto sightings = reader_->sightings(id_of(stranger, *reader_), since, most_records).value();
    ASSERT_EQ(sightings.size(), 2u);  // newest first: the hotline's caller after the gate
    EXPECT_EQ(sightings[0].source, Source::hotline);
    EXPECT_EQ(sightings[1].source, Source::gate);
    for (const Record& record : sightings) {
        const auto& seen = std::get<tracking::Sighting>(record.payload);
        EXPECT_EQ(seen.pupils_seen, tracking::PupilsSeen::some);
        EXPECT_EQ(seen.place, the_county.schools[the_county.lines[stranger.line].school].name);
    }
}

TEST_F(County, APoliceRecountIsStored) {
    const Vehicle& counted = the_county.vehicles.at(5);
    recount(counted, 11, 2);
    const auto records = history(counted);
    const auto found = std::find_if(records.begin(), records.end(), [](const Record& record) {
        return record.kind() == RecordKind::head_count;
    });
    ASSERT_NE(found, records.end());
    EXPECT_EQ(found->source, Source::police);
    EXPECT_EQ(std::get<tracking::HeadCount>(found->payload), (tracking::HeadCount{11, 2, 0}));
}

TEST_F(County, AnOverloadIsSuspectedByTheDoorCounterAndConfirmedByTheRecountAsTheSameFinding) {
    const Vehicle& overloaded = vehicle(Role::overloaded);
    // Of a vehicle of which nothing is known yet one reading proves nothing.
    const auto suspected = detailed("LD-01", overloaded);
    EXPECT_EQ(suspected.at("level"), "suspected");
    EXPECT_THAT(evidence_of(suspected), Contains("passenger_flow by terminal"));
    EXPECT_EQ(check(overloaded).at_pointer("/verdict/word"), "check");
    EXPECT_EQ(check(overloaded).at_pointer("/verdict/text"), "可能超员，请清点");

    recount(overloaded, 50, 2);
    the_server->settle();
    const auto confirmed = detailed("LD-01", overloaded);
    EXPECT_EQ(confirmed.at("id"), suspected.at("id"));
    EXPECT_EQ(confirmed.at("level"), "confirmed");
    EXPECT_THAT(evidence_of(confirmed), Contains("head_count by police"));
    EXPECT_EQ(check(overloaded).at_pointer("/verdict/text"), "超员 7 人");
}

TEST_F(County, AnUnregisteredVehicleSeenByGateAndHotlineIsLikelyNotOnTheRegister) {
    const auto finding = detailed("VL-11", vehicle(Role::unregistered));
    EXPECT_EQ(finding.at("level"), "likely");
    EXPECT_THAT(evidence_of(finding), Contains("sighting by hotline"));
    EXPECT_EQ(check(vehicle(Role::unregistered)).at("registered"), false);
}

TEST_F(County, AVehicleWhosePlateHasExpiredIsLikelyCarryingPupilsByItsDoorCounter) {
    const auto finding = detailed("VL-02", vehicle(Role::expired));
    EXPECT_EQ(finding.at("level"), "likely");
    EXPECT_THAT(evidence_of(finding), Contains("passenger_flow by terminal"));
    EXPECT_EQ(check(vehicle(Role::expired)).at_pointer("/verdict/word"), "must_not");
}

TEST_F(County, ANonCommercialVehicleIsSuspectedByTheGateAndLikelyWhenThePoliceSeeIt) {
    const Vehicle& van = vehicle(Role::non_commercial);
    const auto suspected = detailed("VL-04", van);
    EXPECT_EQ(suspected.at("level"), "suspected");
    EXPECT_THAT(evidence_of(suspected), Contains("sighting by gate"));
    EXPECT_EQ(check(van).at_pointer("/verdict/word"), "must_not");

    const json::object seen{{"plate", van.plate}, {"colour", van.colour}, {"pupils_seen", "some"}};
    expect(police_.post("/api/v1/sightings", seen), 201);
    the_server->settle();
    const auto likely = detailed("VL-04", van);
    EXPECT_EQ(likely.at("id"), suspected.at("id"));
    EXPECT_EQ(likely.at("level"), "likely");
    EXPECT_THAT(evidence_of(likely), Contains("sighting by police"));
}

TEST_F(County, FortyFivePupilsDriverAndEscortInFortyFivePlacesAreTwoTooMany) {
    const Vehicle& bus = *std::find_if(
        the_county.vehicles.begin(), the_county.vehicles.end(),
        [](const Vehicle& each) { return each.role == Role::lawful && each.approved_persons == 45; });
    recount(bus, 45, 2);
    const auto checked = check(bus);
    EXPECT_EQ(checked.at_pointer("/vehicle/approved_persons"), 45);
    EXPECT_EQ(checked.at_pointer("/load/people_aboard"), 47);
    EXPECT_EQ(checked.at_pointer("/verdict/word"), "over");
    EXPECT_EQ(checked.at_pointer("/verdict/text"), "超员 2 人");
}

}  // namespace
}  // namespace husong::integration
