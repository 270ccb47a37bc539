// The pattern of VL-04: a non-commercial vehicle at a school's gate on three dates of ten school days.
#include "server/rules/gate_days.hpp"

#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// A private van without a run, and the school at the end of the road. 2026-09-01 is a Tuesday.
registry::RegistryRows van() {
    auto rows = county_with_run();
    rows.departures.clear();
    rows.school_bus_plates.clear();
    vehicle_of(rows).use_nature = 'A';
    return rows;
}

void keep_at_gate(TripStory& story) { story.gate(EventKind::gate_refused); }

void see_at_school(Story& story, Source source, tracking::PupilsSeen pupils) {
    auto record = telling::seen(story.now, pupils, source);
    auto& sighting = std::get<tracking::Sighting>(record.payload);
    sighting.latitude_deg = north(school_m).latitude_deg;
    sighting.longitude_deg = north(school_m).longitude_deg;
    story.tell(record);
}

// VL-04 after it was kept at a gate on these days after the first of September.
std::string open_after_kept_on(std::initializer_list<int> dates, registry::RegistryRows rows = van()) {
    TripStory story{std::move(rows)};
    for (const int date : dates) {
        story.wait(morning + days{date} - story.now);
        keep_at_gate(story);
    }
    const RuleTrack* track = story.finding(RuleId::vl_04);
    return track && track->open() ? std::string{level_name(track->head.level)} : "";
}

TEST(GatePattern, IsThreeDatesAtAGateThoughNobodySawPupils) {
    EXPECT_EQ(open_after_kept_on({0, 1}), "");
    EXPECT_EQ(open_after_kept_on({0, 0, 0}), "") << "one day";
    EXPECT_EQ(open_after_kept_on({0, 1, 2}), "suspected");
}

TEST(GatePattern, SaysOnHowManyDays) {
    TripStory story{van()};
    for (int day = 0; day < 3; ++day) {
        story.wait(morning + days{day} - story.now);
        keep_at_gate(story);
    }
    EXPECT_EQ(story.finding(RuleId::vl_04)->episode.detail, "最近 10 个上课日里有 3 天到校门接送");
}

TEST(GatePattern, LooksBackTenSchoolDaysOverWeekendsAndHolidays) {
    EXPECT_EQ(open_after_kept_on({0, 7, 13}), "suspected") << "the tenth school day after two weekends";
    EXPECT_EQ(open_after_kept_on({0, 7, 14}), "") << "the eleventh";
    auto rows = van();
    registry::PublicDay holiday;
    holiday.on = china_date(morning + days{9});
    holiday.kind = "off";
    rows.public_days = {lasting(holiday)};
    EXPECT_EQ(open_after_kept_on({0, 7, 14}, rows), "suspected") << "one of them is a holiday";
}

TEST(GatePattern, CountsTheSundayOnWhichBoardersComeBack) {
    EXPECT_EQ(open_after_kept_on({3, 5, 6}), "suspected");
}

TEST(GatePattern, EndsWhenFewerDatesAreAmongTheLastSchoolDays) {
    TripStory story{van()};
    for (const int day : {0, 1, 2}) {
        story.wait(morning + days{day} - story.now);
        keep_at_gate(story);
    }
    const auto pattern_is_open = [&] { return story.finding(RuleId::vl_04)->open(); };
    story.wait(morning + days{13} - story.now);
    EXPECT_TRUE(pattern_is_open());
    story.wait(days{1});
    EXPECT_FALSE(pattern_is_open());
}

TEST(GatePattern, IsOfNonCommercialVehiclesOnly) {
    for (const char use_nature : {'B', 'S', 'T'}) {
        auto rows = van();
        vehicle_of(rows).use_nature = use_nature;
        EXPECT_EQ(open_after_kept_on({0, 1, 2}, rows), "") << use_nature;
    }
}

TEST(GatePattern, IsNoneOfAGuardianWhoComesEveryDay) {
    auto rows = van();
    registry::Guardian mother;
    mother.pupil = "P1";
    mother.vehicle = bus;
    rows.guardians = {lasting(mother)};
    EXPECT_EQ(open_after_kept_on({0, 1, 2, 3}, rows), "");
}

TEST(GatePattern, IsNoneOfARunThatTheGateExpected) {
    auto rows = county_with_run();
    vehicle_of(rows).use_nature = 'A';
    TripStory story{rows};
    story.stand(60s);
    story.event({EventKind::gate_arrived, "R1", "", "", 0, ""}, Source::gate);
    EXPECT_TRUE(story.state.rules.gate_days.none());
}

TEST(GatePattern, CountsSightingsInsideASchoolsZoneThatTellOfPupils) {
    using tracking::PupilsSeen;
    const auto noted = [](auto tell) {
        TripStory story{van()};
        tell(story);
        return story.state.rules.gate_days.on(sys_days{china_date(morning)});
    };
    EXPECT_TRUE(noted([](auto& story) { see_at_school(story, Source::hotline, PupilsSeen::some); }));
    EXPECT_FALSE(noted([](auto& story) { see_at_school(story, Source::patrol, PupilsSeen::none); }));
    EXPECT_FALSE(noted([](auto& story) { see_at_school(story, Source::camera, PupilsSeen::not_told); }))
        << "a camera reads every plate that passes";
    EXPECT_FALSE(noted([](auto& story) { story.seen(Source::hotline); })) << "elsewhere";
}

TEST(GatePattern, CountsItsOwnStandsAtASchoolWithThreeAboard) {
    const auto noted = [](double place_m, int pupils) {
        TripStory story{van()};
        story.stand(60s);
        story.count(pupils, 1);
        story.go_to(place_m);
        story.stand(60s);
        return !story.state.rules.gate_days.none();
    };
    EXPECT_TRUE(noted(school_m, 2));
    EXPECT_FALSE(noted(school_m, 1)) << "two aboard";
    EXPECT_FALSE(noted(school_m - 300, 2)) << "outside the zone";
}

TEST(GatePattern, OutlastsTheSightingsThatItRestsOn) {
    TripStory story{van()};
    for (const int day : {0, 1, 2}) {
        story.wait(morning + days{day} - story.now);
        story.count(9, 1, Source::police);
        keep_at_gate(story);
    }
    story.count(0, 1, Source::police);
    story.count(0, 1, Source::police);
    EXPECT_EQ(dates_at_gate(story.state.rules.gate_days, story.now, story.registry, story.rules), 3);
    EXPECT_TRUE(story.finding(RuleId::vl_04)->open());
}

TEST(GateDays, KeepTheDatesOfAMonth) {
    const sys_days first{china_date(morning)};
    GateDays kept;
    EXPECT_TRUE(kept.none());
    EXPECT_TRUE(kept.add(first));
    EXPECT_FALSE(kept.add(first)) << "no news";
    EXPECT_TRUE(kept.add(first + days{31}));
    EXPECT_TRUE(kept.on(first));
    EXPECT_TRUE(kept.on(first + days{31}));
    EXPECT_FALSE(kept.on(first + days{30}));
    kept.add(first + days{32});
    EXPECT_FALSE(kept.on(first)) << "longer ago";
    kept.add(first + days{200});
    EXPECT_FALSE(kept.on(first + days{32}));
    EXPECT_TRUE(kept.on(first + days{200}));
    EXPECT_FALSE(kept.on(first + days{201}));
    kept.add(first + days{190});
    EXPECT_TRUE(kept.on(first + days{190}));
}

}  // namespace
}  // namespace husong::rules
