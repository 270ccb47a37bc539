// What has changed of the published runs lately, step by step (docs/decisions/0031).
#pragma once

#include "server/registry/entities.hpp"

#include <chrono>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace husong::registry {

inline constexpr std::chrono::days changes_told_for{14};

// One publication of one run. Points into the rows that it was made of.
struct DepartureChange {
    const Departure* before = nullptr;  // none: the run is new
    const Departure* after = nullptr;
    Time at{};
    // A new run on a leg, this way and day, of which the school had published nothing before.
    bool first_of_leg = false;

    // Of the two, the later one's: a run that was put forward concerns people until the day it had.
    [[nodiscard]] Time last_leaves_at() const;
};

// What people see of it; a version without any such difference is not told.
bool shows_same(const Departure& a, const Departure& b);

// The newest first.
class DepartureChanges {
public:
    DepartureChanges() = default;
    // `current`: what is known now; `former`: versions that another one took the place of. What was told
    // `changes_told_for` before the last one is left out.
    DepartureChanges(std::span<const Versioned<Departure>> current,
                     std::span<const Versioned<Departure>> former);

    [[nodiscard]] std::span<const DepartureChange> all() const { return all_; }
    // Of a run that was given to another school both are told.
    [[nodiscard]] std::span<const DepartureChange> of_school(std::string_view school) const;

private:
    std::vector<DepartureChange> all_;
    std::unordered_map<std::string_view, std::vector<DepartureChange>> of_school_;
};

}  // namespace husong::registry
