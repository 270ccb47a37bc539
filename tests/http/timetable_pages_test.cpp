// A school day whose only runs are a timetable's: on every page, under one code, and gone where the timetable
// has none.
#include "server/access/secret.hpp"
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

constexpr const char* run_code = "TT7/2026-09-02";
constexpr const char* run_address = "TT7%2F2026-09-02";

class Timetabled : public test::Gate {
protected:
    // 15:00 of the day after the departures', 冀H00318 leaves at 16:30.
    Timetabled() {
        registry::RegistryRows rows = county_.rows();
        for (auto& row : rows.vehicles) row.value.operator_code = "OP1";
        rows.operators = {always(registry::Operator{"OP1", "松岭护苗校车服务公司", "school_bus_company"})};
        rows.pupils = {always(registry::Pupil{.code = "P1",
                                              .name = "学生A",
                                              .school = "S1",
                                              .class_name = "七1班",
                                              .boarding = false,
                                              .home_place = "柳湾",
                                              .line = "L7",
                                              .stop = "柳湾站"})};
        rows.timetables = {timetable()};
        put(rows);
        pass(24h);
        as_gate();
    }
    template <class T>
    static registry::Versioned<T> always(T value) {
        return {.value = std::move(value), .valid_from = husong::test::year_begin};
    }
    [[nodiscard]] registry::Versioned<registry::Timetable> timetable() const {
        return always(registry::Timetable{.code = "TT7",
                                          .line = "L7",
                                          .direction = registry::Direction::home,
                                          .weekdays = "12345",
                                          .leaves_at = 16h + 30min,
                                          .vehicle = county_.lawful,
                                          .driver = "D1",
                                          .escort = "E1"});
    }
    static Time leaves_at() { return at_clock(16, 30) + 24h; }
    void as_gate() { sign_in_as(Role::gate, "S1"); }
    void set_time(Time at) { now_ = to_millis(at); }

    void close_school() {
        registry::RegistryRows rows;
        rows.public_days = {always(registry::PublicDay{china_date(now()), "off", "校庆", "教育局"})};
        put(rows);
    }
    void end_timetable() {
        registry::RegistryRows rows;
        rows.timetables = {timetable()};
        rows.timetables.front().valid_until = china_midnight(now());
        put(rows);
    }
    void publish(registry::DepartureStatus status) {
        registry::RegistryRows rows;
        registry::Departure own = departure("T9", county_.lawful, leaves_at() - 4h);
        own.status = status;
        rows.departures = {always(own)};
        put(rows);
    }
    std::string family() {
        const std::string token = access::make_secret();
        store_->admin()
            .value()
            ->put_guardian_link(
                {access::hash_secret(token), "P1", "母亲", now(), now() + std::chrono::days{9}, {}})
            .value();
        return std::string{get("/f/" + token).text()};
    }
    std::vector<std::string> scheduled(const std::string& query) {
        std::vector<std::string> codes;
        const boost::json::value departures = test::at(get("/api/v1/schedules", query), "departures");
        for (const auto& each : departures.as_array()) codes.emplace_back(each.at("code").as_string());
        return codes;
    }
    using Codes = std::vector<std::string>;
};

TEST_F(Timetabled, TheRunIsOnTheGatesListAndWhatTheGateDoesIsItsOwn) {
    EXPECT_NE(column(get("/g"), "expected").find(run_address), std::string::npos);
    const std::string address = std::string{"/g/t/"} + run_address;
    EXPECT_TRUE(says(get(address), "冀H·00318"));
    const Response arrived =
        post_form(address, {{"act", "arrived"}, {"key", "key-of-form-1"}, {"keeper", "张某"}, {"pin", pin}});
    EXPECT_EQ(header_of(arrived, "Location"), address);
    ASSERT_EQ(acts().size(), 1U);
    EXPECT_EQ(acts()[0].departure, run_code);
    EXPECT_EQ(acts()[0].vehicle, county_.lawful);
    EXPECT_NE(column(get("/g"), "at_gate").find(run_address), std::string::npos);
    EXPECT_TRUE(says(get("/g/sheet"), "冀H·00318"));
    sign_in_as(Role::gate, "S2");
    EXPECT_EQ(get(address).status, 404U) << "another school's";
    EXPECT_FALSE(says(get("/g"), run_address));
}

TEST_F(Timetabled, AMorningsRunOfWhichNoGateToldIsOverInTheAfternoonAndNotLate) {
    registry::RegistryRows rows;
    rows.timetables = {timetable()};
    rows.timetables.front().value.code = "TT1";
    rows.timetables.front().value.direction = registry::Direction::to_school;
    rows.timetables.front().value.leaves_at = 7h;
    put(rows);
    const Time leaves = leaves_at() - 9h - 30min;
    set_time(leaves + 70min);
    as_gate();
    EXPECT_NE(column(get("/g"), "overdue").find("TT1%2F2026-09-02"), std::string::npos)
        << "due at 07:40, nobody has seen it";
    set_time(leaves + 40min + 2h);
    const Response list = get("/g");
    EXPECT_FALSE(says(list, "TT1%2F2026-09-02"));
    EXPECT_TRUE(says(list, "<b>1</b>趟已过时间"));
    EXPECT_TRUE(says(list, run_address)) << "the one to come";
    EXPECT_TRUE(says(get("/g/t/TT1%2F2026-09-02"), "冀H·00318")) << "its page still opens";
}

TEST_F(Timetabled, APublicHolidayHasNoRunAndTheGateIsToldTheNextDay) {
    close_school();
    EXPECT_FALSE(says(get("/g"), run_address));
    EXPECT_TRUE(says(get("/g"), "09-03")) << get("/g").text();
    EXPECT_EQ(get(std::string{"/g/t/"} + run_address).status, 404U);
    sign_in_as(Role::escort, "E1");
    EXPECT_FALSE(says(get("/c"), run_address));
    EXPECT_EQ(get(std::string{"/c/t/"} + run_address).status, 404U);
    sign_in_as(Role::bureau);
    EXPECT_EQ(scheduled("day=2026-09-02"), Codes{});
    EXPECT_TRUE(says(get("/b"), "今天没有班次"));
    sign_in_as(Role::operator_staff, "OP1");
    EXPECT_FALSE(says(get("/o"), "16:30"));
}

TEST_F(Timetabled, ARunThatIsEditedAwayIsNowhere) {
    const std::string address = std::string{"/g/t/"} + run_address;
    ASSERT_EQ(get(address).status, 200U);
    end_timetable();
    EXPECT_EQ(get(address).status, 404U);
    EXPECT_EQ(
        post_form(address, {{"act", "arrived"}, {"key", "key-of-form-1"}, {"keeper", "张某"}, {"pin", pin}})
            .status,
        404U);
    EXPECT_FALSE(says(get("/g"), run_address));
    EXPECT_EQ(family().find("16:30"), std::string::npos);
    sign_in_as(Role::bureau);
    EXPECT_EQ(scheduled("day=2026-09-02"), Codes{});
    EXPECT_EQ(scheduled("day=2026-09-01&school=S1"), (Codes{"T1", "T2"})) << "departures stay";
}

TEST_F(Timetabled, ADepartureOfTheLineGoesInItsPlace) {
    publish(registry::DepartureStatus::planned);
    const Response list = get("/g");
    EXPECT_TRUE(says(list, "/g/t/T9"));
    EXPECT_FALSE(says(list, run_address));
    sign_in_as(Role::bureau);
    EXPECT_EQ(scheduled("day=2026-09-02"), Codes{"T9"});
    publish(registry::DepartureStatus::cancelled);
    EXPECT_EQ(test::text_at(get("/api/v1/schedules", "day=2026-09-02"), "departures.0.status"), "cancelled");
    as_gate();
    EXPECT_FALSE(says(get("/g"), run_address)) << "the day's run was taken back";
}

TEST_F(Timetabled, AFamilyIsToldWhereTheBusIs) {
    set_time(leaves_at() - 10min);
    EXPECT_NE(family().find("16:30 从学校发车，车还没到"), std::string::npos) << family();
    std::vector<tracking::Record> told;
    for (Milliseconds gone = -2min; gone <= 12min; gone += 10s)
        told.push_back(husong::test::position(county_.lawful, leaves_at() + gone,
                                              std::max(0.0, static_cast<double>(gone / 1s) * 8), 30));
    tell(std::move(told));
    set_time(leaves_at() + 12min + 5s);
    const std::string page = family();
    EXPECT_NE(page.find("在路上，约 "), std::string::npos) << page;
    EXPECT_NE(page.find("冀H·00318"), std::string::npos);
    EXPECT_NE(page.find("下次离校 09-03 周四 16:30"), std::string::npos) << page;
    as_gate();
    EXPECT_NE(column(get("/g"), "released").find(run_address), std::string::npos)
        << "it has left, nobody let it go";
    sign_in_as(Role::bureau);
    EXPECT_TRUE(says(get("/b"), "在途</span>")) << "by its vehicle: no gate has told anything of it";
}

TEST_F(Timetabled, TheCrewSignsInOnItAndCounts) {
    sign_in_as(Role::escort, "E1");
    set_time(leaves_at() - 20min);
    EXPECT_TRUE(says(get("/c"), std::string{"/c/t/"} + run_address));
    EXPECT_TRUE(says(get("/c"), "09-03 周四")) << "the days to come";
    const std::string address = std::string{"/c/t/"} + run_address;
    EXPECT_EQ(header_of(post_form(address + "/duty", {{"act", "on"}, {"key", "key-of-form-1"}}), "Location"),
              address + "?told=on");
    EXPECT_TRUE(says(get(address), "已签到"));
    EXPECT_EQ(world().state(county_.lawful)->track.trip.departure, tracking::code_hash(run_code))
        << "the run that the rules follow";
    EXPECT_EQ(post_form(address + "/riders", {{"mark", "boarded/P1"}, {"key", "key-of-form-2"}}).status,
              303U);
    EXPECT_TRUE(says(get(address + "/riders"), "车上 1 人"));
    EXPECT_EQ(post_form(address, {{"act", "counted"},
                                  {"key", "key-of-form-3"},
                                  {"vehicle", "冀H00318 yellow"},
                                  {"pupils", "40"},
                                  {"adults", "2"}})
                  .status,
              303U);
    EXPECT_EQ(world().state(county_.lawful)->track.load.people, 42);
    sign_in_as(Role::driver, "D1");
    EXPECT_TRUE(says(get("/c"), std::string{"/c/t/"} + run_address));
}

TEST_F(Timetabled, ItIsInTheScheduleTheCheckTheBureausDayAndTheOperatorsRuns) {
    sign_in_as(Role::bureau);
    EXPECT_EQ(scheduled(""), Codes{run_code});
    EXPECT_EQ(scheduled("vehicle=冀H00318&colour=yellow"), Codes{run_code});
    EXPECT_EQ(scheduled("school=S2"), Codes{});
    EXPECT_EQ(scheduled("school=S1&line=L7&from=2026-09-01&until=2026-09-07"),
              (Codes{"T1", "T2", run_code, "TT7/2026-09-03", "TT7/2026-09-04", "TT7/2026-09-07"}));
    const Response day = get("/api/v1/schedules");
    EXPECT_EQ(test::at(day, "departures.0.seats").as_int64(), 43) << "of the vehicle";
    EXPECT_EQ(test::text_at(day, "departures.0.school.code"), "S1");
    EXPECT_EQ(test::text_at(day, "departures.0.places.1.due"), "2026-09-02T17:10:00.000+08:00");
    const Response page = get("/b");
    EXPECT_TRUE(says(page, "<b>1</b> 趟计划"));
    EXPECT_TRUE(says(page, "day=2026-09-03#day")) << "the day's list can be opened";
    EXPECT_TRUE(says(get("/b", "day=2026-09-03"), "16:30"));
    sign_in_as(Role::police);
    EXPECT_EQ(test::text_at(get("/api/v1/vehicles/冀H00318", "colour=yellow"), "departures.0.code"),
              run_code);
    sign_in_as(Role::operator_staff, "OP1");
    EXPECT_TRUE(says(get("/o"), "16:30"));
}

TEST_F(Timetabled, ALongScheduleEndsAfterFiveHundred) {
    sign_in_as(Role::bureau);
    const Response year = get("/api/v1/schedules", "from=2026-09-02&until=2027-09-02");
    EXPECT_FALSE(test::at(year, "truncated").as_bool()) << "262 school days";
    registry::RegistryRows rows;
    rows.timetables = {timetable(), timetable()};
    rows.timetables[0].value.code = "TT8";
    rows.timetables[1].value.code = "TT9";
    put(rows);
    const Response more = get("/api/v1/schedules", "from=2026-09-02&until=2027-09-02");
    EXPECT_TRUE(test::at(more, "truncated").as_bool());
    EXPECT_EQ(test::at(more, "departures").as_array().size(), 500U);
}

}  // namespace
}  // namespace husong::http
