// What a term's case asks once the term has begun: what has left is as it is, and nobody leaves before now.
#include "server/holidays/term_parts.hpp"

#include <algorithm>

namespace husong::holidays {

using coordination::Break;
using coordination::CalendarDay;
using coordination::Case;
using coordination::Leg;
using coordination::Minutes;
using coordination::Moment;
using coordination::Way;
using std::chrono::days;

namespace {

class MidTerm {
public:
    MidTerm(Case& question, const TermView& view, Moment now) : question_{question}, view_{view}, now_{now} {}

    void settle() {
        open_past_days();
        for (Break& of : question_.breaks)
            for (const Way way : coordination::both_ways)
                if (auto& leg = of.leg(way)) settle(question_.schools[of.school], way, *leg);
    }

private:
    // What a day forbids it forbids those who are to come.
    void open_past_days() {
        Day on = question_.first;
        for (CalendarDay& day : question_.days) {
            if (on >= now_.on) return;
            day = {day.rest, false, Minutes{24 * 60}, static_cast<int>(question_.schools.size()), {}};
            on += days{1};
        }
    }

    // Of what nobody published the day is believed and not the hour: all schools' wishes at once may be more
    // than there are vehicles.
    void settle(const coordination::School& school, Way way, Leg& leg) {
        const Moment due = leg.published.value_or(leg.wish);
        const bool left = due <= now_;
        if (!left && due.on != now_.on) return forbid_until_now(school, way, leg);
        if (may_be(school, way, due)) {
            if (leg.published || !left) leg.pinned = due;
            if (left) leg.shift_days = 0;  // nor does it owe rest that it could not give any more
        } else if (left) {
            view_.note(school.code, "{} is no day for it by its rule, so what has left is put near it",
                       "按学校的规则 {} 不能放假，已经走了的班次按相近的日子算",
                       to_iso(std::chrono::year_month_day{due.on}));
            leg.published.reset();
            forbid_from_now_on(leg);
        } else {
            forbid_until_now(school, way, leg);
        }
    }

    // Else a pin would leave the whole term without a plan.
    [[nodiscard]] bool may_be(const coordination::School& school, Way way, const Moment& at) const {
        if (!question_.holds(at.on)) return false;
        const CalendarDay& day = question_.day(at.on);
        if (std::ranges::find(day.closed, school.code) != day.closed.end()) return false;
        if (way == Way::back) return !day.no_return && at.at <= school.latest_back;
        const auto weekday = std::chrono::weekday{at.on}.iso_encoding() - 1;
        return (unsigned{school.home_weekdays} >> weekday & 1U) != 0;
    }

    // Today too, where the first hour that the school's rule leaves is past.
    void forbid_until_now(const coordination::School& school, Way way, Leg& leg) const {
        const Minutes first_hour = way == Way::home ? school.earliest_home : school.earliest_back;
        const Day first_left = first_hour > now_.at ? now_.on : now_.on + days{1};
        for (Day day = leg.wish.on - days{leg.shift_days}; day < std::min(first_left, last_of(leg)); ++day)
            leg.forbidden.push_back(day);
    }

    void forbid_from_now_on(Leg& leg) const {
        const Day first = leg.wish.on - days{leg.shift_days};
        if (first >= now_.on) return;
        for (Day day = now_.on; day < last_of(leg); ++day) leg.forbidden.push_back(day);
    }

    static Day last_of(const Leg& leg) { return leg.wish.on + days{leg.shift_days + 1}; }

    Case& question_;
    const TermView& view_;
    Moment now_;
};

}  // namespace

void settle_past(Case& question, const TermView& view, Time now) {
    MidTerm{question, view, moment_of(now)}.settle();
}

}  // namespace husong::holidays
