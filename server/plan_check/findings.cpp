#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::plan_check {

namespace {

// A step is a pair that is compared: at most a microsecond, where it asks for the way between two places.
constexpr std::size_t most_steps = 3'000'000;

Moment moment_of(Time time) {
    const auto local = time + china_offset;
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    return {static_cast<int>(midnight.time_since_epoch().count()),
            static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - midnight).count())};
}

// When pupils come aboard its last run.
Moment last_begin(const Leg& leg) {
    Moment last = leg.at;
    if (!leg.runs.empty()) last.minute = leg.runs.front().begins(leg.key.home);
    for (const Run& run : leg.runs) last.minute = std::max(last.minute, run.begins(leg.key.home));
    return last;
}
Moment first_begin(const Leg& leg) {
    Moment first = leg.at;
    for (const Run& run : leg.runs) first.minute = std::min(first.minute, run.begins(leg.key.home));
    return first;
}

std::string_view way_name(bool home) { return home ? "home" : "back"; }
std::string_view way_name_zh(bool home) { return home ? "离校" : "返校"; }

}  // namespace

std::string clock(int minute) {
    constexpr int a_day = 24 * 60;
    if (minute < 0) return clock(minute + a_day) + " the day before";
    if (minute > a_day) return clock(minute - a_day) + " the day after";
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::string date(int day) {
    return to_iso(std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}});
}

Findings::Findings(const Question& asked, const Plan& given, const Scope& scope)
    : question{asked},
      plan{given},
      now_{moment_of(scope.now)},
      most_told_{scope.most_told},
      steps_left_{most_steps} {
    std::set<LegKey> seen;
    for (const Leg& leg : plan.legs) {
        if (!leg.wish)
            add(Constraint::leg, leg, "the case has no such leg");
        else if (!seen.insert(leg.key).second)
            add(Constraint::leg, leg, "it is planned twice");
        else if (!question.day(leg.at.day))
            add(Constraint::day, leg, "it is no day of the case");
        else
            legs_.push_back(&leg);
    }
    for (const Leg& leg : plan.legs)
        if (leg.wish) check_past(leg);
    for (const auto& [key, wish] : question.legs)
        if (!seen.contains(key)) add(Constraint::leg, wish.due(), words(key), "it is not planned");
}

// No plan makes pupils leave in the past, nor call back those who have left.
void Findings::check_past(const Leg& leg) {
    const Wish& wish = *leg.wish;
    const Moment due = wish.due();
    const auto when = [due] { return fmt::format("{} {}", date(due.day), clock(due.minute)); };
    if (due > now_ && leg.at < due && first_begin(leg) <= now_)
        add(Constraint::past, leg, fmt::format("it is due on {}, and put before now", when()));
    if (wish.published && due <= now_ && leg.at.day != due.day)
        add(Constraint::past, leg, fmt::format("it has left on {}", when()));
}

// What the plan only says to be past is not: pupils go when they were told to.
bool Findings::has_left(const Leg& leg, Moment at) const {
    if (!leg.wish || at > now_) return false;
    return leg.wish->due() <= now_ || leg.at >= leg.wish->due();
}

bool Findings::is_told(bool excused) {
    if (excused) {
        ++report.past;
        return false;
    }
    return ++report.found <= most_told_;
}

void Findings::add(Constraint of, const Leg& leg, const Run& run, std::string what) {
    if (!is_told(has_left(leg, {leg.at.day, run.begins(leg.key.home)}))) return;
    report.violations.push_back({of, words(leg, run), std::move(what),
                                 fmt::format("{}.runs[{}]", path(leg), &run - leg.runs.data())});
}

void Findings::add(Constraint of, const Leg& leg, std::string what) {
    const bool excused = of != Constraint::past && has_left(leg, last_begin(leg));
    if (!is_told(excused)) return;
    report.violations.push_back({of, words(leg), std::move(what), path(leg)});
}

void Findings::add(Constraint of, Moment at, Bilingual where, std::string what) {
    if (is_told(at <= now_)) report.violations.push_back({of, std::move(where), std::move(what), {}});
}

void Findings::remark(const Leg& leg, const Run& run, std::string_view what) {
    if (report.remarks.size() < most_told_)
        report.remarks.push_back(fmt::format("{}: {}", words(leg, run).en, what));
}

bool Findings::spend(std::size_t steps) {
    steps_left_ -= std::min(steps, steps_left_);
    return steps_left_ > 0;
}

Bilingual Findings::words(const LegKey& key) const {
    const School& school = question.schools[key.school];
    return {fmt::format("{} ({}), break {} {}", school.name, school.code, key.number, way_name(key.home)),
            fmt::format("{}（{}）第 {} 次{}", school.name, school.code, key.number, way_name_zh(key.home))};
}

Bilingual Findings::words(const Leg& leg) const {
    const LegKey& key = leg.key;
    const bool known = question.school_by_code.contains(leg.school_code);
    const Bilingual of =
        known ? words(key)
              : Bilingual{
                    fmt::format("school {}, break {} {}", leg.school_code, key.number, way_name(key.home)),
                    fmt::format("学校 {} 第 {} 次{}", leg.school_code, key.number, way_name_zh(key.home))};
    return {fmt::format("{} on {}", of.en, date(leg.at.day)), fmt::format("{} {}", of.zh, date(leg.at.day))};
}

Bilingual Findings::words(const Leg& leg, const Run& run) const {
    const Bilingual of = words(leg);
    return {fmt::format("{}, line {} at the gate at {}, {}", of.en, run.line_code, clock(run.at),
                        run.plate.empty() ? "without a vehicle" : run.plate),
            fmt::format("{} 线路 {}，校门 {}，{}", of.zh, run.line_code, clock(run.at),
                        run.plate.empty() ? "没有车" : run.plate)};
}

std::string Findings::path(const Leg& leg) const { return fmt::format("legs[{}]", &leg - plan.legs.data()); }

}  // namespace husong::plan_check
