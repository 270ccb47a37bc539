// What somebody wants planned: as the API's body says it, and as the page's form does.
#pragma once

#include "server/coordination/case.hpp"
#include "server/http/message.hpp"
#include "server/pages/holiday_plannings.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>

namespace husong::http {

struct AskedPlanning {
    std::string term;
    int seconds = 0;
    bool explain = false;
    bool keep = true;  // of the plan in force all that need not move
    // The list for coordination::read_changes(): a form knows a school's day, the case which break that is.
    std::function<Result<boost::json::value>(const coordination::Case&)> changes;
};

// Precondition: the body has kept its schema.
AskedPlanning asked_by_json(const boost::json::object& body);

pages::PlanningFields fields_of_planning(const Request& request);
AskedPlanning asked_by_form(const pages::PlanningFields& fields);

}  // namespace husong::http
