// A term cut into rounds, the breaks whose wishes fall into one calendar week, and what has been decided so
// far.
#pragma once

#include "server/solver/round.hpp"

#include <array>

namespace husong::solver {

// Which option each leg of the term takes; none: not yet decided.
class Decisions {
public:
    explicit Decisions(const coordination::Case& question);

    [[nodiscard]] const std::optional<coordination::Option>& of(coordination::LegKey leg) const {
        return legs_[leg.of][static_cast<std::size_t>(leg.way)];
    }
    void decide(coordination::LegKey leg, coordination::Option option) {
        legs_[leg.of][static_cast<std::size_t>(leg.way)] = std::move(option);
    }

    // What binds a break to the others of its school.
    struct Bounds {
        std::optional<coordination::Day> back_before, home_after;
        std::optional<coordination::Day> since;  // the term's first coming back: rest is owed from then on
        int rest_given = 0;                      // by the breaks before
        std::optional<int> rest_to_spare;        // days that later breaks can do without
        double distance_per_leg = 0;             // hours, of the school's other legs
    };
    [[nodiscard]] Bounds bounds_of(std::size_t of) const;

private:
    [[nodiscard]] std::optional<coordination::Day> day(std::size_t of, coordination::Way way) const;
    [[nodiscard]] std::optional<int> days_off(std::size_t of) const;

    const coordination::Case* question_;
    std::vector<std::array<std::optional<coordination::Option>, 2>> legs_;
    std::vector<std::vector<std::size_t>> breaks_of_;  // a school, by number
    std::vector<std::size_t> place_of_;                // of a break among its school's
};

// The case's breaks of each week, by time.
std::vector<std::vector<std::size_t>> weeks_of(const coordination::Case& question);
// The same breaks in lots that hold at most one of a school, the earlier ones first.
std::vector<std::vector<std::size_t>> one_of_a_school(std::span<const std::size_t> breaks,
                                                      const coordination::Case& question);

// The breaks that could be on the way within `around` of that day, at most one of a school: the nearest.
std::vector<std::size_t> breaks_near(coordination::Day day, std::chrono::days around,
                                     const coordination::Case& question);

// These breaks with all options that the decisions leave; at most one of a school. `decided` null: any
// breaks, as if nothing bound them to others of their school, which leaves more.
Round make_round(const coordination::Choices& choices, std::span<const std::size_t> breaks,
                 const Decisions* decided);

// The first leg without any option.
std::optional<coordination::LegKey> leg_without_option(const Round& round);

}  // namespace husong::solver
