// The published schedule: as data, and as calendars.
#include "server/http/departures.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/plates.hpp"
#include "server/http/route.hpp"
#include "server/http/schedule_links.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"
#include "server/reports/calendar.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <iterator>

namespace husong::http {

namespace {

namespace json = boost::json;

constexpr std::size_t most_departures = 500;
constexpr auto longest_span = std::chrono::days{400};
constexpr auto calendar_looks_back = std::chrono::days{60};

// Which runs are asked for.
struct Asked {
    std::string_view school;
    std::string_view line;
    std::optional<VehicleId> vehicle;
    Time from{};
    Time until{};
};

Result<Time> day_of(std::string_view text, std::string_view name) {
    const auto day = parse_date(text);
    if (!day) return Error{ErrorCode::malformed, std::string{name} + " must be a date like 2026-11-27"};
    return china_midnight(*day);
}

// One day, from one day to another, or today.
Result<> read_span(const Request& request, Asked& asked) {
    const std::string_view from = request.field("day").empty() ? request.field("from") : request.field("day");
    const std::string_view until =
        request.field("day").empty() ? request.field("until") : request.field("day");
    asked.from = china_midnight(request.received_at);
    if (!from.empty()) {
        const auto first = day_of(from, request.field("day").empty() ? "from" : "day");
        if (!first) return first.error();
        asked.from = *first;
    }
    asked.until = asked.from;
    if (!until.empty()) {
        const auto last = day_of(until, "until");
        if (!last) return last.error();
        asked.until = *last;
    }
    asked.until += std::chrono::days{1};
    if (asked.until <= asked.from) return Error{ErrorCode::malformed, "until lies before from"};
    if (asked.until - asked.from > longest_span)
        return Error{ErrorCode::malformed, "from and until are more than 400 days apart"};
    return {};
}

// In the order in which they leave, day by day until there are `enough`.
std::vector<registry::Run> runs_asked(const Asked& asked, std::size_t enough,
                                      const registry::Registry& registry) {
    std::vector<registry::Run> runs;
    for (Time day = asked.from; day < asked.until && runs.size() < enough; day += std::chrono::days{1}) {
        auto of_day = registry::find_runs({.from = day,
                                           .until = day + std::chrono::days{1},
                                           .school = asked.school,
                                           .line = asked.line,
                                           .vehicle = asked.vehicle,
                                           .cancelled = true},
                                          registry);
        std::ranges::move(of_day, std::back_inserter(runs));
    }
    return runs;
}

// An account of one school sees that school's, whatever it asks for.
std::optional<std::string_view> school_of(const Request& request) {
    const std::string& scope = request.caller.account->scope;
    const std::string_view wanted = request.field("school");
    if (scope.empty()) return wanted;
    if (!wanted.empty() && wanted != scope) return std::nullopt;
    return scope;
}

Response list_departures(const Request& request, const Services& services, db::Reader&) {
    const auto registry = services.world.registry();
    const auto school = school_of(request);
    if (!school) return problem(Problem{403, "this account is limited to another school", "school"});
    Asked asked{.school = *school, .line = request.field("line"), .vehicle = {}, .from = {}, .until = {}};
    if (const auto read = read_span(request, asked); !read)
        return problem(Problem{400, read.error().what, "day"});
    if (const auto text = request.field("vehicle"); !text.empty()) {
        const auto plate =
            read_plate(text, request.field("colour"), *registry, services.home, request.received_at);
        if (!plate) return problem(Problem{400, plate.error().what, "vehicle"});
        asked.vehicle = find_exactly(*plate, *registry).value_or(VehicleId{});
    }
    auto runs = runs_asked(asked, most_departures + 1, *registry);
    const bool truncated = runs.size() > most_departures;
    if (truncated) runs.resize(most_departures);
    json::array departures;
    departures.reserve(runs.size());
    for (const registry::Run& run : runs) departures.push_back(departure_json(run, *registry));
    return json_response(200, json::object{{"departures", std::move(departures)}, {"truncated", truncated}});
}

// Who has the address has it from the school: a wrong key and a line that is not there look the same.
Response calendar_at(const Request& request, const Services& services, db::Reader& reader,
                     reports::CalendarOf kind) {
    const std::string& code = request.arguments[0];
    const auto key = calendar_key(kind, code, reader);
    if (!key) return problem(key.error());
    if (request.arguments[1] != *key + ".ics")
        return problem(Problem{404, "there is nothing at this address", {}});
    const auto registry = services.world.registry();
    const Time now = request.received_at;
    Response response = text_response(
        200, reports::departure_calendar(kind, code, *registry, now - calendar_looks_back, now));
    response.content_type = "text/calendar; charset=utf-8";
    return tagged(request, std::move(response));
}

Response school_calendar(const Request& request, const Services& services, db::Reader& reader) {
    return calendar_at(request, services, reader, reports::CalendarOf::school);
}
Response line_calendar(const Request& request, const Services& services, db::Reader& reader) {
    return calendar_at(request, services, reader, reports::CalendarOf::line);
}

Response calendar_address(const Request& request, const Services&, db::Reader& reader) {
    const auto school = school_of(request);
    if (!school) return problem(Problem{403, "this account is limited to another school", "school"});
    const std::string_view line = request.field("line");
    if (!line.empty() && !request.caller.account->scope.empty())
        return problem(Problem{403, "this account is limited to one school: ask for its calendar", "line"});
    if (school->empty() == line.empty())
        return problem(Problem{400, "tell a school or a line, one of both", "school"});
    const auto kind = line.empty() ? reports::CalendarOf::school : reports::CalendarOf::line;
    const auto path = calendar_path(kind, line.empty() ? *school : line, reader);
    return path ? json_response(200, json::object{{"path", *path}}) : problem(path.error());
}

json::value share_json(const std::optional<double>& share) {
    return share ? json::value(*share) : json::value(nullptr);
}

json::object bucket_json(const tracking::Accuracy& accuracy, std::size_t bucket) {
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    const tracking::AccuracyBucket& row = tracking::accuracy_buckets.at(bucket);
    const tracking::BucketCount& count = accuracy.buckets.at(bucket);
    return {{"ahead_from_s", duration_cast<seconds>(row.from).count()},
            {"ahead_until_s", duration_cast<seconds>(row.until).count()},
            {"least_s", duration_cast<seconds>(row.least).count()},
            {"most_s", duration_cast<seconds>(row.most).count()},
            {"predictions", count.all},
            {"accurate", count.accurate},
            {"share", share_json(accuracy.share(bucket))}};
}

// Without days: the four weeks until today.
Response arrival_accuracy(const Request& request, const Services&, db::Reader& reader) {
    Asked asked{};
    if (const auto read = read_span(request, asked); !read)
        return problem(Problem{400, read.error().what, "day"});
    if (request.field("day").empty() && request.field("from").empty())
        asked.from = asked.until - std::chrono::days{28};
    const auto accuracy = reader.accuracy_between(asked.from, asked.until);
    if (!accuracy) return problem(accuracy.error());
    json::array buckets;
    for (std::size_t i = 0; i < accuracy->buckets.size(); ++i) buckets.push_back(bucket_json(*accuracy, i));
    return json_response(200, json::object{{"from", to_iso(china_date(asked.from))},
                                           {"until", to_iso(china_date(asked.until - 1ms))},
                                           {"overall", share_json(accuracy->overall())},
                                           {"buckets", std::move(buckets)}});
}

const std::array schedule_route_rows{
    Route{.verb = Verb::get,
          .pattern = "/api/v1/schedules",
          .summary =
              "Runs of a school, a line or a vehicle, published or by timetables, by the time they leave; "
              "without a day today's",
          .door = {Door::Key::session, access::Resource::schedule, access::Action::read, true},
          .handler = list_departures,
          .successes = {{{200, "Departures", "At most 500"}}},
          .parameters = "school line vehicle_plate colour day from until"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/schedules/calendar",
          .summary = "Where the calendar of a school or a line is, for calendar programs: whoever has the "
                     "address reads it",
          .door = {Door::Key::session, access::Resource::schedule, access::Action::read, true},
          .handler = calendar_address,
          .successes = {{{200, "CalendarAddress", "A path on this server"}}},
          .parameters = "school line"},
    Route{.verb = Verb::get,
          .pattern = "/api/v1/arrival-accuracy",
          .summary =
              "How right the arrival times were that pages told, by the time there was to the arrival; "
              "without days of the last 28",
          .door = {Door::Key::session, access::Resource::schedule, access::Action::read},
          .handler = arrival_accuracy,
          .successes = {{{200, "ArrivalAccuracy", "Of all runs that left on those days and are over"}}},
          .parameters = "day from until"},
    Route{.verb = Verb::get,
          .pattern = "/calendar/schools/{school}/{key}",
          .summary = "Calendar of a school",
          .door = {.key = Door::Key::own},
          .handler = school_calendar,
          .successes = {{{200, "", "iCalendar"}, {304, "", "As before"}}},
          .page = true},
    Route{.verb = Verb::get,
          .pattern = "/calendar/lines/{line}/{key}",
          .summary = "Calendar of a line",
          .door = {.key = Door::Key::own},
          .handler = line_calendar,
          .successes = {{{200, "", "iCalendar"}, {304, "", "As before"}}},
          .page = true},
};

}  // namespace

std::span<const Route> schedule_routes() { return schedule_route_rows; }

}  // namespace husong::http
