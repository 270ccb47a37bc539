// The pages of drivers and escorts.
#include "server/access/secret.hpp"
#include "server/fleet/fleet.hpp"
#include "server/gate/words.hpp"
#include "server/http/caller.hpp"
#include "server/http/crew_handlers.hpp"
#include "server/http/crew_scene.hpp"
#include "server/http/form_sign_in.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/services.hpp"
#include "server/http/telling.hpp"
#include "server/http/url.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"
#include "server/rules/driver_papers.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

namespace husong::http {

namespace {

using access::Action;
using access::Resource;
using fleet::Post;
using pages::CrewRun;
using pages::FormFault;

constexpr std::string_view crew_login = "/c/login";
constexpr Door reads_runs{Door::Key::session, Resource::own_runs, Action::read, true};
constexpr Door tells{Door::Key::session, Resource::own_runs, Action::create, true};

constexpr auto later_shown = std::chrono::days{14};
constexpr std::size_t most_later = 40;
constexpr auto evening_before = std::chrono::hours{6};

Time last_due(const CrewRun& run) {
    return run.stops.empty() ? run.visit.departure.leaves_at : run.stops.back().due;
}

// What is still to be cleared comes first, then the one under way or next, then those that should have ended,
// at last those that were taken back.
int turn_of(const CrewRun& run, Time now) {
    if (run.visit.departure.status == registry::DepartureStatus::cancelled) return 2;
    if (run.to_clear) return -1;
    return last_due(run) <= now ? 1 : 0;
}

bool is_to_clear(const CrewRun& run, const CrewScene& scene, const Services& services) {
    const registry::Departure& departure = run.visit.departure;
    if (departure.leaves_at > scene.now) return false;
    const fleet::Duty duty = duty_of_run(scene, departure, services);
    const bool laden = last_due(run) <= scene.now && duty.in(fleet::RiderState::aboard) > 0;
    return duty.sweep_missing || laden;
}

// Of today; from the evening before, what is not over yet.
Result<std::vector<CrewRun>> read_today(const CrewScene& scene, const Services& services,
                                        db::Reader& reader) {
    const Time midnight = china_midnight(scene.now);
    std::vector<CrewRun> runs;
    for (const registry::Run& each : fleet::runs_of(scene.member, *scene.registry, midnight - evening_before,
                                                    midnight + std::chrono::days{1})) {
        const bool today = each.value.leaves_at >= midnight;
        if (!today && fleet::run_time(each.value, *scene.registry, services.gate).until <= scene.now)
            continue;
        auto run = read_run(scene, each, services, reader);
        if (!run) return run.error();
        run->to_clear = is_to_clear(*run, scene, services);
        runs.push_back(std::move(*run));
    }
    std::stable_sort(runs.begin(), runs.end(), [&](const CrewRun& a, const CrewRun& b) {
        return turn_of(a, scene.now) < turn_of(b, scene.now);
    });
    return runs;
}

struct LaterRuns {
    std::vector<pages::LaterRun> shown;
    int beyond = 0;
};
LaterRuns later_runs(const CrewScene& scene) {
    const Time tomorrow = china_midnight(scene.now) + std::chrono::days{1};
    auto runs = fleet::runs_of(scene.member, *scene.registry, tomorrow, tomorrow + later_shown);
    LaterRuns later;
    if (runs.size() > most_later) later.beyond = static_cast<int>(runs.size() - most_later);
    runs.resize(std::min(runs.size(), most_later));
    later.shown.reserve(runs.size());
    for (registry::Run& run : runs) {
        const auto* line = scene.registry->line_by_code(run.value.line, run.value.leaves_at);
        std::string name = line ? line->value.name : run.value.line;
        later.shown.push_back({std::move(run.value), std::move(name)});
    }
    return later;
}

// What a driver's own papers ask for; empty: nothing.
std::string notice_of(const CrewScene& scene, std::span<const CrewRun> runs, const Services& services) {
    if (scene.member.post != Post::driver) return "";
    const auto* driver = scene.registry->driver_by_code(scene.member.code, scene.now);
    if (!driver) return "";
    // Of what he drives next; of nothing: as of a school bus.
    const auto rows = runs.empty()
                          ? rules::RegisterRows{}
                          : rules::rows_of(*scene.registry, runs.front().visit.departure.vehicle, scene.now);
    const auto law =
        rules::with_own(services.verdict.rules, rules::own_thresholds_at(*scene.registry, scene.now));
    const auto papers = rules::view_driver(scene.member.code, {*scene.registry, rows, scene.now, law});
    const auto matter = fleet::qualification_matter(driver->value, scene.now);
    const bool untold = matter && (!rows.vehicle || matter->urgency == fleet::Urgency::soon);
    std::string notice = untold ? matter->text : "";
    for (const auto* texts : {&papers.forbidding, &papers.worth_a_look})
        for (const std::string& text : *texts) notice += (notice.empty() ? "" : "；") + text;
    return notice;
}

// Of runs that are this person's, or were before the change.
pages::ChangeNotes changes_of(const CrewScene& scene) {
    const auto is_own = [&](const registry::Departure& run) {
        return (scene.member.post == Post::driver ? run.driver : run.escort) == scene.member.code;
    };
    return pages::change_notes({.changes = scene.registry->departure_changes().all(),
                                .concerns = is_own,
                                .registry = *scene.registry},
                               scene.now);
}

Response crew_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = crew_scene(request, services);
    if (!scene) return closed_page(403);
    const auto runs = read_today(*scene, services, reader);
    if (!runs) return busy_page();
    const auto later = later_runs(*scene);
    return page_response(200,
                         pages::render_crew({.name = scene->name,
                                             .post = scene->member.post,
                                             .notice = notice_of(*scene, *runs, services),
                                             .runs = *runs,
                                             .later = later.shown,
                                             .beyond_later = later.beyond,
                                             .made_at = scene->now,
                                             .token = form_token(request.caller.session),
                                             .refreshes = request.field("still") != "1",
                                             .changes = changes_of(*scene)}),
                         pages::crew_style);
}

// Why nobody counts on this run now; empty: the escort may.
std::string no_count_now(const CrewScene& scene, const CrewRun& run) {
    if (run.visit.departure.status == registry::DepartureStatus::cancelled)
        return "这一趟取消了，不用点人数。";
    if (scene.now < run.time.from) return "还早：" + gate::clock_zh(run.time.from) + " 起，在这里点人数。";
    return run.time.holds(scene.now) ? "" : "这一趟结束了，不能再点人数。";
}

// Why a count was not taken: it cannot be read, or it is asked for once more.
struct NotTaken {
    std::vector<FormFault> faults{};
    std::string doubt{};
};

struct AskedOfCrew {
    const Request& request;
    const Services& services;
};

Response run_page(unsigned status, const AskedOfCrew& asked, const CrewScene& scene, const CrewRun& run,
                  const NotTaken& why) {
    const Request& request = asked.request;
    const fleet::Duty duty = duty_of_run(scene, run.visit.departure, asked.services);
    pages::CrewRunPage page{run, scene.member.post, scene.now, {}, "", request.field("counted") == "1"};
    page.duty = &duty;
    page.no_duty = no_duty_now(scene, run, duty);
    page.duty_form = {form_token(request.caller.session), access::make_secret()};
    page.told = told_zh(request.field("told"));
    if (scene.member.post == Post::escort) {
        page.no_form = no_count_now(scene, run);
        if (page.no_form.empty()) page.form = count_form(request, why.faults, why.doubt);
        // The count may be stored although it was answered so: pressed again, it is the same one.
        if (page.form && status == 503) page.form->key = request.form_field("key");
    }
    return page_response(status, pages::render_crew_run(page), pages::crew_style);
}

Response crew_run(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = crew_scene(request, services);
    const auto own = scene ? own_run(*scene, request.arguments.front()) : std::nullopt;
    if (!own) return closed_page(404);
    const auto run = read_run(*scene, *own, services, reader);
    return run ? run_page(200, {request, services}, *scene, *run, {}) : busy_page();
}

// The form again, with what was typed and what is wrong with it.
Response faulty_count(unsigned status, const Request& request, const std::vector<FormFault>& faults,
                      const Services& services, db::Reader& reader) {
    const auto scene = crew_scene(request, services);
    const auto own = scene ? own_run(*scene, request.arguments.front()) : std::nullopt;
    if (!own) return closed_page(404);
    const auto run = read_run(*scene, *own, services, reader);
    return run ? run_page(status, {request, services}, *scene, *run, {faults}) : busy_page();
}

Response not_stored(const Request& request, const Error& error, const Services& services,
                    db::Reader& reader) {
    if (error.code == ErrorCode::conflict)
        return faulty_count(409, request, {{"pupils", "这张表已经交过了，请看最新情况，再点一次"}}, services,
                            reader);
    return faulty_count(503, request, {{"pupils", "没有保存成功，服务器现在忙，请再按一次"}}, services,
                        reader);
}

// A count that is asked for once more: it would clear what a person found too many, or no such vehicle holds
// so many. Empty: it is not, or was told a second time.
std::string doubt_about(const tracking::HeadCount& heads, const rules::Verdict& verdict,
                        const Request& request) {
    if (request.form_field("sure") ==
        pages::sure_mark(request.form_field("pupils"), request.form_field("adults")))
        return "";
    const int capacity = verdict.load.approved_persons.value_or(0);
    const int people = heads.people();
    if (capacity > 0 && people * 2 > capacity * 3)
        return fmt::format("核载 {} 人，填的是 {} 人。确实这么多，就再按一次。", capacity, people);
    const bool over = verdict.headline.word == rules::VerdictWord::over;
    const int before = verdict.load.people.value_or(verdict.load.lower.value_or(0));
    if (over && people < before)
        return fmt::format("刚才点的是 {} 人，超员，现在填的是 {} 人。人已经转走了，就再按一次。", before,
                           people);
    return "";
}

void post_count(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto scene = crew_scene(request, services);
    if (scene && scene->member.post != Post::escort) return answer(closed_page(403));
    const auto own = scene ? own_run(*scene, request.arguments.front()) : std::nullopt;
    const auto* plate = own ? scene->registry->plate_of(own->value.vehicle) : nullptr;
    if (!plate) return answer(closed_page(404));
    const auto run = read_run(*scene, *own, services, reader);
    if (!run) return answer(busy_page());
    if (!no_count_now(*scene, *run).empty())
        return answer(run_page(409, {request, services}, *scene, *run, {}));
    if (request.form_field("vehicle") != pages::vehicle_mark(*plate))
        return answer(run_page(409, {request, services}, *scene, *run,
                               {{{"pupils", "这一趟换了车，请看上面的车牌，再点一次"}}}));
    std::vector<FormFault> faults;
    if (!has_form_key(request)) faults.push_back({"pupils", "这张表不完整，请再填一次"});
    const auto heads = heads_typed(request, faults);
    const std::string doubt = heads ? doubt_about(*heads, run->visit.verdict, request) : "";
    if (!doubt.empty()) return answer(run_page(422, {request, services}, *scene, *run, {faults, doubt}));
    if (!faults.empty()) return answer(run_page(422, {request, services}, *scene, *run, {faults}));

    Request told = request;
    told.headers.idempotency_key = request.form_field("key");
    told.json = boost::json::object{{"departure", own->value.code},
                                    {"vehicle", pages::vehicle_mark(*plate)},
                                    {"pupils", heads->pupils},
                                    {"adults", heads->adults}};
    const Telling telling{.plate = *plate,
                          .vehicle = own->value.vehicle,
                          .at = {},
                          .payload = *heads,
                          .action = "escort_count"};
    tell(told, services, reader, telling,
         [answer, request, &services](const Result<Told>& stored, db::Reader& after) {
             if (!stored) return answer(not_stored(request, stored.error(), services, after));
             answer(redirect_to("/c/t/" + percent_encode(request.arguments.front()) + "?counted=1"));
         });
}

constexpr Route crew_page_route(std::string_view pattern, std::string_view summary, Read handler) {
    return {.verb = Verb::get,
            .pattern = pattern,
            .summary = summary,
            .door = reads_runs,
            .handler = handler,
            .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
            .page = true,
            .sign_in = crew_login};
}
constexpr Route crew_form_route(std::string_view pattern, std::string_view summary, Deed handler) {
    return {.verb = Verb::post,
            .pattern = pattern,
            .summary = summary,
            .door = tells,
            .handler = handler,
            .successes = {{{303, "", "Stored: to the page"}}},
            .page = true,
            .form = true,
            .sign_in = crew_login};
}

const std::array crew_route_rows{
    sign_in_form_route(crew_login),
    sign_in_route(crew_login),
    sign_out_route("/c/logout", reads_runs, crew_login),
    Route{.verb = Verb::get,
          .pattern = "/c",
          .summary = "The runs of a driver or an escort",
          .door = reads_runs,
          .handler = crew_page,
          .successes = {{{200, "", "The page"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = crew_login},
    Route{.verb = Verb::get,
          .pattern = "/c/t/{departure}",
          .summary = "One of these runs: its stops, its vehicle, and the escort's count",
          .door = reads_runs,
          .handler = crew_run,
          .successes = {{{200, "", "The run"}, {303, "", "Nobody is signed in"}}},
          .page = true,
          .sign_in = crew_login},
    crew_page_route("/c/t/{departure}/check", "What a driver looks at before the run", walk_round_page),
    crew_form_route("/c/t/{departure}/check", "The driver has walked round the vehicle", post_walk_round),
    crew_page_route("/c/t/{departure}/riders", "Who boarded and who got off, by name", riders_page),
    crew_form_route("/c/t/{departure}/riders", "Pupils boarded, got off or are absent, or were counted",
                    post_riders),
    crew_page_route("/c/t/{departure}/sweep", "Whether anybody was left aboard", sweep_page),
    crew_form_route("/c/t/{departure}/sweep", "The escort has looked under every seat", post_sweep),
    crew_form_route("/c/t/{departure}/duty", "The driver or the escort signs in or off", post_duty),
    Route{.verb = Verb::post,
          .pattern = "/c/t/{departure}",
          .summary = "The escort has counted everybody aboard",
          .door = tells,
          .handler = post_count,
          .successes = {{{303, "", "Stored: to the run"}}},
          .page = true,
          .form = true,
          .sign_in = crew_login},
};

}  // namespace

std::span<const Route> crew_routes() { return crew_route_rows; }

}  // namespace husong::http
