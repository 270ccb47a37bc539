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

class VisitReader {
public:
    VisitReader(const GateScene& scene, const Services& services, db::Reader& reader)
        : scene_{scene}, services_{services}, reader_{reader} {}

    // `acts`: of the whole school, or of this departure.
    [[nodiscard]] Result<gate::Visit> visit(const Departure& departure,
                                            std::span<const tracking::GateAct> acts) const {
        const gate::VisitSettings settings{services_.gate, services_.verdict};
        const registry::Registry& registry = *scene_.registry;
        const auto stops = registry.stops_of(departure.line, scene_.now);
        const auto plan = tracking::plan_trip(departure, *scene_.school, stops, services_.gate.trip);
        const auto trace = is_followed(plan, scene_.now, services_.gate.trip)
                               ? read_trace(departure, plan, scene_.now, services_.gate.trip, reader_)
                               : tracking::TripTrace{};
        if (!trace) return trace.error();
        auto history = this->history(departure, plan, *trace);
        if (!history) return history.error();
        auto card = read_card(departure.vehicle, scene_.now, reader_);
        if (!card) return card.error();
        std::vector<tracking::GateAct> own;
        std::copy_if(acts.begin(), acts.end(), std::back_inserter(own), [&](const tracking::GateAct& act) {
            return act.departure == departure.code && gate::is_of(act, departure);
        });
        const bool provisional = services_.world.provisional(departure.vehicle);
        const auto state = services_.world.state(departure.vehicle);
        return gate::make_visit({departure, registry, plan, *trace, own, state ? &*state : nullptr,
                                 provisional, std::move(*card), std::move(*history)},
                                scene_.now, settings);
    }

private:
    // Only of a vehicle on its way to the gate something is estimated.
    [[nodiscard]] Result<history::HistoryPtr> history(const Departure& departure,
                                                      const tracking::TripPlan& plan,
                                                      const tracking::TripTrace& trace) const {
        const bool estimated = departure.direction == registry::Direction::to_school &&
                               trace.phase == tracking::TripPhase::under_way;
        if (!estimated) return history::HistoryPtr{};
        return services_.histories.of(departure, plan, *scene_.registry, reader_);
    }

    const GateScene& scene_;
    const Services& services_;
    db::Reader& reader_;
};

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

std::optional<registry::Run> run_of(const GateScene& scene, std::string_view code) {
    auto run = registry::run_by_code(code, *scene.registry);
    if (run && run->value.school != scene.school->code) run.reset();
    return run;
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

Result<std::vector<gate::Visit>> read_visits(const GateScene& scene, std::span<const registry::Run> runs,
                                             const Services& services, db::Reader& reader) {
    const auto acts = read_acts(scene, runs.size() == 1 ? runs.front().value.code : "", reader);
    if (!acts) return acts.error();
    const VisitReader read{scene, services, reader};
    std::vector<gate::Visit> visits;
    visits.reserve(runs.size());
    for (const registry::Run& run : runs) {
        auto visit = read.visit(run.value, *acts);
        if (!visit) return visit.error();
        visits.push_back(std::move(*visit));
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
