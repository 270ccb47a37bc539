// The published schedule over the API, and its calendars.
#include "tests/http/api_fixture.hpp"

#include <gmock/gmock.h>

namespace husong::http::test {
namespace {

using access::Role;
using ::testing::HasSubstr;
using ::testing::Not;

class ScheduleApi : public Api {
protected:
    ScheduleApi() {
        registry::RegistryRows rows;
        for (const char* school : {"S1", "S2"})
            rows.schools.push_back({.value = {.code = school,
                                              .name = std::string{"松岭镇初中"} + school,
                                              .stage = "junior_high",
                                              .boarding = true,
                                              .latitude_deg = 40.77,
                                              .longitude_deg = 118.17}});
        rows.lines = {{.value = {"L7", "柳湾线", "S1"}}, {.value = {"L8", "滦湾线", "S2"}}};
        rows.stops = {{.value = {"L7", 1, "柳湾站", 40.9, 118.17, std::chrono::minutes{43}}}};
        rows.drivers = {{.value = {.code = "D1",
                                   .name = "张三丰",
                                   .licence_class = "A1",
                                   .birth_on = {},
                                   .qualified_until = {},
                                   .operator_code = {}}}};
        rows.identities = {{husong::test::lawful_plate, county_.lawful}};
        rows.departures = {departure("H1", "S1", "L7", 9h + 22min), departure("H2", "S2", "L8", 10h),
                           departure("H3", "S1", "L7", 33h + 22min)};
        put(rows);
    }

    registry::Versioned<registry::Departure> departure(std::string code, std::string school, std::string line,
                                                       Milliseconds after_seven) const {
        return {.value = {.code = std::move(code),
                          .school = std::move(school),
                          .direction = {},
                          .leaves_at = husong::test::school_day + after_seven,
                          .line = std::move(line),
                          .vehicle = county_.lawful,
                          .driver = "D1",
                          .escort = {},
                          .seats = 43,
                          .status = {},
                          .note = {},
                          .sequence = 0}};
    }
    void put(const registry::RegistryRows& rows) {
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
    }
    std::vector<std::string> codes(const Response& response) {
        std::vector<std::string> all;
        const boost::json::value departures = at(response, "departures");
        for (const auto& each : departures.as_array()) all.emplace_back(each.at("code").as_string());
        return all;
    }
    std::string calendar_of(const std::string& query) {
        return text_at(get("/api/v1/schedules/calendar", query), "path");
    }
};

TEST_F(ScheduleApi, OfTodayStandsInTheCheckOfTheVehicle) {
    sign_in_as(Role::police);
    const Response check = get("/api/v1/vehicles/冀H00318", "");
    ASSERT_EQ(at(check, "departures").as_array().size(), 1U) << "neither another vehicle's nor tomorrow's";
    EXPECT_EQ(at(check, "departures.0.code"), "H1");
    EXPECT_EQ(at(check, "departures.0.driver"), "张某");
    EXPECT_TRUE(at(get("/api/v1/vehicles/冀H99999", ""), "departures").as_array().empty());
}

TEST_F(ScheduleApi, TellsTodaysDeparturesWhenNoDayIsAsked) {
    sign_in_as(Role::police);
    const Response today = get("/api/v1/schedules");
    ASSERT_EQ(today.status, 200U) << today.text();
    EXPECT_EQ(codes(today), (std::vector<std::string>{"H1", "H2"}));
    EXPECT_EQ(text_at(today, "departures.0.line.name"), "柳湾线");
    EXPECT_EQ(text_at(today, "departures.0.vehicle.display"), "冀H·00318");
    EXPECT_EQ(text_at(today, "departures.0.driver"), "张某") << "the family name";
    EXPECT_EQ(text_at(today, "departures.0.places.1.name"), "柳湾站");
    EXPECT_EQ(text_at(today, "departures.0.places.1.due"), "2026-09-01T17:05:00.000+08:00");
}

TEST_F(ScheduleApi, IsAskedBySchoolLineVehicleAndDay) {
    sign_in_as(Role::bureau);
    EXPECT_EQ(codes(get("/api/v1/schedules", "school=S1")), (std::vector<std::string>{"H1"}));
    EXPECT_EQ(codes(get("/api/v1/schedules", "line=L8")), (std::vector<std::string>{"H2"}));
    EXPECT_EQ(codes(get("/api/v1/schedules", "day=2026-09-02")), (std::vector<std::string>{"H3"}));
    EXPECT_EQ(codes(get("/api/v1/schedules", "from=2026-09-01&until=2026-09-02&school=S1")),
              (std::vector<std::string>{"H1", "H3"}));
    EXPECT_EQ(codes(get("/api/v1/schedules", "vehicle=冀H00318")), (std::vector<std::string>{"H1", "H2"}));
    EXPECT_EQ(codes(get("/api/v1/schedules", "vehicle=冀H99999")), std::vector<std::string>{});
}

TEST_F(ScheduleApi, SaysWhatIsWrongWithADay) {
    sign_in_as(Role::police);
    for (const char* query : {"day=tomorrow", "day=2026-02-30", "from=2026-09-02&until=2026-09-01",
                              "from=2020-01-01&until=2026-09-01"})
        EXPECT_EQ(get("/api/v1/schedules", query).status, 400U) << query;
}

TEST_F(ScheduleApi, AnAccountOfOneSchoolSeesThatSchool) {
    sign_in_as(Role::gate, "S1");
    EXPECT_EQ(codes(get("/api/v1/schedules")), (std::vector<std::string>{"H1"}));
    EXPECT_EQ(get("/api/v1/schedules", "school=S2").status, 403U);
    EXPECT_EQ(codes(get("/api/v1/schedules", "line=L8")), std::vector<std::string>{});
    EXPECT_EQ(get("/api/v1/schedules/calendar", "line=L8").status, 403U);
    EXPECT_EQ(get("/api/v1/schedules/calendar", "school=S2").status, 403U);
    EXPECT_EQ(get("/api/v1/schedules/calendar").status, 200U);
}

TEST_F(ScheduleApi, IsNotForStrangersNorForThoseItDoesNotConcern) {
    EXPECT_EQ(get("/api/v1/schedules").status, 401U);
    sign_in_as(Role::hotline);
    EXPECT_EQ(get("/api/v1/schedules").status, 403U);
}

TEST_F(ScheduleApi, ACalendarIsReadByWhoeverHasItsAddress) {
    sign_in_as(Role::bureau);
    const std::string line = calendar_of("line=L7");
    const std::string school = calendar_of("school=S1");
    sign_out();
    const Response calendar = get(line);
    ASSERT_EQ(calendar.status, 200U);
    EXPECT_EQ(calendar.content_type, "text/calendar; charset=utf-8");
    EXPECT_THAT(std::string{calendar.text()}, HasSubstr("UID:H1@husong"));
    EXPECT_THAT(std::string{calendar.text()}, HasSubstr("UID:H3@husong"));
    EXPECT_THAT(std::string{calendar.text()}, Not(HasSubstr("张")));
    EXPECT_THAT(std::string{get(school).text()}, Not(HasSubstr("UID:H2@husong")));
}

TEST_F(ScheduleApi, AWrongKeyAndALineThatIsNotThereLookTheSame) {
    sign_in_as(Role::bureau);
    const std::string line = calendar_of("line=L7");
    std::string wrong = line;
    wrong[wrong.size() - 6] = wrong[wrong.size() - 6] == '0' ? '1' : '0';
    sign_out();
    const Response guessed = get(wrong);
    EXPECT_EQ(guessed.status, 404U);
    const Response nowhere = get("/calendar/lines/L99/0123456789abcdef0123456789abcdef.ics");
    EXPECT_EQ(guessed.text(), nowhere.text());
    std::string other = line;
    other.replace(other.find("L7"), 2, "L8");
    EXPECT_EQ(get(other).status, 404U) << "a line's key opens that line";
}

TEST_F(ScheduleApi, ACalendarThatHasNotChangedIsNotSentAgain) {
    sign_in_as(Role::bureau);
    const std::string line = calendar_of("line=L7");
    sign_out();
    Request again;
    again.path = line;
    again.headers.if_none_match = header_of(get(line), "ETag");
    ASSERT_FALSE(again.headers.if_none_match.empty());
    EXPECT_EQ(ask(again).status, 304U);
    registry::RegistryRows rows;
    rows.identities = {{husong::test::lawful_plate, county_.lawful}};
    rows.departures = {departure("H1", "S1", "L7", 10h)};
    put(rows);
    const Response changed = ask(again);
    EXPECT_EQ(changed.status, 200U);
    EXPECT_THAT(std::string{changed.text()}, HasSubstr("SEQUENCE:1"));
    EXPECT_THAT(std::string{changed.text()}, HasSubstr("DTSTART;TZID=Asia/Shanghai:20260901T170000"));
}

}  // namespace
}  // namespace husong::http::test
