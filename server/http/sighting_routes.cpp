// What somebody saw: one short report that a vehicle carries pupils, from people and plate cameras.
#include "server/http/json_fields.hpp"
#include "server/http/plates.hpp"
#include "server/http/police_routes.hpp"
#include "server/http/telling.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/live/finding_view.hpp"

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

Response sighting_told(const Told& told, const registry::Plate& plate, const registry::Registry& registry) {
    const bool registered = registry.vehicle(told.record.vehicle, told.record.measured_at) != nullptr;
    return json_response(told.is_new ? 201 : 200, json::object{{"id", record_id(told.record)},
                                                               {"plate", live::plate_json(plate)},
                                                               {"registered", registered}});
}

}  // namespace

void post_sighting(const Request& request, const Services& services, db::Reader& reader,
                   const Answer& answer) {
    const json::object& body = request.json.as_object();
    const auto registry = services.world.registry();
    const auto plate = read_told_plate(text_or_empty(body, "plate"), text_or_empty(body, "colour"), *registry,
                                       services.home, request.received_at);
    if (!plate) return answer(problem(Problem{422, plate.error().what, "plate"}));
    const auto at = time_or_none(body, "at");
    if (at && *at > request.received_at + ingest::clock_skew_limit) return answer(clock_is_ahead());

    const Telling telling{.plate = *plate,
                          .vehicle = find_exactly(*plate, *registry),
                          .at = at,
                          .payload = read_sighting(body),
                          .action = "sighting"};
    tell(request, services, reader, telling,
         [answer, plate = *plate, registry](const Result<Told>& told, db::Reader&) {
             answer(told ? sighting_told(*told, plate, *registry) : problem(told.error()));
         });
}

Response clock_is_ahead() {
    return problem(
        Problem{422, "at lies in the future: the sender's clock is more than a minute ahead", "at"});
}

}  // namespace husong::http
