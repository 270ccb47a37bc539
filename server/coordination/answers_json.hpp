// What the coordination answers, as JSON: the console prints it, the API gives it.
#pragma once

#include "server/coordination/differences.hpp"
#include "server/coordination/replan.hpp"

#include <boost/json/object.hpp>

namespace husong::coordination {

// As it stands in a plan.
boost::json::object to_value(const Run& run, const Case& question);

boost::json::object to_value(const Differences& differences, const Case& question);

// With what differs from the plan before; without the new plan itself.
boost::json::object to_value(const Replanned& answer, const Plan& before, const Case& question);

}  // namespace husong::coordination
