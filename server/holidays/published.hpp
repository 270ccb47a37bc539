// Runs as people read them: with the names of what their codes stand for, and what the gate did with them.
#pragma once

#include "server/registry/runs.hpp"
#include "server/tracking/gate_act.hpp"
#include "server/tracking/trip_trace.hpp"

#include <span>
#include <string>
#include <vector>

namespace husong::holidays {

// By the gates' acts and the clock; of runs that a vehicle is on, run_states.hpp says more.
enum class RunState : std::uint8_t {
    planned,
    cancelled,
    at_gate,
    released,
    past,        // it should have ended, and nobody told of it
    taken_over,  // from then on another vehicle carries it
    under_way,
    ended,       // at its last place
    unreleased,  // it left its gate, which had not let it go
    lost,        // under way, and nothing is heard of it
};

struct Published {
    registry::Departure departure;
    std::string school;
    std::string line;
    registry::Plate plate;
    std::string driver;  // family names
    std::string escort;
    std::vector<tracking::TripPlace> stops;  // without the school's gate, in the order of the way
    Time at_school{};                        // leaves or comes, by the timetable
    Time ends_at{};                          // its last place, by the timetable
    RunState state = RunState::planned;
    Time state_at{};        // at_gate, released, taken_over, ended; lost: heard of last
    bool released = false;  // by the gate, whatever it does now
};

// All schools' runs of a day, by time and school; cancelled ones too. `acts`: of the gates.
std::vector<Published> published_on(const registry::Registry& registry, std::chrono::year_month_day day,
                                    std::span<const tracking::GateAct> acts, Time now);
// The same of these runs.
std::vector<Published> published(std::span<const registry::Run> runs, const registry::Registry& registry,
                                 std::span<const tracking::GateAct> acts, Time now);

// Of a day.
struct DaySums {
    int planned = 0;  // all that were not taken back, each once
    int cancelled = 0;
    int at_gate = 0;  // and not released
    int released = 0;
};
DaySums sums_of(std::span<const Published> runs);

// One school's days with dated departures or public ones, for its notice board.
struct NoticeDay {
    std::chrono::year_month_day on;
    const registry::PublicDay* public_day = nullptr;
    std::vector<Published> runs;
};
inline constexpr int notice_days = 60;
std::vector<NoticeDay> notice_of(const registry::Registry& registry, std::string_view school,
                                 std::chrono::year_month_day from, Time now);

}  // namespace husong::holidays
