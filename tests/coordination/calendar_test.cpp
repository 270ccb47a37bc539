#include "server/coordination/calendar.hpp"

#include "server/base/time.hpp"

#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

using std::chrono::days;

Day day(int month, int of_month) {
    return std::chrono::year_month_day{std::chrono::year{2026},
                                       std::chrono::month{static_cast<unsigned>(month)},
                                       std::chrono::day{static_cast<unsigned>(of_month)}};
}

// 1 September to 20 November 2026, as the State Council's notice has it.
TermDays autumn() {
    TermDays term;
    term.first = day(9, 1);
    term.last = day(11, 20);
    term.begins = day(8, 28);
    for (Day on = term.begins; on <= day(11, 24); on += days{1}) {
        CalendarDay made;
        const bool weekend = std::chrono::weekday{on}.iso_encoding() >= 6;
        const bool make_up = on == day(9, 20) || on == day(10, 10);
        const bool holiday = (on >= day(9, 25) && on <= day(9, 27)) || (on >= day(10, 1) && on <= day(10, 7));
        made.rest = (weekend && !make_up) || holiday;
        term.days.push_back(made);
    }
    return term;
}

// "0911-0914" for home on 11 September, back on the 14th; "-0831" for the term's begin.
std::string text_of(const std::vector<Break>& breaks) {
    std::string text;
    const auto add = [&](const std::optional<Leg>& leg) {
        if (leg) text += to_iso(std::chrono::year_month_day{leg->wish.on}).substr(5);
    };
    for (const Break& of : breaks) {
        if (!text.empty()) text += ' ';
        add(of.home);
        text += '/';
        add(of.back);
    }
    return text;
}

TEST(Calendar, EachWeekendButForMakeUpDaysAndWithPublicHolidays) {
    EXPECT_EQ(text_of(wished_breaks(0, {}, autumn())),
              "/08-31 09-04/09-06 09-11/09-13 09-24/09-27 09-30/10-07 10-16/10-18 10-23/10-25 10-30/11-01 "
              "11-06/11-08 "
              "11-13/11-15 11-20/");
}

TEST(Calendar, TenDaysOnAndFourOffBecomeOneWithAPublicHoliday) {
    const Cycle cycle{10, 4, Minutes{900}, Minutes{960}, 2};
    const auto breaks = wished_breaks(0, cycle, autumn());
    EXPECT_EQ(text_of(breaks), "/08-31 09-10/09-14 09-24/09-27 09-30/10-07 10-17/10-21 10-31/11-04 11-20/");
    EXPECT_EQ(breaks[1].home->shift_days, 2);
    EXPECT_EQ(breaks[2].home->shift_days, 0) << "a public holiday is everybody's";
    EXPECT_EQ(breaks.back().home->shift_days, 0);
}

TEST(Calendar, NobodyGoesHomeWhereTheTermEndsSoonAfter) {
    TermDays term = autumn();
    term.last = day(11, 15);
    EXPECT_TRUE(text_of(wished_breaks(0, {10, 4, {}, {}, 2}, term)).ends_with("10-31/11-04 11-15/"));
}

TEST(Calendar, NumbersBreaksFromComingForTheFirstTime) {
    const auto breaks = wished_breaks(7, {10, 4, Minutes{900}, Minutes{960}, 2}, autumn());
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        EXPECT_EQ(breaks[i].number, static_cast<int>(i));
        EXPECT_EQ(breaks[i].school, 7U);
    }
    EXPECT_EQ(breaks[1].home->wish.at, Minutes{900});
    EXPECT_EQ(breaks[1].back->wish.at, Minutes{960});
}

}  // namespace
}  // namespace husong::coordination
