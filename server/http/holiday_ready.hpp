// What somebody wants planned, with the case that it is planned by.
#pragma once

#include "server/http/holiday_plans.hpp"
#include "server/http/holiday_wishes.hpp"
#include "server/planning/desk.hpp"

#include <string>
#include <string_view>

namespace husong::http {

// Everything of the term has left, as its case has it: when it was published, else when it was wished.
bool nothing_is_left(const coordination::Case& question, Time now);
std::string nothing_left_zh(std::string_view term);

struct Ready {
    planning::Asked asked;
    holidays::TermCase of;
};
// Errors: not_found (no such term), conflict (what schools propose cannot be, or nothing is left to plan),
// malformed (a change that is none of the case).
[[nodiscard]] Result<Ready> ready(const Request& request, const Services& services, db::Reader& reader,
                                  const AskedPlanning& wanted);

}  // namespace husong::http
