// What the checks share: case and plan, what they find, and how much they may still look at.
#pragma once

#include "server/plan_check/check.hpp"
#include "server/plan_check/plan.hpp"

namespace husong::plan_check {

// Of what is of no moment.
inline constexpr Moment always{std::numeric_limits<int>::max(), 0};

class Findings {
public:
    Findings(const Question& question, const Plan& plan, const Scope& scope);

    const Question& question;
    const Plan& plan;
    Report report;

    // Those of the plan's legs that are of the case, on a day of it, and the first of their kind.
    [[nodiscard]] const std::vector<const Leg*>& legs() const { return legs_; }

    // Of a run; of a leg; of anything else, at a moment of the term.
    void add(Constraint of, const Leg& leg, const Run& run, std::string what);
    void add(Constraint of, const Leg& leg, std::string what);
    void add(Constraint of, Moment at, Bilingual where, std::string what);
    void remark(const Leg& leg, const Run& run, std::string_view what);

    // Of the week from the day on which it is checked: its vehicles break down.
    [[nodiscard]] bool is_near(const Leg& leg) const {
        return now_.day <= leg.at.day && leg.at.day < now_.day + 7;
    }

    // False: enough was compared. What is quadratic in somebody's text asks before each step.
    [[nodiscard]] bool spend(std::size_t steps = 1);
    [[nodiscard]] bool is_exhausted() const { return steps_left_ == 0; }

    [[nodiscard]] Bilingual words(const Leg& leg) const;
    [[nodiscard]] Bilingual words(const Leg& leg, const Run& run) const;
    [[nodiscard]] Bilingual words(const LegKey& key) const;

private:
    [[nodiscard]] bool has_left(const Leg& leg, Moment at) const;
    [[nodiscard]] bool is_told(bool excused);
    void check_past(const Leg& leg);
    [[nodiscard]] std::string path(const Leg& leg) const;

    Moment now_;
    std::size_t most_told_;
    std::size_t steps_left_;
    std::vector<const Leg*> legs_;
};

std::string clock(int minute);  // 15:30; of the day before or after: with its days
std::string date(int day);      // 2026-09-30

// What each part finds. They stop where findings are exhausted.
void check_legs(Findings& findings);      // each leg and run for itself
void check_days(Findings& findings);      // what legs are among each other: breaks, posts
void check_vehicles(Findings& findings);  // what runs are among each other
void check_sums(Findings& findings);      // counts peak and pupils without a vehicle

}  // namespace husong::plan_check
