#include "server/history/line_histories.hpp"

#include "server/registry/runs.hpp"

#include <algorithm>

namespace husong::history {

namespace {

using tracking::RunTimes;

constexpr std::size_t most_records_of_drive = 5'000;  // of one run between its ends: over an hour of seconds

std::vector<tracking::TripPlace> by_timetable(const tracking::TripPlan& plan) {
    std::vector<tracking::TripPlace> places = plan.places;
    for (tracking::TripPlace& place : places) place.due = Time{place.due - plan.places.front().due};
    return places;
}

Result<std::vector<RunTimes>> read_times(const std::vector<db::RunHead>& heads,
                                         const registry::Departure& run, db::Reader& reader) {
    std::vector<RunTimes> all;
    for (const db::RunHead& head : heads) {
        auto places = reader.times_of_run(head.id);
        if (!places) return places.error();
        all.push_back({run.line, run.direction, head.day, head.leaves_at, std::move(*places)});
    }
    return all;
}

bool has_places_of(const tracking::TripPlan& plan, const RunTimes& run) {
    return std::equal(plan.places.begin(), plan.places.end(), run.places.begin(), run.places.end(),
                      [](const auto& place, const auto& times) { return place.name == times.name; });
}

// Where a past run drove between the first place it left and the last one it came to.
Result<tracking::DrivenRun> read_drive(VehicleId vehicle, const RunTimes& run, db::Reader& reader) {
    tracking::DrivenRun drive;
    Time from = end_of_time, until{};
    for (const tracking::PlaceTimes& place : run.places) {
        drive.visits.push_back({place.arrived, place.left});
        if (place.left) from = std::min(from, *place.left);
        if (place.arrived) until = std::max(until, *place.arrived);
    }
    if (from >= until) return drive;
    const auto records = reader.history(vehicle, from, until, most_records_of_drive);
    if (!records) return records.error();
    drive.fixes = tracking::good_fixes(*records);
    return drive;
}

Result<tracking::LineWay> read_way(const tracking::TripPlan& plan, const std::vector<db::RunHead>& heads,
                                   const std::vector<RunTimes>& runs, db::Reader& reader) {
    std::vector<tracking::DrivenRun> drives;
    for (std::size_t i = 0; i < runs.size() && drives.size() < tracking::runs_for_way; ++i) {
        if (!has_places_of(plan, runs[i])) continue;
        auto drive = read_drive(heads[i].vehicle, runs[i], reader);
        if (!drive) return drive.error();
        drives.push_back(std::move(*drive));
    }
    if (drives.empty()) return tracking::LineWay{};
    return tracking::learn_way(plan, drives);
}

}  // namespace

tracking::DayClass day_class(std::chrono::year_month_day day, const registry::Registry& registry) {
    const registry::PublicDay* special = registry::public_day(day, registry);
    if (special != nullptr && special->kind == "off") return tracking::DayClass::holiday;
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    const bool made_up = special != nullptr && special->kind == "work";
    return weekend && !made_up ? tracking::DayClass::weekend : tracking::DayClass::weekday;
}

Result<HistoryPtr> LineHistories::of(const registry::Departure& run, const tracking::TripPlan& plan,
                                     const registry::Registry& registry, db::Reader& reader) {
    if (plan.places.empty()) return std::make_shared<const tracking::SegmentHistory>();
    auto heads = reader.runs_of_line({.line = run.line,
                                      .direction = run.direction,
                                      .before = china_midnight(run.leaves_at),
                                      .limit = tracking::HistorySettings{}.runs});
    if (!heads) return heads.error();
    Basis basis{std::move(*heads), by_timetable(plan), day_class(china_date(run.leaves_at), registry)};
    const Key key{run.line, run.direction};
    if (auto known = find(key, basis)) return known;

    const auto runs = read_times(basis.runs, run, reader);
    if (!runs) return runs.error();
    auto way = read_way(plan, basis.runs, *runs, reader);
    if (!way) return way.error();
    auto learnt = std::make_shared<tracking::SegmentHistory>(tracking::learn_history(plan, *runs, basis.day));
    learnt->way = std::move(*way);
    keep(key, std::move(basis), learnt);
    return learnt;
}

HistoryPtr LineHistories::find(const Key& key, const Basis& basis) {
    const std::scoped_lock lock{mutex_};
    ++questions_;
    const auto known = entries_.find(key);
    if (known == entries_.end() || known->second.basis != basis) return nullptr;
    known->second.asked = questions_;
    return known->second.history;
}

void LineHistories::keep(const Key& key, Basis basis, HistoryPtr history) {
    const std::scoped_lock lock{mutex_};
    ++learnt_;
    entries_.insert_or_assign(key, Entry{std::move(basis), std::move(history), questions_});
    if (entries_.size() <= most_) return;
    entries_.erase(
        std::ranges::min_element(entries_, {}, [](const auto& each) { return each.second.asked; }));
}

std::size_t LineHistories::size() const {
    const std::scoped_lock lock{mutex_};
    return entries_.size();
}

std::size_t LineHistories::learnt() const {
    const std::scoped_lock lock{mutex_};
    return learnt_;
}

}  // namespace husong::history
