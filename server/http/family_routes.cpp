// The page behind a guardian's link.
#include "server/http/child_marks.hpp"
#include "server/http/entity_tag.hpp"
#include "server/http/family_home.hpp"
#include "server/http/route.hpp"
#include "server/http/schedule_links.hpp"
#include "server/http/services.hpp"
#include "server/http/trips.hpp"
#include "server/http/url.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/family.hpp"
#include "server/pages/page.hpp"
#include "server/registry/plate.hpp"
#include "server/rules/verdict.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace husong::http {

namespace {

constexpr std::string_view style = "family.css";
constexpr std::string_view size_cookie = "husong_big";

constexpr std::size_t most_rides = 8;  // of a line in a day and direction: what a page of 12 kB holds

const pages::FamilySettings settings;

// A guardian is told whether all is in order, never what is not.
bool is_in_order(VehicleId vehicle, const registry::Registry& registry, const Services& services, Time now) {
    const auto state = services.world.state(vehicle);
    const auto verdict =
        rules::judge_for_police(state ? &*state : nullptr, vehicle, registry, now, services.verdict);
    return verdict.headline.word != rules::VerdictWord::must_not &&
           verdict.headline.word != rules::VerdictWord::over &&
           verdict.headline.word != rules::VerdictWord::not_registered;
}

Result<> add_departure(pages::FamilyFacts& facts, const registry::Registry& registry,
                       const Services& services, db::Reader& reader) {
    const registry::Departure* departure = facts.departure;
    if (!departure) return {};
    facts.way = pages::way_of(facts.pupil, *departure, registry);
    facts.run_time = fleet::run_time(*departure, registry, services.gate);
    facts.window = pages::window_of(*departure, registry, settings);
    facts.plan = tracking::plan_trip(*departure, registry, settings.trip);
    // Outside the window nobody even asks where it is.
    if (facts.window.holds(facts.now)) {
        auto trace = read_trace(*departure, facts.plan, facts.now, settings.trip, reader);
        if (!trace) return trace.error();
        facts.trace = std::move(*trace);
        auto history = services.histories.of(*departure, facts.plan, registry, reader);
        if (!history) return history.error();
        facts.history = std::move(*history);
    }
    if (const registry::Plate* plate = registry.plate_of(departure->vehicle)) {
        facts.plate = registry::display_plate(plate->text);
        facts.plate_class = registry::colour_name(plate->colour);
        facts.papers_valid = is_in_order(departure->vehicle, registry, services, facts.now);
    }
    return {};
}

// From the one that concerns the child now on, as far as the day has so many; of none, one that is not there.
std::vector<const registry::Departure*> runs_shown(const pages::FamilyDepartures& departures) {
    const auto& runs = departures.runs;
    if (runs.empty()) return {nullptr};
    if (runs.size() <= most_rides) return runs;
    const auto now = std::find(runs.begin(), runs.end(), departures.now);
    const auto from = std::min(now, runs.end() - static_cast<std::ptrdiff_t>(most_rides));
    return {from, from + static_cast<std::ptrdiff_t>(most_rides)};
}

// What is known of each departure that may be the child's, at least one; where there is none, of none.
Result<std::vector<pages::FamilyRide>> rides_of(const registry::Pupil& pupil,
                                                const registry::Registry& registry, ChildMarks& marks,
                                                const Services& services, db::Reader& reader) {
    const Time now = marks.now();
    const auto* school = registry.school_by_code(pupil.school, now);
    pages::FamilyFacts facts{.pupil = pupil,
                             .school_name = school ? school->value.name : std::string{},
                             .departures = pages::departures_for(pupil, registry, now, settings),
                             .calendar_path = {},
                             .departure = nullptr,
                             .window = {},
                             .plan = {},
                             .trace = {},
                             .plate = {},
                             .plate_class = {},
                             .papers_valid = false,
                             .now = now};
    if (!pupil.line.empty()) {
        auto path = calendar_path(reports::CalendarOf::line, pupil.line, reader);
        if (!path) return path.error();
        facts.calendar_path = std::move(*path);
    }
    const auto ridden = marks.ridden(facts.departures, reader);
    if (!ridden) return ridden.error();
    pages::keep_ridden(facts.departures, *ridden, now);
    auto records = marks.records(pupil, facts.departures, reader);
    if (!records) return records.error();
    facts.records = std::move(*records);

    facts.changes = pages::changes_for(pupil, registry, now);

    std::vector<pages::FamilyRide> rides;
    for (const registry::Departure* run : runs_shown(facts.departures)) {
        pages::FamilyFacts own = facts;
        own.departure = run;
        if (run) {
            const auto told = marks.of(*run, reader);
            if (!told) return told.error();
            own.marks = *told;
        }
        if (const auto added = add_departure(own, registry, services, reader); !added) return added.error();
        auto view = pages::view_for_family(own, settings);
        rides.push_back({std::move(own), std::move(view)});
    }
    return rides;
}

bool wants_big(const Request& request) {
    const std::string_view asked = request.field("big");
    return asked.empty() ? cookie_value(request.headers.cookie, size_cookie) == "1" : asked == "1";
}

Response show_child(const Request& request, const Services& services, db::Reader& reader) {
    const auto registry = services.world.registry();
    const auto pupil = pupil_of_link(request.arguments.front(), *registry, request.received_at, reader);
    if (!pupil) return problem(pupil.error());
    if (!*pupil) return no_such_link();
    ChildMarks marks{(*pupil)->code, *registry, services, request.received_at};
    const auto rides = rides_of(**pupil, *registry, marks, services, reader);
    if (!rides) return problem(rides.error());
    const auto asked =
        home_asked(rides->front().facts.departures, *registry, marks, request.received_at, reader);
    if (!asked) return problem(asked.error());

    const bool big = wants_big(request);
    const auto* home = asked->runs.empty() ? nullptr : &asked->home;
    Response page =
        page_response(200, pages::family_page(*rides, {.big = big, .ages = true, .home = home}), style);
    if (!request.field("big").empty())
        page.headers.emplace_back("Set-Cookie", std::string{size_cookie} + (big ? "=1" : "=0") +
                                                    "; Path=/f; Max-Age=31536000; HttpOnly; SameSite=Lax");
    return tagged(request, std::move(page),
                  pages::family_page(*rides, {.big = big, .ages = false, .home = home}));
}

Response get_script(const Request& request, const Services&, db::Reader&) {
    Response script = text_response(200, pages::text_of("family.js"));
    script.content_type = "text/javascript; charset=utf-8";
    return tagged(request, std::move(script));
}

const std::array family_route_rows{
    Route{.verb = Verb::get,
          .pattern = "/f/{token}",
          .summary = "Where things stand with one child's trip",
          .door = {.key = Door::Key::own},
          .handler = show_child,
          .successes = {{{200, "", "The page"}, {304, "", "As before"}}},
          .page = true},
    Route{.verb = Verb::post,
          .pattern = "/f/{token}",
          .summary = "The guardian tells that the child has come home from its run, or that it has not",
          .door = {.key = Door::Key::own},
          .handler = post_home,
          .successes = {{{303, "", "Stored, or told before: to the page"}}},
          .page = true,
          .form = true},
    Route{.verb = Verb::get,
          .pattern = "/pages/family.js",
          .summary = "Keeps the page true while it is open",
          .door = {.key = Door::Key::none},
          .handler = get_script,
          .successes = {{{200, "", "The script"}, {304, "", "As before"}}},
          .page = true},
};

}  // namespace

std::span<const Route> family_routes() { return family_route_rows; }

}  // namespace husong::http
