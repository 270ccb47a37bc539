#include "server/http/child_marks.hpp"

#include "server/fleet/crew.hpp"
#include "server/http/trips.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/pages/family_marks.hpp"
#include "server/registry/runs.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace husong::http {

namespace {

using registry::Departure;

constexpr std::chrono::hours told_ahead{24};  // who does not ride is told the day before at the earliest
constexpr std::size_t most_events_of_days = 5'000;  // of a vehicle: ten full runs, each rider marked thrice
constexpr std::size_t most_records = 4;             // of a day, beside what stands on the page

bool is_shown(const Departure& run, const pages::FamilyDepartures& departures) {
    return &run == departures.now || std::ranges::find(departures.runs, &run) != departures.runs.end();
}

}  // namespace

ChildMarks::ChildMarks(std::string_view pupil, const registry::Registry& registry, const Services& services,
                       Time now)
    : pupil_{pupil}, registry_{registry}, services_{services}, now_{now} {}

Result<const std::vector<tracking::Record>*> ChildMarks::events_of(VehicleId vehicle, db::Reader& reader) {
    if (const auto known = events_.find(vehicle); known != events_.end()) return &known->second;
    auto events = reader.trip_events(vehicle, china_midnight(now_) - told_ahead,
                                     now_ + ingest::clock_skew_limit, most_events_of_days);
    if (!events) return events.error();
    return &events_.emplace(vehicle, std::move(*events)).first->second;
}

Result<tracking::RiderMarks> ChildMarks::of(const Departure& run, db::Reader& reader) {
    const fleet::RunTime time = fleet::run_time(run, registry_, services_.gate);
    const tracking::MarkedRun marked{run.code, time.from, time.until};
    if (!run.part.relieved) {
        const auto events = events_of(run.vehicle, reader);
        return events ? tracking::marks_of(pupil_, marked, **events)
                      : Result<tracking::RiderMarks>{events.error()};
    }
    std::vector<tracking::Record> of_all;  // who boarded the vehicle before is still on the way
    for (const VehicleId vehicle : registry::servers_of(run.code, registry_)) {
        const auto events = events_of(vehicle, reader);
        if (!events) return events.error();
        of_all.insert(of_all.end(), (*events)->begin(), (*events)->end());
    }
    std::ranges::stable_sort(of_all, {}, &tracking::Record::measured_at);
    return tracking::marks_of(pupil_, marked, of_all);
}

Result<bool> ChildMarks::is_aboard(const Departure& run, const tracking::RiderMarks& marks,
                                   db::Reader& reader) const {
    const fleet::RunTime time = fleet::run_time(run, registry_, services_.gate);
    if (!pages::may_be_aboard(marks, time, now_)) return false;
    if (now_ < time.until) return true;
    // The next run should have begun: only while the vehicle was not seen at the last place of this one.
    const auto plan = tracking::plan_trip(run, registry_, services_.gate.trip);
    const auto trace = read_trace(run, plan, now_, services_.gate.trip, reader);
    return trace ? Result<bool>{trace->phase != tracking::TripPhase::ended} : Result<bool>{trace.error()};
}

Result<const Departure*> ChildMarks::aboard_now(std::span<const registry::Run> all, db::Reader& reader) {
    const Departure* aboard = nullptr;
    Time since{};
    for (const registry::Run& each : all) {
        if (china_date(each.value.leaves_at) != china_date(now_)) continue;
        const auto marks = of(each.value, reader);
        if (!marks) return marks.error();
        if (!marks->rode()) continue;
        // Who got into another run afterwards has left the one before.
        const Time rode_at = marks->boarded_at ? *marks->boarded_at : *marks->alighted_at;
        if (rode_at < since) continue;
        const auto is = is_aboard(each.value, *marks, reader);
        if (!is) return is.error();
        since = rode_at;
        aboard = *is ? &each.value : nullptr;
    }
    return aboard;
}

Result<std::vector<const Departure*>> ChildMarks::ridden(const pages::FamilyDepartures& departures,
                                                         db::Reader& reader) {
    std::vector<const Departure*> ridden;
    if (!departures.all) return ridden;
    const auto aboard = aboard_now(*departures.all, reader);
    if (!aboard) return aboard.error();
    if (*aboard) return std::vector{*aboard};
    for (const Departure* run : departures.of_day) {
        const auto marks = of(*run, reader);
        if (!marks) return marks.error();
        if (marks->alighted_at) ridden.push_back(run);
    }
    return ridden;
}

Result<std::vector<pages::FamilyRecord>> ChildMarks::records(const registry::Pupil& pupil,
                                                             const pages::FamilyDepartures& departures,
                                                             db::Reader& reader) {
    std::vector<pages::FamilyRecord> records;
    if (!departures.all) return records;
    for (const registry::Run& each : *departures.all) {
        const Departure& run = each.value;
        if (china_date(run.leaves_at) != china_date(now_) || is_shown(run, departures)) continue;
        auto marks = of(run, reader);
        if (!marks) return marks.error();
        if (records.size() == most_records || (!marks->alighted_at && !marks->excused())) continue;
        pages::FamilyRecord record{&run, *marks, {}};
        if (marks->alighted_at) {
            const auto plan = tracking::plan_trip(run, registry_, services_.gate.trip);
            const auto trace = read_trace(run, plan, now_, services_.gate.trip, reader);
            if (!trace) return trace.error();
            const std::string stop = pages::way_of(pupil, run, registry_).stop;
            record.place = pages::alighted_place(plan, *trace, stop, *marks->alighted_at);
        }
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace husong::http
