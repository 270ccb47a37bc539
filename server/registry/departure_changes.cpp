#include "server/registry/departure_changes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::registry {

namespace {

using RunVersion = Versioned<Departure>;
using RunVersions = std::vector<const RunVersion*>;

// One school's runs of a day, one way.
using Leg = std::tuple<std::string_view, Direction, std::chrono::year_month_day>;
Leg leg_of(const Departure& run) { return {run.school, run.direction, china_date(run.leaves_at)}; }

// Of each run in the order in which they were recorded.
std::map<std::string_view, RunVersions> by_run(std::span<const RunVersion> current,
                                               std::span<const RunVersion> former) {
    std::map<std::string_view, RunVersions> runs;
    for (const auto rows : {former, current})
        for (const RunVersion& row : rows) runs[row.value.code].push_back(&row);
    for (auto& [code, versions] : runs) std::ranges::sort(versions, {}, &RunVersion::version);
    return runs;
}

Time last_recorded(std::span<const RunVersion> rows) {
    Time last{};
    for (const RunVersion& row : rows) last = std::max(last, row.recorded_at);
    return last;
}

// When something was first published on a leg; of a run whose beginning is not known any more, long ago.
std::map<Leg, Time> first_told(const std::map<std::string_view, RunVersions>& runs) {
    std::map<Leg, Time> first;
    for (const auto& [code, versions] : runs)
        for (const RunVersion* version : versions) {
            const bool known = version != versions.front() || version->value.sequence == 0;
            const Time told = known ? version->recorded_at : Time::min();
            const auto [at, fresh] = first.try_emplace(leg_of(version->value), told);
            if (!fresh) at->second = std::min(at->second, told);
        }
    return first;
}

std::vector<DepartureChange> steps_of(const RunVersions& versions) {
    std::vector<DepartureChange> steps;
    const RunVersion& oldest = *versions.front();
    if (oldest.value.sequence == 0) steps.push_back({nullptr, &oldest.value, oldest.recorded_at});
    for (std::size_t i = 1; i < versions.size(); ++i)
        if (!shows_same(versions[i - 1]->value, versions[i]->value))
            steps.push_back({&versions[i - 1]->value, &versions[i]->value, versions[i]->recorded_at});
    return steps;
}

}  // namespace

Time DepartureChange::last_leaves_at() const {
    return before ? std::max(before->leaves_at, after->leaves_at) : after->leaves_at;
}

bool shows_same(const Departure& a, const Departure& b) {
    const auto seen = [](const Departure& run) {
        return std::tie(run.school, run.direction, run.leaves_at, run.line, run.vehicle, run.driver,
                        run.escort, run.status, run.note);
    };
    return seen(a) == seen(b);
}

DepartureChanges::DepartureChanges(std::span<const RunVersion> current, std::span<const RunVersion> former) {
    const Time since = last_recorded(current) - changes_told_for;
    const auto runs = by_run(current, former);
    const auto first = first_told(runs);
    for (const auto& [code, versions] : runs)
        for (DepartureChange& step : steps_of(versions)) {
            if (step.at < since) continue;
            step.first_of_leg = !step.before && first.at(leg_of(*step.after)) >= step.at;
            all_.push_back(step);
        }
    std::ranges::stable_sort(all_, std::ranges::greater{}, &DepartureChange::at);
    for (const DepartureChange& step : all_) {
        of_school_[step.after->school].push_back(step);
        if (step.before && step.before->school != step.after->school)
            of_school_[step.before->school].push_back(step);
    }
}

std::span<const DepartureChange> DepartureChanges::of_school(std::string_view school) const {
    const auto found = of_school_.find(school);
    if (found == of_school_.end()) return {};
    return found->second;
}

}  // namespace husong::registry
