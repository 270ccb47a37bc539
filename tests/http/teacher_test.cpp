// A class teacher's form: whose pupils it shows, what is kept of last term, and what a saved part does.
#include "server/base/hex.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>

namespace husong::http {
namespace {

using access::Role;
using registry::Direction;
using registry::Travel;
using test::header_of;
using TravelRow = registry::Versioned<Travel>;

const Time last_term = parse_time("2026-03-02T00:00:00+08:00").value();

class Teacher : public test::Gate {
protected:
    Teacher() {
        registry::RegistryRows rows;
        for (const auto& [code, name, school, of] :
             {std::tuple{"A1", "学生A", "S1", "七1班"}, std::tuple{"A2", "学生B", "S1", "七1班"},
              std::tuple{"A3", "学生C", "S1", "七1班"}, std::tuple{"B1", "学生X", "S1", "七2班"},
              std::tuple{"C1", "学生Y", "S2", "七1班"}})
            rows.pupils.push_back({.value = {.code = code,
                                             .name = name,
                                             .school = school,
                                             .class_name = of,
                                             .boarding = true,
                                             .home_place = "柳湾"},
                                   .valid_from = husong::test::year_begin});
        put(rows);
        sign_in_as(Role::class_teacher, "S1/七1班");
    }

    static TravelRow row(const std::string& pupil, Direction direction, const std::string& mode,
                         Time from = last_term, Time until = end_of_time) {
        TravelRow told;
        told.value.pupil = pupil;
        told.value.direction = direction;
        told.value.mode = mode;
        if (mode == "school_bus") {
            told.value.line = "L7";
            told.value.stop = "柳湾站";
        }
        told.valid_from = from;
        told.valid_until = until;
        return told;
    }
    // Both pupils' ways of last term: A1 walks, A2 rides the bus home and is fetched to school.
    void tell_last_term() {
        registry::RegistryRows rows;
        rows.travels = {row("A1", Direction::to_school, "walk"), row("A1", Direction::home, "walk"),
                        row("A2", Direction::to_school, "guardian"),
                        row("A2", Direction::home, "school_bus")};
        put(rows);
    }
    std::vector<TravelRow> known(const std::string& pupil) {
        return store_->reader().value()->travels_of(std::array{pupil}).value();
    }
    // The way that holds now: "walk", "school_bus L7 柳湾站"; empty: none.
    std::string now_goes(const std::string& pupil, Direction direction) {
        for (const TravelRow& each : known(pupil))
            if (each.value.direction == direction && each.valid_at(now()))
                return each.value.line.empty()
                           ? each.value.mode
                           : fmt::format("{} {} {}", each.value.mode, each.value.line, each.value.stop);
        return "";
    }
    // What the page's form carries of the versions that it shows.
    std::string seen(const std::string& pupil, const std::string& path = "/t/1") {
        const std::string page{get(path).text()};
        const std::string mark = "name=\"seen-" + pupil + "\" value=\"";
        const auto from = page.find(mark) + mark.size();
        return page.substr(from, page.find('"', from) - from);
    }
    Fields part(const std::string& pupil, const std::string& to_school, const std::string& home = "same",
                const std::string& stop = "") {
        Fields fields{{"seen-" + pupil, seen(pupil)}, {"to-" + pupil, to_school}, {"home-" + pupil, home}};
        if (!stop.empty())
            fields.insert(fields.end(), {{"tostop-" + pupil, stop}, {"homestop-" + pupil, stop}});
        return fields;
    }
    static Fields joined(std::initializer_list<Fields> parts) {
        Fields all{{"go", "class"}};
        for (const Fields& each : parts) all.insert(all.end(), each.begin(), each.end());
        return all;
    }
};

const std::string liuwan = "L7/" + percent_encode("柳湾站");

TEST_F(Teacher, ShowsThePupilsOfTheClassAndNobodyElse) {
    for (const char* path : {"/t", "/t/1"}) {
        const Response page = get(path);
        EXPECT_EQ(page.status, 200U);
        for (const char* name : {"学生A", "学生B", "学生C"}) EXPECT_TRUE(says(page, name)) << path << name;
        for (const char* name : {"学生X", "学生Y"}) EXPECT_FALSE(says(page, name)) << path << name;
    }
    EXPECT_TRUE(says(get("/t"), "已回答 0/3"));
    EXPECT_TRUE(says(get("/t"), "2026 年秋季学期"));
}

TEST_F(Teacher, APartIsSavedBothWaysAndCounted) {
    const Response saved =
        post_form("/t/1", joined({part("A1", "walk"), part("A2", "school_bus", "same", liuwan)}));
    EXPECT_EQ(header_of(saved, "Location"), "/t?saved=2");
    EXPECT_EQ(now_goes("A1", Direction::to_school), "walk");
    EXPECT_EQ(now_goes("A1", Direction::home), "walk");
    EXPECT_EQ(now_goes("A2", Direction::home), "school_bus L7 柳湾站");
    EXPECT_TRUE(known("A3").empty()) << "nothing was chosen";
    const Response page = get("/t", "saved=2");
    EXPECT_TRUE(says(page, "已保存 2 人"));
    EXPECT_TRUE(says(page, "已回答 2/3"));
    EXPECT_TRUE(says(page, "上学、回家：校车 柳湾线 L07 柳湾站"));
}

TEST_F(Teacher, WhatWasToldLastTermIsKeptMarkedAndCountsOnlyWhenConfirmed) {
    tell_last_term();
    const Response page = get("/t");
    EXPECT_TRUE(says(page, "上个学期的回答"));
    EXPECT_TRUE(says(page, "已回答 0/3"));
    EXPECT_TRUE(says(page, "这 2 人都和上个学期一样"));
    const std::string form{get("/t/1").text()};
    EXPECT_NE(form.find("name=\"to-A1\" value=\"walk\" checked"), std::string::npos);
    EXPECT_EQ(header_of(post_form("/t/same", {}), "Location"), "/t?saved=2");
    EXPECT_EQ(now_goes("A2", Direction::home), "school_bus L7 柳湾站");
    EXPECT_TRUE(says(get("/t"), "已回答 2/3"));
    EXPECT_FALSE(says(get("/t"), "上个学期的回答"));
    EXPECT_EQ(header_of(post_form("/t/same", {}), "Location"), "/t?saved=0") << "pressed twice it is once";
}

TEST_F(Teacher, WhatEndedWithLastTermIsKeptToo) {
    registry::RegistryRows rows;
    const Time july = parse_time("2026-07-11T00:00:00+08:00").value();
    rows.travels = {row("A1", Direction::to_school, "bicycle", last_term, july),
                    row("A1", Direction::home, "bicycle", last_term, july)};
    put(rows);
    EXPECT_EQ(now_goes("A1", Direction::home), "");
    EXPECT_EQ(header_of(post_form("/t/same", {}), "Location"), "/t?saved=1");
    EXPECT_EQ(now_goes("A1", Direction::home), "bicycle");
}

TEST_F(Teacher, EveryVersionIsKeptWithWhenAndWho) {
    tell_last_term();
    post_form("/t/same", {});
    pass(24h);
    sign_in_as(Role::class_teacher, "S1/七1班");
    EXPECT_EQ(post_form("/t/1", joined({part("A1", "guardian")})).status, 303U);
    std::vector<std::string> modes;
    for (const TravelRow& each : known("A1"))
        if (each.value.direction == Direction::home)
            modes.push_back(fmt::format("{} {} {}", each.value.mode, to_iso(china_date(each.valid_from)),
                                        to_iso(china_date(each.recorded_at))));
    const std::string today = to_iso(china_date(now())), yesterday = to_iso(china_date(now() - 24h));
    EXPECT_EQ(modes,
              (std::vector<std::string>{"walk 2026-03-02 " + yesterday, "walk " + yesterday + " " + today,
                                        "guardian " + today + " " + today}));
}

TEST_F(Teacher, ABusWithoutAStopIsNamedWithThePupilAndTheRestIsSaved) {
    const Response page =
        post_form("/t/1", joined({part("A1", "school_bus"), part("A2", "walk"), part("A3", "", "guardian")}));
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "学生A · 上学：坐校车，请选线路和站点"));
    EXPECT_TRUE(says(page, "学生C · 上学：请选一种"));
    EXPECT_TRUE(says(page, "name=\"to-A1\" value=\"school_bus\" class=\"rides\" checked")) << "as typed";
    EXPECT_EQ(now_goes("A1", Direction::to_school), "");
    EXPECT_EQ(now_goes("A2", Direction::to_school), "walk");
    EXPECT_EQ(now_goes("A3", Direction::home), "guardian") << "what could be read";
}

TEST_F(Teacher, AStopOfAnotherSchoolsLineOrOfNoneIsRefused) {
    registry::RegistryRows rows;
    rows.lines = {{.value = {"L9", "石门线", "S2"}, .valid_from = husong::test::year_begin}};
    rows.stops = {{.value = {"L9", 1, "石门", 40.8, 118.2, 20min}, .valid_from = husong::test::year_begin}};
    put(rows);
    EXPECT_FALSE(says(get("/t/1"), "石门线"));
    for (const std::string& stop :
         {"L9/" + percent_encode("石门"), std::string{"L7/nowhere"}, std::string{"%%/x"}}) {
        EXPECT_EQ(post_form("/t/1", joined({part("A1", "school_bus", "same", stop)})).status, 422U) << stop;
        EXPECT_TRUE(known("A1").empty());
    }
}

TEST_F(Teacher, AWayThatIsNoneIsRefused) {
    const Response page = post_form("/t/1", joined({part("A1", "rocket")}));
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "学生A · 上学：请选一种"));
}

TEST_F(Teacher, AForbiddenWayIsKeptAndShownToSchoolAndBureauNotRefused) {
    Fields typed = part("A1", "non_commercial");
    typed.emplace_back("plate-A1", "冀H6K218");
    EXPECT_EQ(post_form("/t/1", joined({typed, part("A2", "walk")})).status, 303U);
    EXPECT_EQ(known("A1").front().value.plate, "冀H6K218");
    EXPECT_TRUE(says(get("/t"), "非营运车：不能乘坐，请和家长谈"));
    sign_in_as(Role::gate, "S1");
    wait_until([&] { return says(get("/g/ways"), "学生A"); });
    const Response school = get("/g/ways");
    EXPECT_TRUE(says(school, "七1班"));
    EXPECT_TRUE(says(school, "冀H6K218"));
    EXPECT_FALSE(says(school, "学生B")) << "only those to be talked to by name";
    sign_in_as(Role::bureau);
    const Response county = get("/b/ways");
    EXPECT_TRUE(says(county, "松岭镇初中"));
    EXPECT_TRUE(says(county, "非营运车"));
    EXPECT_FALSE(says(county, "学生A")) << "the bureau reads numbers";
}

TEST_F(Teacher, AJuniorHighPupilOnAnEBikeIsPointedOut) {
    post_form("/t/1", joined({part("A1", "e_bike"), part("A2", "bicycle")}));
    EXPECT_TRUE(says(get("/t"), "满 16 周岁"));
    EXPECT_EQ(now_goes("A1", Direction::home), "e_bike");
}

TEST_F(Teacher, WhatSomebodyElseToldMeanwhileIsNotLostUnseen) {
    const Fields mine = part("A1", "walk"), sent_again = part("A2", "walk");
    EXPECT_EQ(post_form("/t/1", joined({part("A1", "guardian"), sent_again})).status, 303U);
    const Response page = post_form("/t/1", joined({mine, sent_again}));
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "学生A · 上学：刚才有人改成了家长接送"));
    EXPECT_FALSE(says(page, "学生B · ")) << "the same told again is no conflict";
    EXPECT_EQ(now_goes("A1", Direction::home), "guardian");
    EXPECT_EQ(post_form("/t/1", joined({part("A1", "walk")})).status, 303U) << "having seen it";
    EXPECT_EQ(now_goes("A1", Direction::home), "walk");
}

TEST_F(Teacher, PupilsOfOtherClassesAreNotTold) {
    EXPECT_EQ(post_form("/t/1", {{"go", "class"}, {"seen-B1", "0+0"}, {"to-B1", "walk"}, {"home-B1", "same"}})
                  .status,
              303U);
    EXPECT_TRUE(known("B1").empty());
}

TEST_F(Teacher, WhatWasNotStoredIsShownAsTyped) {
    refuse_acts_ = true;
    const Response page = post_form("/t/1", joined({part("A1", "bicycle", "walk")}));
    EXPECT_EQ(page.status, 503U);
    EXPECT_TRUE(says(page, "没有保存成功"));
    EXPECT_TRUE(says(page, "name=\"to-A1\" value=\"bicycle\" checked"));
    EXPECT_TRUE(says(page, "name=\"home-A1\" value=\"walk\" checked"));
    EXPECT_EQ(post_form("/t/same", {}).status, 503U);
}

TEST_F(Teacher, ALineThatIsNoLongerThereIsNotConfirmedByOneTap) {
    tell_last_term();
    registry::RegistryRows rows;
    rows.lines = {{.value = {"L7", "柳湾线 L07", "S1"},
                   .valid_from = husong::test::year_begin,
                   .valid_until = now() - 24h}};
    put(rows);
    const Response page = post_form("/t/same", {});
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "学生B · 回家：选的线路现在没有了"));
    EXPECT_TRUE(says(page, "已回答 1/3"));
}

TEST_F(Teacher, WhatIsKeptForTheGateIsNotLostByTheForm) {
    registry::RegistryRows rows;
    auto home = row("A1", Direction::home, "guardian");
    home.value.collector = "学生A的姨";
    home.value.minutes = 25;
    rows.travels = {home};
    put(rows);
    post_form("/t/1", joined({part("A1", "walk", "guardian")}));
    for (const TravelRow& each : known("A1")) {
        if (each.value.direction != Direction::home || !each.valid_at(now())) continue;
        EXPECT_EQ(each.value.collector, "学生A的姨");
        EXPECT_EQ(each.value.minutes, 25);
    }
}

TEST_F(Teacher, ALaterHolidaysWayStaysWhenTheTermIsTold) {
    registry::RegistryRows rows;
    const Time holiday = china_midnight(now()) + std::chrono::days{10};
    rows.travels = {row("A1", Direction::home, "charter", holiday, holiday + std::chrono::days{1})};
    put(rows);
    post_form("/t/1", joined({part("A1", "walk")}));
    EXPECT_EQ(now_goes("A1", Direction::home), "walk");
    pass(std::chrono::days{10});
    EXPECT_EQ(now_goes("A1", Direction::home), "charter");
}

TEST_F(Teacher, NobodyElseOpensThesePagesAndTheTeacherNothingElse) {
    for (const char* path : {"/g", "/g/ways", "/b", "/b/ways", "/o", "/c", "/api/v1/findings",
                             "/api/v1/schedules", "/api/v1/vehicles/冀H00318"})
        EXPECT_EQ(get(path).status, 403U) << path;
    EXPECT_EQ(get("/t/2").status, 404U);
    EXPECT_EQ(get("/t/0").status, 404U);
    for (const char* scope : {"", "S1", "S9/七1班", "/", "S1/"}) {
        sign_in_as(Role::class_teacher, scope);
        EXPECT_EQ(get("/t").status, 403U) << scope;
        EXPECT_EQ(post_form("/t/same", {}).status, 403U) << scope;
    }
    for (const auto& [role, scope] : {std::pair{Role::gate, "S1"}, std::pair{Role::bureau, ""},
                                      std::pair{Role::police, ""}, std::pair{Role::escort, "E1"}}) {
        sign_in_as(role, scope);
        EXPECT_EQ(get("/t").status, 403U);
        EXPECT_EQ(post_form("/t/1", {}).status, 403U);
    }
    sign_out();
    EXPECT_EQ(header_of(get("/t"), "Location"), "/t/login");
    EXPECT_EQ(header_of(post_form("/t/1", {}), "Location"), "/t/login?lost=1");
}

TEST_F(Teacher, AClassWithoutPupilsSaysSo) {
    sign_in_as(Role::class_teacher, "S1/九9班");
    EXPECT_TRUE(says(get("/t"), "还没有学生"));
    EXPECT_EQ(get("/t/1").status, 404U);
}

TEST_F(Teacher, AFormWithoutTheSessionsTokenIsRefused) {
    EXPECT_EQ(post_raw("/t/1", "seen-A1=0%2B0&to-A1=walk&home-A1=same").status, 403U);
    EXPECT_TRUE(known("A1").empty());
}

}  // namespace
}  // namespace husong::http
