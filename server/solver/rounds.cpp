#include "server/solver/rounds.hpp"

#include "server/solver/school_days.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::solver {

using coordination::Break;
using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::Leg;
using coordination::LegKey;
using coordination::Option;
using coordination::School;
using coordination::Way;
using std::chrono::days;

namespace {

constexpr int longer_breaks = 2;  // days by which a break may grow: as far as `longest_breaks` if need be

// Of one break, while its options are put together.
class BreakOptions {
public:
    BreakOptions(const Case& question, std::size_t of, const Decisions* decided)
        : question_{question}, of_{question.breaks[of]}, school_{question.schools[of_.school]} {
        if (!decided) {
            longer_ = longest_breaks;
            return;
        }
        bounds_ = decided->bounds_of(of);
        const auto &home = decided->of({of, Way::home}), &back = decided->of({of, Way::back});
        if (home && back) days_off_now_ = static_cast<int>((back->at.on - home->at.on).count());
    }

    RoundLeg leg(const Choices& choices, LegKey key) const {
        RoundLeg leg{key, choices.options(key), 1 + bounds_.distance_per_leg / coordination::hours_a_day};
        std::erase_if(leg.options, [&](const Option& option) {
            return key.way == Way::home ? !on_days_hold(school_, bounds_.back_before, option.at.on)
                                        : !on_days_hold(school_, option.at.on, bounds_.home_after);
        });
        return leg;
    }

    // As long as wished, or a little longer; longer still only where rest cannot be given otherwise.
    std::vector<DayPair> pairs(const RoundLeg& home, const RoundLeg& back) const {
        std::vector<DayPair> pairs;
        for (int longer = longer_; longer <= longest_breaks && pairs.empty(); ++longer)
            for (const Day from : days_of(home))
                for (const Day until : days_of(back))
                    if (holds({from, until}, longer)) pairs.push_back({from, until});
        return pairs;
    }

private:
    static std::set<Day> days_of(const RoundLeg& leg) {
        std::set<Day> all;
        for (const Option& option : leg.options) all.insert(option.at.on);
        return all;
    }

    [[nodiscard]] bool holds(const DayPair& pair, int longer) const {
        const auto wished = (of_.back->wish.on - of_.home->wish.on).count();
        const auto off = (pair.back - pair.home).count();
        const bool pinned = of_.home->pinned || of_.back->pinned;
        if (off < 1 || (!pinned && (off < wished || off > wished + longer))) return false;
        if (bounds_.rest_to_spare && days_off_now_ && off + *bounds_.rest_to_spare < *days_off_now_)
            return false;
        if (!bounds_.since || !pays_rest(question_, of_)) return true;
        return bounds_.rest_given + off >= rest_days(question_, *bounds_.since, pair.back);
    }

    const Case& question_;
    const Break& of_;
    const School& school_;
    Decisions::Bounds bounds_;
    std::optional<int> days_off_now_;
    int longer_ = longer_breaks;  // alone: all that may come to be needed, or its bound would be none
};

void drop_days(RoundLeg& leg, const std::set<Day>& keep) {
    std::erase_if(leg.options, [&](const Option& option) { return !keep.contains(option.at.on); });
}

Day week_of(Day day) { return day - days{std::chrono::weekday{day}.iso_encoding() - 1}; }

int days_from(Day day, const Leg& leg) {
    const int away = std::abs(static_cast<int>((leg.wish.on - day).count()));
    return std::max(0, away - leg.shift_days);
}

}  // namespace

Decisions::Decisions(const Case& question)
    : question_{&question},
      legs_(question.breaks.size()),
      breaks_of_(question.schools.size()),
      place_of_(question.breaks.size()) {
    for (std::size_t i = 0; i < question.breaks.size(); ++i) {
        auto& breaks = breaks_of_[question.breaks[i].school];
        place_of_[i] = breaks.size();
        breaks.push_back(i);
    }
}

std::optional<Day> Decisions::day(std::size_t of, Way way) const {
    const auto& option = this->of({of, way});
    if (!option) return std::nullopt;
    return option->at.on;
}

std::optional<int> Decisions::days_off(std::size_t of) const {
    const auto home = day(of, Way::home), back = day(of, Way::back);
    if (!home || !back) return std::nullopt;
    return static_cast<int>((*back - *home).count());
}

Decisions::Bounds Decisions::bounds_of(std::size_t of) const {
    const auto& breaks = breaks_of_[question_->breaks[of].school];
    const std::size_t place = place_of_[of];
    Bounds bounds;
    if (place > 0) bounds.back_before = day(breaks[place - 1], Way::back);
    if (place + 1 < breaks.size()) bounds.home_after = day(breaks[place + 1], Way::home);
    bounds.since = day(breaks.front(), Way::back);
    int given = 0, legs = 0;
    double distance = 0;
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        const auto off = days_off(breaks[i]);
        if (off) given += *off;
        if (i < place && off) bounds.rest_given += *off;
        if (i > place && off && bounds.since && pays_rest(*question_, question_->breaks[breaks[i]])) {
            const int spare = given - rest_days(*question_, *bounds.since, *day(breaks[i], Way::back));
            bounds.rest_to_spare = std::min(bounds.rest_to_spare.value_or(spare), spare);
        }
        for (const Way way : coordination::both_ways)
            if (const auto& option = this->of({breaks[i], way}); option && i != place) {
                distance += option->distance;
                ++legs;
            }
    }
    if (legs > 0) bounds.distance_per_leg = distance / legs;
    return bounds;
}

std::vector<std::vector<std::size_t>> weeks_of(const Case& question) {
    std::map<Day, std::vector<std::size_t>> by_week;
    for (std::size_t i = 0; i < question.breaks.size(); ++i) {
        const Break& of = question.breaks[i];
        if (of.home || of.back) by_week[week_of(of.home ? of.home->wish.on : of.back->wish.on)].push_back(i);
    }
    std::vector<std::vector<std::size_t>> weeks;
    weeks.reserve(by_week.size());
    for (auto& [week, breaks] : by_week) weeks.push_back(std::move(breaks));
    return weeks;
}

std::vector<std::vector<std::size_t>> one_of_a_school(std::span<const std::size_t> breaks,
                                                      const Case& question) {
    std::vector<std::vector<std::size_t>> lots;
    std::map<std::size_t, std::size_t> next_lot;  // of a school
    for (const std::size_t of : breaks) {
        const std::size_t lot = next_lot[question.breaks[of].school]++;
        if (lot == lots.size()) lots.emplace_back();
        lots[lot].push_back(of);
    }
    return lots;
}

std::vector<std::size_t> breaks_near(Day day, days around, const Case& question) {
    std::map<std::size_t, std::pair<int, std::size_t>> nearest;  // by school
    for (std::size_t i = 0; i < question.breaks.size(); ++i)
        for (const Way way : coordination::both_ways) {
            const auto& leg = question.breaks[i].leg(way);
            if (!leg || days_from(day, *leg) > around.count()) continue;
            const std::pair candidate{days_from(day, *leg), i};
            const auto [known, made] = nearest.try_emplace(question.breaks[i].school, candidate);
            known->second = std::min(known->second, candidate);
        }
    std::vector<std::size_t> breaks;
    breaks.reserve(nearest.size());
    for (const auto& [school, found] : nearest) breaks.push_back(found.second);
    return breaks;
}

Round make_round(const Choices& choices, std::span<const std::size_t> breaks, const Decisions* decided) {
    const Case& question = choices.question();
    Round round;
    for (const std::size_t i : breaks) {
        const BreakOptions options{question, i, decided};
        RoundBreak made{i, std::nullopt, std::nullopt, {}};
        for (const Way way : coordination::both_ways) {
            if (!question.breaks[i].leg(way)) continue;
            (way == Way::home ? made.home : made.back) = round.legs.size();
            round.legs.push_back(options.leg(choices, {i, way}));
        }
        if (made.home && made.back) {
            RoundLeg &home = round.legs[*made.home], &back = round.legs[*made.back];
            made.pairs = options.pairs(home, back);
            std::set<Day> homes, backs;
            for (const DayPair& pair : made.pairs) {
                homes.insert(pair.home);
                backs.insert(pair.back);
            }
            drop_days(home, homes);
            drop_days(back, backs);
        }
        round.breaks.push_back(std::move(made));
    }
    return round;
}

std::optional<LegKey> leg_without_option(const Round& round) {
    const auto leg = std::ranges::find_if(round.legs, [](const RoundLeg& l) { return l.options.empty(); });
    if (leg == round.legs.end()) return std::nullopt;
    return leg->key;
}

}  // namespace husong::solver
