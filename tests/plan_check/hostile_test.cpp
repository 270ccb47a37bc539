// Texts that are none of a case or a plan get a clear error, and cost little.
#include "tests/plan_check/planted.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace husong::plan_check {
namespace {

namespace json = boost::json;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

void visit(json::value& value, const std::function<void(json::value&)>& act) {
    act(value);
    if (value.is_object())
        for (auto& member : value.as_object()) visit(member.value(), act);
    if (value.is_array())
        for (auto& entry : value.as_array()) visit(entry, act);
}

// A report or an error that says of which text it is.
void expect_answer(const std::string& question, const std::string& plan) {
    const auto report = check(question, plan);
    if (!report) {
        EXPECT_EQ(report.error().code, ErrorCode::malformed);
        EXPECT_THAT(report.error().what, AnyOf(StartsWith("case: "), StartsWith("plan: ")));
        EXPECT_LT(report.error().what.size(), 1'000U);
    }
}

const json::array& strangers() {
    static const json::array all{nullptr,
                                 true,
                                 -1,
                                 0,
                                 1'000'000,
                                 std::numeric_limits<std::int64_t>::max(),
                                 std::numeric_limits<std::int64_t>::min(),
                                 std::numeric_limits<std::uint64_t>::max(),
                                 1e300,
                                 -0.5,
                                 "",
                                 "24:01",
                                 "00:00",
                                 "2026-02-30",
                                 "9999-12-31",
                                 "0000-01-01",
                                 "-1-1-1",
                                 "S9",
                                 json::string(1'000, 'x'),
                                 "\x1b[2J",
                                 json::array{},
                                 json::object{}};
    return all;
}

// Each value of the text in turn is another one, all other text as it is.
void expect_answers_to_strangers(json::value SmallTerm::*text) {
    SmallTerm term;
    visit(term.*text, [&](json::value& value) {
        const json::value right = value;
        for (const json::value& stranger : strangers()) {
            value = stranger;
            expect_answer(term.question_text(), term.plan_text());
        }
        value = right;
    });
}

TEST(HostileText, NoValueOfThePlanThatIsAnotherOneDoesHarm) { expect_answers_to_strangers(&SmallTerm::plan); }

TEST(HostileText, NoValueOfTheCaseThatIsAnotherOneDoesHarm) {
    expect_answers_to_strangers(&SmallTerm::question);
}

TEST(HostileText, WhatIsMissingIsNamedByItsPlace) {
    const auto fault = [](const std::function<void(SmallTerm&)>& spoil) {
        SmallTerm term;
        spoil(term);
        const auto report = check(term.question_text(), term.plan_text());
        return report ? std::string{} : report.error().what;
    };
    EXPECT_EQ(fault([](auto& t) { t.run(1, 1).erase("at_gate"); }),
              "plan: legs[1].runs[1].at_gate is no text");
    EXPECT_EQ(fault([](auto& t) { t.load(1, 0, 1)["riders"] = "20"; }),
              "plan: legs[1].runs[0].loads[1].riders is no whole number from 1 to 1000000");
    EXPECT_EQ(fault([](auto& t) { t.leg(2)["at"] = "2026-10-27"; }), "plan: legs[2].at.on is no text");
    EXPECT_EQ(fault([](auto& t) { t.leg(2)["way"] = "up"; }), "plan: legs[2].way is neither home nor back");
    EXPECT_EQ(fault([](auto& t) { t.run(2)["loads"] = json::array{}; }),
              "plan: legs[2].runs[0].loads is empty");
    EXPECT_EQ(fault([](auto& t) { t.run(2)["at_gate"] = "24:01"; }),
              "plan: legs[2].runs[0].at_gate is no time of day like 15:30");
    EXPECT_EQ(fault([](auto& t) { t.plan = json::array{}; }), "plan: is no JSON object");
    EXPECT_EQ(fault([](auto& t) { t.school(1).erase("gate_per_quarter"); }),
              "case: schools[1].gate_per_quarter is no whole number from 1 to 100");
    EXPECT_EQ(fault([](auto& t) { t.school(1)["code"] = "S1"; }),
              "case: schools[1].code stands there twice: S1");
    EXPECT_EQ(fault([](auto& t) { t.vehicle(2)["plate"] = "冀H·示001"; }),
              "case: vehicles[2].plate stands there twice: 冀H·示001");
    EXPECT_EQ(fault([](auto& t) { t.rules()["road_kmh"] = 0; }),
              "case: rules.road_kmh is no number from 1 to 120");
    EXPECT_EQ(fault([](auto& t) { t.school(0)["name"] = "a\nb"; }),
              "case: schools[0].name has control characters");
}

TEST(HostileText, EveryBeginningOfATextIsRefused) {
    const SmallTerm term;
    const std::string question = term.question_text(), plan = term.plan_text();
    for (std::size_t length = 0; length < plan.size(); ++length) {
        const auto report = check(question, std::string_view{plan}.substr(0, length));
        ASSERT_FALSE(report) << length;
        ASSERT_THAT(report.error().what, StartsWith("plan: is no JSON: "));
    }
    for (std::size_t length = 0; length < question.size(); length += 7)
        ASSERT_FALSE(check(std::string_view{question}.substr(0, length), plan)) << length;
}

TEST(HostileText, DepthAndSizeHaveLimits) {
    const SmallTerm term;
    const std::string deep(1'000'000, '[');
    EXPECT_THAT(check(term.question_text(), deep).error().what, StartsWith("plan: is no JSON: "));
    EXPECT_THAT(check(deep, term.plan_text()).error().what, StartsWith("case: is no JSON: "));
    const std::string large(65UL * 1024 * 1024, ' ');
    EXPECT_EQ(check(term.question_text(), large).error().what, "plan: is larger than 64 MiB");
}

// Each run with each time that its vehicle is awaited would be sixteen million.
TEST(HostileText, WhatWouldTakeTooLongIsGivenUp) {
    SmallTerm term;
    const json::object once{{"weekdays", 127}, {"from", "23:59"}, {"until", "24:00"}};
    json::array &busy = term.vehicle(0)["busy"].as_array(), &runs = term.leg(3)["runs"].as_array();
    for (int i = 0; i < 4'000; ++i) {
        busy.push_back(once);
        runs.push_back(term.run(3));
    }
    const auto report = check(term.question_text(), term.plan_text(), {{}, 5});
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().what, HasSubstr("too large to be checked"));
}

// What grows with what it is given, and not with its square: a leg's runs, a day's, a term's.
TEST(HostileText, ThousandsOfRunsOfOneLegAreCounted) {
    SmallTerm term;
    const json::object again = term.run(3);
    auto& runs = term.leg(3)["runs"].as_array();
    constexpr int many = 20'000;
    for (int i = 0; i < many; ++i) runs.push_back(again);
    const auto report = check(term.question_text(), term.plan_text(), {{}, 5});
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_EQ(report->violations.size(), 5U);
    EXPECT_GT(report->found, std::size_t{many});
    EXPECT_EQ(report->peak_vehicles, many + 2);
}

}  // namespace
}  // namespace husong::plan_check
