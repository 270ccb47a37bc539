// /g/ways: how the school's pupils come and go.
#include "server/http/gate_handlers.hpp"
#include "server/http/gate_reading.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/ways.hpp"

namespace husong::http {

Response school_ways(const Request& request, const Services& services, db::Reader&) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    const auto schools = ways::ways_of_schools(*scene->registry, scene->school->code, scene->now);
    return page_response(
        200,
        pages::render_school_ways({scene->school->name, schools.empty() ? nullptr : &schools.front(),
                                   ways::term_at(scene->now).name, scene->now}),
        pages::gate_style);
}

}  // namespace husong::http
