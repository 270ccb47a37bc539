#include "server/http/teacher_roll.hpp"

#include "server/access/secret.hpp"
#include "server/fleet/crew.hpp"
#include "server/http/caller.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/return_roll.hpp"
#include "server/http/services.hpp"
#include "server/http/telling.hpp"
#include "server/http/url.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/teacher.hpp"
#include "server/pages/teacher_roll.hpp"
#include "server/registry/runs.hpp"
#include "server/registry/travel_modes.hpp"
#include "server/tracking/rider_marks.hpp"
#include "server/tracking/trip_trace.hpp"
#include "server/ways/class_ways.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace husong::http {

namespace {

using pages::RollPage;
using pages::RollPupil;
using pages::RollRide;
using registry::Departure;
using registry::Direction;
using tracking::EventKind;

constexpr std::size_t most_events_of_morning =
    5'000;  // of a vehicle: ten full runs, each rider marked thrice

// A run to school that has left today, with what was told of it; on a day of return those that have not, too.
struct RollRun {
    Departure run;
    bool left = true;
    std::vector<tracking::Record> events;
    fleet::RunTime time;
    bool coming = false;                        // it has not come to the school, as far as anything tells
    std::set<std::string, std::less<>> riders;  // codes
};

struct RollScene {
    registry::RegistryPtr registry;
    ways::SchoolClass of;
    std::vector<RollRun> runs;
    std::optional<ReturnDay> returned;
    RollPage page;
    Time now{};

    [[nodiscard]] bool returns_today() const { return returned && returned->on == china_date(now); }
};

bool is_coming(const Departure& run, const registry::Registry& registry, const Services& services, Time now) {
    const auto state = services.world.state(run.vehicle);
    if (!state) return false;
    const tracking::Trip& trip = state->track.trip;
    if (trip.departure != tracking::code_hash(run.code) || trip.at_last_place()) return false;
    if (trip.stage == tracking::TripStage::under_way) return true;
    const auto plan = tracking::plan_trip(run, registry, services.gate.trip);
    const Time due = plan.places.empty() ? run.leaves_at : plan.places.back().due;
    return trip.stage == tracking::TripStage::expected && now < due;
}

Result<RollRun> read_roll_run(const Departure& run, const registry::Registry& registry,
                              const Services& services, db::Reader& reader, Time now) {
    RollRun read{run, run.leaves_at <= now, {}, fleet::run_time(run, registry, services.gate), false, {}};
    for (const auto& rider : registry.travels_of_line(run.line, run.direction, run.leaves_at))
        read.riders.insert(rider.pupil->value.code);
    if (!read.left) return read;
    for (const VehicleId vehicle : registry::servers_of(run.code, registry)) {
        auto events = reader.trip_events(vehicle, china_midnight(now), now + ingest::clock_skew_limit,
                                         most_events_of_morning);
        if (!events) return events.error();
        read.events.insert(read.events.end(), events->begin(), events->end());
    }
    std::ranges::stable_sort(read.events, {}, &tracking::Record::measured_at);
    read.coming = is_coming(run, registry, services, now);
    return read;
}

RollRide ride_of(const tracking::RiderMarks& marks, bool coming) {
    if (marks.aboard()) return RollRide::aboard;
    if (marks.alighted_at) return RollRide::alighted;
    if (marks.excused()) return RollRide::excused;
    return coming ? RollRide::coming : RollRide::not_told;
}

bool rides_in(const registry::Pupil& pupil, const std::vector<RollRun>& runs) {
    return std::ranges::any_of(runs, [&](const RollRun& run) { return run.riders.contains(pupil.code); });
}

// What was told on the run in which it rode, or where nobody tells that, on any that it might have.
RollPupil roll_pupil(const registry::Pupil& pupil, const std::vector<RollRun>& runs) {
    RollPupil read{&pupil, rides_in(pupil, runs) ? RollRide::not_told : RollRide::own_way, {}, {}};
    bool rode = false;
    for (const RollRun& each : runs) {
        if (!each.riders.contains(pupil.code)) continue;
        if (!each.left) {
            if (!rode) read.ride = RollRide::coming;
            continue;
        }
        const auto marks =
            tracking::marks_of(pupil.code, {each.run.code, each.time.from, each.time.until}, each.events);
        if (marks.at_school_at) read.found_at = std::max(read.found_at.value_or(Time{}), *marks.at_school_at);
        if (marks.missed_at) read.missed_at = std::max(read.missed_at.value_or(Time{}), *marks.missed_at);
        if (marks.rode() || !rode) read.ride = ride_of(marks, each.coming);
        rode = rode || marks.rode();
    }
    return read;
}

// Of a boarder whom the roll of a day of return asks for.
void add_return(RollPupil& read, const RollScene& scene) {
    const std::string& code = read.pupil->code;
    const auto* told = scene.registry->travel(code, Direction::to_school, scene.now);
    const auto* mode = told ? registry::travel_mode(told->value.mode) : nullptr;
    if (mode) read.way = mode->name_zh;
    read.boarder = true;
    read.mark = scene.returned->kind_of(code);
    if (scene.returned->is_back(code)) {
        read.back_at = scene.returned->called_at;
        read.mark.clear();
    }
}

// Today all boarders, later those who are missing still.
bool is_asked_back(const registry::Pupil& pupil, const RollScene& scene) {
    if (!scene.returned || !pupil.boarding) return false;
    return scene.returns_today() || scene.returned->kind_of(pupil.code) == "missing";
}

void add_pupils(RollScene& scene) {
    std::vector<RollRun> left = scene.runs;
    std::erase_if(left, [](const RollRun& run) { return !run.left; });
    for (const registry::Pupil* pupil : ways::pupils_of(*scene.registry, scene.of, scene.now)) {
        const bool back = is_asked_back(*pupil, scene);
        if (!back && !rides_in(*pupil, left)) continue;
        scene.page.pupils.push_back(roll_pupil(*pupil, back ? scene.runs : left));
        if (back) add_return(scene.page.pupils.back(), scene);
    }
}

// Errors: not_found (the account names no class of the register), unavailable.
Result<RollScene> roll_scene(const Request& request, const Services& services, db::Reader& reader) {
    const Time now = request.received_at;
    const auto of = ways::parse_class(request.caller.account->scope);
    RollScene scene{services.world.registry(), of.value_or(ways::SchoolClass{}), {}, {}, {}, now};
    const auto* school = of ? scene.registry->school_by_code(of->school, now) : nullptr;
    if (!school) return Error{ErrorCode::not_found, "the account is of no class"};
    const auto marks = reader.return_marks_of(of->school, of->name);
    if (!marks) return marks.error();
    scene.returned = return_day_to_call(*marks, *of, *scene.registry, now);
    const Time midnight = china_midnight(now);
    const Time until = scene.returns_today() ? midnight + std::chrono::days{1} : now + 1ms;
    for (const registry::Run& each :
         registry::find_runs({.from = midnight, .until = until, .school = of->school}, *scene.registry)) {
        if (each.value.direction != Direction::to_school) continue;
        auto run = read_roll_run(each.value, *scene.registry, services, reader, now);
        if (!run) return run.error();
        scene.runs.push_back(std::move(*run));
    }
    scene.page.school = school->value.name;
    scene.page.class_name = of->name;
    scene.page.made_at = now;
    scene.page.token = form_token(request.caller.session);
    scene.page.key = access::make_secret();
    if (scene.returned) {
        scene.page.return_on = scene.returned->on;
        scene.page.return_called_at = scene.returned->called_at;
    }
    add_pupils(scene);
    return scene;
}

Response no_roll(const Error& error) {
    return error.code == ErrorCode::not_found ? closed_page(403) : busy_page();
}

Response show_roll(unsigned status, const RollScene& scene) {
    return page_response(status, pages::render_roll(scene.page), pages::teacher_style);
}

std::set<std::string, std::less<>> codes_listed(std::string_view text) {
    std::set<std::string, std::less<>> codes;
    while (!text.empty()) {
        const auto space = std::min(text.find(' '), text.size());
        if (auto code = percent_decode(text.substr(0, space))) codes.insert(std::move(*code));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return codes;
}

bool is_ticked(const Request& request, const std::string& code) {
    if (request.form_field("reason") == "back") return false;
    const std::pair<std::string, std::string> tick{"missing", code};
    return std::ranges::find(request.form, tick) != request.form.end();
}

// Of those whom the form showed, and whom its teacher may tell of.
std::vector<const RollPupil*> asked_of(const Request& request, const RollScene& scene) {
    const auto listed = codes_listed(request.form_field("listed"));
    std::vector<const RollPupil*> asked;
    for (const RollPupil& pupil : scene.page.pupils)
        if (listed.contains(pupil.pupil->code) && (pupil.ride != RollRide::excused || !pupil.mark.empty()))
            asked.push_back(&pupil);
    return asked;
}

// Why they are missing; empty: nobody knows.
std::string reason_told(const Request& request) {
    const auto told = request.form_field("reason");
    return told == "leave" || told == "contacted" ? std::string{told} : std::string{};
}

// What the form says that was not told before; that nobody has come is told of each, too.
std::vector<AlsoTold> roll_events(const Request& request, const RollScene& scene) {
    if (!reason_told(request).empty()) return {};  // that she is missing was told before
    auto asked = asked_of(request, scene);
    std::erase_if(asked, [](const RollPupil* pupil) { return pupil->ride == RollRide::own_way; });
    const bool nobody_came = std::ranges::all_of(
        asked, [&](const RollPupil* pupil) { return is_ticked(request, pupil->pupil->code); });
    std::vector<AlsoTold> events;
    for (const RollPupil* pupil : asked) {
        const std::string& code = pupil->pupil->code;
        const bool missing = is_ticked(request, code);
        if (missing != pupil->found_at.has_value() && !nobody_came) continue;
        for (const RollRun& each : scene.runs) {
            if (!each.left || !each.riders.contains(code)) continue;
            tracking::TripEvent event;
            event.kind = missing ? EventKind::taken_back : EventKind::at_school;
            event.trip = each.run.code;
            event.person = code;
            event.number = missing ? static_cast<std::int32_t>(EventKind::at_school) : 0;
            events.push_back({event, each.run.vehicle});
        }
    }
    return events;
}

// What the form says of boarders; none: it is of no day of return.
std::optional<ReturnRoll> return_roll_of(const Request& request, const RollScene& scene) {
    if (!scene.returned || request.form_field("day") != to_iso(scene.returned->on)) return std::nullopt;
    ReturnRoll roll{scene.of,    scene.returned->on, {}, {}, reason_told(request), request.caller.number(),
                    request.peer};
    for (const RollPupil* pupil : asked_of(request, scene)) {
        const std::string& code = pupil->pupil->code;
        if (pupil->boarder) (is_ticked(request, code) ? roll.missing : roll.there).push_back(code);
    }
    if (roll.there.empty() && roll.missing.empty()) return std::nullopt;
    return roll;
}

void tell_roll(const Request& request, const Services& services, db::Reader& reader,
               std::vector<AlsoTold> events, const AfterTelling& then) {
    const auto registry = services.world.registry();
    const auto* plate = registry->plate_of(events.front().vehicle);
    if (!plate) return then(Error{ErrorCode::not_found, "the run's vehicle has no plate"}, reader);
    Request told = request;
    told.headers.idempotency_key = request.form_field("key");
    boost::json::array present, not_there;
    for (const AlsoTold& each : events) {
        const auto& event = std::get<tracking::TripEvent>(each.payload);
        (event.kind == EventKind::at_school ? present : not_there).emplace_back(event.person);
    }
    told.json = boost::json::object{{"at_school", std::move(present)}, {"taken_back", std::move(not_there)}};
    Telling telling{.plate = *plate,
                    .vehicle = events.front().vehicle,
                    .at = {},
                    .payload = events.front().payload,
                    .also = {events.begin() + 1, events.end()},
                    .action = "school_roll"};
    tell(told, services, reader, telling, then);
}

using AfterRoll = std::function<void(const Result<>&, db::Reader&)>;

void tell_boarders(const std::optional<ReturnRoll>& roll, const Services& services, db::Reader& reader,
                   const AfterRoll& then) {
    if (!roll) return then({}, reader);
    ingest::Act act;
    act.apply = [roll = *roll](ingest::Transaction& transaction) {
        return tell_return_roll(roll, transaction);
    };
    act.done = [then, &services](const Result<>& stored) {
        services.reads.run_anyway([then, stored](db::Reader& after) { then(stored, after); });
    };
    if (!services.submit(std::move(act)))
        then(Error{ErrorCode::unavailable, "too many acts wait to be stored"}, reader);
}

}  // namespace

Response roll_page(const Request& request, const Services& services, db::Reader& reader) {
    auto scene = roll_scene(request, services, reader);
    if (!scene) return no_roll(scene.error());
    scene->page.sent = request.field("sent") == "1";
    return show_roll(200, *scene);
}

void post_roll(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    auto scene = roll_scene(request, services, reader);
    if (!scene) return answer(no_roll(scene.error()));
    if (!has_form_key(request)) {
        scene->page.trouble = "这张表不完整，请再按一次";
        return answer(show_roll(422, *scene));
    }
    const auto is_over = [&](std::string_view day) {
        return !day.empty() && (!scene->returned || day != to_iso(scene->returned->on));
    };
    if (is_over(request.form_field("day"))) {
        scene->page.trouble = "这张表是另一天的，请看最新情况，再报一次";
        return answer(show_roll(409, *scene));
    }
    const auto stored = [answer, request, &services](const Result<>& done, db::Reader& after) {
        if (done) return answer(redirect_to("/t/roll?sent=1"));
        auto now_known = roll_scene(request, services, after);
        if (!now_known) return answer(no_roll(now_known.error()));
        const bool conflict = done.error().code == ErrorCode::conflict;
        now_known->page.trouble =
            conflict ? "这张表已经交过了，请看最新情况，再按一次" : "没有保存成功，服务器现在忙，请再勾一次";
        answer(show_roll(conflict ? 409 : 503, *now_known));
    };
    auto events = roll_events(request, *scene);
    const auto boarders = return_roll_of(request, *scene);
    if (events.empty()) return tell_boarders(boarders, services, reader, stored);
    tell_roll(request, services, reader, std::move(events),
              [boarders, stored, &services](const Result<Told>& told, db::Reader& after) {
                  if (!told) return stored(told.error(), after);
                  tell_boarders(boarders, services, after, stored);
              });
}

}  // namespace husong::http
