// Whom of a school somebody has to look for now, as the rules have found it today.
#pragma once

#include "server/http/gate_reading.hpp"
#include "server/pages/gate_alarms.hpp"

#include <vector>

namespace husong::http {

// The surest first, then the latest. Errors: unavailable.
[[nodiscard]] Result<std::vector<pages::GateAlarm>> gate_alarms(const GateScene& scene, db::Reader& reader);

}  // namespace husong::http
