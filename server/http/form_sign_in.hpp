// Signing in and out by a page's form: the gate's, the bureau's.
#pragma once

#include "server/http/route.hpp"

namespace husong::http {

// Which form it is, the address tells: /g/login, /b/login …
Response sign_in_page(const Request& request, const Services& services);
void sign_in_by_form(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer);
void sign_out_by_form(const Request& request, const Services& services, db::Reader& reader,
                      const Answer& answer);

}  // namespace husong::http
