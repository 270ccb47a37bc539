#include "tests/coordination/made_up_county.hpp"

#include "maps/daylight.hpp"
#include "server/coordination/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace husong::coordination {

namespace {

using std::chrono::days;
using std::chrono::year_month_day;
using namespace std::chrono_literals;

constexpr maps::Wgs84 middle{40.95, 118.15};

Day day(int year, unsigned month, unsigned of_month) {
    return year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}};
}

// 2026 by the State Council's notice; of 2027 only the law's own days are known.
bool is_public_holiday(Day on) {
    const std::array spans{
        std::pair{day(2026, 9, 25), day(2026, 9, 27)}, std::pair{day(2026, 10, 1), day(2026, 10, 7)},
        std::pair{day(2027, 1, 1), day(2027, 1, 1)},   std::pair{day(2027, 2, 5), day(2027, 2, 8)},
        std::pair{day(2027, 4, 5), day(2027, 4, 5)},   std::pair{day(2027, 5, 1), day(2027, 5, 2)},
        std::pair{day(2027, 6, 9), day(2027, 6, 9)}};
    return std::ranges::any_of(spans,
                               [&](const auto& span) { return span.first <= on && on <= span.second; });
}

bool is_make_up_day(Day on) { return on == day(2026, 9, 20) || on == day(2026, 10, 10); }

TermDays calendar_of(TermOf2026 term, int posts) {
    TermDays calendar;
    calendar.first = term == TermOf2026::autumn ? day(2026, 9, 1) : day(2027, 3, 1);
    calendar.last = term == TermOf2026::autumn ? day(2027, 1, 22) : day(2027, 7, 9);
    calendar.begins = calendar.first - days{4};
    for (Day on = calendar.begins; on <= calendar.last + days{4}; on += days{1}) {
        CalendarDay made;
        const auto weekday = std::chrono::weekday{on}.iso_encoding();
        made.rest = (weekday >= 6 && !is_make_up_day(on)) || is_public_holiday(on);
        made.no_return = is_public_holiday(on) && (calendar.days.empty() || !calendar.days.back().rest);
        const auto dusk = maps::civil_dusk(year_month_day{on}, middle);
        made.dusk = std::chrono::floor<Minutes>(*dusk + china_offset - Time{on});
        made.posts = posts;
        calendar.days.push_back(made);
    }
    return calendar;
}

class Maker {
public:
    Maker(std::uint64_t seed, const CountySize& size) : random_{seed}, size_{size} {}

    Case make(TermOf2026 term) {
        const int posts = std::max(8, static_cast<int>(size_.schools * 8 / 20));
        const TermDays calendar = calendar_of(term, posts);
        made_.term = term == TermOf2026::autumn ? "2026-2027-1" : "2026-2027-2";
        made_.first = calendar.begins;
        made_.days = calendar.days;
        for (std::size_t i = 0; i < size_.places; ++i) places_.push_back(somewhere(28'000));
        for (std::size_t i = 0; i < size_.schools; ++i) add_school(i);
        seat_boarders();
        for (std::size_t i = 0; i < size_.vehicles; ++i) add_vehicle(i);
        for (std::size_t i = 0; i < size_.schools; ++i) {
            for (Break& wished : wished_breaks(i, cycles_[i], calendar)) {
                while (wished.home && !allows(made_.schools[i], wished.home->wish.on))
                    wished.home->wish.on -= days{1};
                made_.breaks.push_back(std::move(wished));
            }
        }
        return std::move(made_);
    }

private:
    double share() { return std::uniform_real_distribution<>{0, 1}(random_); }
    int among(int least, int most) { return std::uniform_int_distribution<>{least, most}(random_); }
    maps::Wgs84 somewhere(double within_m) {
        const double course_deg = share() * 360;
        const maps::Wgs84 place = maps::destination(middle, course_deg, std::sqrt(share()) * within_m);
        const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
        return {rounded(place.latitude_deg), rounded(place.longitude_deg)};
    }
    static bool allows(const School& school, Day on) {
        return (school.home_weekdays >> (std::chrono::weekday{on}.iso_encoding() - 1) & 1) != 0;
    }

    void add_school(std::size_t i) {
        School school;
        school.code = fmt::format("S{:02}", i + 1);
        school.name = fmt::format("示例寄宿学校{}", i + 1);
        school.stages = only(i % 4 == 3 ? Stage::primary : Stage::junior_high);
        school.gate = somewhere(20'000);
        school.gate_per_quarter = among(3, 5);
        school.owes_rest = pattern(i) != 5 && pattern(i) != 0;
        const Cycle cycle = cycle_of(i);
        cycles_.push_back(cycle);
        school.earliest_home = cycle.home_at - 90min;
        school.latest_home = cycle.home_at + 60min;
        school.earliest_back = cycle.back_at - 90min;
        school.latest_back = cycle.back_at + 2h;
        school.least_on_days = 2;
        school.most_on_days = 40;
        made_.schools.push_back(std::move(school));
    }

    // 5+2, 10+4, 11+3, 12+2, 10+4 and four weeks, by turns.
    static std::size_t pattern(std::size_t school) { return school % 6; }
    Cycle cycle_of(std::size_t school) {
        constexpr std::array<std::pair<int, int>, 6> patterns{
            {{0, 0}, {10, 4}, {11, 3}, {12, 2}, {10, 4}, {24, 4}}};
        const auto [on, off] = patterns[pattern(school)];
        return {on, off, Minutes{among(26, 32) * 30}, Minutes{among(28, 33) * 30}, on == 0 ? 0 : 2};
    }

    void seat_boarders() {
        std::vector<double> weights;
        double sum = 0;
        for (std::size_t i = 0; i < size_.schools; ++i) sum += weights.emplace_back(0.4 + 1.4 * share());
        for (std::size_t i = 0; i < size_.schools; ++i)
            add_lines(i, static_cast<int>(size_.boarders * weights[i] / sum * (0.75 + 0.15 * share())));
    }

    // The school's nearest places but for some, by direction on four to seven lines.
    void add_lines(std::size_t school, int riders) {
        const maps::Wgs84 gate = made_.schools[school].gate;
        std::vector<std::size_t> near(places_.size());
        for (std::size_t i = 0; i < near.size(); ++i) near[i] = i;
        std::ranges::sort(near, {}, [&](std::size_t i) { return maps::distance_m(gate, places_[i]); });
        near.resize(std::min<std::size_t>(near.size(), 16));
        std::erase_if(near, [&](std::size_t) { return share() < 0.2; });
        std::ranges::sort(near, {}, [&](std::size_t i) { return maps::course_deg(gate, places_[i]); });
        const auto lines = static_cast<std::size_t>(among(4, 7));
        const std::size_t per_line = (near.size() + lines - 1) / lines;
        for (std::size_t from = 0; from < near.size(); from += per_line) {
            Line line;
            line.code = fmt::format("{}L{}", made_.schools[school].code, from / per_line + 1);
            line.school = school;
            for (std::size_t i = from; i < std::min(near.size(), from + per_line); ++i) {
                const double way_m = maps::distance_m(gate, places_[near[i]]) * 1.4;
                line.places.push_back(
                    {fmt::format("示例村{}", near[i] + 1), places_[near[i]],
                     Minutes{std::max(8, static_cast<int>(way_m / 1000 / 38 * 60))},
                     std::max(
                         1, static_cast<int>(riders / static_cast<double>(near.size()) * (0.5 + share())))});
            }
            std::ranges::stable_sort(line.places, {}, &Place::from_school);
            made_.lines.push_back(std::move(line));
        }
    }

    void add_vehicle(std::size_t i) {
        Vehicle vehicle;
        vehicle.plate = fmt::format("冀H·示{:03}", i + 1);
        vehicle.driver = fmt::format("D{:03}", i + 1);
        const std::size_t of_ten = i % 10;
        vehicle.seats = of_ten < 5 ? 45 : of_ten < 8 ? 33 : 17;
        vehicle.stages = of_ten == 4 ? only(Stage::primary) : every_stage;
        if (of_ten == 9) {  // a school bus with children of its own on school days
            vehicle.busy.push_back({0b0011111, std::nullopt, 6h + 30min, 8h});
            vehicle.busy.push_back({0b0011111, std::nullopt, 16h + 30min, 18h});
        }
        made_.vehicles.push_back(std::move(vehicle));
    }

    std::mt19937_64 random_;
    CountySize size_;
    Case made_;
    std::vector<maps::Wgs84> places_;
    std::vector<Cycle> cycles_;
};

}  // namespace

Case made_up_county(std::uint64_t seed, TermOf2026 term, const CountySize& size) {
    return Maker{seed, size}.make(term);
}

Case made_up_weeks(std::uint64_t seed, TermOf2026 term) {
    Case county = made_up_county(seed, term, {6, 2'200, 30, 44});
    constexpr int weeks = 6;
    const Day end = county.first + days{7 * weeks};
    std::erase_if(county.breaks, [&](const Break& of) {
        return (of.home && of.home->wish.on >= end - days{7}) ||
               (of.back && of.back->wish.on >= end - days{7});
    });
    county.days.resize(7 * weeks);
    return county;
}

}  // namespace husong::coordination
