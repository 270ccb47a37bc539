// When the schools of a term's case wish to go home, and what is published of it.
#include "server/holidays/plan.hpp"
#include "server/holidays/term_parts.hpp"

#include <algorithm>
#include <map>

namespace husong::holidays {

using coordination::Break;
using coordination::Leg;
using coordination::Minutes;
using coordination::Moment;
using coordination::Way;
using registry::HolidayProposal;
using std::chrono::days;

namespace {

constexpr days near_a_wish{6};  // weekly breaks are seven days apart

struct Wished {
    Break of;
    bool proposed = false;
};

Day home_day(const Break& of) { return of.home->wish.on; }

class Wishes {
public:
    Wishes(const TermView& view, const BoardingSchool& of, std::size_t school)
        : view_{view}, of_{of}, school_{school} {}

    Result<std::vector<Break>> run(const coordination::TermDays& calendar) {
        const registry::HolidayRule& rule = of_.rule;
        const coordination::Cycle cycle{rule.on_days, rule.off_days, rule.home_at, rule.back_at,
                                        shift_days()};
        for (Break& each : wished_breaks(school_, cycle, calendar)) {
            keep_weekdays(each);
            const int number = each.number;
            wished_[number] = {std::move(each), false};
        }
        for (const auto& row : view_.registry.rows().holiday_proposals) {
            const HolidayProposal& told = row.value;
            if (told.school != rule.school || told.term != view_.term.code || !row.valid_at(view_.at))
                continue;
            if (auto taken = take(told); !taken) return taken.error();
        }
        auto breaks = in_order();
        if (breaks) add_published(*breaks);
        return breaks;
    }

private:
    [[nodiscard]] int shift_days() const {
        constexpr int usual = coordination::Cycle{}.shift_days;
        return of_.rule.shift_days.value_or(of_.rule.on_days > 0 ? usual : 0);
    }

    // The day before, if the rule lets nobody go on that one.
    void keep_weekdays(Break& of) const {
        if (!of.home) return;
        const auto may = [&](Day day) {
            const auto weekday = static_cast<char>('0' + std::chrono::weekday{day}.iso_encoding());
            return of_.rule.home_weekdays.find(weekday) != std::string::npos;
        };
        while (!may(of.home->wish.on)) of.home->wish.on -= days{1};
    }

    [[nodiscard]] Error fault(int number, std::string_view what) const {
        return {ErrorCode::conflict, fmt::format("holiday_proposals {}/{}/{}: {}", of_.school.code,
                                                 view_.term.code, number, what)};
    }

    // A public holiday is everybody's: its dates stay.
    [[nodiscard]] int shift_of(Day home, Day back) const {
        for (Day day = home + days{1}; day <= back; day += days{1}) {
            const auto* known = public_day(view_.registry, day, view_.at);
            if (known && known->kind == "off") return 0;
        }
        return shift_days();
    }

    Result<> take(const HolidayProposal& told) {
        const auto wish = [](const auto& on, const auto& at, Minutes usual) {
            return Moment{Day{*on}, at.value_or(usual)};
        };
        const bool begins = told.number == 0;
        const Day earliest = view_.first() - (begins ? around_term : days{1});
        const auto inside = [&](const auto& on) {
            return !on || (Day{*on} >= earliest && Day{*on} <= view_.last());
        };
        if (!inside(told.home_on) || !inside(told.back_on))
            return fault(told.number, "is not within the term");
        if (begins && told.back_on) {
            Wished& first = wished_.begin()->second;
            first.of.back->wish = wish(told.back_on, told.back_at, of_.rule.back_at);
            first.proposed = true;
        } else if (told.home_on && !told.back_on) {
            Wished& last = wished_.rbegin()->second;
            last.of.home->wish = wish(told.home_on, told.home_at, of_.rule.home_at);
            last.proposed = true;
        } else if (told.home_on) {
            const int shift = shift_of(Day{*told.home_on}, Day{*told.back_on});
            put({school_, told.number,
                 Leg{wish(told.home_on, told.home_at, of_.rule.home_at), {}, {}, {}, shift},
                 Leg{wish(told.back_on, told.back_at, of_.rule.back_at), {}, {}, {}, shift}});
        }
        return {};
    }

    // The going home for good stays the last.
    void put(Break told) {
        auto last = wished_.extract(std::prev(wished_.end()));
        const int number = told.number;
        wished_[number] = {std::move(told), true};
        last.key() = std::max(last.key(), std::prev(wished_.end())->first + 1);
        last.mapped().of.number = last.key();
        wished_.insert(std::move(last));
    }

    // By number, each after the one before; where they meet, the rule's one gives way to what is proposed.
    Result<std::vector<Break>> in_order() {
        std::vector<Wished> kept;
        for (auto& [number, each] : wished_) {
            bool dropped = false;
            while (!dropped && !kept.empty() && home_day(each.of) <= kept.back().of.back->wish.on) {
                const bool own = each.proposed || !each.of.back;
                const bool own_before = kept.back().proposed || !kept.back().of.home;
                if (own && own_before)
                    return fault(number, fmt::format("{} is not after the return of break {}",
                                                     to_iso(std::chrono::year_month_day{home_day(each.of)}),
                                                     kept.back().of.number));
                note_dropped(own ? kept.back().of : each.of);
                dropped = !own;
                if (own) kept.pop_back();
            }
            if (!dropped) kept.push_back(std::move(each));
        }
        std::vector<Break> breaks;
        breaks.reserve(kept.size());
        for (Wished& each : kept) breaks.push_back(std::move(each.of));
        return breaks;
    }

    void note_dropped(const Break& of) const {
        view_.note(of_.school.code, "the rule's break of {} gives way to one that is proposed",
                   "按规则 {} 的放假让位于学校申报的放假", to_iso(std::chrono::year_month_day{home_day(of)}));
    }

    // By day: when the first vehicle leaves the gate, or comes to it.
    [[nodiscard]] std::map<Day, Minutes> published(Way way) const {
        std::map<Day, Minutes> first;
        for (const auto* row : view_.registry.departures_of_school(of_.school.code)) {
            const registry::Departure& run = row->value;
            const bool home = run.direction == registry::Direction::home;
            if (run.status == registry::DepartureStatus::cancelled || home != (way == Way::home)) continue;
            const auto stops = view_.registry.stops_of(run.line, run.leaves_at);
            const Minutes along = home || stops.empty() ? Minutes{0} : stops.back()->from_school;
            const Moment gate = moment_of(run.leaves_at + along);
            if (gate.on < view_.first() - near_a_wish || gate.on > view_.last() + near_a_wish) continue;
            const auto [known, added] = first.try_emplace(gate.on, gate.at);
            if (!added) known->second = std::min(known->second, gate.at);
        }
        return first;
    }

    void add_published(std::vector<Break>& breaks) const {
        for (const Way way : coordination::both_ways)
            for (const auto& [day, at] : published(way)) {
                Leg* leg = nearest_leg(breaks, way, day);
                const auto away = [leg](Day on) { return std::chrono::abs(leg->wish.on - on); };
                if (!leg || (leg->published && away(leg->published->on) <= away(day))) {
                    note_unplaced(day);
                    continue;
                }
                if (leg->published) note_unplaced(leg->published->on);
                leg->published = Moment{day, at};
            }
    }

    static Leg* nearest_leg(std::vector<Break>& breaks, Way way, Day day) {
        Leg* nearest = nullptr;
        for (Break& each : breaks) {
            auto& leg = each.leg(way);
            if (!leg || std::chrono::abs(leg->wish.on - day) > near_a_wish) continue;
            const bool nearer =
                !nearest || std::chrono::abs(leg->wish.on - day) < std::chrono::abs(nearest->wish.on - day);
            if (nearer) nearest = &*leg;
        }
        return nearest;
    }
    void note_unplaced(Day day) const {
        view_.note(of_.school.code, "what is published for {} is no break of its own",
                   "{} 已公布的班次不是它自己的放假", to_iso(std::chrono::year_month_day{day}));
    }

    const TermView& view_;
    const BoardingSchool& of_;
    std::size_t school_;
    std::map<int, Wished> wished_;
};

}  // namespace

Result<std::vector<Break>> breaks_of(const TermView& view, const BoardingSchool& of, std::size_t school,
                                     const coordination::TermDays& days) {
    return Wishes{view, of, school}.run(days);
}

bool is_holiday_run(const registry::Departure& departure, const coordination::Case& question) {
    const bool home = departure.direction == registry::Direction::home;
    const Day on{china_date(departure.leaves_at)};
    return std::ranges::any_of(question.breaks, [&](const Break& of) {
        const auto& leg = of.leg(home ? Way::home : Way::back);
        return leg && leg->published && leg->published->on == on &&
               question.schools[of.school].code == departure.school;
    });
}

}  // namespace husong::holidays
