// Who had to move between a plan and the one after a breakdown, told from their texts alone.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace husong::checker {

struct Outage {
    std::set<std::string> plates;
    std::string on;  // 2026-10-30
    int minute = 0;
};

struct Moves {
    std::vector<std::string> other_vehicles;  // runs of vehicles that run, now by others
    std::vector<std::string> other_times;     // … now at another time
    std::vector<std::string> faults;  // what no breakdown asks for: riders gained, lost or left aboard
    int taken_over = 0;               // runs that the vehicle that is out had still to serve, or to end
};

Moves moves_between(const std::string& before_json, const std::string& after_json, const Outage& outage);

}  // namespace husong::checker
