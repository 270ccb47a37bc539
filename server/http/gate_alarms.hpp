// Whom of a school somebody has to look for now, as the rules have found it today.
#pragma once

#include "server/http/gate_reading.hpp"
#include "server/pages/gate_alarms.hpp"

#include <span>
#include <vector>

namespace husong::http {

// Of the vehicles of the school's runs of today; the surest first, then the latest.
std::vector<pages::GateAlarm> gate_alarms(const GateScene& scene, std::span<const registry::Run> of_day,
                                          const Services& services);

}  // namespace husong::http
