#include "server/http/police_routes.hpp"

#include "server/http/services.hpp"

#include <algorithm>
#include <charconv>

namespace husong::http {

namespace {

using access::Action;
using access::Resource;
using Key = Door::Key;

// A stream is ended after a while and resumed by the browser: who may no longer read is noticed then.
constexpr auto longest_stream = std::chrono::minutes{10};

std::uint64_t number_or(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    return wrong == std::errc{} && end == text.data() + text.size() ? number : otherwise;
}

const std::array police_route_rows{
    Route{.verb = Verb::get,
          .pattern = "/api/v1/vehicles",
          .summary = "Registered vehicles whose plate begins so, while it is typed; any spelling",
          .door = {Key::session, Resource::vehicle, Action::read},
          .handler = find_vehicles,
          .successes = {{{200, "Matches", "By plate, at most 10"}}},
          .parameters = "typed colour"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/vehicles/{plate}",
          .summary = "May this vehicle carry pupils now? The check result, also of a plate nobody knows",
          .door = {Key::session, Resource::vehicle, Action::read},
          .handler = check_vehicle,
          .successes = {{{200, "Check", "The check result"}}},
          .parameters = "plate colour"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/vehicles/{plate}/recounts",
          .summary = "Everybody aboard was counted at the roadside or at the gate",
          .door = {Key::session, Resource::head_count, Action::create},
          .handler = post_recount,
          .successes = {{{201, "RecountTold", "Stored; the check result after it"},
                         {200, "RecountTold", "Told before; the check result now"}}},
          .body = "Recount",
          .parameters = "plate colour Idempotency-Key"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/findings",
          .summary = "What the rules concluded; open ones: pupils aboard and worst first, then newest",
          .door = {Key::session, Resource::finding, Action::read},
          .handler = list_findings,
          .successes = {{{200, "Findings", "One page; event_id is where live events go on"}}},
          .parameters = "state rule min_level moving near radius_m limit cursor"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/findings/{finding}",
          .summary = "One finding with its episodes and the records it rests on",
          .door = {Key::session, Resource::finding, Action::read},
          .handler = get_finding,
          .successes = {{{200, "FindingDetail", "The finding"}}},
          .parameters = "finding"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/findings/{finding}/acknowledgement",
          .summary = "The reader's part of the administration has taken notice of the finding (签收), at the "
                     "level it has; a level that is not its own any more is refused with 409",
          .door = {Key::session, Resource::finding, Action::create},
          .handler = post_acknowledgement,
          .successes = {{{201, "FindingDetail", "Stored; the finding now"},
                         {200, "FindingDetail", "Told before, by whoever did so first; the finding now"}}},
          .body = "NewAcknowledgement",
          .parameters = "finding"},
    Route{.verb = Verb::post,
          .pattern = "/api/v1/sightings",
          .summary = "A vehicle was seen carrying pupils, or a camera read its plate: a lead, not an offence",
          .door = {Key::either, Resource::sighting, Action::create},
          .handler = post_sighting,
          .successes = {{{201, "SightingTold", "Stored"}, {200, "SightingTold", "Told before"}}},
          .body = "Sighting",
          .parameters = "Idempotency-Key"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/sightings/partial",
          .summary = "Sightings of which the plate was read in part, with the vehicles it may have been",
          .door = {Key::session, Resource::sighting, Action::read},
          .handler = list_partial_sightings,
          .successes = {{{200, "PartialSightings", "Of 30 days, newest first, at most 20"}}}},
    Route{
        .verb = Verb::get,
        .pattern = "/api/v1/events",
        .summary = "Live changes as server-sent events: finding (a Finding), reset (fetch everything again)",
        .door = {Key::session, Resource::finding, Action::read},
        .handler = follow_events,
        .successes = {{{200, "", "text/event-stream"}}},
        .parameters = "topics after Last-Event-ID"},
};

}  // namespace

Response follow_events(const Request& request, const Services& services, db::Reader&) {
    const auto topic = live::findings_topic(request.caller.role());
    if (!topic) return problem(Problem{403, "this is not for your role", {}});
    const std::uint64_t after = number_or(request.field("after"), services.hub.last(*topic));
    Response response;
    response.stream =
        Subscription{.topic = *topic,
                     .after = number_or(request.headers.last_event_id, after),
                     .ends_at = std::min(request.received_at + longest_stream, request.caller.session_ends),
                     .session = request.caller.session};
    return response;
}

std::span<const Route> police_routes() { return police_route_rows; }

}  // namespace husong::http
