// Coordinated holidays as the API and the bureau's page tell them, and the steps that people take.
#pragma once

#include "server/coordination/plan.hpp"
#include "server/holidays/publication.hpp"
#include "server/http/route.hpp"
#include "server/registry/holiday_plans.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <optional>

namespace husong::http {

boost::json::object plan_json(const registry::HolidayPlanHead& plan);
boost::json::object publication_json(const holidays::PublicationCounts& counts);

// On whose behalf the caller speaks; none: nobody's of these.
std::optional<registry::Party> party_of(access::Role role);

// Whether the caller may lay plans before the others.
bool may_submit_plans(const Request& request);

// The number of a plan in a path or a field; none: it is none.
std::optional<std::int64_t> plan_number(std::string_view text);
Response no_such_plan();

// Errors: not_found, unavailable.
[[nodiscard]] Result<registry::HolidayPlan> stored_plan(std::int64_t number, db::Reader& reader);
// The newest published one of the term; none: nothing is.
[[nodiscard]] Result<std::optional<registry::HolidayPlanHead>> plan_in_force(const std::string& term,
                                                                             db::Reader& reader);

// A stored plan, read.
struct OpenedPlan {
    registry::HolidayPlanHead head;
    coordination::Case question;
    coordination::Plan plan;
};
// Errors: not_found, unavailable; malformed, when an older program kept what this one cannot read.
[[nodiscard]] Result<OpenedPlan> opened_plan(std::int64_t number, db::Reader& reader);

// Lays a plan before the others, audited. Calls `then` once with its number, from a thread of the read pool.
// Errors: malformed (the reason is too long), unavailable.
using AfterSubmission = std::function<void(const Result<std::int64_t>&, db::Reader&)>;
struct Submission {
    registry::HolidayPlan plan;
    std::string reason;  // what is to be said beside
};
void submit_plan(const Request& request, const Services& services, db::Reader& reader, Submission submission,
                 const AfterSubmission& then);
// 201 with the plan, or the problem.
AfterSubmission answer_with_plan(const Answer& answer);

// What a step has done.
struct StepTaken {
    std::optional<holidays::PublicationCounts> publication;  // none: it published nothing
};

// Stores a step of the caller on that plan; a publication brings the departures that the plan makes of the
// register now: where the register changed while it was made, it is made once more. Calls `then` once, from a
// thread of the read pool. Errors: not_found, conflict, malformed, unavailable (also: the register has
// changed a second time).
using AfterStep = std::function<void(const Result<StepTaken>&, db::Reader&)>;
void take_step(const Request& request, const Services& services, db::Reader& reader,
               const registry::HolidayStep& step, const AfterStep& then);
// What a publication of the plan would change now, as far as the register is known. Errors: as take_step.
[[nodiscard]] Result<holidays::PublicationCounts> counts_of_publication(const registry::HolidayStep& step,
                                                                        const registry::Registry& registry,
                                                                        db::Reader& reader);

// The step that the request asks for, by its caller.
registry::HolidayStep step_of(const Request& request, std::int64_t plan, registry::HolidayAct act,
                              std::string reason);

}  // namespace husong::http
