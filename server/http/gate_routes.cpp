// The pages of a school's gate.
#include "server/http/form_sign_in.hpp"
#include "server/http/gate_handlers.hpp"

namespace husong::http {

namespace {

using access::Action;
using access::Resource;

constexpr Door reads{Door::Key::session, Resource::gate_list, Action::read, true};
constexpr Door acts{Door::Key::session, Resource::gate_list, Action::create, true};
constexpr Door reads_ways_of_school{Door::Key::session, Resource::school_ways, Action::read, true};
constexpr std::string_view gate_login = "/g/login";

const std::array gate_route_rows{
    sign_in_form_route(gate_login),
    sign_in_route(gate_login),
    sign_out_route("/g/logout", reads, gate_login),
    Route{.verb = Verb::get,
          .pattern = "/g",
          .summary = "Today's vehicles of the school",
          .door = reads,
          .handler = gate_board,
          .successes = {{{200, "", "The list"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/t/{departure}",
          .summary = "One expected vehicle, with the forms of what may be done with it",
          .door = reads,
          .handler = gate_vehicle,
          .successes = {{{200, "", "The vehicle"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::post,
          .pattern = "/g/t/{departure}",
          .summary = "It arrived, was counted, checked, released, or an act is undone",
          .door = acts,
          .handler = post_gate_act,
          .successes = {{{303, "", "Stored: to the vehicle"}}},
          .page = true,
          .form = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/extra",
          .summary = "The form for a vehicle at the gate that is not on the list",
          .door = reads,
          .handler = gate_extra,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::post,
          .pattern = "/g/extra",
          .summary = "A vehicle that is not on the list is kept at the gate",
          .door = acts,
          .handler = post_gate_extra,
          .successes = {{{303, "", "Stored: to what is known of it"}}},
          .page = true,
          .form = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/seen",
          .summary = "The form for a vehicle that was seen with pupils elsewhere",
          .door = reads,
          .handler = gate_seen,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::post,
          .pattern = "/g/seen",
          .summary = "A vehicle was seen with pupils elsewhere",
          .door = acts,
          .handler = post_gate_seen,
          .successes = {{{303, "", "Stored: to what is known of it"}}},
          .page = true,
          .form = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/v/{plate}",
          .summary = "What is known of a plate: may it carry pupils?",
          .door = reads,
          .handler = gate_verdict,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/ways",
          .summary = "How the school's pupils come and go, and whom to talk to",
          .door = reads_ways_of_school,
          .handler = school_ways,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
    Route{.verb = Verb::get,
          .pattern = "/g/sheet",
          .summary = "The day as an A4 sheet to fill in by hand",
          .door = reads,
          .handler = gate_sheet,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = gate_login},
};

}  // namespace

std::span<const Route> gate_routes() { return gate_route_rows; }

}  // namespace husong::http
