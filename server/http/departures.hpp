// Published departures as JSON.
#pragma once

#include "server/registry/registry.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace husong::http {

// With the places on its way by the timetable; the crew by family name.
boost::json::object departure_json(const registry::Versioned<registry::Departure>& row,
                                   const registry::Registry& registry);

// The vehicle's departures on the day of `now` in China, cancelled ones too, by the time they leave.
boost::json::array departures_today_json(VehicleId vehicle, const registry::Registry& registry, Time now);

}  // namespace husong::http
