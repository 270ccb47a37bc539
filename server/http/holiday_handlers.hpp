// What the routes of coordinated holidays do beyond showing plans and taking steps: plans laid before the
// others, two compared, a day planned anew, terms planned by the server.
#pragma once

#include "server/http/holiday_plans.hpp"
#include "server/http/route.hpp"

namespace husong::http {

// The API.
Response get_differences(const Request& request, const Services& services, db::Reader& reader);
void post_plan(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);
Response post_replan(const Request& request, const Services& services, db::Reader& reader);
void submit_replan(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer);

Response list_plannings(const Request& request, const Services& services, db::Reader& reader);
Response get_planning(const Request& request, const Services& services, db::Reader& reader);
void post_planning(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer);
void submit_planning(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer);

// The pages.
Response differences_page(const Request& request, const Services& services, db::Reader& reader);
Response publish_page(const Request& request, const Services& services, db::Reader& reader);
Response replan_page(const Request& request, const Services& services, db::Reader& reader);
void submit_replan_by_form(const Request& request, const Services& services, db::Reader& reader,
                           const Answer& answer);

Response show_plannings(const Request& request, const Services& services, db::Reader& reader);
Response show_planning(const Request& request, const Services& services, db::Reader& reader);
void plan_by_form(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);
void submit_planning_by_form(const Request& request, const Services& services, db::Reader& reader,
                             const Answer& answer);

}  // namespace husong::http
