// The calendar is read back by another parser in the browser tests; here: what stands in it.
#include "server/reports/calendar.hpp"

#include "tests/support/hostile_texts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Calendar : ::testing::Test {
    registry::RegistryRows rows;
    Time leaves_at = parse_time("2026-11-27T16:22:00+08:00").value();
    Time published_at = parse_time("2026-11-20T09:00:00+08:00").value();

    Calendar() {
        rows.schools = {{.value = {.code = "S1", .name = "松岭镇初中", .stage = "junior_high"}}};
        rows.lines = {{.value = {"L7", "柳湾线", "S1"}}};
        rows.stops = {{.value = {"L7", 1, "柳湾站", 40.9, 118.2, std::chrono::minutes{43}}}};
        rows.drivers = {{.value = {.code = "D1",
                                   .name = "张某",
                                   .licence_class = "A1",
                                   .birth_on = {},
                                   .qualified_until = {},
                                   .operator_code = {}}}};
        rows.identities = {{{"冀H00318", registry::PlateColour::yellow}, VehicleId{1}}};
        add("H1127-L7");
    }
    registry::Departure& add(std::string code) {
        rows.departures.push_back({.value = {.code = std::move(code),
                                             .school = "S1",
                                             .direction = {},
                                             .leaves_at = leaves_at,
                                             .line = "L7",
                                             .vehicle = {1},
                                             .driver = "D1",
                                             .escort = {},
                                             .seats = 43,
                                             .status = {},
                                             .note = {},
                                             .sequence = 0},
                                   .recorded_at = published_at});
        return rows.departures.back().value;
    }
    [[nodiscard]] std::string text(CalendarOf kind = CalendarOf::line, std::string_view code = "L7") const {
        const Time now = leaves_at - std::chrono::hours{1};
        return departure_calendar(kind, code, registry::Registry{rows}, now, now);
    }
};

TEST_F(Calendar, ADepartureIsAnEventInChinasTime) {
    const std::string ical = text();
    EXPECT_THAT(ical, HasSubstr("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n"));
    EXPECT_THAT(ical, HasSubstr("UID:H1127-L7@husong\r\n"));
    EXPECT_THAT(ical, HasSubstr("DTSTART;TZID=Asia/Shanghai:20261127T162200\r\n"));
    EXPECT_THAT(ical, HasSubstr("DTEND;TZID=Asia/Shanghai:20261127T170500\r\n"));
    EXPECT_THAT(ical, HasSubstr("DTSTAMP:20261120T010000Z\r\n"));
    EXPECT_THAT(ical, HasSubstr("SEQUENCE:0\r\n"));
    EXPECT_THAT(ical, HasSubstr("STATUS:CONFIRMED\r\n"));
    EXPECT_THAT(ical, HasSubstr("SUMMARY:柳湾线 离校\r\n"));
    EXPECT_THAT(ical, HasSubstr("LOCATION:松岭镇初中\r\n"));
    EXPECT_THAT(ical, HasSubstr("X-WR-CALNAME:柳湾线车次\r\n"));
}

TEST_F(Calendar, AChangeKeepsTheUidAndCountsUp) {
    rows.departures[0].value.sequence = 3;
    rows.departures[0].value.status = registry::DepartureStatus::cancelled;
    rows.departures[0].value.note = "下雪，改日";
    const std::string ical = text();
    EXPECT_THAT(ical, HasSubstr("UID:H1127-L7@husong\r\n"));
    EXPECT_THAT(ical, HasSubstr("SEQUENCE:3\r\n"));
    EXPECT_THAT(ical, HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(ical, HasSubstr("SUMMARY:（取消）柳湾线 离校\r\n"));
    EXPECT_THAT(ical, HasSubstr("学生座位 43\\n下雪，改日"));
}

TEST_F(Calendar, NobodysNameAndNoPlateStandsInIt) {
    EXPECT_THAT(text(), Not(HasSubstr("张某")));
    EXPECT_THAT(text(), Not(HasSubstr("00318")));
}

TEST_F(Calendar, HoldsThoseOfItsSchoolOrLineOnly) {
    add("H1127-L8").line = "L8";
    EXPECT_THAT(text(), Not(HasSubstr("H1127-L8")));
    EXPECT_THAT(text(CalendarOf::school, "S1"), HasSubstr("H1127-L8"));
    EXPECT_THAT(text(CalendarOf::school, "S1"), HasSubstr("X-WR-CALNAME:松岭镇初中车次"));
    EXPECT_THAT(text(CalendarOf::school, "S2"), Not(HasSubstr("BEGIN:VEVENT")));
}

TEST_F(Calendar, WhatLeftBeforeIsGone) {
    rows.departures[0].value.leaves_at -= std::chrono::hours{2};
    EXPECT_THAT(text(), Not(HasSubstr("BEGIN:VEVENT")));
}

TEST_F(Calendar, HoldsARunOfATimetableForEachSchoolDayOfFourWeeks) {
    registry::Timetable daily;
    daily.code = "TT1";
    daily.line = "L7";
    daily.weekdays = "12345";
    daily.leaves_at = std::chrono::minutes{16 * 60 + 22};
    rows.timetables = {{.value = daily, .recorded_at = published_at, .version = 7}};
    const std::string ical = text();
    EXPECT_THAT(ical, Not(HasSubstr("UID:TT1/2026-11-27"))) << "a departure goes in its place";
    EXPECT_THAT(ical, HasSubstr("UID:TT1/2026-11-30@husong\r\n"));
    EXPECT_THAT(ical, HasSubstr("DTSTART;TZID=Asia/Shanghai:20261130T162200\r\n"));
    EXPECT_THAT(ical, HasSubstr("SEQUENCE:7\r\n"));
    EXPECT_THAT(ical, HasSubstr("UID:TT1/2026-12-24"));
    EXPECT_THAT(ical, Not(HasSubstr("UID:TT1/2026-12-26"))) << "further than four weeks";
    EXPECT_THAT(text(CalendarOf::school, "S1"), HasSubstr("UID:TT1/2026-11-30"));
    rows.public_days = {
        {.value = {.on = *parse_date("2026-11-30"), .kind = "off", .name = "", .notice = ""}}};
    EXPECT_THAT(text(), Not(HasSubstr("UID:TT1/2026-11-30")));
    rows.timetables.clear();
    EXPECT_THAT(text(), Not(HasSubstr("UID:TT1")));
}

TEST_F(Calendar, TextIsEscapedAndFoldedAsTheFormatAsks) {
    rows.departures[0].value.note = "一;二,三\\四\nBEGIN:VEVENT" + std::string(200, 'x');
    const std::string ical = text();
    EXPECT_THAT(ical, HasSubstr("一\\;二\\,三\\\\四"));
    for (std::size_t from = 0; from < ical.size();) {
        const std::size_t end = ical.find("\r\n", from);
        ASSERT_NE(end, std::string::npos);
        EXPECT_LE(end - from, 75U) << ical.substr(from, end - from);
        EXPECT_EQ(ical.substr(from, end - from).find('\n'), std::string::npos);
        from = end + 2;
    }
    EXPECT_EQ(ical.find("BEGIN:VEVENT"), ical.rfind("\r\nBEGIN:VEVENT\r\n") + 2)
        << "one event, whatever a note says";
}

// No register takes a control character (db/import.cpp); a break in a name would be written as one of the
// text.
TEST_F(Calendar, NamesThatSomebodyHopesToBeReadAsLinesOfTheFormatStayNames) {
    for (const std::string_view text : husong::test::hostile_texts) {
        rows.schools[0].value.name = rows.lines[0].value.name = rows.stops[0].value.name =
            "\r\nBEGIN:VEVENT\r\n" + std::string{text};
        rows.departures[0].value.note = std::string{text} + "\r\nEND:VCALENDAR\r\n" + std::string{text};
        const std::string ical = this->text();
        for (const std::string_view line :
             {"\r\nBEGIN:VEVENT\r\n", "\r\nEND:VEVENT\r\n", "\r\nEND:VCALENDAR\r\n"}) {
            EXPECT_NE(ical.find(line), std::string::npos) << text;
            EXPECT_EQ(ical.find(line), ical.rfind(line)) << text;
        }
    }
}

}  // namespace
}  // namespace husong::reports
