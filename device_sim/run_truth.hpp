// What really happened on one run, as truth.jsonl tells it.
#pragma once

#include "device_sim/riders.hpp"
#include "device_sim/scenario.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::device_sim {

struct Crowd {  // who is aboard
    int driver = 0, escort = 0, pupils = 0;
    [[nodiscard]] int people() const { return driver + escort + pupils; }
};

struct StopTruth {
    std::string name;
    Time opened{}, closed{};  // the doors
    std::vector<std::string> boarded, alighted;
    Crowd aboard;                          // when the doors close
    std::optional<int> told_on, told_off;  // by the counter; none: its window was lost
    std::string_view counter_fault;        // "", repeated, lost
    std::optional<Time> moves;             // first above 8 km/h after it
    bool counted = false;                  // the escort told how many boarded
};

struct CountTruth {
    Time at{};
    std::string_view by;  // escort, gate
    int told = 0, people = 0;
    std::string_view typing_error;  // "", neighbour, swapped, missing
};

struct LeftPupil {
    std::string code;
    bool marked_on = false, marked_off = false;
    bool missed_at_school = false;  // a roll call was held, and the others were there
    bool missed_at_home = false;    // the family said that it had not come
    Time found_at{};
};

struct RunTruth {
    std::string run, date, line;
    std::size_t vehicle = 0;
    Direction direction = Direction::to_school;
    Time starts{}, ends{};
    std::optional<Time> moves;  // first above 8 km/h
    std::vector<StopTruth> stops;
    int most = 0;
    bool over_by_habit = false;  // the vehicle is over on most days
    bool counter_broken = false;
    std::optional<Time> over_from, over_until;
    std::optional<Time> over_moving_from;  // first above 8 km/h while over
    std::string driver, planned_driver;
    std::string escort;  // empty: none aboard
    std::optional<Time> escort_left;
    bool walk_round = false;  // the vehicle was looked at before it left
    bool swept = false, sweep_told = false;
    bool marked = false;             // pupils were marked on this run,
    int marked_on = 0;               // … so many as boarding
    std::optional<int> counted_off;  // people by the gate, which counted who got off; with the crew
    std::vector<LeftPupil> left;
    std::vector<CountTruth> counts;
    std::optional<Time> signal_lost, signal_back;
};

// One line of JSON, without its end.
std::string truth_line(const RunTruth& run, const Vehicle& vehicle, std::string_view counter_family);

}  // namespace husong::device_sim
