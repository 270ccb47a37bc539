#include "server/rules/run_text.hpp"

#include <fmt/core.h>

#include <map>
#include <string_view>
#include <tuple>

namespace husong::rules {

namespace {

using registry::Departure;
using registry::Registry;

constexpr std::chrono::hours longest_run{6};
// Whoever was called a little late is still called.
constexpr std::chrono::minutes relief_called_after{30};

std::string spoken(const Departure& run, const Registry& registry) {
    const auto* line = registry.line_by_code(run.line, run.leaves_at);
    return fmt::format("{}{}{}", to_iso(run.leaves_at).substr(11, 5),
                       run.direction == registry::Direction::home ? "离校" : "返校",
                       line ? line->value.name : run.line);
}

void add_duties(std::vector<RunDuty>& duties, const Departure& run, const Registry& registry, Time now) {
    const std::string words = spoken(run, registry);
    if (run.leaves_at > now) duties.push_back({run.code, run.vehicle, {}, run.leaves_at, words});
    VehicleId serves = run.vehicle;
    for (const auto* row : registry.reliefs_of_run(run.code)) {
        const VehicleId next = row->value.vehicle;
        // Cut short by the next relief, or until another one was to come: the same vehicle goes on.
        if (next != serves && row->valid_until > now && row->valid_from > now - relief_called_after)
            duties.push_back({run.code, next, serves, row->valid_from, words});
        serves = next;
    }
}

// A vehicle's part in a run: it begins it, or it goes on with it.
using Part = std::tuple<std::string_view, VehicleId, bool>;
using Parts = std::map<Part, const RunDuty*>;

Part part_of(const RunDuty& duty) { return {duty.run, duty.vehicle, bool{duty.relieves}}; }

Parts parts_of(std::span<const RunDuty> duties) {
    Parts parts;
    for (const RunDuty& duty : duties) parts.emplace(part_of(duty), &duty);
    return parts;
}

bool is_soon(const RunDuty& duty, Time now) { return duty.from <= now + run_texts_ahead; }

std::string call(const RunDuty& duty, const Registry& registry) {
    if (!duty.relieves) return "新班次：" + duty.words + "由本车执行";
    const registry::Plate* plate = registry.plate_of(duty.relieves);
    return fmt::format("请接替{}的{}，详情看班次页",
                       plate ? registry::display_plate(plate->text) : "另一辆车", duty.words);
}

std::string change(const RunDuty& before, Time from, const std::string& words) {
    const bool same_day = china_date(before.from) == china_date(from);
    return fmt::format("班次变更：{}改为{}{}", before.words, same_day ? "" : to_iso(china_date(from)) + " ",
                       words);
}

// Of a part that it has no more, as far as one looks ahead.
std::string release(const RunDuty& duty, const Registry& registry) {
    if (duty.relieves) return fmt::format("不用接替{}了", duty.words);
    const auto* row = registry.departure_by_code(duty.run);
    if (!row || row->value.status == registry::DepartureStatus::cancelled)
        return fmt::format("班次变更：{}取消", duty.words);
    if (row->value.vehicle != duty.vehicle) return fmt::format("班次变更：{}改由别的车", duty.words);
    return change(duty, row->value.leaves_at, spoken(row->value, registry));
}

}  // namespace

std::vector<RunDuty> run_duties(const Registry& registry, Time now) {
    std::vector<RunDuty> duties;
    for (const auto* row : registry.departures_between(now - longest_run, now + 4 * run_texts_ahead))
        if (row->value.status == registry::DepartureStatus::planned)
            add_duties(duties, row->value, registry, now);
    return duties;
}

std::vector<RunText> run_texts(std::span<const RunDuty> before, std::span<const RunDuty> after,
                               const Registry& registry, Time now) {
    const Parts known = parts_of(before), now_known = parts_of(after);
    std::vector<RunText> texts;
    for (const RunDuty& was : before) {
        if (was.from <= now || !is_soon(was, now)) continue;
        const auto is = now_known.find(part_of(was));
        if (is == now_known.end())
            texts.push_back({was.vehicle, release(was, registry)});
        else if (!was.relieves && (was.from != is->second->from || was.words != is->second->words))
            texts.push_back({was.vehicle, change(was, is->second->from, is->second->words)});
    }
    for (const RunDuty& is : after)
        if (is_soon(is, now) && !known.contains(part_of(is)))
            texts.push_back({is.vehicle, call(is, registry)});
    return texts;
}

}  // namespace husong::rules
