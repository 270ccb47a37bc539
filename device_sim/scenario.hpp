// What a run of the simulator plays: which county, when vehicles drive, which faults, who counts or reports
// what. The files in device_sim/scenarios/ are such scenarios; scenarios/README.md explains every key.
#pragma once

#include "device_sim/county.hpp"
#include "device_sim/record_plan.hpp"
#include "server/base/result.hpp"

#include <optional>

namespace husong::device_sim {

using std::chrono::seconds;

enum class Direction { to_school, home };

struct Run {
    Direction direction = Direction::to_school;
    seconds at{0};  // after the scenario's beginning
};

struct Faults {
    double gps_noise_m = 4;            // deviation of a usual fix
    int outlier_per_mille = 0;         // fixes that lie kilometres off
    int no_fix_per_mille = 0;          // fixes without a location
    int counter_miss_per_mille = 0;    // people the door counter does not see
    int counter_double_per_mille = 0;  // people it sees twice
    bool dead_zones = false;           // valleys without signal
    bool counts_survive = true;        // door counts of an outage are sent afterwards, not lost
    int link_losses_per_day = 0;
    int restarts_per_day = 0;
};

enum class ActKind { head_count, sighting };

// Something a person does at a given instant; what he sees is the truth of that instant.
struct Act {
    ActKind kind = ActKind::sighting;
    seconds at{0};             // after the live start
    Role role = Role::lawful;  // the first vehicle of that role
    std::string by;            // a sighting: the device that tells it, e.g. gate or hotline
};

struct Scenario {
    std::string name;
    CountyPlan county;          // `today` is set from the start
    std::optional<Time> start;  // nothing: now
    seconds warm_start{0};      // how long vehicles have been driving, unheard, when the terminals connect
    seconds duration{3600};     // live, after the warm start
    seconds report_interval{10};
    std::vector<Run> runs;
    seconds stagger{0};       // lawful vehicles start up to this much later
    seconds repeat_every{0};  // the runs begin again; 0: once
    Faults faults;
    std::vector<Act> acts;
    RecordPlan record;  // of `husong-sim record`
};

// Errors: malformed, naming the key.
[[nodiscard]] Result<Scenario> parse_scenario(std::string_view json);

}  // namespace husong::device_sim
