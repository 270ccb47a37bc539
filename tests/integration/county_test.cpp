// From the simulated county's terminals, phones and people over real sockets to what is stored and what the
// police are shown.
#include "device_sim/player.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/running_server.hpp"
#include "tests/integration/simulated_county.hpp"

#include <boost/json/object.hpp>
#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

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

// What was told in the last minutes up to now, by everybody, is played once for all tests.
class County : public testing::Test {
protected:
    static void SetUpTestSuite() {
        scenario_ = driving_home();
        const Time live = system_time() - duration;
        county_ = device_sim::county_of(scenario_, live);
        device_sim::PlayOptions options;
        server_ = std::make_unique<RunningServer>(
            [&](db::Store& store) { options.secrets = make_known(county_, store); });
        options.port = server_->terminal_port();
        options.http_port = server_->http_port();
        options.duration = duration;
        options.speed = 100;
        report_ = device_sim::play(county_, scenario_, live, options).value();
        server_->settle();
    }
    static void TearDownTestSuite() { server_.reset(); }

    County() : police_{server_->http_port()}, reader_{server_->store().reader().value()} {
        police_.sign_in(police_name, police_password);
    }

    static const Vehicle& vehicle(Role role) {
        return *std::find_if(county_.vehicles.begin(), county_.vehicles.end(),
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

    static inline device_sim::Scenario scenario_;
    static inline device_sim::County county_;
    static inline std::unique_ptr<RunningServer> server_;
    static inline device_sim::PlayReport report_;
    HttpClient police_;
    std::unique_ptr<db::Reader> reader_;
};

TEST_F(County, EveryTerminalRegistersAuthenticatesAndTellsAllItHas) {
    EXPECT_EQ(report_.online_at_end, 11u);  // the twelfth vehicle carries a phone
    EXPECT_EQ(report_.undrained_at_end, 0u);
    EXPECT_EQ(report_.terminals.refused, 0u);
    EXPECT_EQ(report_.terminals.answered_badly, 0u);
}

TEST_F(County, WhatTerminalsWereAnsweredIsStoredOnce) {
    std::size_t positions = 0, door_counts = 0;
    for (const Vehicle& vehicle : county_.vehicles) {
        positions += stored(vehicle, RecordKind::position, Source::terminal);
        door_counts += stored(vehicle, RecordKind::passenger_flow, Source::terminal);
    }
    EXPECT_EQ(positions, report_.terminals.positions);
    EXPECT_EQ(door_counts, report_.terminals.door_counts);
}

}  // namespace
}  // namespace husong::integration
