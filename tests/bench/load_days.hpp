// Whole runs of simulated school buses for load_truth: who really rides, what a door counter makes of it,
// what an escort types. Made by seed; nothing here knows how the rules judge.
#pragma once

#include "server/rules/fold.hpp"

#include <random>
#include <vector>

namespace husong::load_truth {

using Random = std::mt19937_64;

enum class Noise { independent, over_dispersed, bursty, sticking, drifting };
enum class Counting { none, correct, mistyped };
enum class Broken { no, boarding, alighting, both };  // a third is missed there, from `broken_from` on

struct Scene {
    Noise noise = Noise::independent;
    double error = 0.05;  // missed and doubled persons, of all that pass the door
    Counting counting = Counting::none;
    bool counts_again = true;  // the escort, when asked
    Broken broken = Broken::no;
    int broken_from = 0;
    int days = 40;
};

// The riders of one vehicle, day by day; `approved` is the limit.
struct Bus {
    int approved = 45;
    enum class Kind { full, fewer, over } kind = Kind::full;
    int usual = 45;
    double bias = 0;  // of the counter: missed less doubled, of all

    static Bus draw(Random& random);
    [[nodiscard]] int aboard_today(Random& random, bool& one_off) const;
};

// One run: two a day, to school and home again.
struct Run {
    int people = 0;        // aboard at the fullest, driver and escort included
    bool one_off = false;  // over today only
    bool over = false;
    rules::Level found{};     // the highest level of an overload; 0: none
    bool at_once = false;     // likely or confirmed without a second count
    double probability = -1;  // of too many, while it drives off full; below 0: the fold does not know
    double latency_s = -1;
    bool exposed = false;    // the counter, at the end
    double nanoseconds = 0;  // of the fold, a record
};

// All runs of one vehicle, in order.
std::vector<Run> drive(const Bus& bus, const Scene& scene, Random& random);

}  // namespace husong::load_truth
