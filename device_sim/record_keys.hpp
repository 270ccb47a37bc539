// The keys of a scenario's `record`. For the parser only.
#pragma once

#include "device_sim/record_plan.hpp"
#include "device_sim/scenario_keys.hpp"

namespace husong::device_sim {

// Errors: malformed, naming the key.
[[nodiscard]] Result<> read_record(const boost::json::object& object, RecordPlan& plan);

}  // namespace husong::device_sim
