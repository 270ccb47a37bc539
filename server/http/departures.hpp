// Runs as JSON.
#pragma once

#include "server/registry/runs.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <vector>

namespace husong::http {

// With the places on its way by the timetable; the crew by family name.
boost::json::object departure_json(const registry::Run& run, const registry::Registry& registry);

// The vehicle's runs on the day of `now` in China, cancelled ones too, by the time they leave.
std::vector<registry::Run> runs_today(VehicleId vehicle, const registry::Registry& registry, Time now);
boost::json::array departures_today_json(VehicleId vehicle, const registry::Registry& registry, Time now);

}  // namespace husong::http
