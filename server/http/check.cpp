#include "server/http/check.hpp"

#include "server/access/permission.hpp"
#include "server/gate/words.hpp"
#include "server/http/departures.hpp"
#include "server/http/evidence.hpp"
#include "server/http/gate_reading.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/known.hpp"
#include "server/http/plates.hpp"
#include "server/ingest/world.hpp"
#include "server/live/audience.hpp"
#include "server/live/finding_view.hpp"
#include "server/registry/runs.hpp"
#include "server/registry/vehicle_names.hpp"

#include <algorithm>

namespace husong::http {

namespace json = boost::json;
using access::Action;
using access::Resource;

namespace {

constexpr auto sightings_shown = std::chrono::hours{24 * 30};
constexpr std::size_t most_sightings = 10;
constexpr std::size_t most_findings = 20;

json::value vehicle_json(const registry::Versioned<registry::Vehicle>* row,
                         const registry::Registry& registry, Time now) {
    if (!row) return nullptr;
    const registry::Vehicle& vehicle = row->value;
    const auto* company = registry.operator_by_code(vehicle.operator_code, now);
    return json::object{{"class_zh", registry::class_name_zh(vehicle.vehicle_class)},
                        {"use_nature", std::string(1, vehicle.use_nature)},
                        {"use_zh", registry::use_nature_zh(vehicle.use_nature)},
                        {"approved_persons", vehicle.approved_persons},
                        {"approved_pupils", or_null(vehicle.approved_pupils)},
                        {"operator", company ? company->value.name : vehicle.operator_code},
                        {"status", registry::status_name(vehicle.status)},
                        {"status_zh", registry::status_name_zh(vehicle.status)}};
}

json::object load_json(const rules::LoadView& load) {
    return {{"people_aboard", or_null(load.people)},
            {"lower", or_null(load.lower)},
            {"upper", or_null(load.upper)},
            {"pupils_aboard", or_null(load.pupils)},
            {"adults_aboard", or_null(load.adults)},
            {"approved_persons", or_null(load.approved_persons)},
            {"approved_pupils", or_null(load.approved_pupils)},
            {"basis", rules::basis_name(load.basis)},
            {"basis_zh", load.basis_zh},
            {"counted_at", time_or_null(load.counted_at)},
            {"counted_by", load.counted_by ? json::value(tracking::source_name(*load.counted_by)) : nullptr},
            {"fresh", load.fresh},
            {"disputed", load.disputed},
            {"fresh_until", time_or_null(load.fresh_until)}};
}

// The last day on which it is valid; null: no end.
json::value last_day(const std::optional<Time>& valid_until) {
    if (!valid_until || *valid_until == end_of_time) return nullptr;
    return json::value(to_iso(china_date(*valid_until - Milliseconds{1})));
}

json::array papers_json(const std::vector<rules::Paper>& papers) {
    json::array all;
    for (const rules::Paper& paper : papers)
        all.push_back(json::object{{"kind", rules::paper_name(paper.kind)},
                                   {"name_zh", rules::paper_name_zh(paper.kind)},
                                   {"state", rules::paper_state_name(paper.state)},
                                   {"valid_until", last_day(paper.valid_until)},
                                   {"text", paper.text}});
    return all;
}

std::string_view seen_name(tracking::PupilsSeen seen) {
    switch (seen) {
        case tracking::PupilsSeen::some: return "some";
        case tracking::PupilsSeen::none: return "none";
        case tracking::PupilsSeen::not_told: break;
    }
    return "not_told";
}

// What the rest of the check is made from.
struct Ground {
    const CheckedVehicle& checked;
    access::Role role;
    Time now;
    registry::RegistryPtr registry;
    fleet::KnownVehicle known;

    [[nodiscard]] bool may_read(Resource resource) const { return access::may(role, resource, Action::read); }
};

rules::Verdict verdict_on(const fleet::KnownVehicle& known, std::optional<VehicleId> vehicle,
                          const registry::Registry& registry, Time now, const Services& services) {
    rules::Verdict verdict = rules::judge_for_police(known.state ? &*known.state : nullptr, vehicle, registry,
                                                     now, services.verdict);
    if (known.provisional) rules::withhold_clean(verdict);
    return verdict;
}

Result<json::array> findings_json(const Ground& ground, const Services& services, db::Reader& reader) {
    json::array all;
    if (!ground.checked.vehicle || !ground.may_read(Resource::finding)) return all;
    db::FindingQuery query;
    query.vehicle = ground.checked.vehicle;
    query.limit = most_findings;
    const auto findings = reader.findings(query);
    if (!findings) return findings.error();
    for (const rules::Finding& finding : *findings) {
        if (!live::concerns(finding.head.rule, ground.role)) continue;
        auto scene = live::scene_of({finding, ground.checked.plate,
                                     ground.known.state ? &*ground.known.state : nullptr, *ground.registry},
                                    services.verdict, ground.now);
        complete(scene, ground.role, reader);
        all.push_back(live::finding_json(scene, ground.role));
    }
    return all;
}

Result<json::array> sightings_json(const Ground& ground, db::Reader& reader) {
    json::array all;
    if (!ground.checked.vehicle || !ground.may_read(Resource::sighting)) return all;
    const auto records =
        reader.sightings(ground.checked.vehicle, ground.now - sightings_shown, most_sightings);
    if (!records) return records.error();
    for (const tracking::Record& record : *records) all.push_back(sighting_json(record));
    return all;
}

// What the schedule has for it today. Only accounts of the whole county ask for a check.
json::array planned_json(const Ground& ground) {
    if (!ground.checked.vehicle || !ground.may_read(Resource::schedule)) return {};
    return departures_today_json(*ground.checked.vehicle, *ground.registry, ground.now);
}

// Does the schedule name this driver for one of the vehicle's runs of today? null: it names nobody, or the
// card no name.
json::value is_listed(const gate::DutyCard& card, const Ground& ground) {
    json::value listed = nullptr;
    for (const registry::Run& run : runs_today(*ground.checked.vehicle, *ground.registry, ground.now)) {
        const auto* driver = ground.registry->driver_by_code(run.value.driver, ground.now);
        if (!driver || card.name.empty()) continue;
        if (driver->value.name == card.name) return true;
        listed = false;
    }
    return listed;
}

// Who has signed in at the terminal's reader (0x0702), by family name.
Result<json::value> card_json(const Ground& ground, db::Reader& reader) {
    if (!ground.checked.vehicle || !ground.may_read(Resource::schedule)) return json::value(nullptr);
    const auto card = read_card(*ground.checked.vehicle, ground.now, reader);
    if (!card) return card.error();
    if (!*card) return json::value(nullptr);
    return json::value(json::object{{"name", gate::family_name_zh((*card)->name)},
                                    {"at", to_iso((*card)->at)},
                                    {"listed", is_listed(**card, ground)}});
}

}  // namespace

Result<json::object> check_json(const CheckedVehicle& checked, access::Role role, Time now,
                                const Services& services, db::Reader& reader) {
    Ground ground{checked, role, now, services.world.registry(), {}};
    if (checked.vehicle) ground.known = known_of(*checked.vehicle, services.world);
    const auto findings = findings_json(ground, services, reader);
    if (!findings) return findings.error();
    const auto sightings = sightings_json(ground, reader);
    if (!sightings) return sightings.error();
    const auto card = card_json(ground, reader);
    if (!card) return card.error();

    const registry::Registry& registry = *ground.registry;
    const rules::Verdict verdict = verdict_on(ground.known, checked.vehicle, registry, now, services);
    json::array also;
    for (const rules::VerdictLine& line : verdict.also) also.push_back(verdict_json(line));
    const auto* row = checked.vehicle ? registry.vehicle(*checked.vehicle, now) : nullptr;
    const bool here = checked.plate.text.starts_with(services.home);
    return json::object{
        {"plate", live::plate_json(checked.plate)},
        {"registered", verdict.registered},
        {"other_colours", colours_json(other_colours(checked.plate, registry))},
        {"registered_colours", colours_json(registered_colours(checked.plate.text, registry, now))},
        {"county", here ? "this" : "other"},
        {"vehicle", vehicle_json(row, registry, now)},
        {"verdict", verdict_json(verdict.headline)},
        {"also", std::move(also)},
        {"load", load_json(verdict.load)},
        {"papers", papers_json(verdict.papers)},
        {"position", ground.may_read(Resource::position) ? live::position_json(verdict.position) : nullptr},
        {"findings", *findings},
        {"sightings", *sightings},
        {"departures", planned_json(ground)},
        {"driver_card", *card},
        {"provisional", ground.known.provisional},
        {"as_of", to_iso(now)}};
}

json::object verdict_json(const rules::VerdictLine& line) {
    const bool over = line.over > 0;
    return {{"word", rules::word_name(line.word)},
            {"text", line.text},
            {"reason", line.reason},
            {"over", over ? json::value(line.over) : json::value(nullptr)},
            {"percent", over ? json::value(line.tenths_of_percent / 10.0) : json::value(nullptr)}};
}

json::array colours_json(const std::vector<registry::PlateColour>& colours) {
    json::array names;
    for (const registry::PlateColour colour : colours)
        names.push_back(json::value(registry::colour_name(colour)));
    return names;
}

json::object sighting_json(const tracking::Record& record) {
    const auto& seen = std::get<tracking::Sighting>(record.payload);
    return {{"at", to_iso(record.measured_at)},
            {"place", seen.place},
            {"pupils", or_null(seen.pupils)},
            {"pupils_seen", seen_name(seen.pupils_seen)},
            {"note", seen.note},
            {"by", tracking::source_name(record.source)},
            {"by_zh", tracking::source_name_zh(record.source)}};
}

int open_findings(VehicleId vehicle, access::Role role, const ingest::World& world) {
    if (!access::may(role, Resource::finding, Action::read)) return 0;
    const auto state = world.state(vehicle);
    if (!state) return 0;
    return state->rules.open_findings();
}

json::object match_json(VehicleId vehicle, access::Role role, const registry::Registry& registry,
                        const Services& services, Time now) {
    const rules::Verdict verdict =
        verdict_on(known_of(vehicle, services.world), vehicle, registry, now, services);
    const auto* row = registry.vehicle(vehicle, now);
    json::object match = live::plate_json(*registry.plate_of(vehicle));
    match["registered"] = row != nullptr;
    match["class_zh"] = row ? registry::class_name_zh(row->value.vehicle_class) : "";
    match["use_zh"] = row ? registry::use_nature_zh(row->value.use_nature) : "";
    match["approved_persons"] = row ? row->value.approved_persons : 0;
    match["verdict"] = verdict_json(verdict.headline);
    match["open_findings"] = open_findings(vehicle, role, services.world);
    return match;
}

}  // namespace husong::http
