// What machines tell: a phone in a vehicle its positions and its escort's counts.
#include "server/http/caller.hpp"
#include "server/http/services.hpp"
#include "server/http/telemetry.hpp"
#include "server/http/telemetry_desk.hpp"
#include "server/http/url.hpp"

#include <fmt/core.h>

#include <utility>
#include <vector>

namespace husong::http {

namespace {

namespace json = boost::json;

// What a device that tells too often is answered.
std::optional<Response> slow_down(const std::string& device, const Request& request,
                                  const Services& services) {
    const Milliseconds wait = services.device_rates.take(device, request.received_at);
    if (wait == Milliseconds{0}) return std::nullopt;
    Response response = problem(Problem{429, "this device tells too often; wait a while", {}});
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    response.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
    return response;
}

void post_telemetry(const Request& request, const Services& services, db::Reader&, const Answer& answer) {
    if (!request.caller.device->vehicle)
        return answer(problem(Problem{403, "this device rides in no vehicle", {}}));
    if (auto refused = slow_down(request.caller.device->device, request, services))
        return answer(std::move(*refused));
    auto records = read_batch(request);
    if (!records) return answer(problem(records.error()));
    services.telemetry.take(std::move(*records), [answer](const Result<TelemetryDesk::Told>& told) {
        if (!told) return answer(problem(told.error()));
        answer(json_response(200, json::object{{"stored", told->stored}, {"duplicates", told->duplicates}}));
    });
}

// The query and, when a form was posted, its fields.
Result<Fields> all_fields(const Request& request) {
    Fields fields = request.query;
    if (!request.headers.content_type.starts_with("application/x-www-form-urlencoded")) return fields;
    auto form = parse_form(request.body);
    if (!form) return form.error();
    fields.insert(fields.end(), form->begin(), form->end());
    return fields;
}

std::string_view field(const Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

void take_osmand(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto fields = all_fields(request);
    if (!fields) return answer(problem(fields.error()));
    const auto device = find_device(field(*fields, "id"), field(*fields, "secret"), reader);
    if (!device && device.error().code == ErrorCode::denied)
        return answer(problem(Problem{401, device.error().what, {}}));
    if (!device) return answer(problem(device.error()));
    if (!device->may_report_positions || !device->vehicle)
        return answer(problem(Problem{403, "this device tells no positions", {}}));
    if (auto refused = slow_down(device->device, request, services)) return answer(std::move(*refused));
    auto record = read_osmand(*fields, *device, request.received_at);
    if (!record) return answer(problem(record.error()));

    std::vector<tracking::Record> records;
    records.push_back(std::move(*record));
    services.telemetry.take(std::move(records), [answer](const Result<TelemetryDesk::Told>& told) {
        answer(told ? text_response(200, "") : problem(told.error()));
    });
}

constexpr std::string_view osmand_fields = "id secret lat lon timestamp speed bearing altitude accuracy";

const std::array device_route_rows{
    Route{
        .verb = Verb::post,
        .pattern = "/api/v1/telemetry",
        .summary =
            "Positions and counts of the device's vehicle; all are stored or none, answered after the commit",
        .door = {Door::Key::device, access::Resource::telemetry, access::Action::create},
        .handler = post_telemetry,
        .successes = {{{200, "TelemetryStored", "Stored; what was told before counts as duplicate"}}},
        .body = "Telemetry"},
    Route{.verb = Verb::get,
          .pattern = "/osmand",
          .summary = "One position, as OsmAnd-style tracker apps send it (speed in knots)",
          .door = {.key = Door::Key::own},
          .handler = take_osmand,
          .successes = {{{200, "", "Stored"}}},
          .parameters = osmand_fields},
    Route{.verb = Verb::post,
          .pattern = "/osmand",
          .summary = "The same; the fields may stand in a posted form",
          .door = {.key = Door::Key::own},
          .handler = take_osmand,
          .successes = {{{200, "", "Stored"}}}},
};

}  // namespace

std::span<const Route> device_routes() { return device_route_rows; }

}  // namespace husong::http
