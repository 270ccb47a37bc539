// /g: the list of today.
#include "server/pages/gate_board.hpp"

#include "server/http/caller.hpp"
#include "server/http/gate_alarms.hpp"
#include "server/http/gate_handlers.hpp"
#include "server/http/gate_reading.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/registry/runs.hpp"

#include <algorithm>

namespace husong::http {

namespace {

std::optional<std::chrono::year_month_day> next_day(const GateScene& scene) {
    const Time tomorrow = china_midnight(scene.now) + std::chrono::days{1};
    const auto runs = registry::find_runs({.from = tomorrow, .school = scene.school->code}, *scene.registry);
    return runs.empty() ? std::nullopt : std::optional{china_date(runs.front().value.leaves_at)};
}

std::vector<pages::StoppedVehicle> stopped_today(const GateScene& scene,
                                                 const std::vector<tracking::GateAct>& acts) {
    std::vector<pages::StoppedVehicle> stopped;
    for (const tracking::GateAct* act : tracking::standing(acts)) {
        if (act->kind != tracking::GateActKind::stopped) continue;
        const auto* plate = scene.registry->plate_of(act->vehicle);
        stopped.push_back({act->id, plate ? *plate : registry::Plate{}, act->at, act->keeper, act->note});
    }
    std::reverse(stopped.begin(), stopped.end());
    return stopped;
}

}  // namespace

Response gate_board(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    const auto runs = gate::runs_of(*scene->registry, scene->school->code, china_date(scene->now));
    auto visits = read_visits(*scene, runs, services, reader);
    if (!visits) return trouble_page(visits.error());
    const auto acts = read_acts(*scene, "", reader);
    if (!acts) return trouble_page(acts.error());
    const gate::Board board = gate::make_board(std::move(*visits));
    pages::GateBoardPage page{
        .board = board,
        .school = scene->school->name,
        .made_at = scene->now,
        .token = form_token(request.caller.session),
        .stopped = stopped_today(*scene, *acts),
        .next_day = {},
        .refreshes = request.field("still") != "1",
        .school_code = scene->school->code,
        .alarms = gate_alarms(*scene, runs, services),
        .changes = pages::changes_of_school(scene->school->code, *scene->registry, scene->now)};
    if (board.vehicles == 0) page.next_day = next_day(*scene);
    return page_response(200, pages::render_gate_board(page), pages::gate_style);
}

}  // namespace husong::http
