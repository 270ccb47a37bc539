// Coordinated holidays as the API and the bureau's page tell them, and the steps that people take.
#pragma once

#include "server/http/route.hpp"
#include "server/registry/holiday_plans.hpp"

#include <boost/json/object.hpp>

namespace husong::http {

boost::json::object plan_json(const registry::HolidayPlanHead& plan);

// On whose behalf the caller speaks; none: nobody's of these.
std::optional<registry::Party> party_of(access::Role role);

// Stores a step of the caller on that plan; a publication brings the departures that the plan makes of the
// register now. Calls `then` once, from a thread of the read pool. Errors: not_found, conflict, malformed,
// unavailable.
using AfterStep = std::function<void(const Result<>&, db::Reader&)>;
void take_step(const Request& request, const Services& services, db::Reader& reader,
               const registry::HolidayStep& step, const AfterStep& then);

// The step that the request asks for, by its caller.
registry::HolidayStep step_of(const Request& request, std::int64_t plan, registry::HolidayAct act,
                              std::string reason);

}  // namespace husong::http
