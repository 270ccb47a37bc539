// A term's question: which boarding school sends its pupils home and takes them back when. Everything that a
// plan depends on stands in it, so that the same case gives the same plan (docs/decisions/0024).
#pragma once

#include "maps/geometry.hpp"
#include "server/base/result.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::coordination {

using Day = std::chrono::sys_days;     // a calendar day in China
using Minutes = std::chrono::minutes;  // of a day: from its midnight in China

// Whom a vehicle may carry by its type (rules.md VL-08), and whom a school sends.
enum class Stage : std::uint8_t { kindergarten, primary, junior_high, senior_high };
using Stages = std::uint8_t;  // bit n: stage n
constexpr Stages only(Stage stage) { return static_cast<Stages>(1U << static_cast<unsigned>(stage)); }
inline constexpr Stages every_stage = 0b1111;

enum class Way : std::uint8_t { home, back };
inline constexpr std::array both_ways{Way::home, Way::back};

// What the county decides; each has a default.
struct Rules {
    Minutes turn{20};                // between two runs of a vehicle (rules.md HM-04)
    Minutes option_every{15};        // dismissals and returns are on such times of the clock
    Minutes driving_a_day{8 * 60};   // of a vehicle's driver (rules.md DR-07)
    Minutes first_way{5 * 60 + 30};  // no vehicle sets out before
    int spare_per_mille = 100;       // of the vehicles: for breakdowns, and for empty ways between schools
    double road_detour = 1.4;        // of ways between schools that no line tells, over the straight one
    double road_kmh = 40;
    bool operator==(const Rules&) const = default;
};

struct School {
    std::string code, name;
    Stages stages = 0;      // of its pupils
    bool owes_rest = true;  // it teaches at weekends: its breaks give these days back (rules.md HM-11)
    maps::Wgs84 gate;
    int gate_per_quarter = 4;  // vehicles that leave or come in a quarter hour
    Minutes earliest_home{11 * 60}, latest_home{16 * 60 + 30};  // dismissal
    Minutes earliest_back{12 * 60}, latest_back{18 * 60 + 30};  // everybody is there
    std::uint8_t home_weekdays = 0b1111111;    // bit n: weekday n from Monday, on which it may dismiss
    int least_on_days = 1, most_on_days = 60;  // from coming back to going home
    bool operator==(const School&) const = default;
};

struct Place {
    std::string name;
    maps::Wgs84 position;
    Minutes from_school{};
    int riders = 0;
    bool operator==(const Place&) const = default;
};

struct Line {
    std::string code;
    std::size_t school = 0;
    std::vector<Place> places;  // from the school outwards
    bool operator==(const Line&) const = default;
};

// When a vehicle is not to be had: on these weekdays (bit n: weekday n from Monday), or on one day only.
struct Busy {
    std::uint8_t weekdays = 0;
    std::optional<Day> on;
    Minutes from{}, until{};
    // From where it then sets out, and where it is back, turned round, in the end; none: wherever it is.
    std::optional<maps::Wgs84> place = std::nullopt;
    bool operator==(const Busy&) const = default;
};

struct Vehicle {
    std::string plate;
    int seats = 0;  // for pupils: beside driver and escort
    Stages stages = every_stage;
    std::string driver;  // code; empty: still to be named
    std::vector<Busy> busy;
    bool operator==(const Vehicle&) const = default;
};

struct Moment {
    Day on{};
    Minutes at{};
    auto operator<=>(const Moment&) const = default;
};

// One leg of a break: everybody home, or everybody back.
struct Leg {
    Moment wish;
    std::optional<Moment> published;
    std::optional<Moment> pinned;  // nothing else will do
    std::vector<Day> forbidden;
    int shift_days = 0;  // away from its wish, at most: public holidays and the term's ends are everybody's
    bool operator==(const Leg&) const = default;
};

// A school's break. The one before the term has no way home, the one after it no way back.
struct Break {
    std::size_t school = 0;
    int number = 0;
    std::optional<Leg> home, back;
    [[nodiscard]] const std::optional<Leg>& leg(Way way) const { return way == Way::home ? home : back; }
    [[nodiscard]] std::optional<Leg>& leg(Way way) { return way == Way::home ? home : back; }
    bool operator==(const Break&) const = default;
};

struct CalendarDay {
    bool rest = false;                // a weekend's or public day off, not a make-up day
    bool no_return = false;           // a statutory holiday's first day
    Minutes dusk{24 * 60};            // the earliest of the county's places
    int posts = 0;                    // schools whose gate road the traffic police can man at the same time
    std::vector<std::string> closed;  // codes of schools that neither dismiss nor take back: exams
    bool operator==(const CalendarDay&) const = default;
};

struct Case {
    std::string term;
    Day first{};
    std::vector<CalendarDay> days;  // from `first` on
    Rules rules;
    std::vector<School> schools;
    std::vector<Line> lines;
    std::vector<Vehicle> vehicles;
    std::vector<Break> breaks;  // of a school by number

    [[nodiscard]] bool holds(Day day) const {
        return day >= first && day < first + std::chrono::days(days.size());
    }
    [[nodiscard]] const CalendarDay& day(Day day) const {
        return days[static_cast<std::size_t>((day - first).count())];
    }
    bool operator==(const Case&) const = default;
};

// Both ways give the same text for the same case. Errors of reading: malformed, naming the place
// ("breaks[3].home.wish.on").
std::string to_json(const Case& question);
[[nodiscard]] Result<Case> read_case(std::string_view json);
// The first thing in which a case contradicts itself, with its place; empty: nothing. read_case() asks.
std::string contradiction_of(const Case& question);

}  // namespace husong::coordination
