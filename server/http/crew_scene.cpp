#include "server/http/crew_scene.hpp"

#include "server/http/gate_reading.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"

namespace husong::http {

using fleet::Post;
using pages::CrewRun;

std::optional<CrewScene> crew_scene(const Request& request, const Services& services) {
    const access::Account& account = *request.caller.account;
    const Post post = account.role == access::Role::driver ? Post::driver : Post::escort;
    CrewScene scene{services.world.registry(), {post, account.scope}, "", request.received_at};
    if (account.scope.empty()) return std::nullopt;
    scene.name = fleet::name_of(scene.member, *scene.registry, scene.now);
    if (scene.name.empty()) return std::nullopt;
    return scene;
}

std::optional<registry::Run> own_run(const CrewScene& scene, std::string_view code) {
    const auto known = registry::run_by_code(code, *scene.registry);
    if (!known) return std::nullopt;
    const Time leaves_at = known->value.leaves_at;
    for (registry::Run& run : fleet::runs_of(scene.member, *scene.registry, leaves_at, leaves_at + 1ms))
        if (run.value.code == code) return std::move(run);
    return std::nullopt;
}

Result<CrewRun> read_run(const CrewScene& scene, const registry::Run& run, const Services& services,
                         db::Reader& reader) {
    const registry::Departure& departure = run.value;
    const auto* school = scene.registry->school_by_code(departure.school, scene.now);
    const registry::School unknown{.code = departure.school, .name = departure.school, .stage = {}};
    const GateScene gate{scene.registry, school ? &school->value : &unknown, scene.now};
    auto visits = read_visits(gate, {&run, 1}, services, reader);
    if (!visits) return visits.error();
    return CrewRun{std::move(visits->front()),
                   gate.school->name,
                   fleet::stops_of(departure, *scene.registry, services.gate.trip),
                   fleet::run_time(departure, *scene.registry, services.gate),
                   registry::shares_line(departure, *scene.registry),
                   false};
}

}  // namespace husong::http
