// The roll of boarders on the day on which they come back, and what the rules make of it.
#include "server/rules/rule.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

// Today the boarders of 七1班 come back: A1 and A2 by 冀H00318, which leaves 柳湾站 at 15:10, A3 with her
// parents; A4 is no boarder.
class ReturnRoll : public test::Gate {
protected:
    ReturnRoll() {
        registry::RegistryRows rows;
        rows.pupils = {rider("A1", "学生A"), rider("A2", "学生B"), rider("A3", "学生C"),
                       rider("A4", "学生D")};
        rows.pupils[3].value.boarding = false;
        rows.pupils[3].value.line = rows.pupils[3].value.stop = "";
        registry::Versioned<registry::Travel> with_parents;
        with_parents.value.pupil = "A3";
        with_parents.value.direction = registry::Direction::to_school;
        with_parents.value.mode = "guardian";
        with_parents.valid_from = husong::test::year_begin;
        rows.travels = {with_parents};
        registry::Departure run = departure("M1", county_.lawful, at_clock(15, 10));
        run.direction = registry::Direction::to_school;
        rows.departures = {{.value = run, .valid_from = husong::test::year_begin}};
        rows.holiday_rules = {
            {.value = {.school = "S1", .latest_back = 18h + 30min}, .valid_from = husong::test::year_begin}};
        put(rows);
        set_clock(15, 0);
        sign_in_as(Role::class_teacher, "S1/七1班");
    }

    Response send(std::initializer_list<const char*> missing, const std::string& reason = "",
                  const std::string& listed = "A1 A2 A3") {
        Fields fields{{"key", fmt::format("key-of-roll-{}", ++forms_)},
                      {"listed", listed},
                      {"day", to_iso(china_date(at_clock(15, 0)))}};
        for (const char* code : missing) fields.emplace_back("missing", code);
        if (!reason.empty()) fields.emplace_back("reason", reason);
        return post_form("/t/roll", fields);
    }
    // "missing A1, leave A2", of those who have a mark now.
    std::string marks() {
        std::string text;
        for (const auto& row : store_->reader().value()->return_marks_of("S1", "七1班").value())
            if (row.valid_at(now()))
                text += fmt::format("{}{} {}", text.empty() ? "" : ", ", row.value.kind, row.value.pupil);
        return text;
    }
    // The severity of the open finding; empty: there is none.
    std::string not_back(const std::string& pupil) {
        pass(1s);
        tell({});
        for (const auto& finding : store_->reader().value()->findings({}).value())
            if (rules::rule_code(finding.head.rule) == "HM-10" && finding.head.subject == pupil &&
                finding.open())
                return std::string{rules::severity_name(
                    rules::severity_of(finding.head.rule, finding.episodes.back().severity))};
        return "";
    }
    bool ticked(const Response& page, const std::string& pupil) {
        return says(page, "value=\"" + pupil + "\" checked");
    }

    int forms_ = 0;
};

TEST_F(ReturnRoll, AsksForAllBoardersOfTheClassFromTheMorningOn) {
    const Response page = get("/t/roll");
    EXPECT_TRUE(says(page, "今天返校的住校生"));
    for (const char* name : {"学生A", "学生B", "学生C"}) EXPECT_TRUE(says(page, name)) << name;
    EXPECT_FALSE(says(page, "学生D")) << "a day pupil";
    EXPECT_TRUE(ticked(page, "A1") && ticked(page, "A2")) << "their run has not left";
    EXPECT_TRUE(says(page, "车还没到") && says(page, "家长接送"));
    EXPECT_FALSE(ticked(page, "A3"));
}

TEST_F(ReturnRoll, OneTapTellsThatAllAreBack) {
    set_clock(18, 0);
    EXPECT_EQ(send({}).status, 303U);
    EXPECT_EQ(marks(), "called ");
    EXPECT_TRUE(says(get("/t/roll"), "应到 3 人，到 3 人"));
    set_clock(21, 0);
    EXPECT_EQ(not_back("A3"), "");
}

TEST_F(ReturnRoll, WhoIsMissingIsFoundAtTheDeadlineAndGraverTwoHoursLater) {
    set_clock(18, 0);
    EXPECT_EQ(header_of(send({"A3"}), "Location"), "/t/roll?sent=1");
    EXPECT_EQ(marks(), "called , missing A3");
    const Response page = get("/t/roll", "sent=1");
    EXPECT_TRUE(says(page, "应到 3 人，到 2 人"));
    EXPECT_TRUE(says(page, "学生C：家长接送。请给家长打电话。"));
    EXPECT_TRUE(ticked(page, "A3"));
    EXPECT_EQ(not_back("A3"), "") << "she has until half past six";
    set_clock(18, 30);
    EXPECT_EQ(not_back("A3"), "S2");
    set_clock(20, 30);
    EXPECT_EQ(not_back("A3"), "S1");
    EXPECT_EQ(not_back("A1"), "");
}

TEST_F(ReturnRoll, OneTapTellsAReasonAndASecondThatSheCameAfterAll) {
    set_clock(18, 40);
    send({"A1", "A3"});
    EXPECT_EQ(not_back("A3"), "S2");
    const Response page = get("/t/roll");
    for (const char* word : {"学生C 已联系", "学生C 请假", "学生C 到了"})
        EXPECT_TRUE(says(page, word)) << word;
    EXPECT_EQ(send({"A3"}, "contacted", "A3").status, 303U);
    EXPECT_EQ(marks(), "called , missing A1, contacted A3");
    EXPECT_EQ(not_back("A3"), "");
    EXPECT_EQ(not_back("A1"), "S2");
    EXPECT_TRUE(says(get("/t/roll"), "学生C：已联系。"));
    send({"A1", "A3"});
    EXPECT_EQ(marks(), "called , contacted A3, missing A1") << "the reason is kept";
    send({"A3"}, "back", "A3");
    EXPECT_TRUE(says(get("/t/roll"), "应到 3 人，到 2 人"));
    pass(60s);
    EXPECT_EQ(send({}, "", "A1 A2 A3").status, 303U);
    EXPECT_EQ(not_back("A1"), "");
    EXPECT_TRUE(says(get("/t/roll"), "应到 3 人，到 3 人"));
}

TEST_F(ReturnRoll, TheDayAfterThoseWhoAreMissingStillAreAskedFor) {
    set_clock(18, 40);
    send({"A3"});
    pass(15h);
    sign_in_as(Role::class_teacher, "S1/七1班");
    const Response page = get("/t/roll");
    EXPECT_TRUE(says(page, "返校没有到的住校生"));
    EXPECT_TRUE(says(page, "学生C") && !says(page, "学生A"));
    EXPECT_EQ(not_back("A3"), "S1");
    EXPECT_EQ(send({"A3"}, "leave", "A3").status, 303U);
    EXPECT_EQ(not_back("A3"), "");
    EXPECT_TRUE(says(get("/t/roll"), "现在没有要点名的学生"));
    EXPECT_EQ(send({"A3"}, "back", "A3").status, 409U) << "nobody is asked for any more";
}

TEST_F(ReturnRoll, WhatIsNotKeptIsNotSaidToBe) {
    set_clock(18, 40);
    refuse_acts_ = true;
    EXPECT_EQ(send({"A3"}).status, 503U);
    refuse_acts_ = false;
    EXPECT_EQ(marks(), "");
}

TEST_F(ReturnRoll, NobodyTellsOfAnotherClass) {
    set_clock(18, 40);
    sign_in_as(Role::class_teacher, "S1/七2班");
    EXPECT_TRUE(says(get("/t/roll"), "现在没有要点名的学生"));
    send({"A3"});
    EXPECT_EQ(marks(), "");
}

}  // namespace
}  // namespace husong::http
