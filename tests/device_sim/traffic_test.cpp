#include "device_sim/traffic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace husong::device_sim {
namespace {

const Time seven = parse_time("2026-09-01T07:00:00+08:00").value();

Scenario small_scenario() {
    Scenario scenario;
    scenario.county.vehicles = 12;
    scenario.runs = {{Direction::to_school, seconds{0}}, {Direction::home, seconds{5'400}}};
    scenario.stagger = seconds{300};
    scenario.duration = seconds{10'000};
    scenario.faults.counter_miss_per_mille = 50;
    scenario.faults.dead_zones = true;
    scenario.faults.link_losses_per_day = 200;
    return scenario;
}

struct Play {
    Scenario scenario;
    County county;
    std::vector<Event> events;
    bool all_parked = false;
};

Play play(Scenario scenario) {
    Play played{scenario, county_of(scenario, seven), {}, false};
    Traffic traffic{played.county, played.scenario, seven};  // live at seven
    played.events = traffic.advance(seven + scenario.duration);
    played.all_parked = traffic.all_parked();
    return played;
}

const Play& day() {
    static const Play played = play(small_scenario());
    return played;
}

template <class T>
std::vector<std::pair<const Event*, const T*>> of_kind(const Play& played) {
    std::vector<std::pair<const Event*, const T*>> found;
    for (const Event& event : played.events)
        if (const T* what = std::get_if<T>(&event.what)) found.emplace_back(&event, what);
    return found;
}

TEST(Traffic, TheSameScenarioGivesTheSameEvents) {
    const Play again = play(small_scenario());
    ASSERT_EQ(again.events.size(), day().events.size());
    for (std::size_t i = 0; i < again.events.size(); ++i) {
        EXPECT_EQ(again.events[i].at, day().events[i].at);
        EXPECT_EQ(again.events[i].vehicle, day().events[i].vehicle);
        EXPECT_EQ(again.events[i].aboard, day().events[i].aboard);
        EXPECT_EQ(again.events[i].what.index(), day().events[i].what.index());
        if (const auto* fix = std::get_if<Fix>(&again.events[i].what)) {
            EXPECT_EQ(fix->point, std::get<Fix>(day().events[i].what).point);
        }
    }
}

TEST(Traffic, HowTimeIsCutIntoStepsChangesNothing) {
    const Scenario scenario = small_scenario();
    Traffic in_steps{day().county, scenario, seven};
    std::size_t count = 0;
    for (int step_s = 7; step_s <= 3'500; step_s += 7)
        count += in_steps.advance(seven + seconds{step_s}).size();
    Traffic at_once{day().county, scenario, seven};
    EXPECT_EQ(at_once.advance(seven + seconds{3'500}).size(), count);
}

TEST(Traffic, EventsComeInTheOrderOfTime) {
    EXPECT_TRUE(std::is_sorted(day().events.begin(), day().events.end(),
                               [](const Event& a, const Event& b) { return a.at < b.at; }));
}

TEST(Traffic, TheLoadIsNeverNegativeAndEndsAtZero) {
    std::map<std::size_t, Load> last;
    for (const Event& event : day().events) {
        EXPECT_GE(event.aboard.pupils, 0);
        EXPECT_GE(event.aboard.adults, 0);
        EXPECT_LE(event.aboard.pupils, day().county.vehicles[event.vehicle].pupils);
        last[event.vehicle] = event.aboard;
    }
    ASSERT_TRUE(day().all_parked);
    EXPECT_EQ(last.size(), day().county.vehicles.size());
    for (const auto& [vehicle, load] : last) EXPECT_EQ(load, Load{}) << day().county.vehicles[vehicle].plate;
}

TEST(Traffic, EverybodyWhoBoardedAlightsAgain) {
    Scenario exact = small_scenario();
    exact.faults = {};
    const Play played = play(exact);
    std::map<std::size_t, int> balance, boarded;
    for (const auto& [event, count] : of_kind<DoorCount>(played)) {
        balance[event->vehicle] += count->boarded - count->alighted;
        boarded[event->vehicle] += count->boarded;
        EXPECT_EQ(balance[event->vehicle], event->aboard.pupils);  // a counter without faults tells the truth
        EXPECT_LT(count->start, event->at);
    }
    for (const auto& [vehicle, left] : balance) EXPECT_EQ(left, 0);
    for (const auto& [vehicle, total] : boarded) EXPECT_GT(total, 0);
}

TEST(Traffic, AFaultyCounterMissesSomeButNotMany) {
    int counted = 0, truth = 0;
    std::map<std::size_t, int> aboard;
    for (const auto& [event, count] : of_kind<DoorCount>(day())) {
        counted += count->boarded;
        truth += std::max(0, event->aboard.pupils - aboard[event->vehicle]);
        aboard[event->vehicle] = event->aboard.pupils;
    }
    EXPECT_LT(counted, truth);
    EXPECT_GT(counted, truth * 85 / 100);
}

TEST(Traffic, OnlyTheOverloadedVehicleAndTheStrangersEverCarryTooMany) {
    int most_in_overloaded = 0;
    for (const Event& event : day().events) {
        const Vehicle& vehicle = day().county.vehicles[event.vehicle];
        if (vehicle.role == Role::overloaded)
            most_in_overloaded = std::max(most_in_overloaded, event.aboard.people());
        if (vehicle.role == Role::lawful) {
            EXPECT_LE(event.aboard.people(), vehicle.approved_persons);
        }
    }
    EXPECT_EQ(most_in_overloaded, 52);
}

TEST(Traffic, TheOverloadLastsForMinutesOfDriving) {
    int moving_fixes = 0;
    for (const auto& [event, fix] : of_kind<Fix>(day()))
        if (event->vehicle == 0 && event->aboard.people() > 45 && fix->speed_mps * 3.6 > 8) ++moving_fixes;
    EXPECT_GE(moving_fixes, 30);  // one every 10 s
}

TEST(Traffic, NoVehicleJumps) {
    Scenario exact = small_scenario();
    exact.faults = {};
    exact.faults.gps_noise_m = 0;
    exact.report_interval = seconds{1};
    const Play played = play(exact);
    std::map<std::size_t, std::pair<Time, maps::Wgs84>> last;
    for (const auto& [event, fix] : of_kind<Fix>(played)) {
        const auto [at, point] = last.try_emplace(event->vehicle, event->at, fix->point).first->second;
        const double passed_s = std::chrono::duration<double>(event->at - at).count();
        EXPECT_LE(maps::fast_distance_m(point, fix->point), 23.0 * passed_s + 2);  // 80 km/h
        last[event->vehicle] = {event->at, fix->point};
    }
}

TEST(Traffic, DoorsOpenOnlyWhileStanding) {
    for (const auto& [event, fix] : of_kind<Fix>(day()))
        if (fix->door_open) {
            EXPECT_EQ(fix->speed_mps, 0);
        }
}

TEST(Traffic, SignalIsLostAndFoundInTurns) {
    std::map<std::size_t, bool> available;
    int losses = 0;
    for (const auto& [event, signal] : of_kind<Signal>(day())) {
        const bool before = available.try_emplace(event->vehicle, true).first->second;
        EXPECT_NE(signal->available, before);
        available[event->vehicle] = signal->available;
        losses += signal->available ? 0 : 1;
    }
    EXPECT_GT(losses, 5);
}

TEST(Traffic, TheGateSeesStrangersWithPupilsAboard) {
    std::vector<Role> seen;
    for (const auto& [event, sighting] : of_kind<Sighting>(day())) {
        EXPECT_GT(sighting->pupils, 0);
        EXPECT_EQ(sighting->by, "gate");
        seen.push_back(day().county.vehicles[event->vehicle].role);
    }
    EXPECT_THAT(seen, testing::UnorderedElementsAre(Role::non_commercial, Role::non_commercial,
                                                    Role::unregistered, Role::unregistered));
}

TEST(Traffic, AnActWaitsUntilPupilsAreAboardAndTellsTheTruth) {
    Scenario scenario = small_scenario();
    scenario.acts = {{ActKind::head_count, seconds{1}, Role::overloaded, {}}};
    const Play played = play(scenario);
    const auto counts = of_kind<HeadCount>(played);
    ASSERT_EQ(counts.size(), 1u);
    const auto [event, count] = counts.front();
    EXPECT_GT(event->at, seven + seconds{1});
    EXPECT_EQ(count->pupils, event->aboard.pupils);
    EXPECT_GT(count->pupils, 0);
    EXPECT_EQ(count->adults, 2);
}

// What the demonstration must show within a minute.
class Demo : public testing::Test {
protected:
    static const Play& play_a_minute() {
        static const Play played = [] {
            std::ostringstream text;
            text << std::ifstream{HUSONG_SOURCE_DIR "/device_sim/scenarios/demo.json"}.rdbuf();
            Scenario scenario = parse_scenario(text.str()).value();
            scenario.duration = seconds{60};
            return play(scenario);
        }();
        return played;
    }
};

TEST_F(Demo, TheOverloadedBusDrivesWithSignalAndTooManyAboardForTheWholeFirstMinute) {
    bool signal = true;
    int fixes = 0;
    for (const Event& event : play_a_minute().events) {
        if (event.vehicle != 0) continue;
        if (const auto* change = std::get_if<Signal>(&event.what)) signal = change->available;
        const auto* fix = std::get_if<Fix>(&event.what);
        if (!fix || event.at <= seven) continue;
        EXPECT_TRUE(signal);
        EXPECT_EQ(event.aboard.people(), 52);
        EXPECT_GT(fix->speed_mps * 3.6, 8);
        ++fixes;
    }
    EXPECT_GE(fixes, 6);
}

TEST_F(Demo, ItsDoorCounterHasToldMoreThanItsCapacityByThen) {
    int counted = 0;
    for (const auto& [event, count] : of_kind<DoorCount>(play_a_minute()))
        if (event->vehicle == 0) counted += count->boarded - count->alighted;
    EXPECT_GE(counted, 48);  // with driver and escort beyond doubt more than 45
}

TEST_F(Demo, TheExpiredBusIsOnItsWayWithPupils) {
    bool moving = false;
    for (const auto& [event, fix] : of_kind<Fix>(play_a_minute()))
        moving = moving ||
                 (event->vehicle == 1 && event->at > seven && fix->speed_mps > 5 && event->aboard.pupils > 0);
    EXPECT_TRUE(moving);
}

TEST_F(Demo, TheVanAndTheStrangerHaveBeenSeen) {
    std::set<Role> seen;
    for (const auto& [event, sighting] : of_kind<Sighting>(play_a_minute()))
        seen.insert(play_a_minute().county.vehicles[event->vehicle].role);
    EXPECT_EQ(seen, (std::set{Role::non_commercial, Role::unregistered}));
}

}  // namespace
}  // namespace husong::device_sim
