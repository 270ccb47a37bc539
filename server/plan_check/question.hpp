// A term's case as the check reads it: no struct and no function of the planner. Days are numbered from 1970,
// minutes from midnight, schools, lines and vehicles as the text has them.
#pragma once

#include "maps/geometry.hpp"
#include "server/base/result.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace husong::plan_check {

inline constexpr int quarter = 15;  // minutes
inline constexpr int quarters_a_day = 96;

using Numbers = std::map<std::string, std::size_t, std::less<>>;  // by code, plate or name
std::optional<std::size_t> number_in(const Numbers& numbers, std::string_view name);

struct Moment {
    int day = 0, minute = 0;
    auto operator<=>(const Moment&) const = default;
};

struct School {
    std::string code, name;
    std::uint8_t stages = 0;  // bit n: stage n, from kindergarten
    bool owes_rest = false;
    maps::Wgs84 gate;
    int gate_per_quarter = 1;
    int home_from = 0, home_until = 0, back_from = 0, back_until = 0;
    int weekdays = 0;  // bit n: weekday n from Monday
    int least_on = 0, most_on = 0;
    std::vector<std::size_t> lines;
};
struct Place {
    std::string name;
    int minutes = 0, riders = 0;
    maps::Wgs84 position;
};
struct Line {
    std::string code;
    std::size_t school = 0;
    std::vector<Place> places;
    Numbers by_name;
};
struct Busy {
    std::optional<int> on;  // none: on these weekdays
    int weekdays = 0, from = 0, until = 0;
    std::optional<maps::Wgs84> place;  // from where it sets out, and where it is back
};
struct Vehicle {
    std::string plate, driver;
    int seats = 0;
    std::uint8_t stages = 0;
    std::vector<Busy> weekly;
    std::map<int, std::vector<Busy>> dated;  // by day
};
struct Wish {
    Moment at;
    int shift = 0;  // days
    std::optional<Moment> pin, published;
    std::set<int> forbidden;

    // When it leaves, as far as anybody was told.
    [[nodiscard]] Moment due() const { return published.value_or(at); }
};
struct LegKey {
    std::size_t school = 0;
    int number = 0;
    bool home = true;
    auto operator<=>(const LegKey&) const = default;
};
struct Day {
    bool rest = false, no_return = false;
    int dusk = 0, posts = 0;
    std::set<std::size_t> closed;  // schools
};

struct Question {
    std::string term;
    int first = 0;  // of the days
    int turn = 0, driving = 0, first_way = 0, every = 0;
    double detour = 1, kmh = 1;
    std::vector<School> schools;
    std::vector<Line> lines;
    std::vector<Vehicle> vehicles;
    std::map<LegKey, Wish> legs;
    std::vector<Day> days;
    Numbers school_by_code, line_by_code, vehicle_by_plate;

    // nullptr: outside the term.
    [[nodiscard]] const Day* day(int day) const {
        const bool inside = day >= first && day - first < static_cast<int>(days.size());
        return inside ? &days[static_cast<std::size_t>(day - first)] : nullptr;
    }
    [[nodiscard]] static int weekday(int day) { return ((day + 3) % 7 + 7) % 7; }  // 0: Monday
    [[nodiscard]] const Wish* wish(const LegKey& key) const {
        const auto found = legs.find(key);
        return found == legs.end() ? nullptr : &found->second;
    }
    // Days of rest that the calendar holds after `since` up to `until`.
    [[nodiscard]] int rest_days(int since, int until) const;
    // Minutes of road between places that no line tells.
    [[nodiscard]] int road(const maps::Wgs84& from, const maps::Wgs84& to) const;
};

// Errors: malformed, naming the place ("lines[3].places[0].minutes is no …").
[[nodiscard]] Result<Question> read_question(std::string_view case_json);

}  // namespace husong::plan_check
