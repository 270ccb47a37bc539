#include "server/ways/school_ways.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace husong::ways {

namespace {

using registry::Pupil;
using registry::Registry;

// By school and class.
using Classes = std::map<SchoolClass, std::vector<const Pupil*>>;

Classes classes_of(const Registry& registry, std::string_view school, Time now) {
    Classes classes;
    for (const auto& row : registry.rows().pupils)
        if (row.valid_at(now) && (school.empty() || row.value.school == school))
            classes[{row.value.school, row.value.class_name}].push_back(&row.value);
    for (auto& [of, pupils] : classes) std::ranges::sort(pupils, {}, &Pupil::name);
    return classes;
}

PupilWays held_ways(const Pupil& pupil, const Registry& registry, Time now) {
    TravelRows rows;
    for (const Direction direction : both_ways)
        if (const auto* row = registry.travel(pupil.code, direction, now)) rows.push_back(*row);
    return ways_of(pupil, rows, now);
}

void note_concern(SchoolWays& school, const PupilWays& ways, const Registry& registry, Time now) {
    for (const Direction direction : both_ways) {
        const registry::Travel& way = ways.towards(direction).way;
        std::string text = concern_about(way, stage_of(*ways.pupil, registry, now));
        if (text.empty()) continue;
        school.concerns.push_back({ways.pupil, way_zh(way, registry, now), std::move(text)});
        return;
    }
}

void add(Sums& sums, const Sums& more) {
    sums.pupils += more.pupils;
    sums.told += more.told;
    sums.unknown += more.unknown;
    for (const Sums::Row& row : more.by_mode) {
        auto known = std::ranges::find(sums.by_mode, row.mode, &Sums::Row::mode);
        if (known == sums.by_mode.end()) known = sums.by_mode.insert(known, Sums::Row{row.mode});
        known->to_school += row.to_school;
        known->home += row.home;
    }
    std::ranges::sort(sums.by_mode, {}, &Sums::Row::mode);  // rows of one table: its order
}

}  // namespace

std::vector<SchoolWays> ways_of_schools(const Registry& registry, std::string_view school, Time now) {
    std::vector<SchoolWays> schools;
    for (const auto& [of, pupils] : classes_of(registry, school, now)) {
        const auto* known = registry.school_by_code(of.school, now);
        if (!known) continue;
        if (schools.empty() || schools.back().school != &known->value)
            schools.push_back({&known->value, {}, {}, {}});
        SchoolWays& all = schools.back();
        std::vector<PupilWays> ways;
        for (const Pupil* pupil : pupils) {
            ways.push_back(held_ways(*pupil, registry, now));
            note_concern(all, ways.back(), registry, now);
        }
        all.classes.push_back({of.name, sums_of(ways)});
        add(all.sums, all.classes.back().sums);
    }
    return schools;
}

std::string forbidden_zh(const Sums& sums) {
    std::string text;
    for (const Sums::Row& row : sums.by_mode)
        if (row.mode->standing == registry::TravelStanding::forbidden)
            text += fmt::format("{}{} {}", text.empty() ? "" : "、", row.mode->name_zh,
                                std::max(row.to_school, row.home));
    return text;
}

Sums added_up(std::span<const SchoolWays> schools) {
    Sums sums;
    for (const SchoolWays& school : schools) add(sums, school.sums);
    return sums;
}

}  // namespace husong::ways
