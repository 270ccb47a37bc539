// An edit of people, places and days that reaches into the past judges the records of then again, in a
// running server and in one that did not run.
#include "tests/ingest/intake_fixture.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace husong::ingest {
namespace {

using rules::RuleId;
using std::chrono::hours;
using std::chrono::minutes;
using test::position;
using test::school_day;
using tracking::EventKind;

constexpr double metres_per_degree = 111'000.0;

template <class T>
registry::Versioned<T> since_january(T value) {
    return {.value = std::move(value), .valid_from = test::year_begin};
}

registry::Stop stop_at(double metres, int place) {
    return {.line = "L1",
            .place = place,
            .name = "站" + std::to_string(place),
            .latitude_deg = 40.77 + metres / metres_per_degree,
            .longitude_deg = 118.17,
            .from_school = minutes{10 * place}};
}

registry::Driver driver_d1(std::optional<Time> qualified_until) {
    registry::Driver driver;
    driver.code = "D1";
    driver.licence_class = "A1";
    driver.qualified_until = qualified_until;
    return driver;
}

registry::Pupil rider_of_l1(std::string code) {
    registry::Pupil pupil;
    pupil.code = std::move(code);
    pupil.school = "X1";
    pupil.line = "L1";
    return pupil;
}

// A day after the bus went to school at ten past seven, from a stop at the beginning of the road.
class EditsOfThePast : public IntakeTest {
protected:
    EditsOfThePast() {
        registry::RegistryRows rows;
        registry::School school{.code = "X1", .name = "第一小学", .stage = "primary"};
        school.latitude_deg = 40.77 + 9'000 / metres_per_degree;
        school.longitude_deg = 118.17;
        rows.schools = {since_january(school)};
        rows.lines = {since_january(registry::Line{"L1", "一号线", "X1"})};
        rows.stops = {since_january(stop_at(4'500, 1)), since_january(stop_at(0, 2))};
        rows.drivers = {since_january(driver_d1(end_of_time))};
        rows.pupils = {since_january(rider_of_l1("P1"))};
        rows.timetables = {since_january(registry::Timetable{.code = "T1",
                                                             .line = "L1",
                                                             .direction = registry::Direction::to_school,
                                                             .weekdays = "12345",
                                                             .leaves_at = 7h + 10min,
                                                             .vehicle = county_.lawful,
                                                             .driver = "D1",
                                                             .escort = ""})};
        store_->admin().value()->put_rows(rows, test::year_begin).value();
    }

    void ride_yesterday() {
        for (int minute = 0; minute < 10; ++minute)
            tell(position(county_.lawful, school_day + minutes{minute}, 0, 0));
        tracking::TripEvent boards;
        boards.kind = EventKind::boarded;
        boards.person = "P1";
        tell(test::record_of(county_.lawful, school_day + 9min + 30s, boards, tracking::Source::escort));
        for (int minute = 10; minute < 15; ++minute)
            tell(position(county_.lawful, school_day + minutes{minute}, 600.0 * (minute - 9), 36));
        intake_->drain();
        now_ = to_millis(school_day + hours{26});
        intake_->drain();
    }
    std::size_t put(const registry::RegistryRows& rows) {
        return store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    }
    void notice_edit() {
        for (int turn = 0; turn < 2; ++turn) {
            now_ += 2'000;
            intake_->drain();
        }
    }
    // The same edit, in one of two ways.
    void edit_while_running(const registry::RegistryRows& rows) {
        put(rows);
        notice_edit();
    }
    void edit_while_nothing_runs(const registry::RegistryRows& rows) {
        intake_->stop();
        put(rows);
        start();
        intake_->drain();
    }
    [[nodiscard]] std::vector<rules::Finding> standing(RuleId rule) {
        auto all = findings();
        std::erase_if(all,
                      [&](const auto& finding) { return finding.head.rule != rule || finding.withdrawn_at; });
        return all;
    }
    [[nodiscard]] tracking::Trip trip() {
        intake_->drain();
        return world_->state(county_.lawful)->track.trip;
    }
    [[nodiscard]] bool expected(const std::string& code) {
        const auto hash = tracking::code_hash(code);
        return std::ranges::any_of(trip().riders.all(), [&](const tracking::Rider& rider) {
            return rider.code == hash && rider.has(tracking::rider::planned);
        });
    }
    [[nodiscard]] bool is_marked() {
        const auto marks = store_->reader().value()->load_dirty().value();
        return std::ranges::any_of(marks, [&](const auto& mark) { return mark.first == county_.lawful; });
    }

    static registry::RegistryRows qualified(std::optional<Time> until) {
        registry::RegistryRows rows;
        rows.drivers = {since_january(driver_d1(until))};
        return rows;
    }
    static registry::RegistryRows holiday() {
        registry::RegistryRows rows;
        rows.public_days = {since_january(registry::PublicDay{china_date(school_day), "off", "", ""})};
        return rows;
    }
    const Time last_week_ = school_day - std::chrono::days{5};
};

TEST_F(EditsOfThePast, ThatADriversQualificationHadEndedMakeYesterdaysRunOneOfAnUnqualifiedDriver) {
    start();
    ride_yesterday();
    EXPECT_TRUE(standing(RuleId::dr_01).empty());
    edit_while_running(qualified(last_week_));
    const auto found = standing(RuleId::dr_01);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].head.subject, "T1/2026-09-01");
    EXPECT_EQ(found[0].episodes[0].from, school_day + 9min + 30s);
    edit_while_running(qualified(end_of_time));
    EXPECT_TRUE(standing(RuleId::dr_01).empty());
}

TEST_F(EditsOfThePast, AreJudgedAtTheNextStartWhenNothingRan) {
    start();
    ride_yesterday();
    edit_while_nothing_runs(qualified(last_week_));
    EXPECT_EQ(standing(RuleId::dr_01).size(), 1U);
    EXPECT_FALSE(is_marked());
    edit_while_nothing_runs(qualified(end_of_time));
    EXPECT_TRUE(standing(RuleId::dr_01).empty());
}

TEST_F(EditsOfThePast, AddAPupilToTheRidersOfYesterdaysRun) {
    start();
    ride_yesterday();
    ASSERT_TRUE(expected("P1"));
    ASSERT_FALSE(expected("P2"));
    registry::RegistryRows rows;
    rows.pupils = {{.value = rider_of_l1("P2"), .valid_from = school_day - hours{7}}};
    edit_while_running(rows);
    EXPECT_TRUE(expected("P2"));
    rows.pupils = {{.value = rider_of_l1("P3"), .valid_from = school_day - hours{7}}};
    edit_while_nothing_runs(rows);
    EXPECT_TRUE(expected("P3"));
}

TEST_F(EditsOfThePast, MoveAStopAtWhichTheBusThenWasNot) {
    start();
    ride_yesterday();
    ASSERT_EQ(trip().reached, 1);
    registry::RegistryRows rows;
    rows.stops = {since_january(stop_at(-5'000, 2))};
    edit_while_running(rows);
    EXPECT_EQ(trip().reached, 0);
    rows.stops = {since_january(stop_at(0, 2))};
    edit_while_nothing_runs(rows);
    EXPECT_EQ(trip().reached, 1);
}

TEST_F(EditsOfThePast, TellAPublicDayLateOnWhichTheTimetableHadNoRun) {
    put(qualified(last_week_));
    start();
    ride_yesterday();
    ASSERT_EQ(standing(RuleId::dr_01).size(), 1U);
    edit_while_running(holiday());
    EXPECT_TRUE(standing(RuleId::dr_01).empty());
    EXPECT_EQ(trip().departure, 0U);
}

TEST_F(EditsOfThePast, TellAPublicDayWhileNothingRan) {
    put(qualified(last_week_));
    start();
    ride_yesterday();
    edit_while_nothing_runs(holiday());
    EXPECT_TRUE(standing(RuleId::dr_01).empty());
}

TEST_F(EditsOfThePast, AreNoneByAFormOfWhatHoldsFromNowOn) {
    start();
    ride_yesterday();
    restart();
    intake_->drain();
    ASSERT_FALSE(is_marked());
    const auto refolds = intake_->counters().refolds.load();
    registry::RegistryRows rows;
    registry::Travel way;
    way.pupil = "P1";
    way.direction = registry::Direction::to_school;
    way.mode = "guardian";
    rows.travels = {{.value = way, .valid_from = from_millis(now_)}};
    rows.pupils = {{.value = rider_of_l1("P1"), .valid_from = from_millis(now_)}};
    rows.pupils[0].value.line.clear();
    rows.drivers = {{.value = driver_d1(std::nullopt), .valid_from = from_millis(now_)}};
    rows.stops = {{.value = stop_at(-5'000, 2), .valid_from = from_millis(now_)}};
    EXPECT_EQ(put(rows), 7U);
    EXPECT_FALSE(is_marked());
    notice_edit();
    EXPECT_GT(intake_->counters().registry_loads.load(), 1U);
    EXPECT_EQ(intake_->counters().refolds.load(), refolds);
}

}  // namespace
}  // namespace husong::ingest
