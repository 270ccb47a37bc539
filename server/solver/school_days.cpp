#include "server/solver/school_days.hpp"

#include <set>
#include <tuple>

namespace husong::solver {

using coordination::Break;
using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::School;
using coordination::Way;
using std::chrono::days;

namespace {

// After some breaks: coming back last, coming back first, days given since.
struct Standing {
    std::optional<Day> back, since;
    int given = 0;
    auto operator<=>(const Standing&) const = default;
};

class SchoolDays {
public:
    SchoolDays(const Choices& choices, bool any_length) : choices_{choices}, any_length_{any_length} {}

    DaysFit fit(std::span<const std::size_t> breaks) {
        std::set<Standing> now{Standing{}};
        for (std::size_t i = 0; i < breaks.size(); ++i) {
            next_.clear();
            best_.reset();
            const Break& of = choices_.question().breaks[breaks[i]];
            const auto homes = days_of({breaks[i], Way::home}), backs = days_of({breaks[i], Way::back});
            for (const Standing& standing : now)
                for (const auto& home : homes)
                    for (const auto& back : backs) {
                        Standing before = standing;
                        if (i == 0) before.since = back;  // for the breaks to come
                        take(of, before, home, back);
                    }
            if (next_.empty()) return {i, best_ ? std::get<1>(*best_) : 0, best_ ? std::get<2>(*best_) : 0};
            now = next_;
        }
        return {};
    }

private:
    // A leg that there is not has no day, and that is one choice.
    std::set<std::optional<Day>> days_of(coordination::LegKey key) const {
        if (!choices_.question().breaks[key.of].leg(key.way)) return {std::nullopt};
        std::set<std::optional<Day>> all;
        for (const auto& option : choices_.options(key)) all.insert(option.at.on);
        return all;
    }

    void take(const Break& of, const Standing& before, std::optional<Day> home, std::optional<Day> back) {
        const Case& question = choices_.question();
        const School& school = question.schools[of.school];
        if (!on_days_hold(school, before.back, home)) return;
        Standing after{back, before.since, before.given};
        if (home && back) {
            const auto off = static_cast<int>((*back - *home).count());
            if (!has_length(of, off)) return;
            after.given += off;
            if (before.since && pays_rest(question, of)) {
                const int owed = rest_days(question, *before.since, *back);
                if (after.given < owed) {
                    const std::tuple nearer{owed - after.given, owed, after.given};
                    if (!best_ || nearer < *best_) best_ = nearer;
                    return;
                }
            }
        }
        next_.insert(after);
    }

    [[nodiscard]] bool has_length(const Break& of, int off) const {
        const auto wished = (of.back->wish.on - of.home->wish.on).count();
        const bool pinned = of.home->pinned || of.back->pinned;
        if (any_length_) return true;
        return off >= 1 && (pinned || (off >= wished && off <= wished + longest_breaks));
    }

    const Choices& choices_;
    bool any_length_;
    std::set<Standing> next_;
    std::optional<std::tuple<int, int, int>> best_;  // days wanting, owed, given
};

}  // namespace

DaysFit days_fit(const Choices& choices, std::span<const std::size_t> breaks, bool any_length) {
    return SchoolDays{choices, any_length}.fit(breaks);
}

int rest_days(const Case& question, Day since, Day until) {
    int rest = 0;
    for (Day day = since + days{1}; day <= until; day += days{1})
        if (question.holds(day) && question.day(day).rest) ++rest;
    return rest;
}

bool pays_rest(const Case& question, const Break& of) {
    if (!of.home || !of.back || !question.schools[of.school].owes_rest) return false;
    return of.home->shift_days > 0 || of.back->shift_days > 0;
}

bool on_days_hold(const School& school, std::optional<Day> back, std::optional<Day> home) {
    if (!back || !home) return true;
    const auto on = (*home - *back).count();
    return on >= school.least_on_days && on <= school.most_on_days;
}

}  // namespace husong::solver
