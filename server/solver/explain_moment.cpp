// A leg that has no day and time, and a school whose days do not come out.
#include "server/solver/case_edits.hpp"
#include "server/solver/collisions.hpp"
#include "server/solver/room.hpp"
#include "server/solver/school_days.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Moment;
using coordination::Way;
using std::chrono::days;

namespace {

using Rules = std::vector<Rule>;

// What is to be left out of an explanation first, if either does.
const Rules& rules_of(Way way) {
    static const Rules home{Rule::gate,      Rule::latest, Rule::earliest, Rule::weekday,
                            Rule::forbidden, Rule::closed, Rule::dusk,     Rule::pin};
    static const Rules back{Rule::gate,      Rule::night,         Rule::latest, Rule::earliest,
                            Rule::forbidden, Rule::first_holiday, Rule::closed, Rule::pin};
    return way == Way::home ? home : back;
}

bool is_of_days(Rule rule) {
    return rule == Rule::weekday || rule == Rule::forbidden || rule == Rule::first_holiday ||
           rule == Rule::closed;
}

// Vehicles that are always to be had: here nothing else is asked of them.
Case with_idle_vehicles(Case question) {
    for (auto& vehicle : question.vehicles) vehicle.busy.clear();
    return question;
}

class MomentExplainer {
public:
    MomentExplainer(const Case& question, LegKey key)
        : key_{key}, case_{with_idle_vehicles(only_legs(question, std::array{key}))} {
        if (!leg().pinned) return;
        Case unpinned = case_;
        lift(unpinned, key_, Rule::pin);
        if (moments_of(unpinned).empty()) case_ = std::move(unpinned);  // what the pin forbids, all else does
    }

    Explanation explain() const {
        Explanation made;
        made.kind = Impossible::no_moment;
        made.legs = {key_};
        const std::size_t school = case_.breaks[key_.of].school;
        made.schools = {school};
        made.pupils = pupils_of(case_, school);
        Rules rules = rules_of(key_.way);
        if (!leg().pinned) std::erase(rules, Rule::pin);
        made.excluded = tally(rules);
        made.minimal = shrink(rules, [&](const Rules& rest) {
            return moments_of(with_only(rest)).empty() ? Answer::no : Answer::yes;
        });
        for (const Rule rule : rules) made.reasons.push_back({rule, days_of_reason(rule, rules)});
        if (std::ranges::find(rules, Rule::dusk) != rules.end()) made.last_down = last_down(rules);
        return made;
    }

private:
    [[nodiscard]] const coordination::Leg& leg() const { return *case_.breaks[key_.of].leg(key_.way); }

    [[nodiscard]] std::map<Day, std::set<Minutes>> moments_of(const Case& question) const {
        std::map<Day, std::set<Minutes>> moments;
        for (const auto& option : Choices{question}.options(key_)) moments[option.at.on].insert(option.at.at);
        return moments;
    }

    [[nodiscard]] Case with_only(const Rules& kept) const {
        Case changed = case_;
        for (const Rule rule : rules_of(key_.way))
            if (std::ranges::find(kept, rule) == kept.end()) lift(changed, key_, rule);
        return changed;
    }

    // Each rule alone. A pinned leg has its pin and nothing else.
    [[nodiscard]] std::vector<Excluded> tally(const Rules& rules) const {
        const Rules always = leg().pinned ? Rules{Rule::pin} : Rules{};
        const auto all = moments_of(with_only(always));
        std::vector<Excluded> tally;
        for (const Rule rule : rules) {
            Rules with = always;
            with.push_back(rule);
            const auto left = moments_of(with_only(with));
            for (const auto& [day, moments] : all) {
                const auto same = left.find(day);
                const auto kept = same == left.end() ? 0 : same->second.size();
                if (kept < moments.size())
                    tally.push_back({day, rule, static_cast<int>(moments.size() - kept),
                                     static_cast<int>(moments.size())});
            }
        }
        return tally;
    }

    [[nodiscard]] bool forbids(Rule rule, Day day) const {
        const Rules always = leg().pinned ? Rules{Rule::pin, rule} : Rules{rule};
        return !moments_of(with_only(always)).contains(day);
    }

    // Which it forbids; of rules about times: which are left to them.
    [[nodiscard]] std::vector<Day> days_of_reason(Rule rule, const Rules& rules) const {
        const DayRange range = days_of(leg());
        std::vector<Day> found;
        for (Day day = range.first; day <= range.last; day += days{1}) {
            const bool outside = !case_.holds(day);
            if (rule == Rule::pin) found.push_back(day);
            if (outside || rule == Rule::pin) continue;
            const bool named = std::ranges::any_of(
                rules, [&](Rule other) { return is_of_days(other) && forbids(other, day); });
            if (is_of_days(rule) ? forbids(rule, day) : !named) found.push_back(day);
        }
        return found;
    }

    // When it is dark before, at the earliest.
    [[nodiscard]] std::optional<Minutes> last_down(Rules rules) const {
        std::erase(rules, Rule::dusk);
        const Case light = with_only(rules);
        const Choices choices{light};
        std::optional<Minutes> earliest;
        for (const auto& option : choices.options(key_)) {
            Minutes last{0};
            for (const auto& run : choices.timed_runs(key_, option.at, option.packing))
                last = std::max(last, run.at_gate + run.way);
            if (!earliest || last < *earliest) earliest = last;
        }
        return earliest;
    }

    LegKey key_;
    Case case_;
};

class DaysExplainer {
public:
    DaysExplainer(const Case& question, std::size_t school)
        : case_{with_idle_vehicles(only_legs(question, legs_of_school(question, school), true))} {
        for (std::size_t of = 0; of < case_.breaks.size(); ++of)
            if (case_.breaks[of].school == school) breaks_.push_back(of);
        school_ = school;
    }

    std::optional<Explanation> explain() {
        const DaysFit fit = days_fit(Choices{case_}, breaks_);
        if (!fit.fails_at) return std::nullopt;
        breaks_.resize(*fit.fails_at + 1);
        Explanation made;
        made.kind = Impossible::days;
        made.schools = {school_};
        made.pupils = pupils_of(case_, school_);
        Rules rules{Rule::most_on_days, Rule::least_on_days, Rule::break_length, Rule::rest_owed};
        made.minimal = shrink(rules, [&](const Rules& rest) { return fits(case_, rest); });
        for (const Rule rule : rules) made.reasons.push_back({rule, {}});
        if (std::ranges::find(rules, Rule::rest_owed) == rules.end()) {
            drop_first_breaks(rules);
        } else {
            made.owed = fit.owed;
            made.given = fit.given;
        }
        made.legs = legs_of_breaks(case_, breaks_);
        made.minimal &= shrink(made.legs, [&](const std::vector<LegKey>& rest) {
            Case freed = case_;
            for (const LegKey leg : legs_of_breaks(case_, breaks_))
                if (std::ranges::find(rest, leg) == rest.end()) free_leg(freed, leg);
            return fits(freed, rules);
        });
        return made;
    }

private:
    [[nodiscard]] Answer fits(Case question, const Rules& kept) const {
        const auto is_kept = [&](Rule rule) { return std::ranges::find(kept, rule) != kept.end(); };
        const LegKey any = legs_of_breaks(case_, breaks_).front();
        for (const Rule rule : {Rule::most_on_days, Rule::least_on_days, Rule::rest_owed})
            if (!is_kept(rule)) lift(question, any, rule);
        const bool any_length = !is_kept(Rule::break_length);
        return days_fit(Choices{question}, breaks_, any_length).fails_at ? Answer::no : Answer::yes;
    }

    // What lies before, and has no part in it.
    void drop_first_breaks(const Rules& rules) {
        while (breaks_.size() > 1) {
            const std::size_t first = breaks_.front();
            breaks_.erase(breaks_.begin());
            if (!legs_of_breaks(case_, breaks_).empty() && fits(case_, rules) == Answer::no) continue;
            breaks_.insert(breaks_.begin(), first);
            return;
        }
    }

    std::size_t school_ = 0;
    Case case_;
    std::vector<std::size_t> breaks_;  // until the first that finds no days
};

}  // namespace

Explanation explain_moment(const Case& question, LegKey leg) {
    return MomentExplainer{question, leg}.explain();
}

std::optional<Explanation> explain_days(const Case& question, std::size_t school) {
    return DaysExplainer{question, school}.explain();
}

}  // namespace husong::solver
