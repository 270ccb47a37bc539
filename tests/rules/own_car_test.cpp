// A guardian's own car: with the own children it breaks nothing, with others' it does (VL-01, VL-04, VL-11).
#include "server/rules/own_car.hpp"

#include "server/rules/verdict.hpp"
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using tracking::PupilsSeen;

registry::Versioned<registry::Guardian> guardian(std::string pupil, std::string name = "张某",
                                                 VehicleId car = bus) {
    registry::Guardian row;
    row.code = "G-" + pupil + "-" + name;
    row.pupil = std::move(pupil);
    row.name = std::move(name);
    row.vehicle = car;
    return lasting(row);
}

void add_pupils(registry::RegistryRows& rows, std::initializer_list<const char*> codes) {
    for (const char* code : codes) {
        registry::Pupil pupil;
        pupil.code = code;
        pupil.name = "学生" + std::string{code};
        rows.pupils.push_back(lasting(pupil));
    }
}

// In no register of vehicles; its guardian has two children.
registry::RegistryRows family_car() {
    registry::RegistryRows rows;
    rows.identities[{"冀H7K206", registry::PlateColour::blue}] = bus;
    add_pupils(rows, {"A", "B", "C"});
    rows.guardians = {guardian("A"), guardian("B")};
    return rows;
}

// The same, and on the register of vehicles as a private car.
registry::RegistryRows registered_family_car() {
    registry::RegistryRows rows = family_car();
    rows.vehicles = lawful_county().vehicles;
    vehicle_of(rows).use_nature = 'A';
    vehicle_of(rows).vehicle_class = registry::VehicleClass::small;
    vehicle_of(rows).approved_persons = 7;
    return rows;
}

void see(Story& story, int pupils, Source source = Source::gate) {
    tracking::Sighting sighting;
    sighting.pupils_seen = PupilsSeen::some;
    sighting.pupils = static_cast<std::uint16_t>(pupils);
    story.tell(telling::finished(story.now, sighting, source));
}

std::string open_after_seen(registry::RegistryRows rows, int pupils, Source source = Source::gate) {
    Story story{std::move(rows)};
    see(story, pupils, source);
    return story.open();
}

std::string open_after_count(registry::RegistryRows rows, int pupils, Source source = Source::police) {
    Story story{std::move(rows)};
    story.count(pupils, 1, source);
    return story.open();
}

int children(const registry::RegistryRows& rows, Time at = morning) {
    return own_children(registry::Registry{rows}, bus, at);
}

TEST(OwnCar, MayBringAsManyPupilsAsItsGuardianHasChildren) {
    EXPECT_EQ(open_after_seen(family_car(), 2, Source::police), "");
    EXPECT_EQ(open_after_seen(registered_family_car(), 2, Source::police), "");
    EXPECT_EQ(open_after_count(family_car(), 2), "");
    EXPECT_EQ(open_after_count(registered_family_car(), 2), "");
}

TEST(OwnCar, WithOnePupilMoreCarriesSomebodyElsesChild) {
    EXPECT_EQ(open_after_seen(family_car(), 3), "VL-11 suspected");
    EXPECT_EQ(open_after_seen(registered_family_car(), 3), "VL-01 suspected, VL-04 suspected");
    EXPECT_EQ(open_after_seen(registered_family_car(), 3, Source::police), "VL-01 likely, VL-04 likely");
    EXPECT_EQ(open_after_count(family_car(), 3), "VL-11 confirmed");
    EXPECT_EQ(open_after_count(registered_family_car(), 3), "VL-01 confirmed, VL-04 confirmed");
    Story story{registered_family_car()};
    see(story, 3);
    EXPECT_EQ(story.finding(RuleId::vl_04)->episode.detail, "家长自家车，登记自家孩子 2 名，车上学生 3 名");
}

TEST(OwnCar, WithPupilsOfWhomNobodySaysHowManyIsSuspectedAtMost) {
    Story story{registered_family_car()};
    for (const Source source : {Source::gate, Source::patrol, Source::police, Source::hotline})
        story.seen(source);
    story.wait(std::chrono::days{1});
    story.seen(Source::police);
    story.wait(std::chrono::days{1});
    story.seen(Source::police);
    EXPECT_EQ(story.open(), "VL-01 suspected, VL-04 suspected");
    EXPECT_EQ(story.finding(RuleId::vl_04)->episode.detail,
              "家长自家车，登记自家孩子 2 名，没说车上学生几名，请看是不是自家孩子");
    Story unregistered{family_car()};
    unregistered.seen(Source::police);
    EXPECT_EQ(unregistered.open(), "VL-11 suspected");
}

TEST(OwnCar, SeenWithOthersChildrenIsNotClearedByTheSameGateThatSeesTheOwnLater) {
    for (const int later : {2, -1}) {
        Story story{registered_family_car()};
        see(story, 5);
        story.wait(std::chrono::hours{9});
        if (later < 0)
            story.seen(Source::gate);
        else
            see(story, later);
        EXPECT_EQ(story.open(), "VL-01 suspected, VL-04 suspected") << later;
        EXPECT_EQ(story.finding(RuleId::vl_04)->episode.detail,
                  "家长自家车，登记自家孩子 2 名，车上学生 5 名");
        EXPECT_EQ(pupils_beyond_own(story.state.track, 2, story.now), 5);
    }
}

TEST(OwnCar, IsJudgedByWhoseItWasWhenItWasSeen) {
    auto rows = registered_family_car();
    const Time leaves_school = china_midnight(morning) + std::chrono::days{1};
    for (auto& row : rows.guardians) row.valid_until = leaves_school;
    Story story{rows};
    see(story, 2);
    story.wait(std::chrono::days{2});
    story.count(0, 1);
    EXPECT_EQ(story.open(), "") << "what was lawful stays so";
    see(story, 2);
    EXPECT_EQ(story.open(), "VL-01 suspected, VL-04 suspected") << "it is nobody's any more";
}

TEST(OwnCar, IsNoneOnTheDayOfARunOrWithATimetable) {
    auto with_run = registered_family_car();
    registry::Departure run;
    run.code = "R1";
    run.vehicle = bus;
    run.leaves_at = morning + std::chrono::hours{9};
    with_run.departures = {lasting(run)};
    EXPECT_EQ(open_after_seen(with_run, 2), "VL-01 suspected, VL-04 suspected");
    EXPECT_EQ(children(with_run, morning + std::chrono::days{1}), 2) << "the day after";
    EXPECT_EQ(children(with_run, morning - std::chrono::days{1}), 2) << "the day before";
    with_run.departures.front().value.status = registry::DepartureStatus::cancelled;
    EXPECT_EQ(open_after_seen(with_run, 2), "");
    auto with_timetable = registered_family_car();
    registry::Timetable weekly;
    weekly.code = "T1";
    weekly.weekdays = "5";
    weekly.vehicle = bus;
    with_timetable.timetables = {lasting(weekly)};
    EXPECT_EQ(open_after_seen(with_timetable, 2), "VL-01 suspected, VL-04 suspected");
}

TEST(OwnCar, OfSeveralFamiliesMayBringThoseOfOneOnly) {
    auto rows = family_car();
    rows.guardians.push_back(guardian("C", "李某"));
    EXPECT_EQ(children(rows), 2);
    EXPECT_EQ(open_after_count(rows, 3), "VL-11 confirmed");
}

TEST(OwnCar, OfFatherAndMotherIsOfTheirChildrenTogether) {
    auto rows = family_car();
    rows.guardians.push_back(guardian("B", "李某"));
    rows.guardians.push_back(guardian("C", "李某"));
    EXPECT_EQ(children(rows), 3);
    EXPECT_EQ(open_after_count(rows, 3), "");
}

TEST(OwnCar, CountsChildrenWhoArePupilsOnce) {
    auto rows = family_car();
    rows.guardians.push_back(guardian("A", "李某"));
    rows.guardians.push_back(guardian("Z"));  // no pupil of the county
    EXPECT_EQ(children(rows), 2);
    rows.pupils.front().valid_until = morning;
    EXPECT_EQ(children(rows), 1) << "one has left school";
    EXPECT_EQ(own_children(registry::Registry{rows}, VehicleId{8}, morning), 0) << "another car";
}

TEST(OwnCar, IsNoneThatIsLicensedForPayBannedOrOfAClassThatCarriesNobody) {
    for (const char use_nature : {'B', 'S', 'F'}) {
        auto rows = registered_family_car();
        vehicle_of(rows).use_nature = use_nature;
        EXPECT_EQ(children(rows), 0) << use_nature;
    }
    auto rows = registered_family_car();
    vehicle_of(rows).vehicle_class = registry::VehicleClass::tricycle;
    EXPECT_EQ(open_after_seen(rows, 1), "VL-01 suspected, VL-04 suspected, VL-05 suspected");
    rows = registered_family_car();
    vehicle_of(rows).status = registry::VehicleStatus::banned;
    EXPECT_EQ(children(rows), 0);
}

TEST(OwnCar, ByItsCounterIsOverItsChildrenToo) {
    for (const auto& [boarded, open] : {std::pair{4, ""}, std::pair{8, "VL-01 likely, VL-04 likely"}}) {
        auto rows = registered_family_car();
        vehicle_of(rows).approved_persons = 20;
        Story story{rows};
        story.load(boarded);
        story.drive(120s);
        EXPECT_EQ(story.open(), open) << boarded;
    }
}

TEST(OwnCar, ThatNoRegisterNamesDrivesWhereItLikes) {
    Story story{family_car()};
    story.drive(120s);
    EXPECT_EQ(story.open(), "");
}

TEST(OwnCar, EndsTheFindingWhenTheRegisterSaysWhoseItIs) {
    auto unknown = registered_family_car();
    unknown.guardians.clear();
    Story story{unknown};
    see(story, 2);
    ASSERT_EQ(story.open(), "VL-01 suspected, VL-04 suspected");
    story.edit(registered_family_car());
    story.wait(std::chrono::days{1});
    EXPECT_EQ(story.open(), "");
}

// ---- what a policeman or a gate is told ----

Verdict verdict_on(const Story& story) {
    return judge_for_police(&story.state, bus, story.registry, story.now, {story.tracking, story.rules});
}

TEST(OwnCarVerdict, ItMayBringItsOwnChildrenAndNobodyElses) {
    const Story story{registered_family_car()};
    const Verdict verdict = verdict_on(story);
    EXPECT_EQ(verdict.headline.word, VerdictWord::check);
    EXPECT_EQ(verdict.headline.reason, "非营运车，只可接送自家孩子（登记 2 名）");
    for (const Paper& paper : verdict.papers)
        EXPECT_NE(paper.state, PaperState::missing) << paper_name_zh(paper.kind);
}

TEST(OwnCarVerdict, OfACarInNoRegisterSaysTheSame) {
    Story story{family_car()};
    EXPECT_EQ(verdict_on(story).headline.word, VerdictWord::not_registered);
    EXPECT_EQ(verdict_on(story).headline.reason, "家长自家车，只可接送自家孩子（登记 2 名）");
    see(story, 4);
    EXPECT_EQ(verdict_on(story).headline.reason,
              "家长自家车，只可接送自家孩子；车上学生 4 名，登记的自家孩子 2 名");
}

TEST(OwnCarVerdict, WithOthersChildrenItMustNot) {
    Story counted{registered_family_car()};
    counted.count(2, 1, Source::gate);
    EXPECT_EQ(verdict_on(counted).headline.word, VerdictWord::check);
    counted.count(5, 1, Source::gate);
    EXPECT_EQ(verdict_on(counted).headline.word, VerdictWord::must_not);
    EXPECT_EQ(verdict_on(counted).headline.reason,
              "非营运车；没有校车标牌；车上学生 5 名，登记的自家孩子 2 名");
    Story seen{registered_family_car()};
    see(seen, 5);
    EXPECT_EQ(verdict_on(seen).headline.word, VerdictWord::must_not);
    seen.wait(std::chrono::days{1});
    EXPECT_EQ(verdict_on(seen).headline.word, VerdictWord::check) << "that was yesterday";
}

TEST(OwnCarVerdict, WithARunItMustNot) {
    auto rows = registered_family_car();
    registry::Departure run;
    run.code = "R1";
    run.vehicle = bus;
    run.leaves_at = morning + std::chrono::hours{1};
    rows.departures = {lasting(run)};
    const Story story{rows};
    EXPECT_EQ(verdict_on(story).headline.word, VerdictWord::must_not);
    EXPECT_EQ(verdict_on(story).headline.reason, "非营运车；没有校车标牌");
}

}  // namespace
}  // namespace husong::rules
