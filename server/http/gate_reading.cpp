#include "server/http/gate_reading.hpp"

#include "server/http/trips.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/page.hpp"

#include <algorithm>

namespace husong::http {

namespace {

using registry::Departure;

// A school with 60 departures, each told, counted, checked and released several times.
constexpr std::size_t most_acts_of_day = 2'000;

// Before and after this nothing a page shows depends on where it was.
bool is_followed(const tracking::TripPlan& plan, Time now, const tracking::TripSettings& settings) {
    return !plan.places.empty() && plan.from(settings) <= now && now < plan.until(settings);
}

// A card that stays in the reader for days says nothing of who drives today.
constexpr auto card_holds = std::chrono::hours{16};

}  // namespace

Result<std::optional<gate::DutyCard>> read_card(VehicleId vehicle, Time now, db::Reader& reader) {
    const auto card = reader.driver_on_duty(vehicle, now);
    if (!card) return card.error();
    if (!*card || now - (*card)->at > card_holds) return std::optional<gate::DutyCard>{};
    return std::optional{gate::DutyCard{(*card)->name, (*card)->at}};
}

std::optional<GateScene> gate_scene(const Request& request, const Services& services) {
    GateScene scene{services.world.registry(), nullptr, request.received_at};
    const auto& account = request.caller.account;
    if (!account || account->scope.empty()) return std::nullopt;
    const auto* school = scene.registry->school_by_code(account->scope, scene.now);
    if (!school) return std::nullopt;
    scene.school = &school->value;
    return scene;
}

const Departure* departure_of(const GateScene& scene, std::string_view code) {
    const auto* row = scene.registry->departure_by_code(code);
    return row && row->value.school == scene.school->code ? &row->value : nullptr;
}

Result<std::vector<tracking::GateAct>> read_acts(const GateScene& scene, std::string_view departure,
                                                 db::Reader& reader) {
    db::GateActQuery query{.school = scene.school->code};
    query.limit = most_acts_of_day;
    if (departure.empty())
        query.from = china_midnight(scene.now);
    else
        query.departure = departure;
    return reader.gate_acts(query);
}

Result<std::vector<gate::Visit>> read_visits(const GateScene& scene,
                                             std::span<const Departure* const> departures,
                                             const Services& services, db::Reader& reader) {
    const auto acts = read_acts(scene, departures.size() == 1 ? departures.front()->code : "", reader);
    if (!acts) return acts.error();
    const gate::VisitSettings settings{services.gate, services.verdict};
    const registry::Registry& registry = *scene.registry;
    std::vector<gate::Visit> visits;
    for (const Departure* departure : departures) {
        const auto stops = registry.stops_of(departure->line, scene.now);
        const auto plan = tracking::plan_trip(*departure, *scene.school, stops, services.gate.trip);
        const auto trace = is_followed(plan, scene.now, services.gate.trip)
                               ? read_trace(departure->vehicle, plan, scene.now, services.gate.trip, reader)
                               : tracking::TripTrace{};
        if (!trace) return trace.error();
        auto card = read_card(departure->vehicle, scene.now, reader);
        if (!card) return card.error();
        std::vector<tracking::GateAct> own;
        std::copy_if(acts->begin(), acts->end(), std::back_inserter(own),
                     [&](const tracking::GateAct& act) { return act.departure == departure->code; });
        const bool provisional = services.world.provisional(departure->vehicle);
        const auto state = services.world.state(departure->vehicle);
        visits.push_back(gate::make_visit({*departure, registry, plan, *trace, own, state ? &*state : nullptr,
                                           provisional, std::move(*card)},
                                          scene.now, settings));
    }
    return visits;
}

Response trouble_page(const Error& error) {
    if (error.code == ErrorCode::conflict)
        return message_page(409, "这张表已经交过了",
                            "同一张表交了两次，内容不一样，第二次没有记。请回到名单再看一次。");
    return message_page(503, "没有保存成功",
                        "服务器现在忙，请退回上一页再按一次；还不行，请用打印的值班表，过后补记。");
}

}  // namespace husong::http
