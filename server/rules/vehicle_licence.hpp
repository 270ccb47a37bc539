// Rules on the vehicle's papers (VL): may it carry pupils at all?
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

// 使用性质 whose vehicles carry nobody for hire (A, L, M, G, N).
bool is_non_commercial(char use_nature);
// Carries pupils only with a 校车标牌. Line coaches, city buses and taxis carry them among other riders.
bool needs_school_bus_plate(char use_nature, const RuleSettings& settings);
// Vans, buses and cars; no goods vehicle, tricycle, tractor, motorcycle.
bool carries_people(registry::VehicleClass vehicle_class);
// People aboard need not be pupils: line coach, charter, city bus, taxi.
bool has_public_riders(char use_nature);

std::span<const Rule> vehicle_licence_rules();

Judgement judge_no_plate(const VehicleSnapshot& snapshot);         // VL-01: never had one
Judgement judge_expired_plate(const VehicleSnapshot& snapshot);    // VL-02: had one, it ended
Judgement judge_non_commercial(const VehicleSnapshot& snapshot);   // VL-04
Judgement judge_not_on_register(const VehicleSnapshot& snapshot);  // VL-11

}  // namespace husong::rules
