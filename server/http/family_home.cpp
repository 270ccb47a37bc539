#include "server/http/family_home.hpp"

#include "server/access/secret.hpp"
#include "server/http/telling.hpp"
#include "server/http/trips.hpp"
#include "server/http/url.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"

#include <boost/json/object.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace husong::http {

namespace {

using registry::Departure;
using tracking::EventKind;

struct HomeRun {
    const Departure* run = nullptr;
    tracking::RiderMarks marks;
};

// Those that the child rode; where nobody has marked it, the last of the day may be its own, and each beside
// it.
Result<std::vector<HomeRun>> own_runs(std::vector<const Departure*> left, const registry::Registry& registry,
                                      ChildMarks& marks, db::Reader& reader) {
    std::vector<HomeRun> runs;
    for (const Departure* run : left) {
        auto told = marks.of(*run, reader);
        if (!told) return told.error();
        runs.push_back({run, *told});
    }
    if (std::ranges::any_of(runs, [](const HomeRun& each) { return each.marks.rode(); })) {
        std::erase_if(runs, [](const HomeRun& each) { return !each.marks.rode(); });
        return runs;
    }
    pages::keep_last(left, registry);
    std::erase_if(runs, [&](const HomeRun& each) { return std::ranges::find(left, each.run) == left.end(); });
    return runs;
}

// What was told last, of whichever run.
void see_told(pages::FamilyHome& home, const tracking::RiderMarks& marks) {
    const auto latest = [](const pages::FamilyHome& told) {
        return std::max(told.safe_at.value_or(Time{}), told.missing_at.value_or(Time{}));
    };
    const pages::FamilyHome told{{}, marks.safe_home_at, marks.not_home_at};
    if (latest(told) <= latest(home)) return;
    home.safe_at = told.safe_at;
    home.missing_at = told.missing_at;
}

// Who has got off is on no vehicle any more, wherever that is; who does not ride is asked for by nobody.
Result<bool> is_on_the_way(const HomeRun& home, const registry::Registry& registry, Time now,
                           db::Reader& reader) {
    const pages::FamilySettings settings;
    if (home.marks.excused()) return false;
    if (home.marks.alighted_at) return true;
    const auto plan = tracking::plan_trip(*home.run, registry, settings.trip);
    const auto trace = read_trace(*home.run, plan, now, settings.trip, reader);
    if (!trace) return trace.error();
    return pages::has_left(*home.run, *trace, settings.trip, now);
}

tracking::TripEvent home_event(EventKind kind, const Departure& run, const std::string& pupil) {
    return {.kind = kind, .trip = run.code, .person = pupil, .other = "", .number = 0, .note = ""};
}

// That the child is at home is told of all who carried its run, that it is not of who carries it now.
std::vector<AlsoTold> home_events(EventKind kind, const std::vector<const Departure*>& runs,
                                  const std::string& pupil, const registry::Registry& registry) {
    std::vector<AlsoTold> events;
    for (const Departure* run : runs) {
        std::vector<VehicleId> carried;
        if (kind == EventKind::safe_home) carried = registry::servers_of(run->code, registry);
        if (std::ranges::find(carried, run->vehicle) == carried.end()) carried.push_back(run->vehicle);
        for (const VehicleId vehicle : carried) {
            AlsoTold& told = events.emplace_back();
            told.payload = home_event(kind, *run, pupil);
            told.vehicle = vehicle;
        }
    }
    return events;
}

Response home_again(const Request& request) {
    return redirect_to("/f/" + percent_encode(request.arguments.front()));
}

// Of one link; none: go on.
std::optional<Response> slow_guardian_down(const std::string& link, const Request& request,
                                           const Services& services) {
    const Milliseconds wait = services.guardian_rates.take(link, request.received_at);
    if (wait == Milliseconds{0}) return std::nullopt;
    Response page = message_page(429, "按得太快了", "请过半分钟再按一次。着急请直接打电话给学校。");
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait);
    page.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
    return page;
}

struct HomeDeed {
    EventKind kind{};
    std::string link;  // the secret's hash
    std::string pupil;
    const HomeAsked& asked;
};

void tell_home(const Request& request, const Services& services, db::Reader& reader, const HomeDeed& deed,
               const Answer& answer) {
    const HomeAsked& asked = deed.asked;
    const auto registry = services.world.registry();
    const Departure& run = *asked.runs.back();
    const auto* plate = registry->plate_of(run.vehicle);
    if (!plate) return answer(home_again(request));
    Request told = request;
    told.path = "/f";  // what is kept of it carries no secret
    // Pressed twice, or by both parents on one link, it is one act until something else is told.
    const Time before = std::max(asked.home.safe_at.value_or(Time{}), asked.home.missing_at.value_or(Time{}));
    const std::string_view event = tracking::event_name(deed.kind);
    told.headers.idempotency_key = fmt::format("{} {} {} {}", deed.link, run.code, event, to_millis(before));
    told.json = boost::json::object{{"departure", run.code}, {"event", event}, {"person", deed.pupil}};
    std::vector<AlsoTold> events = home_events(deed.kind, asked.runs, deed.pupil, *registry);
    const auto own = std::ranges::find(events, run.vehicle, &AlsoTold::vehicle);
    Telling telling{.plate = *plate,
                    .vehicle = run.vehicle,
                    .at = {},
                    .payload = own->payload,
                    .action = "guardian_" + std::string{event},
                    .source = tracking::Source::guardian};
    events.erase(own);
    telling.also = std::move(events);
    tell(told, services, reader, telling, [answer, request](const Result<Told>& stored, db::Reader&) {
        if (stored || stored.error().code == ErrorCode::conflict) return answer(home_again(request));
        answer(message_page(503, "没有保存成功", "服务器现在忙，请返回再按一次。着急请直接打电话给学校。"));
    });
}

}  // namespace

Response no_such_link() { return page_response(404, pages::no_such_link_page(), "family.css"); }

Result<const registry::Pupil*> pupil_of_link(std::string_view token, const registry::Registry& registry,
                                             Time now, db::Reader& reader) {
    const auto link = reader.guardian_link(access::hash_secret(token));
    if (!link) return link.error();
    if (!*link || !(*link)->opens_at(now)) return nullptr;
    const auto* pupil = registry.pupil_by_code((*link)->pupil, now);
    return pupil ? &pupil->value : nullptr;
}

Result<HomeAsked> home_asked(const pages::FamilyDepartures& departures, const registry::Registry& registry,
                             ChildMarks& marks, Time now, db::Reader& reader) {
    const auto runs = own_runs(pages::runs_home(departures, registry, now), registry, marks, reader);
    if (!runs) return runs.error();
    HomeAsked asked;
    for (const HomeRun& each : *runs) {
        const auto goes = is_on_the_way(each, registry, now, reader);
        if (!goes) return goes.error();
        if (!*goes) continue;
        asked.runs.push_back(each.run);
        asked.home.run = each.run->code;
        see_told(asked.home, each.marks);
    }
    return asked;
}

void post_home(const Request& request, const Services& services, db::Reader& reader, const Answer& answer) {
    const std::string& token = request.arguments.front();
    const Time now = request.received_at;
    const auto registry = services.world.registry();
    const auto pupil = pupil_of_link(token, *registry, now, reader);
    if (!pupil) return answer(busy_page());
    if (!*pupil) return answer(no_such_link());
    const std::string_view act = request.form_field("act");
    if (act != "safe" && act != "missing") return answer(home_again(request));
    ChildMarks marks{(*pupil)->code, *registry, services, now};
    const auto departures = pages::departures_for(**pupil, *registry, now, pages::FamilySettings{});
    const auto asked = home_asked(departures, *registry, marks, now, reader);
    if (!asked) return answer(busy_page());
    // Another day's page, or told already: it shows how things stand.
    const bool told = act == "safe" ? asked->home.safe_at.has_value() : asked->home.missing_at.has_value();
    if (asked->runs.empty() || asked->home.run != request.form_field("run") || told)
        return answer(home_again(request));
    const HomeDeed deed{act == "safe" ? EventKind::safe_home : EventKind::not_home,
                        access::hash_secret(token), (*pupil)->code, *asked};
    if (auto refused = slow_guardian_down(deed.link, request, services)) return answer(std::move(*refused));
    tell_home(request, services, reader, deed, answer);
}

}  // namespace husong::http
