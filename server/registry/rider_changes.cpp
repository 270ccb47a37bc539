#include "server/registry/rider_changes.hpp"

#include "server/registry/runs.hpp"

namespace husong::registry {

namespace {

// As Registry::travels_of_line has it: by what is told of the way, or else by the pupil's own row.
std::string_view ridden_line(std::string_view code, Direction direction, const Registry& registry, Time at) {
    const auto* pupil = registry.pupil_by_code(code, at);
    if (pupil == nullptr) return {};
    const auto* way = registry.travel(code, direction, at);
    return way == nullptr ? pupil->value.line : way->value.line;
}

// Everybody who may take the child over, by code and name; empty: nobody has to.
std::vector<std::string_view> collectors_of(std::string_view code, const Registry& registry, Time at) {
    const auto* way = registry.travel(code, Direction::home, at);
    if (way == nullptr || way->value.collector.empty()) return {};
    std::vector<std::string_view> who{way->value.collector};
    for (const Guardian* guardian : registry.guardians_of(code, at)) {
        if (!guardian->may_collect) continue;
        who.emplace_back(guardian->code);
        who.emplace_back(guardian->name);
    }
    return who;
}

// By the lines that the child rode when the runs left that it may be on in that period.
void add_hand_overs(std::string_view code, const Versions& versions, const std::vector<Period>& constant,
                    Period when, RiderChanges& changes) {
    for (const Period& left : constant) {
        if (left.until <= when.from - followed_for || left.from >= when.until + sets_out_before) continue;
        const auto was = ridden_line(code, Direction::home, versions.before, left.from);
        const auto is = ridden_line(code, Direction::home, versions.after, left.from);
        changes.handed_over[was].push_back({when, left});
        if (is != was) changes.handed_over[is].push_back({when, left});
    }
}

Bounds<std::string_view> changed_pupils(const Versions& versions) {
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    const auto code = [](const Pupil& row) -> std::string_view { return row.code; };
    const auto pupil = [](const auto& row) -> std::string_view { return row.pupil; };
    Bounds<std::string_view> pupils;
    add_changed(pupils, before.pupils, after.pupils, code);
    add_changed(pupils, before.travels, after.travels, pupil);
    add_changed(pupils, before.guardians, after.guardians, pupil);
    for (const RegistryRows* rows : {&before, &after}) {
        add_bounds(pupils, rows->pupils, versions.within, code);
        add_bounds(pupils, rows->travels, versions.within, pupil);
        add_bounds(pupils, rows->guardians, versions.within, pupil);
    }
    return pupils;
}

}  // namespace

RiderChanges rider_changes(const Versions& versions) {
    RiderChanges changes;
    for (const auto& [pupil, bounds] : changed_pupils(versions)) {
        const std::string_view code = pupil;
        for (const Direction direction : {Direction::home, Direction::to_school}) {
            const auto line = [&](const Registry& registry, Time at) {
                return ridden_line(code, direction, registry, at);
            };
            for (const Period& period : differences(versions, bounds, line)) {
                changes.ridden[{line(versions.before, period.from), direction}].push_back(period);
                changes.ridden[{line(versions.after, period.from), direction}].push_back(period);
            }
        }
        const auto collectors = [&](const Registry& registry, Time at) {
            return collectors_of(code, registry, at);
        };
        const std::vector<Period> when = differences(versions, bounds, collectors);
        if (when.empty()) continue;
        const std::vector<Period> constant = periods_between(bounds, versions.within);
        for (const Period& period : when) add_hand_overs(code, versions, constant, period, changes);
    }
    return changes;
}

}  // namespace husong::registry
