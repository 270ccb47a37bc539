// What a crew tells of its run: each act is stored, and folded, before the page says so.
#include "server/access/secret.hpp"
#include "server/fleet/marks.hpp"
#include "server/gate/words.hpp"
#include "server/http/caller.hpp"
#include "server/http/crew_handlers.hpp"
#include "server/http/gate_keeping.hpp"
#include "server/http/telling.hpp"
#include "server/http/url.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/pages/crew_duty.hpp"
#include "server/tracking/rider_marks.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>

#include <algorithm>

namespace husong::http {

namespace {

using fleet::Duty;
using fleet::Post;
using fleet::RiderState;
using pages::CrewRun;
using tracking::EventKind;
using tracking::TripEvent;

constexpr std::size_t longest_words = 180;  // bytes: 60 characters
constexpr std::uint16_t crew_aboard = 2;    // the driver and the escort who counts
constexpr std::size_t most_marks = 5'000;   // of a run: each rider of a full vehicle many times
constexpr Milliseconds marks_ahead = ingest::clock_skew_limit;
constexpr std::uint16_t most_at_a_stop = 99;  // pupils who board at one
constexpr std::chrono::minutes fresh_fix{2};  // an older one does not say that the vehicle still moves
constexpr std::string_view fault_of_key = "这张表不完整，请再按一次";

// The run, as who asks may see it, and what may be told of it.
struct OnDuty {
    CrewScene scene;
    registry::Departure departure;
    CrewRun run;
    Duty duty;
    std::string not_now;
};

// Errors: not_found (no run of who asks), denied (not for this post), unavailable.
Result<OnDuty> on_duty(const Request& request, const Services& services, db::Reader& reader,
                       std::optional<Post> post) {
    auto scene = crew_scene(request, services);
    auto own = scene ? own_run(*scene, request.arguments.front()) : std::nullopt;
    if (!own) return Error{ErrorCode::not_found, "no run of who asks"};
    if (post && scene->member.post != *post) return Error{ErrorCode::denied, "not for this post"};
    auto run = read_run(*scene, *own, services, reader);
    if (!run) return run.error();
    OnDuty on{std::move(*scene), std::move(own->value), std::move(*run), {}, ""};
    on.duty = duty_of_run(on.scene, on.departure, services);
    on.not_now = no_duty_now(on.scene, on.run, on.duty);
    return on;
}

Response no_duty_page(const Error& error) {
    if (error.code == ErrorCode::denied) return closed_page(403);
    return error.code == ErrorCode::not_found ? closed_page(404) : busy_page();
}

// Riders are told of, and the sweep, only when the vehicle's state is of this run; signing in makes it so.
std::string no_riding_now(const OnDuty& on) {
    if (!on.not_now.empty()) return on.not_now;
    return on.duty.followed ? "" : "请先在“这一趟”里签到。";
}

std::size_t riders_aboard(const Duty& duty) {
    std::size_t aboard = 0;
    for (const auto& stop : duty.stops)
        aboard += static_cast<std::size_t>(
            std::ranges::count(stop.riders, RiderState::aboard, &fleet::RunRider::state));
    return aboard;
}

// Whoever has not looked still may, and should, when the time of the run is over.
std::string no_sweep_now(const OnDuty& on) {
    if (on.duty.sweep_missing) return "";
    std::string why = no_riding_now(on);
    if (!why.empty()) return why;
    return on.duty.may_sweep ? "" : "还没到终点：到终点、学生都下车以后，在这里清车。";
}

// What is shown with a page when nothing was typed.
struct Again {
    std::vector<pages::FormFault> faults{};
    std::vector<std::string> ticked{};
    std::string note{};
    std::string number{};
    std::string doubt{};  // why the number is asked for once more
};

using Render = std::string (*)(const pages::DutyPage&);

// A page, and why nothing can be told on it now; empty: something can.
struct ShownDuty {
    Render render = nullptr;
    std::string not_now{};
    Again again{};
};

Response duty_page(unsigned status, const Request& request, const OnDuty& on, const ShownDuty& shown) {
    const pages::DutyPage page{
        .run = on.run,
        .duty = on.duty,
        .made_at = on.scene.now,
        // It may be stored although it was answered so: pressed again, it is the same act.
        .form = {form_token(request.caller.session),
                 status == 503 ? std::string{request.form_field("key")} : access::make_secret()},
        .not_now = shown.not_now,
        .told = status == 200 ? told_zh(request.field("told")) : "",
        .faults = shown.again.faults,
        .ticked = shown.again.ticked,
        .note = shown.again.note,
        .number = shown.again.number,
        .doubt = shown.again.doubt};
    return page_response(status, shown.render(page), pages::crew_style);
}

TripEvent event_of(const OnDuty& on, EventKind kind, std::string_view person, std::int32_t number = 0,
                   std::string_view note = "") {
    return {.kind = kind,
            .trip = on.departure.code,
            .person = std::string{person},
            .other = "",
            .number = number,
            .note = std::string{note}};
}

// Where it is answered from: the page, and what of it is shown again when it could not be stored.
struct AskedFrom {
    std::string address;  // after it was stored
    Render render = nullptr;
    Again again{};
};

// What is told of a run.
struct Tidings {
    const OnDuty& on;
    std::vector<TripEvent> events;
    AskedFrom at;
    std::vector<TripEvent> of_relieved{};  // … of the vehicle that it took the run over from
    std::optional<tracking::HeadCount> heads{};
};

void tell_events(const Request& request, const Services& services, db::Reader& reader, const Answer& answer,
                 const Tidings& tidings) {
    const auto& [on, events, at, of_relieved, heads] = tidings;
    const auto* plate = on.scene.registry->plate_of(on.departure.vehicle);
    if (!plate || events.empty()) return answer(closed_page(404));
    Request told = request;
    told.headers.idempotency_key = request.form_field("key");
    boost::json::array persons;
    for (const TripEvent& event : events) persons.emplace_back(event.person);
    told.json = boost::json::object{{"departure", on.departure.code},
                                    {"event", tracking::event_name(events.front().kind)},
                                    {"persons", std::move(persons)},
                                    {"number", events.front().number},
                                    {"note", events.front().note}};
    Telling telling{.plate = *plate,
                    .vehicle = on.departure.vehicle,
                    .at = {},
                    .payload = events.front(),
                    .action = "crew_" + std::string{tracking::event_name(events.front().kind)},
                    .flags = 0};
    for (std::size_t i = 1; i < events.size(); ++i) telling.also.push_back({events[i], {}});
    for (const TripEvent& event : of_relieved) telling.also.push_back({event, on.departure.part.relieved});
    if (heads) telling.also.push_back({*heads, {}});
    tell(told, services, reader, telling,
         [answer, request, &services, at = tidings.at](const Result<Told>& stored, db::Reader& after) {
             if (stored) return answer(redirect_to(at.address));
             const auto now_on = on_duty(request, services, after, std::nullopt);
             if (!now_on) return answer(no_duty_page(now_on.error()));
             const bool conflict = stored.error().code == ErrorCode::conflict;
             Again again = at.again;
             again.faults = {{"main", conflict ? "这张表已经交过了，请看最新情况，再按一次"
                                               : "没有保存成功，服务器现在忙，请再按一次"}};
             answer(duty_page(conflict ? 409 : 503, request, *now_on, {at.render, now_on->not_now, again}));
         });
}

std::string run_address(const OnDuty& on, std::string_view rest) {
    return "/c/t/" + percent_encode(on.departure.code) + std::string{rest};
}

void post_marks(const Request& request, const Services& services, db::Reader& reader, const OnDuty& on,
                const Answer& answer) {
    const fleet::Marks marks = fleet::read_marks(request.form_field("mark"), on.duty, on.departure);
    // Marked already, by a form that was sent twice or from an older page: it shows how things stand.
    if (marks.events.empty()) return answer(redirect_to(run_address(on, "/riders")));
    const std::string anchor = marks.stop ? "#s" + std::to_string(*marks.stop) : "";
    tell_events(
        request, services, reader, answer,
        {on, marks.events, {run_address(on, "/riders" + anchor), pages::render_riders}, marks.of_relieved});
}

// Of those aboard by name, whoever boarded before this stop: before it stood here, or the last stop's count.
// As far as that is known: whoever was marked here is among those who were counted here.
Result<int> aboard_before(const OnDuty& on, const Services& services, db::Reader& reader) {
    const auto state = services.world.state(on.departure.vehicle);
    if (!state) return 0;
    const tracking::Motion& motion = state->track.motion;
    const Time stood = motion.has_moved && !motion.moving ? motion.since : Time{};
    const Time before = std::max(on.duty.counted_at.value_or(Time{}), stood);
    const auto events =
        reader.trip_events(on.departure.vehicle, on.run.time.from, on.scene.now + marks_ahead, most_marks);
    if (!events) return events.error();
    const tracking::MarkedRun run{on.departure.code, on.run.time.from, on.run.time.until};
    int aboard = 0;
    for (const auto& stop : on.duty.stops)
        for (const fleet::RunRider& rider : stop.riders) {
            if (rider.state != RiderState::aboard) continue;
            const auto marks = tracking::marks_of(rider.pupil->code, run, *events);
            if (marks.boarded_at && *marks.boarded_at <= before) ++aboard;
        }
    return aboard;
}

// More than the vehicle holds, as far as the page knows; none: not so, or nobody knows what it holds.
std::optional<tracking::HeadCount> too_many(const OnDuty& on, int boarded, int aboard) {
    const int capacity = on.run.visit.verdict.load.approved_persons.value_or(0);
    const int pupils = boarded + aboard;
    if (capacity <= 0 || pupils + crew_aboard <= capacity) return std::nullopt;
    return tracking::HeadCount{static_cast<std::uint16_t>(pupils), crew_aboard, 0};
}

void post_stop_count(const Request& request, const Services& services, db::Reader& reader, const OnDuty& on,
                     const Answer& answer) {
    const std::string typed{request.form_field("number").substr(0, longest_words)};
    const auto number = number_typed(typed, most_at_a_stop);
    if (!number || typed.empty()) {
        const Again again{{{"number", "上来的学生人数要填 0 到 99 的数"}}, {}, "", typed};
        return answer(duty_page(422, request, on, {pages::render_riders, no_riding_now(on), again}));
    }
    const auto aboard = aboard_before(on, services, reader);
    if (!aboard) return answer(busy_page());
    const auto heads = too_many(on, *number, *aboard);
    Again again{{}, {}, "", typed};
    if (heads && request.form_field("sure") != typed) {
        const std::string before = *aboard > 0 ? fmt::format("（车上已有 {} 名）", *aboard) : "";
        again.doubt = fmt::format("核载 {} 人，这一站上来 {} 名学生{}？再填一次就记下；超员的车不要开",
                                  *on.run.visit.verdict.load.approved_persons, *number, before);
        return answer(duty_page(422, request, on, {pages::render_riders, "", again}));
    }
    tell_events(request, services, reader, answer,
                {on,
                 {event_of(on, EventKind::stop_counted, on.scene.member.code, *number)},
                 {run_address(on, "/riders?told=counted"), pages::render_riders, again},
                 {},
                 heads});
}

std::vector<std::string> ticked_of(const Request& request) {
    std::vector<std::string> ticked;
    for (std::size_t i = 0; i < fleet::walk_round_items.size(); ++i)
        if (request.form_field("item" + std::to_string(i)) == "1") ticked.push_back(std::to_string(i));
    return ticked;
}

}  // namespace

Duty duty_of_run(const CrewScene& scene, const registry::Departure& departure, const Services& services) {
    const auto state = services.world.state(departure.vehicle);
    Duty duty = fleet::duty_of(scene.member, departure, state ? &state->track.trip : nullptr, *scene.registry,
                               scene.now);
    if (const auto before = services.world.state(departure.part.relieved))
        fleet::tell_relieved(duty, before->track.trip, departure);
    return duty;
}

std::string no_duty_now(const CrewScene& scene, const CrewRun& run, const Duty& duty) {
    if (run.visit.departure.status == registry::DepartureStatus::cancelled) return "这一趟取消了。";
    if (scene.now < run.time.from) return "还早：" + gate::clock_zh(run.time.from) + " 起，在这里签到。";
    if (!run.time.holds(scene.now)) return "这一趟结束了。";
    if (duty.on_another_run) return "车还在跑另一趟，那一趟结束以后在这里签到。";
    const auto& position = run.visit.verdict.position;
    const bool drives = position && position->moving && position->age <= fresh_fix;
    return drives && scene.member.post == Post::driver ? "车在走：停稳以后再按。" : "";
}

std::string told_zh(std::string_view told) {
    if (told == "on") return "签到已记下。";
    if (told == "off") return "签退已记下。";
    if (told == "checked") return "出车前检查已记下。";
    if (told == "counted") return "这一站的人数已记下。";
    return told == "swept" ? "清车已记下。" : "";
}

Response walk_round_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto on = on_duty(request, services, reader, Post::driver);
    if (!on) return no_duty_page(on.error());
    return duty_page(200, request, *on, {pages::render_walk_round, on->not_now});
}

Response riders_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto on = on_duty(request, services, reader, Post::escort);
    if (!on) return no_duty_page(on.error());
    return duty_page(200, request, *on, {pages::render_riders, no_riding_now(*on)});
}

Response sweep_page(const Request& request, const Services& services, db::Reader& reader) {
    const auto on = on_duty(request, services, reader, Post::escort);
    if (!on) return no_duty_page(on.error());
    return duty_page(200, request, *on, {pages::render_sweep, no_sweep_now(*on)});
}

void post_duty(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto on = on_duty(request, services, reader, std::nullopt);
    if (!on) return answer(no_duty_page(on.error()));
    const std::string_view act = request.form_field("act");
    const Post post = on->scene.member.post;
    const Render render = post == Post::driver ? pages::render_walk_round : pages::render_riders;
    if (!on->not_now.empty()) return answer(duty_page(409, request, *on, {render, on->not_now}));
    if ((act != "on" && act != "off") || !has_form_key(request))
        return answer(duty_page(422, request, *on, {render, "", {{{"main", std::string{fault_of_key}}}}}));
    const EventKind kind = post == Post::driver ? act == "on" ? EventKind::driver_on : EventKind::driver_off
                           : act == "on"        ? EventKind::escort_on
                                                : EventKind::escort_off;
    tell_events(request, services, reader, answer,
                {*on,
                 {event_of(*on, kind, on->scene.member.code)},
                 {run_address(*on, act == "on" ? "?told=on" : "?told=off"), render}});
}

void post_walk_round(const Request& request, const Services& services, db::Reader& reader,
                     const Answer& answer) {
    const auto on = on_duty(request, services, reader, Post::driver);
    if (!on) return answer(no_duty_page(on.error()));
    if (!on->not_now.empty())
        return answer(duty_page(409, request, *on, {pages::render_walk_round, on->not_now}));
    const bool fine = request.form_field("result") == "fine";
    Again again{{}, ticked_of(request), std::string{request.form_field("note").substr(0, longest_words)}, ""};
    if (!has_form_key(request)) again.faults.push_back({"items", std::string{fault_of_key}});
    if (fine && !again.ticked.empty())
        again.faults.push_back({"items", "勾了有问题的项目：是都正常就去掉勾，有问题就按“勾上的有问题”"});
    if (!fine && again.ticked.empty()) again.faults.push_back({"items", "请勾上有问题的项目"});
    if (!again.faults.empty())
        return answer(duty_page(422, request, *on, {pages::render_walk_round, "", again}));
    std::string note;
    for (const std::string& item : again.ticked)
        note += std::string{fleet::walk_round_items.at(std::stoul(item))} + " ";
    const std::string& driver = on->scene.member.code;
    std::vector events{event_of(*on, EventKind::walk_round, driver,
                                static_cast<std::int32_t>(again.ticked.size()), note + again.note)};
    if (!on->duty.on_since) events.push_back(event_of(*on, EventKind::driver_on, driver));
    tell_events(request, services, reader, answer,
                {*on, events, {run_address(*on, "?told=checked"), pages::render_walk_round, again}});
}

void post_riders(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto on = on_duty(request, services, reader, Post::escort);
    if (!on) return answer(no_duty_page(on.error()));
    const std::string not_now = no_riding_now(*on);
    if (!not_now.empty()) return answer(duty_page(409, request, *on, {pages::render_riders, not_now}));
    if (!has_form_key(request))
        return answer(duty_page(422, request, *on,
                                {pages::render_riders, "", {{{"main", std::string{fault_of_key}}}}}));
    if (request.form_field("mark") == "counted")
        return post_stop_count(request, services, reader, *on, answer);
    post_marks(request, services, reader, *on, answer);
}

void post_sweep(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const auto on = on_duty(request, services, reader, Post::escort);
    if (!on) return answer(no_duty_page(on.error()));
    const std::string not_now = no_sweep_now(*on);
    if (!not_now.empty()) return answer(duty_page(409, request, *on, {pages::render_sweep, not_now}));
    Again again;
    for (const auto& [box, wrong] : {std::pair{"seats", "请走到车尾，每个座位和座位底下都看过再勾"},
                                     std::pair{"empty", "车上没有学生才能勾；有学生，先带下车"}}) {
        if (request.form_field(box) == "1")
            again.ticked.emplace_back(box);
        else
            again.faults.push_back({box, wrong});
    }
    if (const std::size_t aboard = riders_aboard(on->duty); aboard > 0)
        again.faults.push_back({"empty", "还有 " + std::to_string(aboard) +
                                             " 人记着在车上：找到人，在“学生上下车”里记下车再清车"});
    if (!has_form_key(request)) again.faults.push_back({"seats", std::string{fault_of_key}});
    if (!again.faults.empty()) return answer(duty_page(422, request, *on, {pages::render_sweep, "", again}));
    tell_events(request, services, reader, answer,
                {*on,
                 {event_of(*on, EventKind::swept, on->scene.member.code)},
                 {run_address(*on, "?told=swept"), pages::render_sweep, again}});
}

}  // namespace husong::http
