// A plate is typed; is the vehicle allowed to carry pupils now? And everybody aboard was counted.
#include "server/http/check.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/plates.hpp"
#include "server/http/police_routes.hpp"
#include "server/http/telling.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/live/finding_view.hpp"

namespace husong::http {

namespace json = boost::json;

namespace {

constexpr std::size_t most_matches = 10;  // as many as a phone shows above its keyboard

Result<CheckedVehicle> vehicle_of(const Request& request, const Services& services) {
    const auto registry = services.world.registry();
    auto plate = read_plate(request.arguments.front(), request.field("colour"), *registry, services.home,
                            request.received_at);
    if (!plate) return plate.error();
    const auto vehicle = find_exactly(*plate, *registry);
    return CheckedVehicle{std::move(*plate), vehicle};
}

Response no_plate(const Error& error) { return problem(Problem{400, error.what, "plate"}); }

}  // namespace

Response find_vehicles(const Request& request, const Services& services, db::Reader&) {
    const auto registry = services.world.registry();
    const auto colour = registry::parse_colour(request.field("colour"));
    const access::Role role = request.caller.role();
    // Whoever only saw a vehicle types its plate too: an unregistered one is named while it is flagged.
    const auto listed = [&](VehicleId vehicle) {
        if (colour && registry::colour_group(*colour) != registry->plate_of(vehicle)->colour) return false;
        return registry->vehicle(vehicle, request.received_at) ||
               open_findings(vehicle, role, services.world) > 0;
    };
    // One more than is shown, to know whether there are more.
    auto found = vehicles_like(request.field("plate"), *registry, services.home, most_matches + 1, listed);
    const bool truncated = found.size() > most_matches;
    if (truncated) found.pop_back();
    json::array matches;
    for (const VehicleId vehicle : found)
        matches.push_back(match_json(vehicle, role, *registry, services, request.received_at));
    return json_response(200, json::object{{"matches", std::move(matches)}, {"truncated", truncated}});
}

Response check_vehicle(const Request& request, const Services& services, db::Reader& reader) {
    const auto checked = vehicle_of(request, services);
    if (!checked) return no_plate(checked.error());
    auto check = check_json(*checked, request.caller.role(), request.received_at, services, reader);
    return check ? json_response(200, std::move(*check)) : problem(check.error());
}

void post_recount(const Request& request, const Services& services, db::Reader& reader,
                  const Answer& answer) {
    const auto checked = vehicle_of(request, services);
    if (!checked) return answer(no_plate(checked.error()));
    const json::object& body = request.json.as_object();
    const auto at = time_or_none(body, "at");
    if (at && *at > request.received_at + ingest::clock_skew_limit) return answer(clock_is_ahead());

    const tracking::HeadCount heads{.pupils = body.at("pupils").to_number<std::uint16_t>(),
                                    .adults = body.at("adults").to_number<std::uint16_t>(),
                                    .others = number_or_none<std::uint16_t>(body, "others").value_or(0)};
    Telling telling{.plate = checked->plate,
                    .vehicle = checked->vehicle,
                    .at = at,
                    .payload = heads,
                    .action = "recount"};
    if (const auto front = number_or_none<std::uint16_t>(body, "front_seat")) {
        tracking::TripEvent event;
        event.kind = tracking::EventKind::front_seat;
        event.number = *front;
        telling.also.push_back({event, {}});
    }
    tell(request, services, reader, telling,
         [answer, plate = checked->plate, role = request.caller.role(), &services](const Result<Told>& told,
                                                                                   db::Reader& after) {
             if (!told) return answer(problem(told.error()));
             const CheckedVehicle counted{plate, told->record.vehicle};
             auto check = check_json(counted, role, services.clock(), services, after);
             if (!check) return answer(problem(check.error()));
             answer(json_response(told->is_new ? 201 : 200, json::object{{"id", record_id(told->record)},
                                                                         {"check", std::move(*check)}}));
         });
}

}  // namespace husong::http
