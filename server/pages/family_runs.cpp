// Which departures concern a child, and when they may be told of.
#include "server/pages/family.hpp"
#include "server/pages/family_home.hpp"
#include "server/registry/runs.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;

// When a departure's last place is due; from the register alone.
Time due_end(const Departure& departure, const registry::Registry& registry) {
    const auto stops = registry.stops_of(departure.line, departure.leaves_at);
    return departure.leaves_at + (stops.empty() ? std::chrono::minutes{0} : stops.back()->from_school);
}

const Departure*& next_of(Direction direction, FamilyDepartures& found) {
    return direction == Direction::home ? found.next_home : found.next_back;
}

// One child rides one of them.
bool same_day(const Departure& a, const Departure& b) {
    return a.direction == b.direction && china_date(a.leaves_at) == china_date(b.leaves_at);
}

// Two vehicles of the line under way at the same time.
bool runs_beside(const Departure& a, const Departure& b, const registry::Registry& registry) {
    return a.vehicle != b.vehicle && a.leaves_at <= due_end(b, registry) &&
           b.leaves_at <= due_end(a, registry);
}

// Which line the child rides that way then, by what is told of the way, else by its own row; empty: none.
std::string_view line_of(const registry::Pupil& pupil, Direction direction,
                         const registry::Registry& registry, Time at) {
    const auto* way = registry.travel(pupil.code, direction, at);
    return way ? std::string_view{way->value.line} : std::string_view{pupil.line};
}

// Of both ways, from yesterday until the runs shown last.
std::set<std::string_view> lines_of(const registry::Pupil& pupil, const registry::Registry& registry,
                                    Time now) {
    constexpr std::chrono::days before{1}, ahead{14};
    std::set<std::string_view> lines{pupil.line};
    for (const Direction direction : {Direction::home, Direction::to_school})
        for (const Time at : {now - before, now, now + ahead})
            lines.insert(line_of(pupil, direction, registry, at));
    lines.erase("");
    return lines;
}

// The runs that the child may ride in, by the instant at which they leave. What left before yesterday is
// over.
std::vector<registry::Run> runs_for(const registry::Pupil& pupil, const registry::Registry& registry,
                                    Time now) {
    std::vector<registry::Run> runs;
    for (const std::string_view line : lines_of(pupil, registry, now)) {
        auto of_line = registry::find_runs({.from = china_midnight(now) - std::chrono::days{1},
                                            .school = pupil.school,
                                            .line = line,
                                            .cancelled = true},
                                           registry);
        std::ranges::copy_if(of_line, std::back_inserter(runs), [&](const registry::Run& run) {
            return line_of(pupil, run.value.direction, registry, run.value.leaves_at) == line;
        });
    }
    std::ranges::sort(runs, {},
                      [](const registry::Run& run) { return std::tie(run.value.leaves_at, run.value.code); });
    return runs;
}

// The one under way, else the one that ended lately, else the next.
const Departure* departure_now(std::span<const registry::Run> all, const registry::Registry& registry,
                               Time now, const FamilySettings& settings) {
    const Departure* begun = nullptr;
    const Departure* next = nullptr;
    for (const auto& run : all) {
        const Departure& each = run.value;
        if (each.leaves_at > now) {
            next = &each;
            break;
        }
        if (due_end(each, registry) + settings.shown_after > now) begun = &each;
    }
    if (!begun || !next) return begun ? begun : next;
    // What has begun is told until it should have ended, and longer where no other one's window has opened.
    const bool over = due_end(*begun, registry) <= now;
    return over && window_of(*next, registry, settings).holds(now) ? next : begun;
}

// As the rules read the register (rules::Riders): day pupils ride by the timetable and boarders by
// departures; where the line has no timetable this way, everybody by departures.
bool rides_by_kind(const registry::Pupil& pupil, const Departure& departure,
                   const registry::Registry& registry) {
    if (registry.departure_by_code(departure.code) == nullptr) return !pupil.boarding;
    return pupil.boarding ||
           std::ranges::none_of(registry.timetables_of_line(departure.line), [&](const auto* row) {
               return row->value.direction == departure.direction && row->valid_at(departure.leaves_at);
           });
}

constexpr std::size_t most_changes_told = 12;  // beyond a fortnight: a page has 12 kB

}  // namespace

bool may_ride(const registry::Pupil& pupil, const Departure& run, const registry::Registry& registry) {
    return run.school == pupil.school && line_of(pupil, run.direction, registry, run.leaves_at) == run.line &&
           rides_by_kind(pupil, run, registry);
}

ChangeNotes changes_for(const registry::Pupil& pupil, const registry::Registry& registry, Time now) {
    return change_notes({.changes = registry.departure_changes().of_school(pupil.school),
                         .concerns = [&](const Departure& run) { return may_ride(pupil, run, registry); },
                         .registry = registry,
                         .reader = ChangeReader::family,
                         .most_told = most_changes_told},
                        now);
}

FamilyDepartures departures_for(const registry::Pupil& pupil, const registry::Registry& registry, Time now,
                                const FamilySettings& settings) {
    FamilyDepartures found;
    found.all = std::make_shared<const std::vector<registry::Run>>(runs_for(pupil, registry, now));
    found.now = departure_now(*found.all, registry, now, settings);
    if (!found.now) return found;
    const bool ahead = found.now->leaves_at > now && china_date(found.now->leaves_at) != china_date(now);
    for (const auto& run : *found.all) {
        const Departure* each = &run.value;
        const Departure*& next = next_of(each->direction, found);
        const bool of_day = same_day(*each, *found.now);
        if (each->leaves_at <= now && china_date(each->leaves_at) == china_date(now) &&
            each->status == DepartureStatus::planned)
            found.some_today = true;
        if (of_day) found.of_day.push_back(each);
        if (of_day && (each == found.now || runs_beside(*each, *found.now, registry)))
            found.runs.push_back(each);
        // What is told on top is not told again, unless it is of a day to come.
        if ((!of_day || ahead) && !next && each->leaves_at > now && each->status == DepartureStatus::planned)
            next = each;
    }
    return found;
}

void keep_ridden(FamilyDepartures& found, std::span<const Departure* const> ridden, Time now) {
    if (ridden.empty()) return;
    found.of_day.assign(ridden.begin(), ridden.end());
    found.runs = found.of_day;
    if (std::ranges::find(ridden, found.now) != ridden.end()) return;
    const Departure* by_clock = std::exchange(found.now, ridden.back());
    // The other way, which the clock alone would have told, is the next then.
    const bool ahead = by_clock && by_clock->direction != found.now->direction && by_clock->leaves_at > now &&
                       by_clock->status == DepartureStatus::planned;
    if (ahead) next_of(by_clock->direction, found) = by_clock;
}

std::vector<const Departure*> runs_home(const FamilyDepartures& departures,
                                        const registry::Registry& registry, Time now) {
    std::vector<const Departure*> home;
    if (!departures.all) return home;
    for (const auto& run : *departures.all) {
        const Departure& each = run.value;
        const bool goes = each.direction == Direction::home && each.status == DepartureStatus::planned;
        if (goes && each.leaves_at <= now && now < due_end(each, registry) + home_told_within)
            home.push_back(&each);
    }
    return home;
}

void keep_last(std::vector<const Departure*>& runs, const registry::Registry& registry) {
    if (runs.empty()) return;
    const Departure* last = runs.back();
    std::erase_if(
        runs, [&](const Departure* each) { return each != last && !runs_beside(*each, *last, registry); });
}

FamilyWay way_of(const registry::Pupil& pupil, const Departure& departure,
                 const registry::Registry& registry) {
    const auto riders = registry.travels_of_line(departure.line, departure.direction, departure.leaves_at);
    const auto own = std::ranges::find_if(
        riders, [&](const registry::Rider& rider) { return rider.pupil->value.code == pupil.code; });
    if (own == riders.end()) return {pupil.stop, false};
    return {std::string{own->stop},
            rides_by_kind(pupil, departure, registry) && !registry::shares_line(departure, registry)};
}

FamilyWindow window_of(const registry::Departure& departure, const registry::Registry& registry,
                       const FamilySettings& settings) {
    if (departure.status == DepartureStatus::cancelled) return {};
    return {departure.leaves_at - settings.opens_before, due_end(departure, registry) + settings.shown_after};
}

}  // namespace husong::pages
