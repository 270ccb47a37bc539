// One operator's vehicles, drivers and runs of a day, and what it has to see to. Pure.
#pragma once

#include "server/holidays/published.hpp"
#include "server/rules/verdict.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace husong::fleet {

// What is known of a vehicle now.
struct KnownVehicle {
    std::optional<rules::VehicleFold> state;  // none: nothing was ever told of it
    bool provisional = false;                 // late data of it waits to be folded
};
using Known = std::function<KnownVehicle(VehicleId)>;

struct FleetVehicle {
    const registry::Vehicle* vehicle = nullptr;  // lives as long as the registry
    rules::Verdict verdict;
    int runs_today = 0;  // not cancelled
};

// Renewing a paper goes through several offices, so an operator is told of its end long before a policeman
// is.
inline constexpr std::chrono::days renew_ahead{30};

enum class Urgency : std::uint8_t {
    at_once,  // something grave has happened on the road
    stops,    // no pupil may ride, or too many do
    look,     // somebody has to look
    soon,     // ends within renew_ahead
};
struct Matter {
    Urgency urgency{};
    std::optional<registry::Plate> plate;  // of a vehicle
    std::string driver;                    // … or a driver's name
    std::string text;
    std::string about{};  // whom it is about, where it is neither
};

// What a driver's 校车驾驶资格 asks for; none: nothing.
std::optional<Matter> qualification_matter(const registry::Driver& driver, Time now);

struct Fleet {
    std::string name;                       // the operator's
    std::vector<Matter> matters;            // the most urgent first
    std::vector<FleetVehicle> vehicles;     // by plate; retired ones only with a run today
    std::vector<holidays::Published> runs;  // of the day, by time
};

struct FleetSource {
    const registry::Registry& registry;
    std::string_view operator_code;
    std::span<const tracking::GateAct> acts;  // of the gates, of the day of `now`
    const Known& known;
    std::span<const rules::Finding> findings{};  // open ones that operators are told of, of any operator
};
// None: the register has no such operator at `now`.
std::optional<Fleet> make_fleet(const FleetSource& source, Time now, const rules::VerdictSettings& settings);

}  // namespace husong::fleet
