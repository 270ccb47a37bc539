// The pages of the education bureau, and of whoever reads the county's schedule with it.
#include "server/holidays/run_states.hpp"
#include "server/http/caller.hpp"
#include "server/http/form_sign_in.hpp"
#include "server/http/gates_of_day.hpp"
#include "server/http/open_findings.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/arrival_accuracy.hpp"
#include "server/pages/bureau.hpp"
#include "server/pages/school_notice.hpp"
#include "server/pages/ways.hpp"

#include <algorithm>

namespace husong::http {

namespace {

using access::Action;
using access::Resource;
using std::chrono::year_month_day;

constexpr std::string_view bureau_login = "/b/login";
constexpr Door reads_schedule{Door::Key::session, Resource::schedule, Action::read};
constexpr Door reads_schedule_of_school{Door::Key::session, Resource::schedule, Action::read, true};

constexpr Door reads_ways{Door::Key::session, Resource::school_ways, Action::read};

// The day that a link or the date field gave; none: it gave none, or no date.
std::optional<year_month_day> day_asked(const Request& request, std::string_view name) {
    const auto day = parse_date(request.field(name));
    return day ? std::optional{*day} : std::nullopt;
}

Result<std::vector<holidays::Published>> read_day(const registry::Registry& registry, year_month_day day,
                                                  Time now, db::Reader& reader, const ingest::World& world) {
    const auto acts = read_gates_of_day(day, reader);
    if (!acts) return acts.error();
    auto runs = holidays::published_on(registry, day, *acts, now);
    if (day == china_date(now))
        holidays::tell_vehicles(
            runs, registry, [&](VehicleId vehicle) { return world.track(vehicle); }, now);
    return runs;
}

// For roles that may read findings; none for others.
Result<std::optional<OpenFindings>> read_findings_for(const Request& request, db::Reader& reader) {
    if (!access::may(request.caller.role(), Resource::finding, Action::read))
        return std::optional<OpenFindings>{};
    auto open = read_open_findings(request.caller.role(), reader);
    if (!open) return open.error();
    return std::optional{std::move(*open)};
}

void tell_findings(pages::BureauPage& page, const OpenFindings& open, const registry::Registry& registry) {
    page.findings = pages::OpenFindings{open.on_the_road.size(), open.more};
    page.papers = pages::group_papers(open.on_paper, registry, page.made_at);
}

// The one asked for; otherwise the first of these weeks, from today on, on which somebody leaves.
std::optional<year_month_day> day_shown(const Request& request, const holidays::Plan& plan,
                                        year_month_day today) {
    if (const auto asked = day_asked(request, "day")) return asked;
    const auto day = std::find_if(plan.days.begin(), plan.days.end(), [&](const holidays::PlanDay& each) {
        return each.on >= today && each.has_departures();
    });
    return day == plan.days.end() ? std::nullopt : std::optional{day->on};
}

Response bureau_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto registry = services.world.registry();
    const Time now = request.received_at;
    const year_month_day today = china_date(now);
    const auto from = holidays::monday_of(day_asked(request, "from").value_or(today));
    const holidays::Plan plan = holidays::make_plan(*registry, from, now);
    const auto runs_today = read_day(*registry, today, now, reader, services.world);
    if (!runs_today) return busy_page();
    const auto findings = read_findings_for(request, reader);
    if (!findings) return busy_page();
    pages::BureauPage page{
        .plan = plan,
        .made_at = now,
        .token = form_token(request.caller.session),
        .today = holidays::sums_of(*runs_today),
        .findings = {},
        .papers = {},
        .day = day_shown(request, plan, today),
        .runs = *runs_today,
        .refreshes = request.field("still") != "1",
        .reads_ways = access::may(request.caller.role(), Resource::school_ways, Action::read),
        .reads_plans = access::may(request.caller.role(), Resource::holiday_plan, Action::read)};
    if (!page.day && !runs_today->empty()) page.day = today;
    if (*findings) tell_findings(page, **findings, *registry);
    Result<std::vector<holidays::Published>> other_day{std::vector<holidays::Published>{}};
    if (page.day && *page.day != today) {
        other_day = read_day(*registry, *page.day, now, reader, services.world);
        if (!other_day) return busy_page();
        page.runs = *other_day;
    }
    return page_response(200, pages::render_bureau(page), pages::bureau_style);
}

// Of all schools together, the four weeks until today.
Response arrivals_page(const Request& request, const Services&, db::Reader& reader) {
    constexpr std::chrono::days shown{28};
    const Time until = china_midnight(request.received_at) + std::chrono::days{1};
    const auto accuracy = reader.accuracy_between(until - shown, until);
    if (!accuracy) return busy_page();
    return page_response(200,
                         pages::render_arrival_accuracy({.from = china_date(until - shown),
                                                         .last = china_date(request.received_at),
                                                         .accuracy = *accuracy}),
                         pages::bureau_style);
}

Response county_ways(const Request& request, const Services& services, db::Reader&) {
    const auto registry = services.world.registry();
    const Time now = request.received_at;
    const auto schools = ways::ways_of_schools(*registry, "", now);
    return page_response(200, pages::render_county_ways({schools, ways::term_at(now).name, now}),
                         pages::bureau_style);
}

// An account of one school sees that school's.
Response school_notice(const Request& request, const Services& services, db::Reader&) {
    const std::string& code = request.arguments[0];
    const std::string& scope = request.caller.account->scope;
    if (!scope.empty() && scope != code) return closed_page(403);
    const auto registry = services.world.registry();
    const Time now = request.received_at;
    const auto* school = registry->school_by_code(code, now);
    if (!school) return closed_page(404);
    const auto from = day_asked(request, "from").value_or(china_date(now));
    const auto days = holidays::notice_of(*registry, code, from, now);
    const bool of_gate = request.caller.role() == access::Role::gate;
    return page_response(200,
                         pages::render_school_notice({.school = school->value.name,
                                                      .code = code,
                                                      .from = from,
                                                      .days = days,
                                                      .printed_at = now,
                                                      .version = registry->version(),
                                                      .back = of_gate ? "/g" : "/b",
                                                      .back_word = of_gate ? "名单" : "放假日程"}),
                         pages::notice_style);
}

const std::array bureau_route_rows{
    sign_in_form_route(bureau_login),
    sign_in_route(bureau_login),
    sign_out_route("/b/logout", reads_schedule, bureau_login),
    Route{.verb = Verb::get,
          .pattern = "/b",
          .summary = "The published weeks of all schools, and one day's runs",
          .door = reads_schedule,
          .handler = bureau_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = bureau_login},
    Route{.verb = Verb::get,
          .pattern = "/b/arrivals",
          .summary = "How right the arrival times of the last four weeks were",
          .door = reads_schedule,
          .handler = arrivals_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = bureau_login},
    Route{.verb = Verb::get,
          .pattern = "/b/ways",
          .summary = "How the pupils of all schools come and go, in numbers",
          .door = reads_ways,
          .handler = county_ways,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = bureau_login},
    Route{.verb = Verb::get,
          .pattern = "/schedule/{school}",
          .summary = "One school's published holidays, for its notice board",
          .door = reads_schedule_of_school,
          .handler = school_notice,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = bureau_login},
};

}  // namespace

std::span<const Route> bureau_routes() { return bureau_route_rows; }

}  // namespace husong::http
