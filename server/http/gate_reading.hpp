// What the gate's pages are made from: the school of who asks, its departures, and what became of them.
#pragma once

#include "db/store.hpp"
#include "server/gate/board.hpp"
#include "server/http/message.hpp"
#include "server/http/services.hpp"
#include "server/registry/runs.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace husong::http {

struct GateScene {
    registry::RegistryPtr registry;
    const registry::School* school = nullptr;
    Time now{};
};
// None: the account belongs to no school of the register; its pages are closed.
std::optional<GateScene> gate_scene(const Request& request, const Services& services);

// A run of the scene's school: others are as if they were not there.
std::optional<registry::Run> run_of(const GateScene& scene, std::string_view code);

// Whose card is in the vehicle's reader; none: nobody's, or for so long that it tells nothing. Errors:
// unavailable.
[[nodiscard]] Result<std::optional<gate::DutyCard>> read_card(VehicleId vehicle, Time now,
                                                              db::Reader& reader);

// What became of runs of the scene's school, one visit each. Errors: unavailable.
[[nodiscard]] Result<std::vector<gate::Visit>> read_visits(const GateScene& scene,
                                                           std::span<const registry::Run> runs,
                                                           const Services& services, db::Reader& reader);

// The acts of the scene's school on the day of `at`, or with a departure all of that departure.
[[nodiscard]] Result<std::vector<tracking::GateAct>> read_acts(const GateScene& scene,
                                                               std::string_view departure,
                                                               db::Reader& reader);

// The gate's page when the store does not answer: what was typed is told to be kept nowhere.
Response trouble_page(const Error& error);

}  // namespace husong::http
