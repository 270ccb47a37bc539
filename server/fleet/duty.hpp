// What a crew has told of one run, and what it may tell now. Pure.
#pragma once

#include "server/fleet/crew.hpp"
#include "server/tracking/trip.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::fleet {

// 校车安全管理条例 第四十一条: what a driver looks at before each run.
inline constexpr std::array<std::string_view, 7> walk_round_items{"制动",   "转向", "外部照明", "轮胎",
                                                                  "安全门", "座椅", "安全带"};

enum class RiderState : std::uint8_t { waiting, aboard, alighted, excused };

struct RunRider {
    const registry::Pupil* pupil = nullptr;
    RiderState state{};
    bool on_relieved = false;  // marked aboard the vehicle that this one took the run over from
    bool refused = false;      // somebody came for the child who is on no list
    // On the way home, where somebody is named to take the child over: the names to which it may be given.
    std::vector<std::string> collectors{};
};

// Stands for a stop's name where all stops of a run are meant.
inline constexpr std::string_view everybody = "*";
// … where all who are on the vehicle before are.
inline constexpr std::string_view from_relieved = "~";

// Riders by the stop of theirs, in the order in which the run reaches it; those without one last.
struct StopRiders {
    std::string name;
    std::vector<RunRider> riders;  // by name
    [[nodiscard]] int in(RiderState state) const;
    [[nodiscard]] int may_get_off() const;  // aboard, and nobody has to take them over
};

struct Duty {
    bool followed = false;                // the vehicle's state is of this run: what is told of it counts
    bool on_another_run = false;          // … is under way on another: nothing of this one counts yet
    std::optional<Time> on_since;         // who asks is signed in
    std::optional<Time> walked_round_at;  // today, by the driver who asks
    int faults = 0;                       // found then
    std::optional<Time> swept_at;
    bool may_sweep = false;          // it has come to its last place, or is over, or …
    bool sweep_missing = false;      // nobody has looked since: told of it late, whatever its time
    std::optional<Time> counted_at;  // the escort's last count on this run
    bool count_missing = false;      // pupils boarded at a stop and nobody counted
    std::vector<StopRiders> stops;

    [[nodiscard]] int in(RiderState state) const;
    [[nodiscard]] int on_relieved() const;
};

// `trip`: of the vehicle's state; nullptr: nothing was ever told of it.
Duty duty_of(const CrewMember& member, const registry::Departure& departure, const tracking::Trip* trip,
             const registry::Registry& registry, Time now);

// Who waits here is aboard the vehicle before, as far as `before` is of this run.
void tell_relieved(Duty& duty, const tracking::Trip& before, const registry::Departure& departure);

}  // namespace husong::fleet
