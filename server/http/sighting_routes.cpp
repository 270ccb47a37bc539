// What somebody saw: one short report that a vehicle carries pupils, from people and plate cameras.
#include "server/http/check.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/plates.hpp"
#include "server/http/police_routes.hpp"
#include "server/http/telling.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/live/finding_view.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace husong::http {

namespace {

namespace json = boost::json;
using tracking::PupilsSeen;

PupilsSeen pupils_seen(const json::object& body) {
    const std::string_view told = text_or_empty(body, "pupils_seen");
    if (told == "some") return PupilsSeen::some;
    if (told == "none") return PupilsSeen::none;
    // A number says it as well as the word.
    const auto pupils = number_or_none<int>(body, "pupils");
    return pupils.value_or(0) > 0 ? PupilsSeen::some : PupilsSeen::not_told;
}

tracking::Sighting read_sighting(const json::object& body) {
    return {.pupils_seen = pupils_seen(body),
            .pupils = number_or_none<std::uint16_t>(body, "pupils"),
            .latitude_deg = number_or_none<double>(body, "latitude_deg"),
            .longitude_deg = number_or_none<double>(body, "longitude_deg"),
            .place = std::string{text_or_empty(body, "place")},
            .note = std::string{text_or_empty(body, "note")},
            .photo = std::string{text_or_empty(body, "photo")}};
}

Response sighting_told(const Told& told, const SeenPlate& seen, const registry::Registry& registry) {
    const bool registered = registry.vehicle(told.record.vehicle, told.record.measured_at) != nullptr;
    const auto colours = registered_colours(seen.plate.text, registry, told.record.measured_at);
    return json_response(told.is_new ? 201 : 200,
                         json::object{{"id", record_id(told.record)},
                                      {"plate", live::plate_json(seen.plate)},
                                      {"partial", seen.partial},
                                      {"registered", registered},
                                      {"registered_colours", colours_json(colours)}});
}

constexpr auto partial_sightings_shown = std::chrono::hours{24 * 30};
constexpr std::size_t most_partial_sightings = 20;
constexpr std::size_t most_candidates = 10;

// The vehicles that match now: what was read stays as it was, the register may have grown.
json::object partial_json(const tracking::Record& record, const registry::Plate& part,
                          const registry::Registry& registry, const Services& services,
                          const Request& request) {
    const Time now = request.received_at;
    json::array candidates;
    const auto registered = [&](VehicleId vehicle) { return registry.vehicle(vehicle, now) != nullptr; };
    for (const VehicleId vehicle : vehicles_holding(part, registry, most_candidates, registered))
        candidates.push_back(match_json(vehicle, request.caller.role(), registry, services, now));
    json::object object = sighting_json(record);
    object["id"] = record_id(record);
    object["plate"] = live::plate_json(part);
    object["candidates"] = std::move(candidates);
    return object;
}

// A part told a moment ago is in the store, but not yet in the registry that is read again between batches:
// who has just noted it looks for it at once.
Result<registry::RegistryPtr> registry_naming(const std::vector<tracking::Record>& records,
                                              const Services& services, db::Reader& reader) {
    const registry::RegistryPtr known = services.world.registry();
    const auto is_named = [&](const tracking::Record& record) {
        return known->plate_of(record.vehicle) != nullptr;
    };
    if (std::ranges::all_of(records, is_named)) return known;
    auto rows = reader.load_registry();
    if (!rows) return rows.error();
    return registry::RegistryPtr{std::make_shared<const registry::Registry>(std::move(*rows))};
}

}  // namespace

void post_sighting(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer) {
    const json::object& body = request.json.as_object();
    const auto registry = services.world.registry();
    const auto seen = read_seen_plate(text_or_empty(body, "plate"), text_or_empty(body, "colour"), *registry,
                                      services.home, request.received_at);
    if (!seen) return answer(problem(Problem{422, seen.error().what, "plate"}));
    const auto at = time_or_none(body, "at");
    if (at && *at > request.received_at + ingest::clock_skew_limit) return answer(clock_is_ahead());

    const Telling telling{.plate = seen->plate,
                          .vehicle = find_exactly(seen->plate, *registry),
                          .at = at,
                          .payload = read_sighting(body),
                          .action = "sighting",
                          .flags = seen->partial ? tracking::flag::partial_plate : std::uint16_t{0}};
    tell(request, services, reader, telling,
         [answer, seen = *seen, registry](const Result<Told>& told, db::Reader&) {
             answer(told ? sighting_told(*told, seen, *registry) : problem(told.error()));
         });
}

Response list_partial_sightings(const Request& request, const Services& services, db::Reader& reader) {
    const auto records =
        reader.partial_sightings(request.received_at - partial_sightings_shown, most_partial_sightings);
    if (!records) return problem(records.error());
    const auto known = registry_naming(*records, services, reader);
    if (!known) return problem(known.error());
    const registry::RegistryPtr& registry = *known;
    json::array all;
    for (const tracking::Record& record : *records)
        if (const auto* part = registry->plate_of(record.vehicle))
            all.push_back(partial_json(record, *part, *registry, services, request));
    return json_response(200, json::object{{"sightings", std::move(all)}});
}

Response clock_is_ahead() {
    return problem(
        Problem{422, "at lies in the future: the sender's clock is more than a minute ahead", "at"});
}

}  // namespace husong::http
