// What everybody may ask: is the server alive, is it ready, what can be asked of it.
#include "server/http/route.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"

namespace husong::http {

namespace {

Response get_health(const Request&, const Services&) { return text_response(200, "ok"); }

// Ready: the store takes commits. The reason stands in the log, not here.
Response get_readiness(const Request&, const Services& services) {
    return services.world.health().ready ? text_response(200, "ready")
                                         : problem(Problem{503, "not ready", {}});
}

Response get_document(const Request&, const Services& services) {
    Response response = text_response(200, services.document);
    response.content_type = "application/json";
    return response;
}

const std::array public_route_rows{
    Route{.verb = Verb::get,
          .pattern = "/healthz",
          .summary = "The process answers",
          .door = {},
          .handler = get_health,
          .successes = {{{200, "", "ok"}}}},
    Route{.verb = Verb::get,
          .pattern = "/readyz",
          .summary = "The store takes what is told",
          .door = {},
          .handler = get_readiness,
          .successes = {{{200, "", "ready"}}}},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/openapi.json",
          .summary = "This document",
          .door = {},
          .handler = get_document,
          .successes = {{{200, "", "OpenAPI 3.1"}}}},
};

}  // namespace

std::span<const Route> public_routes() { return public_route_rows; }

}  // namespace husong::http
