// The checker's own reading of a case: no struct and no function of the planner.
#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace husong::checker {

inline constexpr int quarter = 15;  // minutes

// Days are numbered from 1970, minutes from midnight.
struct School {
    std::set<std::string> stages;
    bool owes_rest = false;
    double latitude = 0, longitude = 0;
    int gate = 0;
    int home_from = 0, home_until = 0, back_from = 0, back_until = 0;
    int weekdays = 0, least_on = 0, most_on = 0;
};
struct Place {
    int minutes = 0, riders = 0;
    double latitude = 0, longitude = 0;
};
struct Line {
    std::string school;
    std::map<std::string, Place> places;
};
struct Busy {
    int weekdays = 0, on = -1, from = 0, until = 0;
    bool placed = false;  // it sets out from a place that is told, and is back there
    double latitude = 0, longitude = 0;
};
struct Vehicle {
    int seats = 0;
    std::set<std::string> stages;
    std::vector<Busy> busy;
};
struct Moment {
    int day = 0, minute = 0;
};
struct Leg {
    Moment wish;
    int shift = 0;
    bool pinned = false;
    Moment pin;
    std::set<int> forbidden;
};
struct LegKey {
    std::string school;
    int number = 0;
    bool home = true;
    auto operator<=>(const LegKey&) const = default;
};
struct Day {
    bool rest = false, no_return = false;
    int dusk = 0, posts = 0;
    std::set<std::string> closed;
};
struct Case {
    int turn = 0, driving = 0, first_way = 0, every = 0;
    double detour = 0, kmh = 0;
    std::map<std::string, School> schools;
    std::map<std::string, Line> lines;
    std::map<std::string, Vehicle> vehicles;
    std::map<LegKey, Leg> legs;
    std::map<int, Day> days;

    [[nodiscard]] int weekday(int day) const { return (day + 3) % 7; }  // 0: Monday; day 0 was a Thursday
};

int day_of(std::string_view text);     // 2026-09-30
int minute_of(std::string_view text);  // 15:30
Case read_case(const std::string& text);

}  // namespace husong::checker
