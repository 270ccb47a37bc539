#include "server/rules/vehicle_licence.hpp"

#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using tracking::PupilsSeen;

registry::RegistryRows without_plate() {
    auto rows = lawful_county();
    rows.school_bus_plates.clear();
    return rows;
}

registry::RegistryRows with_expired_plate() {
    auto rows = lawful_county();
    rows.school_bus_plates.front().valid_until = china_midnight(morning) - std::chrono::days{12};
    return rows;
}

registry::RegistryRows non_commercial(char use_nature = 'A') {
    auto rows = without_plate();
    vehicle_of(rows).use_nature = use_nature;
    return rows;
}

registry::RegistryRows unregistered() {
    registry::RegistryRows rows;
    rows.identities[{"冀H7K206", registry::PlateColour::blue}] = bus;
    return rows;
}

registry::RegistryRows retired() {
    auto rows = lawful_county();
    vehicle_of(rows).status = registry::VehicleStatus::retired;
    return rows;
}

std::string open_after_count(registry::RegistryRows rows, Source source, int pupils = 12) {
    Story story{std::move(rows)};
    story.drive(60s);
    story.count(pupils, 2, source);
    return story.open();
}

std::string open_after_sighting(registry::RegistryRows rows, Source source,
                                PupilsSeen pupils = PupilsSeen::some) {
    Story story{std::move(rows)};
    story.seen(source, pupils);
    return story.open();
}

TEST(SchoolBusPlate, ABusWithOneMayCarryPupils) {
    EXPECT_EQ(open_after_count(lawful_county(), Source::police), "");
    EXPECT_EQ(open_after_sighting(lawful_county(), Source::police), "");
}

TEST(SchoolBusPlate, ABusThatNeverHadOneIsNotOneThatHasExpired) {
    EXPECT_EQ(open_after_count(without_plate(), Source::escort), "VL-01 confirmed");
    EXPECT_EQ(open_after_count(with_expired_plate(), Source::escort), "VL-02 confirmed");
}

TEST(SchoolBusPlate, EmptyItMayDriveAnywhere) {
    Story story{with_expired_plate()};
    story.drive(600s);
    story.count(0, 2);
    EXPECT_EQ(story.open(), "");
}

TEST(SchoolBusPlate, TheCounterMustBeSureOfAPupilForAMinute) {
    Story story{without_plate()};
    story.stand(std::chrono::minutes{12}, false, false, 60s);
    story.stand(20s, true);
    story.tell(telling::flow(story.now - 10s, story.now, 8, 0));
    story.wait(59'999ms);
    EXPECT_EQ(story.open(), "");
    story.wait(1ms);
    EXPECT_EQ(story.open(), "VL-01 likely");
}

TEST(SchoolBusPlate, DriverAndEscortAloneAreNoPupils) {
    Story story{without_plate()};
    story.load(3);  // one of whom the counter may have invented
    EXPECT_EQ(story.open(), "");
}

TEST(SchoolBusPlate, ASightingIsALeadAndNeverConfirms) {
    EXPECT_EQ(open_after_sighting(without_plate(), Source::gate), "VL-01 suspected");
    EXPECT_EQ(open_after_sighting(without_plate(), Source::police), "VL-01 likely");
    EXPECT_EQ(open_after_sighting(with_expired_plate(), Source::hotline), "VL-02 suspected");
}

TEST(SchoolBusPlate, ARunThatHasBegunIsALeadAndPupilsMarkedAboardMore) {
    auto rows = county_with_run();
    rows.school_bus_plates.clear();
    TripStory story{rows};
    story.sign_in();
    EXPECT_EQ(story.open(), "") << "nobody has left yet";
    story.drive(60s);
    EXPECT_EQ(story.open(), "VL-01 suspected");
    story.stand(60s);
    story.event(EventKind::boarded, "P1");
    EXPECT_EQ(story.open(), "VL-01 likely");
    rows = county_with_run();
    rows.school_bus_plates.front().valid_until = china_midnight(morning);
    TripStory expired{rows};
    expired.sign_in();
    expired.drive(60s);
    EXPECT_EQ(expired.open(), "VL-02 suspected");
}

TEST(SchoolBusPlate, ARunOnWhichSomebodyCountedNoPupilsIsNone) {
    auto rows = county_with_run();
    rows.school_bus_plates.clear();
    TripStory story{rows};
    story.sign_in();
    story.count(0, 2);
    story.drive(60s);
    EXPECT_EQ(story.open(), "");
}

TEST(SchoolBusPlate, ThatWasGivenBackIsNoneFromTheNextDayOn) {
    const auto open_after_return = [](std::chrono::days before) {
        auto rows = lawful_county();
        rows.school_bus_plates.front().value.returned_on = china_date(morning - before);
        return open_after_count(rows, Source::escort);
    };
    EXPECT_EQ(open_after_return(std::chrono::days{0}), "");
    EXPECT_EQ(open_after_return(std::chrono::days{1}), "VL-02 confirmed");
}

TEST(SchoolBusPlate, OnceItIsIssuedTheFindingEnds) {
    for (auto rows : {without_plate(), with_expired_plate()}) {
        Story story{rows};
        story.drive(60s);
        story.count(12, 2);
        EXPECT_EQ(story.open().substr(6), "confirmed");
        story.edit(lawful_county());
        story.stand(60s);
        story.drive(std::chrono::minutes{2});
        EXPECT_EQ(story.open(), "");
    }
}

TEST(SchoolBusPlate, ItExpiresAtItsInstantAndNotBefore) {
    auto rows = lawful_county();
    rows.school_bus_plates.front().valid_until = morning + std::chrono::minutes{30};
    Story story{rows};
    story.drive(60s);
    story.count(12, 2);
    story.drive(std::chrono::minutes{20});
    EXPECT_EQ(story.open(), "");
    story.drive(std::chrono::minutes{20});
    story.count(12, 2);
    EXPECT_EQ(story.open(), "VL-02 confirmed");
}

TEST(SchoolBusPlate, MidnightIsJudgedThoughNothingIsTold) {
    auto rows = lawful_county();
    rows.school_bus_plates.front().valid_until = china_midnight(morning) + std::chrono::days{1};
    Story story{rows};
    story.load(20);
    ASSERT_EQ(story.open(), "");
    story.wait(std::chrono::hours{17});
    EXPECT_EQ(story.open(), "VL-02 likely");
    EXPECT_EQ(story.finding(RuleId::vl_02)->episode.from, china_midnight(morning) + std::chrono::days{1});
}

TEST(SchoolBusPlate, ALineCoachNeedsNoneUnlessTheCountySaysSo) {
    auto rows = without_plate();
    vehicle_of(rows).use_nature = 'B';
    EXPECT_EQ(open_after_count(rows, Source::police), "");
    rows.local_rules = {local_rule("holiday_charter_needs_plate", "yes")};
    Story strict{rows};
    strict.drive(60s);
    strict.load(30);  // its counter sees riders, not pupils
    EXPECT_EQ(strict.open(), "");
    strict.count(28, 2);
    EXPECT_EQ(strict.open(), "VL-01 confirmed");
}

TEST(SchoolBusPlate, CityBusesAndTaxisNeedNone) {
    for (const char use_nature : {'C', 'D', 'T'}) {
        auto rows = without_plate();
        vehicle_of(rows).use_nature = use_nature;
        EXPECT_EQ(open_after_count(rows, Source::police), "") << use_nature;
    }
}

TEST(NonCommercial, CarryingPupilsIsConfirmedByThePoliceOnly) {
    EXPECT_EQ(open_after_count(non_commercial(), Source::police), "VL-01 confirmed, VL-04 confirmed");
    EXPECT_EQ(open_after_count(non_commercial(), Source::gate), "VL-01 confirmed, VL-04 likely");
    EXPECT_EQ(open_after_sighting(non_commercial(), Source::police), "VL-01 likely, VL-04 likely");
}

TEST(NonCommercial, WithoutPupilsDrivesWhereItLikes) {
    EXPECT_EQ(open_after_count(non_commercial(), Source::police, 0), "");
    EXPECT_EQ(open_after_sighting(non_commercial(), Source::police, PupilsSeen::none), "");
}

TEST(NonCommercial, OnARunOfTheRegisterIsALead) {
    auto rows = county_with_run();
    rows.school_bus_plates.clear();
    vehicle_of(rows).use_nature = 'L';
    TripStory story{rows};
    story.sign_in();
    story.drive(60s);
    EXPECT_EQ(story.open(), "VL-01 suspected, VL-04 suspected");
}

TEST(NonCommercial, EndsWhenTheLicenceSaysOtherwiseAndNobodySawItForThirtyDays) {
    Story story{non_commercial()};
    story.seen(Source::police);
    story.wait(std::chrono::days{31});
    EXPECT_EQ(story.open(), "");
    Story relicensed{non_commercial()};
    relicensed.seen(Source::police);
    ASSERT_EQ(relicensed.open(), "VL-01 likely, VL-04 likely");
    relicensed.edit(non_commercial('B'));
    relicensed.wait(std::chrono::days{2});
    EXPECT_EQ(relicensed.open(), "");
}

TEST(NonCommercial, AreTheFiveLettersOfTheLicence) {
    for (const char use_nature : {'A', 'L', 'M', 'G', 'N'})
        EXPECT_TRUE(is_non_commercial(use_nature)) << use_nature;
    for (const char use_nature : {'B', 'C', 'D', 'E', 'F', 'O', 'P', 'Q', 'S', 'T'})
        EXPECT_FALSE(is_non_commercial(use_nature)) << use_nature;
}

TEST(NotOnRegister, ASightingOpensItWithTheTellersWeight) {
    EXPECT_EQ(open_after_sighting(unregistered(), Source::gate), "VL-11 suspected");
    EXPECT_EQ(open_after_sighting(unregistered(), Source::patrol, PupilsSeen::not_told), "VL-11 suspected");
    EXPECT_EQ(open_after_sighting(unregistered(), Source::police), "VL-11 likely");
    EXPECT_EQ(open_after_sighting(unregistered(), Source::gate, PupilsSeen::none), "");
    EXPECT_EQ(open_after_sighting(unregistered(), Source::camera, PupilsSeen::not_told), "");
}

TEST(NotOnRegister, TwoKindsOfTellersMakeItLikely) {
    Story story{unregistered()};
    story.seen(Source::gate);
    story.wait(std::chrono::minutes{30});
    story.seen(Source::gate);
    EXPECT_EQ(story.open(), "VL-11 suspected");
    story.seen(Source::hotline);
    EXPECT_EQ(story.open(), "VL-11 likely");
}

TEST(NotOnRegister, ThreeDaysWithinTenSchoolDaysMakeItLikely) {
    Story story{unregistered()};
    for (int days : {4, 4}) {
        story.seen(Source::gate);
        story.wait(std::chrono::days{days});
    }
    EXPECT_EQ(story.open(), "VL-11 suspected");
    story.seen(Source::gate);
    EXPECT_EQ(story.open(), "VL-11 likely");
    Story spread{unregistered()};
    for (int days : {8, 8, 8}) {
        spread.seen(Source::gate);
        spread.wait(std::chrono::days{days});
    }
    EXPECT_EQ(spread.open(), "VL-11 suspected");
}

TEST(NotOnRegister, APoliceHeadCountWithPupilsConfirms) {
    EXPECT_EQ(open_after_count(unregistered(), Source::police), "VL-11 confirmed");
    EXPECT_EQ(open_after_count(unregistered(), Source::gate), "VL-11 likely");
}

TEST(NotOnRegister, ATerminalsTripIsSuspectedAndEndsTenMinutesAfterIt) {
    Story story{retired()};
    story.drive(120s);
    EXPECT_EQ(story.open(), "VL-11 suspected");
    story.stand(std::chrono::minutes{9});
    EXPECT_EQ(story.open(), "VL-11 suspected");
    story.stand(std::chrono::minutes{4});
    EXPECT_EQ(story.open(), "");
}

TEST(NotOnRegister, OnceItIsRegisteredTheFindingEnds) {
    Story story{unregistered()};
    story.seen(Source::police);
    ASSERT_EQ(story.open(), "VL-11 likely");
    story.edit(lawful_county());
    story.wait(std::chrono::days{1});
    EXPECT_EQ(story.open(), "");
}

TEST(NotOnRegister, ARegisteredActiveVehicleIsOnIt) {
    Story story;
    story.drive(600s);
    EXPECT_EQ(story.open(), "");
}

TEST(Sightings, KeepAFindingOpenForThirtyDays) {
    Story story{unregistered()};
    story.seen(Source::gate);
    story.wait(std::chrono::days{29});
    EXPECT_EQ(story.open(), "VL-11 suspected");
    story.wait(std::chrono::days{2});
    EXPECT_EQ(story.open(), "");
}

}  // namespace
}  // namespace husong::rules
