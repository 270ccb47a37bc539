// The pages of drivers and escorts.
#include "server/access/secret.hpp"
#include "server/http/caller.hpp"
#include "server/http/form_sign_in.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/services.hpp"
#include "server/http/telling.hpp"
#include "server/http/url.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/crew.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <memory>

namespace husong::http {

namespace {

using access::Action;
using access::Resource;
using fleet::CrewMember;
using fleet::Post;
using pages::CrewRun;
using pages::FormFault;
using registry::Departure;

constexpr std::string_view crew_login = "/c/login";
constexpr Door reads_runs{Door::Key::session, Resource::own_runs, Action::read, true};
constexpr Door counts{Door::Key::session, Resource::own_runs, Action::create, true};

constexpr auto later_shown = std::chrono::days{14};
constexpr std::size_t most_later = 10;

struct CrewScene {
    registry::RegistryPtr registry;
    CrewMember member;
    std::string name;
    Time now{};
};

// None: the account is of nobody in the register; its pages are closed.
std::optional<CrewScene> crew_scene(const Request& request, const Services& services) {
    const access::Account& account = *request.caller.account;
    const Post post = account.role == access::Role::driver ? Post::driver : Post::escort;
    CrewScene scene{services.world.registry(), {post, account.scope}, "", request.received_at};
    if (account.scope.empty()) return std::nullopt;
    scene.name = fleet::name_of(scene.member, *scene.registry, scene.now);
    if (scene.name.empty()) return std::nullopt;
    return scene;
}

// A run that names who asks: others are as if they were not there.
const Departure* own_run(const CrewScene& scene, std::string_view code) {
    const auto* row = scene.registry->departure_by_code(code);
    return row && fleet::serves(scene.member, row->value) ? &row->value : nullptr;
}

// Errors: unavailable.
Result<CrewRun> read_run(const CrewScene& scene, const Departure& departure, const Services& services,
                         db::Reader& reader) {
    const auto* school = scene.registry->school_by_code(departure.school, scene.now);
    const registry::School unknown{.code = departure.school, .name = departure.school, .stage = {}};
    const GateScene gate{scene.registry, school ? &school->value : &unknown, scene.now};
    const std::array one{&departure};
    auto visits = read_visits(gate, one, services, reader);
    if (!visits) return visits.error();
    const auto& settings = services.gate.trip;
    auto stops = fleet::stops_of(departure, *scene.registry, settings);
    const bool over = fleet::count_time(departure, stops, settings).until <= scene.now;
    return CrewRun{std::move(visits->front()), gate.school->name, std::move(stops), over};
}

Result<std::vector<CrewRun>> read_today(const CrewScene& scene, const Services& services,
                                        db::Reader& reader) {
    const Time midnight = china_midnight(scene.now);
    std::vector<CrewRun> runs;
    for (const Departure* departure :
         fleet::runs_of(scene.member, *scene.registry, midnight, midnight + std::chrono::days{1})) {
        auto run = read_run(scene, *departure, services, reader);
        if (!run) return run.error();
        runs.push_back(std::move(*run));
    }
    std::stable_partition(runs.begin(), runs.end(), [](const CrewRun& run) { return !run.over; });
    return runs;
}

std::vector<pages::LaterRun> later_runs(const CrewScene& scene) {
    const Time tomorrow = china_midnight(scene.now) + std::chrono::days{1};
    auto departures = fleet::runs_of(scene.member, *scene.registry, tomorrow, tomorrow + later_shown);
    departures.resize(std::min(departures.size(), most_later));
    std::vector<pages::LaterRun> later;
    for (const Departure* departure : departures) {
        const auto* line = scene.registry->line_by_code(departure->line, departure->leaves_at);
        later.push_back({departure, line ? line->value.name : departure->line});
    }
    return later;
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
                                             .runs = *runs,
                                             .later = later,
                                             .made_at = scene->now,
                                             .token = form_token(request.caller.session),
                                             .refreshes = request.field("still") != "1"}),
                         pages::crew_style);
}

// Why nobody counts on this run now; empty: the escort may.
std::string no_count_now(const CrewScene& scene, const CrewRun& run, const Services& services) {
    if (run.visit.departure.status == registry::DepartureStatus::cancelled)
        return "这一趟取消了，不用点人数。";
    const auto when = fleet::count_time(run.visit.departure, run.stops, services.gate.trip);
    if (scene.now < when.from) return "还早：发车前 60 分钟起，在这里点人数。";
    return scene.now < when.until ? "" : "这一趟早就结束了，不能再点人数。";
}

Response run_page(unsigned status, const Request& request, const CrewScene& scene, const CrewRun& run,
                  const std::vector<FormFault>& faults, const Services& services) {
    pages::CrewRunPage page{run, scene.now, {}, ""};
    if (scene.member.post == Post::escort) {
        page.no_form = no_count_now(scene, run, services);
        if (page.no_form.empty()) page.form = count_form(request, faults);
    }
    return page_response(status, pages::render_crew_run(page), pages::crew_style);
}

Response crew_run(const Request& request, const Services& services, db::Reader& reader) {
    const auto scene = crew_scene(request, services);
    const auto* departure = scene ? own_run(*scene, request.arguments.front()) : nullptr;
    if (!departure) return closed_page(404);
    const auto run = read_run(*scene, *departure, services, reader);
    return run ? run_page(200, request, *scene, *run, {}, services) : busy_page();
}

// The form again, with what was typed and what is wrong with it.
Response faulty_count(unsigned status, const Request& request, const std::vector<FormFault>& faults,
                      const Services& services, db::Reader& reader) {
    const auto scene = crew_scene(request, services);
    const auto* departure = scene ? own_run(*scene, request.arguments.front()) : nullptr;
    if (!departure) return closed_page(404);
    const auto run = read_run(*scene, *departure, services, reader);
    return run ? run_page(status, request, *scene, *run, faults, services) : busy_page();
}

Response not_stored(const Request& request, const Error& error, const Services& services,
                    db::Reader& reader) {
    if (error.code == ErrorCode::conflict)
        return faulty_count(409, request, {{"pupils", "这张表已经交过了，请看最新情况，再点一次"}}, services,
                            reader);
    return faulty_count(503, request, {{"pupils", "没有保存成功，服务器现在忙，请再按一次"}}, services,
                        reader);
}

void post_count(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto scene = crew_scene(request, services);
    const auto* departure = scene ? own_run(*scene, request.arguments.front()) : nullptr;
    const auto* plate = departure ? scene->registry->plate_of(departure->vehicle) : nullptr;
    if (!plate) return answer(closed_page(404));
    const auto run = read_run(*scene, *departure, services, reader);
    if (!run) return answer(busy_page());
    if (!no_count_now(*scene, *run, services).empty())
        return answer(run_page(409, request, *scene, *run, {}, services));
    std::vector<FormFault> faults;
    if (!has_form_key(request)) faults.push_back({"pupils", "这张表不完整，请再填一次"});
    const auto heads = heads_typed(request, faults);
    if (!faults.empty()) return answer(run_page(422, request, *scene, *run, faults, services));

    Request told = request;
    told.headers.idempotency_key = request.form_field("key");
    told.json = boost::json::object{
        {"departure", departure->code}, {"pupils", heads->pupils}, {"adults", heads->adults}};
    const Telling telling{.plate = *plate,
                          .vehicle = departure->vehicle,
                          .at = {},
                          .payload = *heads,
                          .action = "escort_count"};
    tell(told, services, reader, telling,
         [answer, request, &services](const Result<Told>& stored, db::Reader& after) {
             if (!stored) return answer(not_stored(request, stored.error(), services, after));
             answer(redirect_to("/c/t/" + percent_encode(request.arguments.front())));
         });
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
    Route{.verb = Verb::post,
          .pattern = "/c/t/{departure}",
          .summary = "The escort has counted everybody aboard",
          .door = counts,
          .handler = post_count,
          .successes = {{{303, "", "Stored: to the run"}}},
          .page = true,
          .form = true,
          .sign_in = crew_login},
};

}  // namespace

std::span<const Route> crew_routes() { return crew_route_rows; }

}  // namespace husong::http
