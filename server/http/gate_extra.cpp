// Vehicles that are not on the gate's list: kept at the gate, seen elsewhere, and what is known of a plate.
#include "server/pages/gate_extra.hpp"

#include "server/http/gate_deed.hpp"
#include "server/http/gate_handlers.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/plates.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/telling.hpp"
#include "server/http/url.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/core.h>

namespace husong::http {

namespace {

using pages::ExtraKind;
using pages::FormFault;
using tracking::GateAct;
using tracking::GateActKind;
using tracking::PupilsSeen;

constexpr std::uint16_t most_pupils = 300;
constexpr std::size_t longest_text = 300;  // bytes, 100 characters

// What a form tells, as far as it can be read.
struct Extra {
    SeenPlate seen;
    tracking::Sighting sighting;
    std::vector<FormFault> faults;
};

Extra read_extra(const Request& request, const Services& services, const GateScene& scene, ExtraKind kind) {
    Extra extra;
    auto seen = read_seen_plate(request.form_field("plate"), request.form_field("colour"), *scene.registry,
                                services.home, scene.now);
    if (seen)
        extra.seen = std::move(*seen);
    else
        extra.faults.push_back({"plate", "车牌要写出来，至少看清三个字"});
    tracking::Sighting& sighting = extra.sighting;
    const auto typed = request.form_field("pupils");
    sighting.pupils = number_typed(typed, most_pupils);
    if (!typed.empty() && !sighting.pupils)
        extra.faults.push_back({"pupils", "学生人数要填数，没看清就不填"});
    if (sighting.pupils) sighting.pupils_seen = *sighting.pupils > 0 ? PupilsSeen::some : PupilsSeen::none;
    sighting.note = request.form_field("note");
    sighting.place = kind == ExtraKind::at_gate ? scene.school->name + "门前" : request.form_field("place");
    if (sighting.place.empty()) extra.faults.push_back({"place", "在哪里看到，写个地名"});
    if (sighting.place.size() > longest_text) extra.faults.push_back({"place", "地名太长，最多 100 个字"});
    if (sighting.note.size() > longest_text) extra.faults.push_back({"note", "说明太长，最多 100 个字"});
    if (kind == ExtraKind::at_gate) {
        sighting.latitude_deg = scene.school->latitude_deg;
        sighting.longitude_deg = scene.school->longitude_deg;
    } else if (!sighting.pupils && typed.empty()) {
        sighting.pupils_seen = PupilsSeen::some;  // that is what the form is for
    }
    for (FormFault& fault : keeper_faults(request)) extra.faults.push_back(std::move(fault));
    return extra;
}

Response extra_page(ExtraKind kind, const GateScene& scene, const pages::GateForm& form, unsigned status) {
    return page_response(status, pages::render_gate_extra(kind, scene.school->name, form), pages::gate_style);
}

Response empty_page(ExtraKind kind, const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    const auto form = empty_form(request, *scene, reader);
    return form ? extra_page(kind, *scene, *form, 200) : trouble_page(form.error());
}

Response faulty_page(ExtraKind kind, unsigned status, const Request& request,
                     const std::vector<FormFault>& faults, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    auto form = typed_form(request, *scene, {"plate", "colour", "pupils", "place", "note"}, reader);
    if (!form) return trouble_page(form.error());
    form->act = "extra";
    form->faults = faults;
    return extra_page(kind, *scene, *form, status);
}

std::string verdict_address(const registry::Plate& plate) {
    return fmt::format("/g/v/{}?colour={}", percent_encode(plate.text), registry::colour_name(plate.colour));
}

struct PostedExtra {
    ExtraKind kind;
    Request request;
    Extra extra;
    GateDeed deed;
    Answer answer;
};
using PostedExtraPtr = std::shared_ptr<const PostedExtra>;

void answer_fault(const PostedExtraPtr& posted, const Services& services, const Error& error) {
    const unsigned status = error.code == ErrorCode::denied     ? 422
                            : error.code == ErrorCode::too_many ? 429
                                                                : 503;
    services.reads.run_anyway([posted, &services, status, fault = keeper_fault(error)](db::Reader& reader) {
        posted->answer(faulty_page(posted->kind, status, posted->request, {fault}, services, reader));
    });
}

void answer_stored(const PostedExtraPtr& posted, const Services& services, const Result<>& done,
                   const Keeper& keeper, std::string_view more) {
    if (done)
        return posted->answer(
            done_page(verdict_address(posted->extra.seen.plate) + std::string{more}, keeper));
    if (done.error().code == ErrorCode::conflict) return posted->answer(trouble_page(done.error()));
    answer_fault(posted, services, done.error());
}

void stop(const PostedExtraPtr& posted, const Keeper& keeper, const Services& services) {
    ingest::Act act;
    act.apply = [posted, keeper](ingest::Transaction& transaction) -> Result<> {
        GateDeed deed = posted->deed;
        deed.act.keeper = keeper.name;
        const auto done = stop_at_gate(deed, transaction);
        return done ? Result<>{} : Result<>{done.error()};
    };
    act.done = [posted, keeper, &services](const Result<>& done) {
        answer_stored(posted, services, done, keeper, "");
    };
    if (!services.submit(std::move(act))) answer_fault(posted, services, {ErrorCode::unavailable, ""});
}

// As any sighting is told; who of the gate saw it stands in the audit.
void tell_seen(const PostedExtraPtr& posted, const Keeper& keeper, const Services& services) {
    services.reads.run_anyway([posted, keeper, &services](db::Reader& reader) {
        Request request = posted->request;
        request.headers.idempotency_key = request.form_field("key");
        const tracking::Sighting& sighting = posted->extra.sighting;
        request.json = boost::json::object{{"keeper", keeper.name},
                                           {"plate", posted->extra.seen.plate.text},
                                           {"place", sighting.place},
                                           {"note", sighting.note},
                                           {"pupils", sighting.pupils.value_or(0)}};
        const SeenPlate& seen = posted->extra.seen;
        const Telling telling{.plate = seen.plate,
                              .vehicle = find_exactly(seen.plate, *services.world.registry()),
                              .at = {},
                              .payload = sighting,
                              .action = "sighting",
                              .flags = seen.partial ? tracking::flag::partial_plate : std::uint16_t{0}};
        tell(request, services, reader, telling,
             [posted, keeper, &services](const Result<Told>& told, db::Reader&) {
                 answer_stored(posted, services, told ? Result<>{} : Result<>{told.error()}, keeper,
                               "&told=1");
             });
    });
}

GateDeed deed_of(const Request& request, const GateScene& scene, const Extra& extra) {
    GateDeed deed;
    deed.peer = request.peer;
    deed.source = request.caller.source();
    deed.sighting = extra.sighting;
    deed.plate = extra.seen.plate;
    if (extra.seen.partial) deed.flags = tracking::flag::partial_plate;
    GateAct& act = deed.act;
    act.kind = GateActKind::stopped;
    act.key = act_key(request);
    act.school = scene.school->code;
    act.at = act.received_at = request.received_at;
    act.account = request.caller.number();
    const auto& pupils = extra.sighting.pupils;
    act.note = pupils ? fmt::format("车上学生约 {} 人", *pupils) : std::string{"车上学生没看清"};
    if (!extra.sighting.note.empty()) act.note += "。" + extra.sighting.note;
    return deed;
}

void post_extra(ExtraKind kind, const Request& request, const Services& services, db::Reader& reader,
                const Answer& answer) {
    const auto scene = gate_scene(request, services);
    if (!scene) return answer(closed_page(403));
    Extra extra = read_extra(request, services, *scene, kind);
    if (!extra.faults.empty()) return answer(faulty_page(kind, 422, request, extra.faults, services, reader));
    GateDeed deed = deed_of(request, *scene, extra);
    const auto posted = std::make_shared<const PostedExtra>(
        PostedExtra{kind, request, std::move(extra), std::move(deed), answer});
    let_keeper_in(request, services, *scene, reader, [posted, &services](const Result<Keeper>& keeper) {
        if (!keeper) return answer_fault(posted, services, keeper.error());
        if (posted->kind == ExtraKind::at_gate) return stop(posted, *keeper, services);
        tell_seen(posted, *keeper, services);
    });
}

// The latest time it was kept at this gate today.
Result<std::optional<pages::StoppedVehicle>> stopped_today(const GateScene& scene, VehicleId vehicle,
                                                           const registry::Plate& plate, db::Reader& reader) {
    const auto acts = read_acts(scene, "", reader);
    if (!acts) return acts.error();
    std::optional<pages::StoppedVehicle> stopped;
    for (const GateAct* act : tracking::standing(*acts))
        if (act->kind == GateActKind::stopped && act->vehicle == vehicle)
            stopped = pages::StoppedVehicle{act->id, plate, act->at, act->keeper, act->note};
    return stopped;
}

}  // namespace

Response gate_extra(const Request& request, const Services& services, db::Reader& reader) {
    return empty_page(ExtraKind::at_gate, request, services, reader);
}
Response gate_seen(const Request& request, const Services& services, db::Reader& reader) {
    return empty_page(ExtraKind::elsewhere, request, services, reader);
}
void post_gate_extra(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer) {
    post_extra(ExtraKind::at_gate, request, services, reader, answer);
}
void post_gate_seen(const Request& request, const Services& services, db::Reader& reader,
                    const Answer& answer) {
    post_extra(ExtraKind::elsewhere, request, services, reader, answer);
}

Response gate_verdict(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = gate_scene(request, services);
    if (!scene) return closed_page(403);
    const auto seen = read_seen_plate(request.arguments.front(), request.field("colour"), *scene->registry,
                                      services.home, scene->now);
    if (!seen) return closed_page(404);
    const auto vehicle = find_exactly(seen->plate, *scene->registry);
    const auto state = vehicle ? services.world.state(*vehicle) : std::nullopt;
    rules::Verdict verdict = rules::judge_for_police(state ? &*state : nullptr, vehicle, *scene->registry,
                                                     scene->now, services.verdict);
    if (vehicle && services.world.provisional(*vehicle)) rules::withhold_clean(verdict);
    pages::GateVerdictPage page{.school = scene->school->name,
                                .plate = seen->plate,
                                .verdict = verdict,
                                .made_at = scene->now,
                                .stopped = {},
                                .told = request.field("told") == "1"};
    if (vehicle) {
        auto stopped = stopped_today(*scene, *vehicle, seen->plate, reader);
        if (!stopped) return trouble_page(stopped.error());
        page.stopped = std::move(*stopped);
    }
    return page_response(200, pages::render_gate_verdict(page), pages::gate_style);
}

}  // namespace husong::http
