#include "server/rules/run_text.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::rules {

namespace {

using registry::Departure;
using registry::DepartureChange;
using registry::DepartureStatus;
using registry::Registry;

std::string clock_of(Time t) { return to_iso(t).substr(11, 5); }

std::string spoken(const Departure& run, const Registry& registry) {
    const auto* line = registry.line_by_code(run.line, run.leaves_at);
    return fmt::format("{}{}{}", clock_of(run.leaves_at),
                       run.direction == registry::Direction::home ? "离校" : "返校",
                       line ? line->value.name : run.line);
}

bool is_soon(const Departure& run, Time now) {
    return now < run.leaves_at && run.leaves_at <= now + run_texts_ahead;
}

bool goes(const Departure* run) { return run && run->status == DepartureStatus::planned; }

// To whoever keeps it.
std::string kept_text(const Departure& before, const Departure& after, const Registry& registry) {
    const std::string run = "班次变更：" + spoken(before, registry);
    if (before.leaves_at == after.leaves_at && before.line == after.line) return "";  // its people alone
    const bool same_day = china_date(before.leaves_at) == china_date(after.leaves_at);
    return fmt::format("{}改为{}{}", run, same_day ? "" : to_iso(china_date(after.leaves_at)) + " ",
                       spoken(after, registry));
}

void add_texts(std::vector<RunText>& texts, const DepartureChange& change, const Registry& registry,
               Time now) {
    const Departure* before = goes(change.before) ? change.before : nullptr;
    const Departure* after = goes(change.after) ? change.after : nullptr;
    if (!(before && is_soon(*before, now)) && !(after && is_soon(*after, now))) return;
    if (before && after && before->vehicle == after->vehicle) {
        std::string text = kept_text(*before, *after, registry);
        if (!text.empty()) texts.push_back({after->vehicle, std::move(text)});
        return;
    }
    if (before)
        texts.push_back({before->vehicle, fmt::format("班次变更：{}{}", spoken(*before, registry),
                                                      after ? "改由别的车" : "取消")});
    if (after) texts.push_back({after->vehicle, "新班次：" + spoken(*after, registry) + "由本车执行"});
}

void add_text(std::vector<RunText>& texts, const registry::Relief& relief, const Registry& registry) {
    const auto* run = registry.departure_by_code(relief.run);
    const std::string what = run ? spoken(run->value, registry) : relief.run;
    const registry::Plate* plate = run ? registry.plate_of(run->value.vehicle) : nullptr;
    texts.push_back(
        {relief.vehicle, fmt::format("请接替{}的{}，详情看班次页",
                                     plate ? registry::display_plate(plate->text) : "另一辆车", what)});
}

}  // namespace

NewestRuns newest_runs(const Registry& registry) {
    NewestRuns newest;
    for (const auto& row : registry.rows().departures)
        newest.departure = std::max(newest.departure, row.version);
    for (const auto& row : registry.rows().reliefs) newest.relief = std::max(newest.relief, row.version);
    return newest;
}

std::vector<RunText> run_texts(const Registry& registry, const NewestRuns& known, Time now) {
    std::vector<RunText> texts;
    for (const DepartureChange& change : registry.departure_changes().all())
        if (change.version > known.departure) add_texts(texts, change, registry, now);
    for (const auto& row : registry.rows().reliefs)
        if (row.version > known.relief && now < row.valid_until && row.valid_from <= now + run_texts_ahead)
            add_text(texts, row.value, registry);
    return texts;
}

}  // namespace husong::rules
