// What people at the roadside and at a gate see of a vehicle.
#include "server/rules/sightings.hpp"

#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using registry::VehicleClass;
using std::chrono::days;
using std::chrono::minutes;

namespace {

registry::RegistryRows of_class(VehicleClass vehicle_class, char use_nature = 'A') {
    auto rows = lawful_county();
    vehicle_of(rows).vehicle_class = vehicle_class;
    vehicle_of(rows).use_nature = use_nature;
    return rows;
}

// Seen with pupils so far north of where its terminal says that it is.
void see_elsewhere(Story& story, double metres, Source source = Source::police) {
    tracking::Sighting seen;
    seen.pupils_seen = tracking::PupilsSeen::some;
    seen.latitude_deg = north(story.north_m + metres).latitude_deg;
    seen.longitude_deg = maps::county_centre.longitude_deg;
    story.tell(telling::finished(story.now, seen, source));
}

registry::RegistryRows without_run() {
    auto rows = county_with_run();
    rows.departures.clear();
    return rows;
}

}  // namespace

// ---- VL-05 ----

TEST(BannedClass, CarriesNobody) {
    Story story{of_class(VehicleClass::tricycle)};
    story.seen(Source::patrol, tracking::PupilsSeen::none);
    EXPECT_EQ(story.finding(RuleId::vl_05), nullptr) << "empty it may drive";
    story.seen(Source::patrol);
    EXPECT_EQ(story.finding(RuleId::vl_05)->head.level, Level::suspected);
    story.count(6, 1, Source::police);
    EXPECT_EQ(story.finding(RuleId::vl_05)->head.level, Level::confirmed);
}

TEST(BannedClass, IsGoodsVehicleTricycleTractorAndMotorcycle) {
    const auto is_banned = [](VehicleClass vehicle_class, char use_nature) {
        TripStory story{of_class(vehicle_class, use_nature)};
        story.event({EventKind::banned_load, "", "", "", 4, ""}, Source::police);
        return story.finding(RuleId::vl_05) != nullptr;
    };
    for (const auto banned :
         {VehicleClass::goods, VehicleClass::tricycle, VehicleClass::tractor, VehicleClass::motorcycle})
        EXPECT_TRUE(is_banned(banned, 'A')) << static_cast<int>(banned);
    EXPECT_TRUE(is_banned(VehicleClass::medium, 'F')) << "whatever it looks like, its licence says 货运";
    for (const auto other :
         {VehicleClass::large, VehicleClass::medium, VehicleClass::small, VehicleClass::micro})
        EXPECT_FALSE(is_banned(other, 'A')) << static_cast<int>(other);
}

TEST(BannedClass, IsForgottenThirtyDaysAfterTheLastSighting) {
    Story story{of_class(VehicleClass::goods)};
    story.seen(Source::police);
    story.wait(days{29});
    EXPECT_TRUE(story.finding(RuleId::vl_05)->open());
    story.wait(days{2});
    EXPECT_FALSE(story.state.rules.has_open(RuleId::vl_05));
}

// ---- VL-13 ----

TEST(ClonedPlate, IsSeenMoreThanFiveKilometresFromWhereItsTerminalIs) {
    Story story;
    story.drive(60s);
    see_elsewhere(story, 4'900, Source::camera);
    EXPECT_EQ(story.open(), "");
    see_elsewhere(story, 5'100);
    EXPECT_EQ(story.open(), "VL-13 likely");
}

TEST(ClonedPlate, IsNoneWhereItCanHaveDrivenThereMeanwhile) {
    Story story;
    story.drive(60s);
    story.wait(minutes{5});  // at 33 m/s ten kilometres
    see_elsewhere(story, 14'000);
    EXPECT_EQ(story.open(), "");
    see_elsewhere(story, 16'000, Source::gate);
    EXPECT_EQ(story.open(), "VL-13 likely");
}

TEST(ClonedPlate, OfATerminalThatIsSilentNothingIsKnown) {
    Story story;
    story.drive(60s);
    story.wait(minutes{11});
    see_elsewhere(story, 90'000);
    EXPECT_EQ(story.open(), "");
}

TEST(ClonedPlate, StandsForADayThoughItsTerminalDrivesOn) {
    Story story;
    story.drive(60s);
    see_elsewhere(story, 9'000);
    story.drive(minutes{30});
    EXPECT_EQ(story.open(), "VL-13 likely");
    story.wait(days{1});
    story.stand(60s);
    EXPECT_EQ(story.open(), "");
}

namespace {

// Another device tells under the same number, so far north, so often, while this one drives on.
void tell_from_elsewhere(Story& story, double metres, int fixes, Source source = Source::terminal) {
    const double place_m = story.north_m + metres;
    for (int i = 0; i < fixes; ++i) {
        story.drive(10s);
        story.tell(telling::fix(story.now + 5s, {place_m, 0}, source));
    }
    story.drive(10s);
}

}  // namespace

TEST(ClonedPlate, IsSuspectedWhereTwoTellFromPlacesThatNoVehicleReaches) {
    Story story;
    story.drive(60s);
    tell_from_elsewhere(story, 9'000, 2);
    EXPECT_EQ(story.open(), "") << "two fixes that jumped";
    tell_from_elsewhere(story, 9'000, 1);
    EXPECT_EQ(story.open(), "VL-13 suspected");
    story.drive(minutes{30});
    EXPECT_EQ(story.open(), "VL-13 suspected");
    story.wait(days{1});
    story.stand(60s);
    EXPECT_EQ(story.open(), "");
}

TEST(ClonedPlate, StandsWhenOneOfTheTwoFallsSilent) {
    Story story;
    story.drive(60s);
    tell_from_elsewhere(story, 9'000, 4);
    ASSERT_EQ(story.open(), "VL-13 suspected");
    story.north_m += 9'000;
    story.drive(minutes{10});
    EXPECT_EQ(story.open(), "VL-13 suspected");
}

TEST(ClonedPlate, IsNoneWhereAPhoneStayedAtHome) {
    Story story;
    story.drive(60s);
    tell_from_elsewhere(story, 9'000, 6, Source::phone);
    EXPECT_EQ(story.finding(RuleId::vl_13), nullptr);
}

TEST(ClonedPlate, IsNoneOfTwoDevicesNearEachOtherNorOfATerminalThatWasWrongAWhile) {
    Story near;
    near.drive(60s);
    tell_from_elsewhere(near, 4'800, 5);
    EXPECT_EQ(near.finding(RuleId::vl_13), nullptr);
    Story wrong;
    wrong.drive(60s);
    for (const double there_m : {9'000.0, -9'000.0}) {
        wrong.north_m += there_m;
        wrong.drive(60s);
    }
    EXPECT_EQ(wrong.finding(RuleId::vl_13), nullptr);
}

// ---- GA-02 ----

TEST(OffTheList, IsAVehicleThatAGateKeptAndThatHasNoRun) {
    TripStory story{without_run()};
    story.stand(60s);
    story.gate(EventKind::gate_refused);
    EXPECT_EQ(story.open(), "GA-02 confirmed");
    story.gate(EventKind::gate_released);
    EXPECT_EQ(story.open(), "");
}

TEST(OffTheList, IsAVehicleWhoseRunIsLongOver) {
    TripStory story;
    story.ride_to_school();
    story.sweep_at_the_gate();
    story.wait(std::chrono::hours{8});
    ASSERT_EQ(story.open(), "");
    story.gate(EventKind::gate_refused);
    EXPECT_EQ(story.open(), "GA-02 confirmed");
}

TEST(OffTheList, IsNoVehicleThatHasARunAndIsKeptForAnotherReason) {
    TripStory story;
    story.stand(60s);
    story.gate(EventKind::gate_refused);
    EXPECT_EQ(story.open(), "");
}

TEST(OffTheList, OfWhichNobodyIsOnTheRegisterIsAnotherRule) {
    registry::RegistryRows rows;
    rows.identities[{"冀H7K206", registry::PlateColour::blue}] = bus;
    TripStory story{rows};
    story.gate(EventKind::gate_refused);
    EXPECT_EQ(story.open(), "");
    story.seen(Source::gate);
    EXPECT_EQ(story.open(), "VL-11 suspected");
}

TEST(OffTheList, IsOverAtMidnight) {
    TripStory story{without_run()};
    story.stand(60s);
    story.gate(EventKind::gate_refused);
    story.wait(std::chrono::hours{16});
    EXPECT_EQ(story.open(), "GA-02 confirmed");
    story.wait(std::chrono::hours{1});
    EXPECT_EQ(story.open(), "");
}

}  // namespace husong::rules
