// The breaks of about one week, decided together: which option each leg takes.
#pragma once

#include "server/solver/mixed_program.hpp"
#include "server/solver/taken.hpp"

namespace husong::solver {

// Days that a break may take together.
struct DayPair {
    coordination::Day home{}, back{};
    auto operator<=>(const DayPair&) const = default;
};

struct RoundLeg {
    coordination::LegKey key;
    std::vector<coordination::Option> options;
    double weight = 1;  // of its distance: more where the school has given way before
};

struct RoundBreak {
    std::size_t of = 0;                     // of the case's breaks
    std::optional<std::size_t> home, back;  // of the round's legs
    std::vector<DayPair> pairs;             // where both are; every option's day is in one
};

struct Round {
    std::vector<RoundLeg> legs;
    std::vector<RoundBreak> breaks;
};

// In which any of its vehicles could be in use, ascending.
std::vector<int> quarters_of(const Round& round);

// An option for each leg.
using Chosen = std::vector<std::size_t>;

enum class Aim : std::uint8_t { peak, distance, changes };

struct Task {
    Aim aim = Aim::peak;
    std::optional<int> most_vehicles;  // at once
    std::optional<double> most_cost;   // of all legs, weighted
    MixedProgram::Limits limits;
};

struct RoundSolution {
    MixedProgram::Status status = MixedProgram::Status::unknown;
    double bound = 0;  // of what is aimed at
    Chosen chosen;
};

// How much an option inconveniences: grows faster than its distance, so that two schools move by half a day
// each rather than one by a whole. In hours, for small ones.
double cost_of(const coordination::Option& option);

// `before`: what is taken already. `start`: a solution to begin with, that keeps the task's limits.
RoundSolution solve_round(const Round& round, const Taken& before, const coordination::Choices& choices,
                          const Task& task, const Chosen& start);
// The linear relaxation of the round alone, with nothing taken before; nothing is chosen. No bound (0) where
// it was not solved within the limits.
RoundSolution relax_round(const Round& round, const coordination::Choices& choices, const Task& task);
// What `most_cost` is held against.
double weighted_cost(const Round& round, const Chosen& chosen);

// Leg by leg, those of the most vehicles first: of what keeps `most_vehicles`, or else makes the least peak,
// what is published, else the nearest to its wish. None: some leg finds no place.
std::optional<Chosen> place_greedily(const Round& round, Taken before, std::optional<int> most_vehicles);

}  // namespace husong::solver
