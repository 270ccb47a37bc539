// The same records find the same, byte by byte, in whatever order, how often and in what portions they come,
// late or cut by crashes; for every rule that records feed.
#include "server/rules/rule.hpp"
#include "tests/property/recorded_county.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace husong::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Findings by their rules: `{"rule":"LD-01",…`.
std::string rule_in(const std::string& line) { return line.substr(9, 5); }

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool is_judged_by_records(const std::string& line) {
    return rules::rule_of(rules::parse_rule(rule_in(line)).value()).clock == rules::RuleClock::measured;
}

std::vector<std::string> judged_by_records(const std::string& findings) {
    std::vector<std::string> lines = lines_of(findings);
    std::erase_if(lines, [](const std::string& line) { return !is_judged_by_records(line); });
    return lines;
}

testing::AssertionResult same(const std::vector<std::string>& wanted, const std::vector<std::string>& found) {
    const auto [a, b] = std::ranges::mismatch(wanted, found);
    if (a == wanted.end() && b == found.end()) return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << wanted.size() << " findings against " << found.size() << "; the first that differs\nshould be "
           << (a == wanted.end() ? "none" : *a) << "\nand is    " << (b == found.end() ? "none" : *b);
}

const LogLines& log() { return recorded_county().lines; }

const Folded& in_order() {
    static const Folded folded = fold(log(), {});
    return folded;
}

testing::AssertionResult finds_the_same(const Folded& folded) {
    return same(judged_by_records(in_order().findings), judged_by_records(folded.findings));
}

// Of the same log in the same portions also what the register's look finds, whose clock is ours.
testing::AssertionResult finds_all_the_same(const Folded& folded) {
    return same(lines_of(in_order().findings), lines_of(folded.findings));
}

template <class Change>
LogLines changed(const Change& change) {
    LogLines lines = log();
    for (ctl::LogLine& line : lines) change(line);
    return lines;
}

LogLines shuffled() {
    std::mt19937 random{seed()};
    constexpr std::uint32_t longest_ms = 3 * 3'600 * 1'000;
    return changed(
        [&](ctl::LogLine& line) { line.record.received_at += Milliseconds{random() % longest_ms}; });
}

LogLines told_again_after(Milliseconds later) {
    LogLines lines = log();
    for (ctl::LogLine line : log()) {
        line.record.received_at += later;
        lines.push_back(std::move(line));
    }
    return lines;
}

Time first_morning() {
    return china_midnight(log().front().record.measured_at + hours{6}) + hours{6} + minutes{30};
}

// A stretch of each vehicle's first morning, which its terminal keeps for half a day and then uploads at once
// (0x0704).
LogLines with_a_late_stretch() {
    std::mt19937 random{seed()};
    std::map<std::string, Time> begins;
    return changed([&](ctl::LogLine& line) {
        tracking::Record& record = line.record;
        if (record.source != tracking::Source::terminal) return;
        const auto [known, fresh] = begins.try_emplace(line.plate.text, first_morning());
        if (fresh) known->second += minutes{random() % 60};
        const Time from = known->second;
        if (record.measured_at < from || record.measured_at >= from + minutes{90}) return;
        record.received_at = from + hours{12};
        record.flags = tracking::flag::blind_area;
    });
}

// Which rules judge records, and yet are not in the log, with the reason.
const std::map<std::string, std::string>& not_in_the_log() {
    static const std::map<std::string, std::string> reasons{};
    return reasons;
}

TEST(Order, TheLogBreaksEveryRuleThatJudgesRecords) {
    if (seed() != 1) GTEST_SKIP() << "other counties may keep some rules";
    std::set<std::string> broken;
    for (const std::string& line : judged_by_records(in_order().findings)) broken.insert(rule_in(line));
    for (const rules::Rule* rule : rules::vehicle_rules()) {
        const std::string code{rule->code};
        EXPECT_NE(broken.contains(code), not_in_the_log().contains(code)) << code;
    }
    for (const rules::Rule* rule : rules::register_rules())
        EXPECT_EQ(rule->clock, rules::RuleClock::registered) << rule->code << " looks at the register only";
}

TEST(Order, SomeOfTheLogIsJudgedByTheCountysOwnThresholds) {
    std::set<std::string> own, lawful;
    for (const std::string& line : judged_by_records(in_order().findings))
        (line.find("本县规定") == std::string::npos ? lawful : own).insert(rule_in(line));
    for (const char* rule : {"SW-01", "GA-01", "GA-05", "ES-01", "ES-02"})
        EXPECT_TRUE(own.contains(rule) || seed() != 1) << rule;
    EXPECT_TRUE(own.contains("SW-01"));
    EXPECT_TRUE(lawful.contains("SW-01")) << "outside their time the law's hold";
}

TEST(Order, PortionsChangeNothing) {
    EXPECT_TRUE(finds_the_same(fold(log(), {.batch = 1})));
    EXPECT_TRUE(finds_the_same(fold(log(), {.batch = 1'000})));
}

TEST(Order, TheSameLogFindsAllTheSameByOurClockToo) { EXPECT_TRUE(finds_all_the_same(fold(log(), {}))); }

TEST(Order, WhatIsHoursOnTheWayAndOutOfOrderFindsTheSame) {
    EXPECT_TRUE(finds_the_same(fold(shuffled(), {.batch = 150})));
}

TEST(Order, WhatIsToldTwiceCountsOnce) {
    const Folded folded = fold(told_again_after(minutes{50}), {.batch = 50});
    EXPECT_TRUE(finds_the_same(folded));
    EXPECT_EQ(folded.duplicates, log().size());
}

TEST(Order, AStretchOfHoursThatIsUploadedHalfADayLaterFindsTheSame) {
    EXPECT_TRUE(finds_the_same(fold(with_a_late_stretch(), {.batch = 50})));
}

TEST(Order, TheWholeLogReplayedFindsTheSame) {
    const Folded folded = fold(told_again_after(hours{44}), {.batch = 1'000});
    EXPECT_TRUE(finds_the_same(folded));
    EXPECT_EQ(folded.duplicates, log().size());
}

TEST(Order, TwentyCrashesChangeNothing) {
    const Folded folded = fold(log(), {.crashes = 20, .draw = seed()});
    EXPECT_EQ(folded.crashes, 20U);
    EXPECT_TRUE(finds_the_same(folded));
}

TEST(Order, TwentyCrashesWhileDataIsLateChangeNothing) {
    // In portions that hold most of an upload: what its next portion tells would make good for a crash.
    const Folded folded = fold(with_a_late_stretch(),
                               {.batch = 50, .crashes = 20, .while_late_from = first_morning() + hours{12}});
    EXPECT_EQ(folded.crashes, 20U);
    EXPECT_TRUE(finds_the_same(folded));
}

TEST(Order, WhatAStoreHoldsFoldsToWhatItFound) {
    const Folded again = fold(in_order().log, {});
    EXPECT_TRUE(finds_all_the_same(again));
    EXPECT_EQ(again.log, in_order().log);
}

}  // namespace
}  // namespace husong::test
