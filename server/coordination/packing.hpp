// A school's riders in vehicles: who sits in which run.
#pragma once

#include "server/coordination/plan.hpp"

namespace husong::coordination {

// Vehicles of about a size and for the same pupils: the planner counts them, the movement names them.
struct VehicleClass {
    int seats = 0;  // the fewest of its vehicles
    Stages stages = 0;
    bool operator==(const VehicleClass&) const = default;
};

// At most `sizes` sizes for each group of stages, so that the fewest seats are left out of account; by seats,
// the largest first.
std::vector<VehicleClass> vehicle_classes(std::span<const Vehicle> vehicles, std::size_t sizes);
// The class whose seats are the most of those that the vehicle has; none: it has fewer than each.
std::optional<std::size_t> class_of(const Vehicle& vehicle, std::span<const VehicleClass> classes);

constexpr bool carries(const VehicleClass& kind, Stages pupils, int seats) {
    return kind.seats >= seats && (kind.stages & pupils) == pupils;
}

// The riders of a line in vehicles of at most `most_seats`, the farthest places first; the last vehicle is
// the smallest of `sizes` that holds the rest. Runs without a time. Nobody: where `most_seats` is 0.
std::vector<Run> pack_line(const Case& question, std::size_t line, int most_seats,
                           std::span<const int> sizes);

// All runs of a school: the largest suitable vehicles (choice 0), the next smaller ones (1) … Empty where
// nothing is suitable or there is no such choice. Longest way first.
std::vector<Run> pack_school(const Case& question, std::size_t school, std::size_t choice,
                             std::span<const VehicleClass> classes);

}  // namespace husong::coordination
