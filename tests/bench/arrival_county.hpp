// Runs of school buses made up for measuring arrival estimates: roads through valleys and over mountains,
// days that differ, weather, traffic at the school, riders who take their time, late starts, receivers that
// err, radio holes. It shares nothing with the estimate but the plan and the records, and knows the truth.
#pragma once

#include "maps/polyline.hpp"
#include "server/tracking/trip_trace.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace husong::bench {

using Random = std::mt19937_64;

// How unsteady this county is. The usual figures are the middle of what studies of bus travel times report:
// 10 to 20 % between days, as much again between stretches of a day in the mountains.
struct CountySettings {
    int lines = 40;
    double day_spread = 0.07;      // of a line's day: driver, load, mood
    double stretch_spread = 0.08;  // of a stretch on a day; half as much again in the mountains
    double weather_share = 0.12;   // of days, that slow everybody down
    double school_traffic = 0.25;  // mean of what the last kilometre and a half to the school takes longer
    double halt_share = 0.04;      // of stretches, with a halt on the way: a herd, works, a narrow bridge
    double hole_share_valley = 0.03;
    double hole_share_mountain = 0.12;
    double usual_timetable_error = 0.12;  // the planner's guess of the whole, one sigma
};

struct Road {
    maps::Polyline line;
    std::vector<double> speed_mps;  // usual, one a point
};

struct BusLine {
    tracking::TripPlan plan;     // places with due times of day zero
    std::vector<Road> roads;     // one a place: the way to it; the first has none
    std::vector<double> riders;  // expected, one a place
    bool mountain = false;
    Milliseconds report_every{};
};

struct Run {
    tracking::TripPlan plan;
    std::vector<Time> arrived;  // the truth, one a place; the first: when it could first be boarded
    std::vector<Time> left;
    std::vector<int> riders;
    std::vector<tracking::Record> records;  // by the instant they were measured
};

// Each line twice: home, and to school.
std::vector<BusLine> make_lines(std::uint64_t seed, const CountySettings& settings);
Run drive(const BusLine& line, int day, std::uint64_t seed, const CountySettings& settings);

}  // namespace husong::bench
