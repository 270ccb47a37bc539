// The roll of a class: who of those who ride to school today is there, and what the rules make of it.
#include "server/rules/rule.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace husong::http {
namespace {

using access::Role;
using test::header_of;
using tracking::EventKind;

constexpr double far_stop_m = 15'000;  // 柳湾站 north of the school

// 七1班, day pupils: A1 to A3 ride 冀H00318 to school at 15:10, A4 walks, B1 of another class rides, too.
class TeacherRoll : public test::Gate {
protected:
    TeacherRoll() {
        registry::RegistryRows rows;
        rows.pupils = {rider("A1", "学生A"), rider("A2", "学生B"), rider("A3", "学生C"), rider("A4", "学生D"),
                       rider("B1", "学生X", "柳湾站", "七2班")};
        rows.pupils[3].value.line = rows.pupils[3].value.stop = "";
        for (auto& row : rows.pupils) row.value.boarding = false;
        registry::Departure run = departure("M1", county_.lawful, at_clock(15, 10));
        run.direction = registry::Direction::to_school;
        rows.departures = {{.value = run, .valid_from = husong::test::year_begin}};
        put(rows);
        set_clock(15, 0);
        sign_in_as(Role::class_teacher, "S1/七1班");
    }

    void ride(std::chrono::seconds length, double speed_kmh) {
        for (const Time end = now() + length; now() < end;) {
            pass(10s);
            north_m_ -= speed_kmh / 3.6 * 10;
            tell({husong::test::position(county_.lawful, now(), north_m_, speed_kmh)});
        }
    }
    void mark(EventKind kind, const std::string& pupil) {
        tracking::TripEvent event;
        event.kind = kind;
        event.trip = "M1";
        event.person = pupil;
        pass(1s);
        tell({husong::test::record_of(county_.lawful, now(), event, tracking::Source::escort)});
    }
    // A1 and A2 board by name, at 15:10 it leaves.
    void leave() {
        while (now() < at_clock(15, 9)) ride(10s, 0);
        mark(EventKind::boarded, "A1");
        mark(EventKind::boarded, "A2");
        while (now() < at_clock(15, 10)) ride(10s, 0);
        ride(30s, 60);
    }
    void come_to_school() {
        while (north_m_ > 200) ride(10s, 60);
        north_m_ = 0;
        ride(60s, 0);
        for (const char* pupil : {"A1", "A2"}) mark(EventKind::alighted, pupil);
    }
    Response send(std::initializer_list<const char*> missing, const std::string& listed = "A1 A2 A3") {
        Fields fields{{"key", fmt::format("key-of-roll-{}", ++forms_)}, {"listed", listed}};
        for (const char* code : missing) fields.emplace_back("missing", code);
        return post_form("/t/roll", fields);
    }
    std::string told() {
        std::string text;
        for (const auto& record :
             store_->reader().value()->trip_events(county_.lawful, now() - 12h, now() + 1h, 1'000).value()) {
            const auto& event = std::get<tracking::TripEvent>(record.payload);
            if (record.source != tracking::Source::teacher) continue;
            text += fmt::format("{}{} {} {}", text.empty() ? "" : ", ", tracking::event_name(event.kind),
                                event.person, event.trip);
        }
        return text;
    }
    std::string level_of(std::string_view rule, const std::string& subject) {
        for (const auto& finding : store_->reader().value()->findings({}).value())
            if (rules::rule_code(finding.head.rule) == rule && finding.head.subject == subject &&
                finding.open())
                return std::string{rules::level_name(finding.head.level)};
        return "";
    }
    // Whether the pupil's box stands ticked.
    bool ticked(const Response& page, const std::string& pupil) {
        return says(page, "value=\"" + pupil + "\" checked");
    }

    double north_m_ = far_stop_m;
    int forms_ = 0;
};

TEST_F(TeacherRoll, IsOfThoseOfTheClassWhoRideToSchoolTodayOnceTheirRunHasLeft) {
    set_clock(15, 9);
    EXPECT_TRUE(says(get("/t/roll"), "现在没有要点名的学生"));
    leave();
    come_to_school();
    const Response page = get("/t/roll");
    EXPECT_EQ(page.status, 200U);
    for (const char* name : {"学生A", "学生B", "学生C"}) EXPECT_TRUE(says(page, name)) << name;
    for (const char* name : {"学生D", "学生X"}) EXPECT_FALSE(says(page, name)) << name;
    for (const char* code : {"A1", "A2", "A3"}) EXPECT_FALSE(ticked(page, code)) << "all are there: " << code;
    EXPECT_TRUE(says(page, "记了下车"));
    EXPECT_TRUE(says(page, "没有上车记录"));
    EXPECT_TRUE(says(get("/t"), "href=\"/t/roll\""));
}

TEST_F(TeacherRoll, WhoIsMissingIsFoundAndTheOthersAreAtSchool) {
    leave();
    come_to_school();
    const Response answer = send({"A3"});
    EXPECT_EQ(answer.status, 303U);
    EXPECT_EQ(header_of(answer, "Location"), "/t/roll?sent=1");
    EXPECT_EQ(told(), "at_school A1 M1, at_school A2 M1");
    const Response page = get("/t/roll", "sent=1");
    EXPECT_TRUE(says(page, "应到 3 人，到 2 人"));
    EXPECT_TRUE(says(page, "学生C：没有上车记录。请给家长打电话。"));
    EXPECT_TRUE(ticked(page, "A3"));
    EXPECT_FALSE(ticked(page, "A1"));
    while (level_of("GA-05", "A3").empty() && now() < at_clock(16, 20)) ride(60s, 0);
    EXPECT_EQ(level_of("GA-05", "A3"), "likely") << "GA-05";
    EXPECT_EQ(level_of("GA-05", "A1"), "");
    EXPECT_EQ(send({}).status, 303U);
    EXPECT_EQ(level_of("GA-05", "A3"), "") << "she came late";
    EXPECT_TRUE(says(get("/t/roll"), "应到 3 人，到 3 人"));
}

TEST_F(TeacherRoll, ThatNobodyHasComeIsKeptToo) {
    leave();
    come_to_school();
    EXPECT_EQ(send({"A1", "A2", "A3"}).status, 303U);
    for (const char* pupil : {"A1", "A2", "A3"})  // at one instant
        EXPECT_THAT(told(), testing::HasSubstr(fmt::format("taken_back {} M1", pupil)));
    const Response page = get("/t/roll", "sent=1");
    EXPECT_TRUE(says(page, "记下了，"));
    EXPECT_TRUE(says(page, "应到 3 人，到 0 人"));
    EXPECT_TRUE(ticked(page, "A1") && ticked(get("/t/roll"), "A3")) << "pressed again it says the same";
    refuse_acts_ = true;
    EXPECT_EQ(send({"A1", "A2", "A3"}).status, 503U) << "what is not kept is not said to be";
}

TEST_F(TeacherRoll, WhoIsMarkedAsAlightedAndIsNotThereIsLookedForAtTheSchool) {
    leave();
    come_to_school();
    send({"A2"});
    EXPECT_TRUE(says(get("/t/roll"), "学生B：车上记了下车。请马上在校园里找"));
}

TEST_F(TeacherRoll, SentAgainItIsTheSameAndAMistakeIsTakenBack) {
    leave();
    come_to_school();
    send({"A3"});
    send({"A3"});
    EXPECT_EQ(told(), "at_school A1 M1, at_school A2 M1");
    pass(1min);
    send({"A2", "A3"});
    EXPECT_EQ(told(), "at_school A1 M1, at_school A2 M1, taken_back A2 M1");
    EXPECT_TRUE(says(get("/t/roll"), "应到 3 人，到 1 人"));
}

TEST_F(TeacherRoll, WhoseVehicleHasNotComeIsTickedAndWhoIsExcusedIsNotAskedFor) {
    set_clock(15, 5);
    mark(EventKind::excused, "A3");
    leave();
    const Response page = get("/t/roll");
    EXPECT_TRUE(says(page, "学生C：请假"));
    EXPECT_FALSE(says(page, "value=\"A3\""));
    EXPECT_FALSE(ticked(page, "A1")) << "marked aboard";
    come_to_school();
    send({});
    EXPECT_EQ(told(), "at_school A1 M1, at_school A2 M1");
}

TEST_F(TeacherRoll, NobodyIsToldOfWhoWasNotShownOrIsOfAnotherClass) {
    leave();
    come_to_school();
    send({}, "A1 B1 A4 C9");
    EXPECT_EQ(told(), "at_school A1 M1");
    EXPECT_EQ(post_form("/t/roll", {{"listed", "A2"}}).status, 422U) << "without a key";
    sign_in_as(Role::class_teacher, "S9/七1班");
    EXPECT_EQ(get("/t/roll").status, 403U);
    sign_in_as(Role::gate, "S1");
    EXPECT_EQ(get("/t/roll").status, 403U);
}

TEST_F(TeacherRoll, WhileNothingCanBeStoredItSaysSo) {
    leave();
    come_to_school();
    refuse_acts_ = true;
    const Response answer = send({"A3"});
    EXPECT_EQ(answer.status, 503U);
    EXPECT_TRUE(says(answer, "没有保存成功"));
}

}  // namespace
}  // namespace husong::http
