#include "server/ways/class_ways.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace husong::ways {

namespace {

using registry::Pupil;
using registry::Registry;
using registry::Travel;
using registry::Versioned;

bool is_of(const Versioned<Travel>& row, std::string_view pupil, Direction direction) {
    return row.value.pupil == pupil && row.value.direction == direction;
}

// The one valid now, or else the one that ended last.
const Versioned<Travel>* latest(const TravelRows& rows, std::string_view pupil, Direction direction,
                                Time now) {
    const Versioned<Travel>* best = nullptr;
    for (const auto& row : rows) {
        if (!is_of(row, pupil, direction) || row.valid_from > now) continue;
        if (!best || row.valid_from >= best->valid_from) best = &row;
    }
    return best;
}

KnownWay of_pupils_own_row(const Pupil& pupil, Direction direction) {
    KnownWay answer;
    answer.way.pupil = pupil.code;
    answer.way.direction = direction;
    if (pupil.line.empty() || pupil.stop.empty()) return answer;
    answer.origin = Origin::pupil_row;
    answer.way.mode = "school_bus";
    answer.way.line = pupil.line;
    answer.way.stop = pupil.stop;
    return answer;
}

// 实施条例 第七十二条: e-bikes from 16 years on, which is the age of a senior high school.
bool is_too_young_for_e_bikes(std::string_view stage) {
    return stage == "kindergarten" || stage == "primary" || stage == "junior_high";
}

}  // namespace

std::optional<SchoolClass> parse_class(std::string_view scope) {
    const auto slash = scope.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == scope.size()) return std::nullopt;
    return SchoolClass{std::string{scope.substr(0, slash)}, std::string{scope.substr(slash + 1)}};
}

std::vector<const Pupil*> pupils_of(const Registry& registry, const SchoolClass& of, Time now) {
    std::vector<const Pupil*> pupils;
    for (const auto& row : registry.rows().pupils)
        if (row.valid_at(now) && row.value.school == of.school && row.value.class_name == of.name)
            pupils.push_back(&row.value);
    std::ranges::sort(pupils, {}, &Pupil::code);
    return pupils;
}

KnownWay known_way(const Pupil& pupil, Direction direction, const TravelRows& rows, Time now) {
    const auto* row = latest(rows, pupil.code, direction, now);
    if (!row) return of_pupils_own_row(pupil, direction);
    const bool holds = row->valid_at(now);
    const bool told = holds && row->valid_from >= term_at(now).from;
    return {told ? Origin::this_term : Origin::before, row->value, row->recorded_at,
            holds ? row->version : 0};
}

PupilWays ways_of(const Pupil& pupil, const TravelRows& rows, Time now) {
    return {&pupil, known_way(pupil, Direction::to_school, rows, now),
            known_way(pupil, Direction::home, rows, now)};
}

bool same_way(const Travel& a, const Travel& b) {
    return std::tie(a.mode, a.line, a.stop, a.plate) == std::tie(b.mode, b.line, b.stop, b.plate);
}

std::optional<WayFault> fault_of(const Travel& way, std::string_view school, const Registry& registry,
                                 Time now) {
    const auto* mode = registry::travel_mode(way.mode);
    if (!mode) return WayFault{"mode", "请选一种"};
    if (way.mode == "school_bus" && (way.line.empty() || way.stop.empty()))
        return WayFault{"stop", "坐校车，请选线路和站点"};
    if (way.line.empty() || way.mode == "line_coach") return std::nullopt;
    const auto* line = registry.line_by_code(way.line, now);
    if (!line || line->value.school != school) return WayFault{"stop", "选的线路现在没有了，请重新选"};
    const auto stops = registry.stops_of(way.line, now);
    const bool stops_there =
        std::ranges::any_of(stops, [&](const auto* stop) { return stop->name == way.stop; });
    if (!way.stop.empty() && !stops_there) return WayFault{"stop", "选的站点现在没有了，请重新选"};
    return std::nullopt;
}

std::string concern_about(const Travel& way, std::string_view stage) {
    const auto* mode = registry::travel_mode(way.mode);
    if (mode && mode->standing == registry::TravelStanding::forbidden)
        return fmt::format("{}：不能乘坐，请和家长谈", mode->name_zh);
    if (way.mode == "e_bike" && is_too_young_for_e_bikes(stage)) return "电动自行车：满 16 周岁才能骑";
    return "";
}

std::string_view stage_of(const Pupil& pupil, const Registry& registry, Time now) {
    if (!pupil.stage.empty()) return pupil.stage;
    const auto* school = registry.school_by_code(pupil.school, now);
    return school ? std::string_view{school->value.stage} : std::string_view{};
}

std::string way_zh(const Travel& way, const Registry& registry, Time now) {
    const auto* mode = registry::travel_mode(way.mode);
    std::string text{mode ? mode->name_zh : way.mode};
    if (!way.line.empty()) {
        const auto* line = registry.line_by_code(way.line, now);
        text += " " + (line ? line->value.name : way.line);
    }
    if (!way.stop.empty()) text += " " + way.stop;
    if (!way.plate.empty()) text += " " + way.plate;
    return text;
}

TravelRows rows_telling(const Travel& way, const TravelRows& rows, Time now) {
    Versioned<Travel> told{.value = way, .valid_from = china_midnight(now)};
    TravelRows all;
    for (const auto& row : rows) {
        if (!is_of(row, way.pupil, way.direction) || row.valid_from <= now) continue;
        told.valid_until = std::min(told.valid_until, row.valid_from);
        all.push_back(row);
    }
    all.insert(all.begin(), std::move(told));
    return all;
}

Sums sums_of(std::span<const PupilWays> all) {
    Sums sums;
    for (const auto& mode : registry::travel_modes) {
        Sums::Row row{&mode};
        for (const PupilWays& each : all) {
            row.to_school += each.to_school.way.mode == mode.code ? 1 : 0;
            row.home += each.home.way.mode == mode.code ? 1 : 0;
        }
        if (row.to_school + row.home > 0) sums.by_mode.push_back(row);
    }
    for (const PupilWays& each : all) {
        ++sums.pupils;
        sums.told += each.told() ? 1 : 0;
        sums.unknown += each.to_school.known() && each.home.known() ? 0 : 1;
    }
    return sums;
}

}  // namespace husong::ways
