// Whether vehicles can serve some legs, each on one of its days: all divisions of their riders among
// vehicles, all orders of runs and all times are looked at. Gates, police posts and what binds a school's
// days are not asked, so that "no" is a proof and "yes" is none.
#pragma once

#include "server/solver/room.hpp"
#include "server/solver/trips.hpp"

#include <map>
#include <utility>

namespace husong::solver {

class InTime {
public:
    explicit InTime(const coordination::Case& question) : question_{question} {}

    [[nodiscard]] Answer can_serve(std::span<const coordination::LegKey> legs);
    // Of the leg's days those on which each of its places can be reached by some vehicle.
    [[nodiscard]] const std::vector<coordination::Day>& days_served(coordination::LegKey leg);
    // What no vehicle reaches on that day, that for the most riders; none: each place is reached.
    [[nodiscard]] std::optional<OutOfReach> out_of_reach(coordination::LegKey leg,
                                                         coordination::Day on) const;
    // Vehicles that can serve some place of one of them.
    [[nodiscard]] int vehicles_for(std::span<const coordination::LegKey> legs);

private:
    using ByDay = std::map<coordination::Day, std::vector<coordination::LegKey>>;

    [[nodiscard]] Answer serve(std::span<const coordination::LegKey> legs, ByDay& by_day);
    [[nodiscard]] Answer serve_on(coordination::Day on, const std::vector<coordination::LegKey>& legs);
    [[nodiscard]] bool is_reached(const Trip& trip, const std::vector<Trip>& trips,
                                  coordination::Day on) const;

    const coordination::Case& question_;
    std::map<coordination::LegKey, std::vector<coordination::Day>> days_;
    std::map<std::pair<coordination::Day, std::vector<coordination::LegKey>>, Answer> known_;
    int asked_ = 0;  // days, for one answer
};

}  // namespace husong::solver
