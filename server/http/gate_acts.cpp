// /g/t/{departure}: one expected vehicle, and what the gate does with it.
#include "maps/geometry.hpp"
#include "server/fleet/crew.hpp"
#include "server/gate/words.hpp"
#include "server/http/gate_deed.hpp"
#include "server/http/gate_handlers.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/url.hpp"
#include "server/pages/gate_vehicle.hpp"
#include "server/registry/runs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace husong::http {

namespace {

using pages::FormFault;
using tracking::GateAct;
using tracking::GateActKind;

constexpr std::size_t longest_note = 300;  // bytes, 100 characters

struct FormOfAct {
    std::string_view name;
    GateActKind kind;
    void (*read)(const Request&, GateAct&, std::vector<FormFault>&);  // its own fields
};

void read_nothing(const Request&, GateAct&, std::vector<FormFault>&) {}

void read_count(const Request& request, GateAct& act, std::vector<FormFault>& faults) {
    act.heads = heads_typed(request, faults);
}

// Left empty: nobody looked.
std::optional<std::uint16_t> front_seat_typed(const Request& request, std::vector<FormFault>& faults) {
    constexpr std::uint16_t most_in_front = 9;
    const std::string_view typed = request.form_field("front");
    if (typed.empty()) return std::nullopt;
    const auto front = number_typed(typed, most_in_front);
    if (!front) faults.push_back({"front", "副驾驶座上的孩子要填 0 到 9 的数，没有看就空着"});
    return front;
}

std::optional<bool> matches(const Request& request, std::string_view field, std::string_view name,
                            std::vector<FormFault>& faults) {
    const auto told = request.form_field(field);
    if (told == "yes") return true;
    if (told == "no") return false;
    faults.push_back({std::string{field}, std::string{name} + "：请选相符或不符"});
    return std::nullopt;
}

void read_check(const Request& request, GateAct& act, std::vector<FormFault>& faults) {
    act.plate_matches = matches(request, "plate", "车牌", faults);
    act.driver_matches = matches(request, "driver", "驾驶人", faults);
    act.escort_matches = matches(request, "escort", "照管员", faults);
    act.note = request.form_field("note");
    if (act.note.size() > longest_note) faults.push_back({"note", "说明太长，最多 100 个字"});
}

void read_undo(const Request& request, GateAct& act, std::vector<FormFault>&) {
    const auto id = request.form_field("undoes");
    std::int64_t number = 0;
    for (const char c : id.substr(0, 18)) number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : 0;
    act.undoes = number;
}

constexpr std::array<FormOfAct, 5> forms{{{"arrived", GateActKind::arrived, read_nothing},
                                          {"counted", GateActKind::counted, read_count},
                                          {"checked", GateActKind::checked, read_check},
                                          {"released", GateActKind::released, read_nothing},
                                          {"undone", GateActKind::undone, read_undo}}};

// A vehicle's page: whose it is, and its form.
struct ShownVehicle {
    const GateScene& scene;
    const registry::Run& run;
    const pages::GateForm& form;
    std::optional<registry::Departure> first{};  // the vehicle's run that is to be dealt with before
};

Response vehicle_page(unsigned status, const ShownVehicle& shown, const Services& services,
                      db::Reader& reader) {
    const auto visits = read_visits(shown.scene, {&shown.run, 1}, services, reader);
    if (!visits) return trouble_page(visits.error());
    const auto acts = read_acts(shown.scene, shown.run.value.code, reader);
    if (!acts) return trouble_page(acts.error());
    const pages::GateVehiclePage page{
        visits->front(), shown.scene.school->name, shown.scene.now, *acts, shown.form, shown.first};
    return page_response(status, pages::render_gate_vehicle(page), pages::gate_style);
}

// Why nothing was noted of what was typed: what is wrong with it, or that the vehicle is elsewhere.
struct Unnoted {
    std::vector<FormFault> faults{};
    std::string elsewhere{};
};

// The page again, with what was typed.
Response unnoted_page(unsigned status, const Request& request, const Unnoted& why, const Services& services,
                      db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    const auto run = scene ? run_of(*scene, request.arguments.front()) : std::nullopt;
    if (!run) return closed_page(404);
    auto form =
        typed_form(request, *scene,
                   {"pupils", "adults", "others", "front", "plate", "driver", "escort", "note"}, reader);
    if (!form) return trouble_page(form.error());
    form->faults = why.faults;
    form->elsewhere = why.elsewhere;
    form->asked_where = !why.elsewhere.empty() || request.form_field("here") == "yes";
    return vehicle_page(status, {*scene, *run, *form}, services, reader);
}

// What is noted of a run so far ahead is meant for the one that is there now.
constexpr std::chrono::minutes too_far_ahead{90};

// The vehicle's earlier run of today at this gate that is neither released nor over, while `run` is far
// ahead.
Result<std::optional<registry::Departure>> run_before(const GateScene& scene, const registry::Run& run,
                                                      const Services& services, db::Reader& reader) {
    using Found = std::optional<registry::Departure>;
    const registry::Departure& asked = run.value;
    const auto own = read_visits(scene, {&run, 1}, services, reader);
    if (!own) return own.error();
    const Time expected =
        asked.direction == registry::Direction::home ? asked.leaves_at : own->front().due_at;
    if (expected - scene.now <= too_far_ahead) return Found{};
    const registry::RunQuery earlier{.from = china_midnight(scene.now),
                                     .until = asked.leaves_at,
                                     .school = scene.school->code,
                                     .vehicle = asked.vehicle};
    for (const registry::Run& each : registry::find_runs(earlier, *scene.registry)) {
        if (each.value.code == asked.code) continue;
        if (scene.now >= fleet::run_time(each.value, *scene.registry, services.gate).until) continue;
        const auto visits = read_visits(scene, {&each, 1}, services, reader);
        if (!visits) return visits.error();
        const gate::Visit& visit = visits->front();
        if (!visit.released && !visit.left_unreleased_at) return Found{each.value};
    }
    return Found{};
}

// Why nothing is noted of this run yet; none: it may be.
std::optional<Response> too_early(const Request& request, const GateScene& scene, const registry::Run& run,
                                  const Services& services, db::Reader& reader) {
    const auto first = run_before(scene, run, services, reader);
    if (!first) return trouble_page(first.error());
    if (!*first) return std::nullopt;
    const auto form = typed_form(request, scene, {}, reader);
    if (!form) return trouble_page(form.error());
    return vehicle_page(409, {scene, run, *form, *first}, services, reader);
}

// The road before the gate, and a fix that is some metres off, are no other place.
constexpr double beside_gate_m = 500;

// Where the vehicle is by a fresh position; empty: at this gate, or nothing is known. A terminal may ride in
// another vehicle than it is registered for: whoever stands in front of the vehicle knows better, once asked.
std::string elsewhere_zh(const GateScene& scene, VehicleId vehicle, const Services& services) {
    const auto state = services.world.state(vehicle);
    if (!state) return {};
    const tracking::Fix& fix = state->track.fix.good;
    const tracking::TripSettings& trip = services.gate.trip;
    if (!fix.known() || scene.now - fix.at > trip.position_fresh) return {};
    const maps::Wgs84 gate{scene.school->latitude_deg, scene.school->longitude_deg};
    const double away_m = maps::distance_m(gate, fix.place);
    constexpr double sigmas = 3;
    if (away_m <= scene.school->gate_radius_m + beside_gate_m + sigmas * fix.accuracy_m) return {};
    return fmt::format("按定位，这辆车 {} 在离校门 {:.1f} 公里的地方，时速 {:.0f}。", gate::clock_zh(fix.at),
                       away_m / 1000, fix.speed_mps / tracking::mps_of_kmh(1));
}

FormFault fault_of(const Error& error) {
    if (error.code == ErrorCode::conflict)
        return {"keeper", "这件事已经不能这样办了：刚才有人办过别的，请看下面的最新情况"};
    return {"keeper", "没有保存成功，服务器现在忙，请再按一次"};
}

struct Posted {
    Request request;
    GateDeed deed;
    Answer answer;
};
using PostedPtr = std::shared_ptr<const Posted>;

void answer_faults(const PostedPtr& posted, const Services& services, unsigned status, FormFault fault) {
    services.reads.run_anyway([posted, &services, status, fault = std::move(fault)](db::Reader& reader) {
        posted->answer(unnoted_page(status, posted->request, {.faults = {fault}}, services, reader));
    });
}

unsigned status_of(const Error& error) {
    if (error.code == ErrorCode::unavailable) return 503;
    return error.code == ErrorCode::too_many ? 429 : error.code == ErrorCode::conflict ? 409 : 422;
}

// On the desk's thread: the PIN was right.
void submit(const PostedPtr& posted, const Keeper& keeper, const Services& services) {
    ingest::Act act;
    act.apply = [posted, keeper, &services](ingest::Transaction& transaction) -> Result<> {
        GateDeed deed = posted->deed;
        deed.act.keeper = keeper.name;
        const auto done = do_at_gate(deed, transaction, services);
        return done ? Result<>{} : Result<>{done.error()};
    };
    act.done = [posted, keeper, &services](const Result<>& done) {
        if (!done) return answer_faults(posted, services, status_of(done.error()), fault_of(done.error()));
        posted->answer(done_page("/g/t/" + percent_encode(posted->request.arguments.front()), keeper));
    };
    if (!services.submit(std::move(act)))
        answer_faults(posted, services, 503, fault_of({ErrorCode::unavailable, ""}));
}

}  // namespace

Response gate_vehicle(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    const auto run = scene ? run_of(*scene, request.arguments.front()) : std::nullopt;
    if (!run) return closed_page(404);
    const auto form = empty_form(request, *scene, reader);
    if (!form) return trouble_page(form.error());
    return vehicle_page(200, {*scene, *run, *form}, services, reader);
}

void post_gate_act(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer) {
    const auto scene = gate_scene(request, services);
    const auto run = scene ? run_of(*scene, request.arguments.front()) : std::nullopt;
    const auto* form = std::find_if(forms.begin(), forms.end(), [&](const FormOfAct& one) {
        return one.name == request.form_field("act");
    });
    if (!run || form == forms.end()) return answer(closed_page(404));
    if (form->kind == GateActKind::arrived || form->kind == GateActKind::released) {
        if (auto page = too_early(request, *scene, *run, services, reader)) return answer(std::move(*page));
    }

    GateDeed deed;
    deed.peer = request.peer;
    deed.source = request.caller.source();
    GateAct& act = deed.act;
    act.kind = form->kind;
    act.key = act_key(request);
    act.school = scene->school->code;
    act.departure = run->value.code;
    act.vehicle = run->value.vehicle;
    act.at = act.received_at = request.received_at;
    act.account = request.caller.number();
    std::vector<FormFault> faults;
    form->read(request, act, faults);
    if (act.kind == GateActKind::counted) deed.front_seat = front_seat_typed(request, faults);
    for (FormFault& fault : keeper_faults(request)) faults.push_back(std::move(fault));
    if (!faults.empty()) return answer(unnoted_page(422, request, {.faults = faults}, services, reader));
    const bool asked_before = request.form_field("here") == "yes";
    if (act.kind != GateActKind::undone && !asked_before)
        if (std::string away = elsewhere_zh(*scene, act.vehicle, services); !away.empty())
            return answer(unnoted_page(409, request, {.elsewhere = std::move(away)}, services, reader));

    const auto posted = std::make_shared<const Posted>(Posted{request, std::move(deed), answer});
    let_keeper_in(request, services, *scene, reader, [posted, &services](const Result<Keeper>& keeper) {
        if (keeper) return submit(posted, *keeper, services);
        answer_faults(posted, services, status_of(keeper.error()), keeper_fault(keeper.error()));
    });
}

}  // namespace husong::http
