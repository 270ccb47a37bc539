// An operator's page.
#include "server/fleet/fleet.hpp"
#include "server/http/caller.hpp"
#include "server/http/form_sign_in.hpp"
#include "server/http/gates_of_day.hpp"
#include "server/http/known.hpp"
#include "server/http/open_findings.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/operator.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace husong::http {

namespace {

constexpr std::string_view operator_login = "/o/login";
constexpr Door reads_fleet{Door::Key::session, access::Resource::fleet, access::Action::read, true};

// Of runs that a vehicle of the operator's drives, or drove before the change.
pages::ChangeNotes changes_of(const fleet::Fleet& fleet, const registry::Registry& registry, Time now) {
    std::set<VehicleId> own;
    for (const fleet::FleetVehicle& each : fleet.vehicles) own.insert(each.vehicle->id);
    const auto is_own = [&](const registry::Departure& run) { return own.contains(run.vehicle); };
    return pages::change_notes(
        {.changes = registry.departure_changes().all(), .concerns = is_own, .registry = registry}, now);
}

Response operator_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto registry = services.world.registry();
    const Time now = request.received_at;
    const auto acts = read_gates_of_day(china_date(now), reader);
    if (!acts) return busy_page();
    auto open = read_open_findings(request.caller.role(), reader);
    if (!open) return busy_page();
    std::ranges::move(open->on_paper, std::back_inserter(open->on_the_road));
    const fleet::Known known = [&](VehicleId vehicle) { return known_of(vehicle, services.world); };
    const auto fleet = fleet::make_fleet(
        {*registry, request.caller.account->scope, *acts, known, open->on_the_road}, now, services.verdict);
    if (!fleet) return closed_page(403);
    return page_response(200,
                         pages::render_operator({.fleet = *fleet,
                                                 .made_at = now,
                                                 .token = form_token(request.caller.session),
                                                 .refreshes = request.field("still") != "1",
                                                 .changes = changes_of(*fleet, *registry, now)}),
                         pages::operator_style);
}

const std::array fleet_route_rows{
    sign_in_form_route(operator_login),
    sign_in_route(operator_login),
    sign_out_route("/o/logout", reads_fleet, operator_login),
    Route{.verb = Verb::get,
          .pattern = "/o",
          .summary = "An operator's vehicles, today's runs, and what it has to see to",
          .door = reads_fleet,
          .handler = operator_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = operator_login},
};

}  // namespace

std::span<const Route> fleet_routes() { return fleet_route_rows; }

}  // namespace husong::http
