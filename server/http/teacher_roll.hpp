// The roll of a class teacher: who of those who ride to school today is there.
#pragma once

#include "server/http/route.hpp"

namespace husong::http {

Response roll_page(const Request& request, const Services& services, db::Reader& reader);
void post_roll(const Request& request, const Services& services, db::Reader& reader, const Answer& answer);

}  // namespace husong::http
