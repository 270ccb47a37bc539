#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using std::chrono::minutes;
using namespace std::chrono_literals;

// A coach for charters takes P1, P2 and P3 home at 07:10; its list is of these three.
registry::RegistryRows charter(char use_nature = 'E') {
    auto rows = county_with_run(Direction::home);
    rows.school_bus_plates.clear();
    rows.permits.clear();
    vehicle_of(rows).use_nature = use_nature;
    return rows;
}

// "likely"; empty: it is not open.
std::string level(const Story& story, std::string_view run = "R1") {
    const RuleTrack* track = story.finding(RuleId::hm_07, run);
    return track && track->open() ? std::string{level_name(track->head.level)} : "";
}

// At the gate, ten minutes before it leaves.
class AtTheGate : public TripStory {
public:
    explicit AtTheGate(registry::RegistryRows rows = charter()) : TripStory{std::move(rows)} {
        north_m = school_m;
        stand(60s);
    }
};

void count_others(TripStory& story, int pupils, int others, Source source) {
    auto record = telling::count(story.now, pupils, 1, source);
    std::get<tracking::HeadCount>(record.payload).others = static_cast<std::uint16_t>(others);
    story.tell(record);
}

TEST(OffContract, IsACountAboveTheListOfItsRun) {
    AtTheGate story;
    EXPECT_EQ(level(story), "") << "nobody has counted";
    story.count(3, 1, Source::gate);
    EXPECT_EQ(level(story), "") << "as many as are on the list";
    story.count(4, 1, Source::gate);
    EXPECT_EQ(level(story), "likely");
    EXPECT_EQ(story.finding(RuleId::hm_07, "R1")->episode.detail,
              "清点学生 4 人，这一趟公布的名单 3 人，多 1 人");
}

TEST(OffContract, IsConfirmedByThePolice) {
    AtTheGate story;
    story.count(4, 1, Source::police);
    EXPECT_EQ(level(story), "confirmed");
}

// The list has pupils only.
TEST(OffContract, IsNotATeacherWhoComesAlongNorTheCrew) {
    AtTheGate story;
    count_others(story, 3, 1, Source::gate);
    EXPECT_EQ(level(story), "") << "a full list, and a teacher";
    count_others(story, 4, 1, Source::gate);
    EXPECT_EQ(level(story), "likely");
    EXPECT_EQ(story.finding(RuleId::hm_07, "R1")->episode.detail,
              "清点学生 4 人，这一趟公布的名单 3 人，多 1 人");
    AtTheGate lawful;
    lawful.count(3, 2, Source::gate);
    EXPECT_EQ(level(lawful), "") << "driver and escort";
}

TEST(OffContract, ClearsWhenTheyAreCountedAgainAndWithTheRun) {
    AtTheGate story;
    story.count(4, 1, Source::gate);
    story.wait(minutes{1});
    story.count(3, 1, Source::gate);
    EXPECT_EQ(level(story), "") << "somebody got off";
    story.count(4, 1, Source::gate);
    EXPECT_EQ(level(story), "likely");
    for (const double stop : stops_m) {
        story.go_to(stop);
        story.stand(60s);
    }
    story.stand(minutes{30}, false, false, 60s);
    EXPECT_EQ(level(story), "");
    EXPECT_NE(story.finding(RuleId::hm_07, "R1"), nullptr) << "it stays to be dealt with";
}

TEST(OffContract, IsOnlySuspectedOfACoachOfLines) {
    AtTheGate story{charter('B')};
    story.count(4, 1, Source::police);
    EXPECT_EQ(level(story), "suspected") << "its passengers may be aboard";
}

TEST(OffContract, IsNotOfABusWithAPlateOrOfAnotherUse) {
    auto plated = charter();
    plated.school_bus_plates = county_with_run().school_bus_plates;
    for (const auto& rows : {plated, charter('C')}) {
        AtTheGate story{rows};
        story.count(4, 1, Source::police);
        EXPECT_EQ(level(story), "");
    }
}

TEST(OffContract, TakesTheListOutOfThePlansNote) {
    auto rows = charter();
    rows.departures.front().value.note = "站3 20人、站1 4人";
    AtTheGate story{rows};
    story.count(24, 1, Source::gate);
    EXPECT_EQ(level(story), "");
    story.count(25, 1, Source::gate);
    EXPECT_EQ(level(story), "likely");
}

TEST(OffContract, IsNotSaidWhereNobodyKnowsTheList) {
    auto counted = charter();
    counted.boarders = {lasting(registry::Boarders{"S01", "远村", 10})};
    auto shared = charter();
    shared.departures.push_back(shared.departures.front());
    shared.departures.back().value.code = "R2";
    shared.departures.back().value.vehicle = {77};
    auto nobody = charter();
    nobody.pupils.clear();
    for (const auto& rows : {counted, shared, nobody}) {
        AtTheGate story{rows};
        story.count(30, 1, Source::police);
        EXPECT_EQ(level(story), "");
    }
}

// Hours before or after what was contracted, or on a way of its own.
TEST(OffContract, IsPupilsCountedInACharterCoachThatDrivesNoneOfItsRuns) {
    auto rows = charter();
    rows.departures.front().value.leaves_at += 5h;
    TripStory story{rows};
    story.drive(60s);
    story.count(12, 1, Source::police);
    story.drive(minutes{2});
    EXPECT_EQ(level(story, ""), "likely") << "it may have a contract that the county does not know";
    EXPECT_EQ(story.finding(RuleId::hm_07)->episode.detail,
              "清点学生 12 人，这时没有这辆车的趟次，请核对包车合同的时间和起讫");
    for (int times = 0; times < 2; ++times) {  // so many fewer they count twice
        story.wait(minutes{1});
        story.count(0, 1, Source::police);
    }
    EXPECT_EQ(level(story, ""), "");

    TripStory told{rows};
    told.drive(60s);
    told.count(12, 1, Source::gate);
    told.drive(minutes{2});
    EXPECT_EQ(level(told, ""), "suspected");

    auto lines = rows;
    vehicle_of(lines).use_nature = 'B';
    TripStory coach{lines};
    coach.drive(60s);
    coach.count(12, 1, Source::police);
    coach.drive(minutes{2});
    EXPECT_EQ(level(coach, ""), "") << "pupils may travel by a coach of lines";
}

}  // namespace
}  // namespace husong::rules
