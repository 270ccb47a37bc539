// Signing in and out by a page's form: the gate's, the bureau's, an operator's, the crew's, a class
// teacher's.
#pragma once

#include "server/http/route.hpp"

namespace husong::http {

// Which form it is, the address tells: /g/login, /b/login …
Response sign_in_page(const Request& request, const Services& services);
void sign_in_by_form(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer);
void sign_out_by_form(const Request& request, const Services& services, db::Reader& reader,
                      const Answer& answer);

// The routes of these three for one place. `login`: the form's address.
constexpr Route sign_in_form_route(std::string_view login) {
    return {.verb = Verb::get,
            .pattern = login,
            .summary = "The form that signs people in",
            .door = {},
            .handler = sign_in_page,
            .successes = {{{200, "", "The form"}}},
            .page = true};
}
constexpr Route sign_in_route(std::string_view login) {
    return {.verb = Verb::post,
            .pattern = login,
            .summary = "Signs people in by the form",
            .door = {},
            .handler = sign_in_by_form,
            .successes = {{{303, "", "Signed in: to the page of their own"}}},
            .page = true,
            .form = true};
}
constexpr Route sign_out_route(std::string_view logout, const Door& door, std::string_view login) {
    return {.verb = Verb::post,
            .pattern = logout,
            .summary = "Signs people out",
            .door = door,
            .handler = sign_out_by_form,
            .successes = {{{303, "", "Signed out: to the form"}}},
            .page = true,
            .form = true,
            .sign_in = login};
}

}  // namespace husong::http
