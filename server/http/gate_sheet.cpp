// /g/sheet: the day on paper.
#include "server/pages/gate_sheet.hpp"

#include "server/http/gate_handlers.hpp"
#include "server/http/gate_reading.hpp"

#include <algorithm>

namespace husong::http {

Response gate_sheet(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    const auto asked = parse_date(request.field("date"));
    const auto day = asked ? *asked : china_date(scene->now);
    auto visits =
        read_visits(*scene, gate::runs_of(*scene->registry, scene->school->code, day), services, reader);
    if (!visits) return trouble_page(visits.error());
    std::erase_if(*visits, [](const gate::Visit& visit) {
        return visit.departure.status == registry::DepartureStatus::cancelled;
    });
    std::stable_sort(visits->begin(), visits->end(),
                     [](const gate::Visit& a, const gate::Visit& b) { return a.due_at < b.due_at; });
    const pages::GateSheetPage page{scene->school->name, day, *visits, scene->now,
                                    scene->registry->version()};
    return page_response(200, pages::render_gate_sheet(page), pages::sheet_style);
}

}  // namespace husong::http
