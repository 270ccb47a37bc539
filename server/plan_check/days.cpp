// What legs are among each other: a school's days from break to break, and the schools at their gates at
// once.
#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::plan_check {

namespace {

constexpr int longest_growth = 7;  // days by which a break may be longer than wished

struct BreakLegs {
    const Leg* home = nullptr;
    const Leg* back = nullptr;
};

// One school's account from its first coming on.
class SchoolAccount {
public:
    SchoolAccount(Findings& findings, const School& school) : findings_{findings}, school_{school} {}

    // By number, one after the other; the case's first one begins the account.
    void add(const BreakLegs& of, bool first) {
        if (back_ && of.home) check_on_days(*of.home);
        if (of.home && of.back) {
            check_length(*of.home, *of.back);
            given_ += of.back->at.day - of.home->at.day;
            check_rest(*of.home, *of.back);
        }
        if (first && of.back) since_ = of.back;
        if (of.back) back_ = of.back;
    }

private:
    void check_on_days(const Leg& home) {
        const int on = home.at.day - back_->at.day;
        if (on >= school_.least_on && on <= school_.most_on) return;
        findings_.add(Constraint::on_days, home,
                      fmt::format("{} days at school since {}; {} to {} are the school's rule", on,
                                  date(back_->at.day), school_.least_on, school_.most_on));
    }

    void check_length(const Leg& home, const Leg& back) {
        const int off = back.at.day - home.at.day, wished = back.wish->at.day - home.wish->at.day;
        if (off < 1)
            findings_.add(Constraint::order, back, "it is not after going home on " + date(home.at.day));
        else if (!home.wish->pin && !back.wish->pin && (off < wished || off > wished + longest_growth))
            findings_.add(Constraint::length, back,
                          fmt::format("the break has {} days, and the school wishes {}", off, wished));
    }

    // A break of which neither day can move owes nothing itself: the next one that can pays.
    void check_rest(const Leg& home, const Leg& back) {
        if (!since_ || !school_.owes_rest || (home.wish->shift == 0 && back.wish->shift == 0)) return;
        const int owed = findings_.question.rest_days(since_->at.day, back.at.day);
        if (given_ < owed)
            findings_.add(Constraint::rest, back,
                          fmt::format("{} days at home since {}, and weekends and public holidays were {}",
                                      given_, date(since_->at.day), owed));
    }

    Findings& findings_;
    const School& school_;
    const Leg *back_ = nullptr, *since_ = nullptr;  // the last coming back, and the first
    int given_ = 0;
};

void check_breaks(Findings& findings) {
    std::map<std::pair<std::size_t, int>, BreakLegs> breaks;  // by school and number: the case's
    for (const auto& [key, wish] : findings.question.legs) breaks[{key.school, key.number}];
    for (const Leg* leg : findings.legs()) {
        BreakLegs& of = breaks[{leg->key.school, leg->key.number}];
        (leg->key.home ? of.home : of.back) = leg;
    }
    for (auto of = breaks.begin(); of != breaks.end();) {
        const std::size_t school = of->first.first;
        SchoolAccount account{findings, findings.question.schools[school]};
        for (bool first = true; of != breaks.end() && of->first.first == school; ++of, first = false)
            account.add(of->second, first);
    }
}

// Until when the police stand at the leg's gate road. Who is fetched later than that may be is not waited
// for.
int last_at_gate(const Leg& leg, const School& school) {
    int last = leg.at.minute;
    for (const Run& run : leg.runs) {
        const bool too_late = run.stand && run.at > school.back_until;
        if (run.is_at_gate(leg.key.home) && !too_late) last = std::max(last, run.at);
    }
    return last;
}

void check_posts(Findings& findings) {
    std::map<Moment, std::vector<const Leg*>> manned;  // by the quarter hour's begin
    for (const Leg* leg : findings.legs()) {
        const int last = last_at_gate(*leg, findings.question.schools[leg->key.school]);
        for (int q = leg->at.minute / quarter; q <= last / quarter; ++q)
            manned[{leg->at.day, q * quarter}].push_back(leg);
    }
    constexpr std::size_t most_named = 6;
    for (const auto& [when, legs] : manned) {
        const Day* day = findings.question.day(when.day);
        if (!day || legs.size() <= static_cast<std::size_t>(day->posts)) continue;
        std::string names;
        for (std::size_t i = 0; i < std::min(legs.size(), most_named); ++i)
            names +=
                fmt::format("{}{}", i == 0 ? "" : ", ", findings.question.schools[legs[i]->key.school].name);
        if (legs.size() > most_named) names += " …";
        findings.add(Constraint::posts, when,
                     {fmt::format("the quarter hour from {} on {}", clock(when.minute), date(when.day)),
                      fmt::format("{} {} 起的一刻钟：{}", date(when.day), clock(when.minute), names)},
                     fmt::format("{} schools have vehicles at their gates, and the police can man {}: {}",
                                 legs.size(), day->posts, names));
    }
}

}  // namespace

void check_days(Findings& findings) {
    check_breaks(findings);
    check_posts(findings);
}

}  // namespace husong::plan_check
