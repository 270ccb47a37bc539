// On which days a non-commercial vehicle was at a school's gate as one that brings or fetches pupils: the
// pattern of VL-04.
#pragma once

#include "server/rules/snapshot.hpp"
#include "server/tracking/record.hpp"

namespace husong::rules {

// Somebody at a gate noted or kept it without a run of it on the list, or whoever saw it inside a school's
// zone told of pupils. After the record was taken into the state.
bool told_at_gate(const tracking::Record& record, const tracking::VehicleState& state,
                  const registry::Registry& registry);

// It stands inside a school's zone with people aboard by counter or count: RuleSettings::gate_people or more.
bool stands_at_gate(const VehicleSnapshot& snapshot);

// Of the last school days (RuleSettings::gate_school_days), that of `at` included, and of the days between
// them.
int dates_at_gate(const GateDays& days, Time at, const registry::Registry& registry,
                  const RuleSettings& settings);

}  // namespace husong::rules
