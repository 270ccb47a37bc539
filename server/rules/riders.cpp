#include "server/rules/riders.hpp"

#include "server/registry/travel_modes.hpp"

namespace husong::rules {

namespace {

unsigned direction_bit(registry::Direction direction) { return 1U << static_cast<unsigned>(direction); }

// The travel register says something else of this pupil.
bool travels_otherwise(const std::vector<const registry::Versioned<registry::Travel>*>* travels,
                       registry::Direction direction, Time at) {
    return travels && std::ranges::any_of(*travels, [&](const auto* row) {
               return row->value.direction == direction && row->valid_at(at);
           });
}

}  // namespace

Riders::Riders(const RegisterView& view, std::span<const PlannedRun> runs) : now_{view.now} {
    const registry::RegistryRows& rows = view.registry.rows();
    for (const PlannedRun& run : runs)
        if (run.daily()) daily_[run.line] |= direction_bit(run.direction);
    for (const auto& row : rows.travels) travels_[row.value.pupil].push_back(&row);
    for (const auto& row : rows.pupils) {
        const auto travels = travels_.find(row.value.code);
        const bool told = travels != travels_.end();
        if (told) by_code_[row.value.code].push_back(&row);
        if (!row.value.line.empty())
            by_line_[row.value.line].push_back({&row, told ? &travels->second : nullptr});
    }
    for (const auto& row : rows.travels) {
        const auto pupils = by_code_.find(row.value.pupil);
        if (registry::goes_by_line(row.value.mode) && pupils != by_code_.end())
            travels_by_line_[row.value.line].push_back({&row, &pupils->second});
    }
    for (const auto& row : rows.schools)
        if (row.valid_at(now_)) stages_[row.value.code] = row.value.stage;
}

std::vector<Rider> Riders::of(const PlannedRun& run) const {
    const Time at = run.leaves_at.value_or(now_);
    std::vector<Rider> riders;
    if (const auto own = by_line_.find(run.line); own != by_line_.end())
        for (const auto& [row, travels] : own->second)
            if (row->valid_at(at) && rides(row->value, run) && !travels_otherwise(travels, run.direction, at))
                riders.push_back({&row->value, row->valid_from});
    if (const auto own = travels_by_line_.find(run.line); own != travels_by_line_.end())
        for (const auto& [row, pupils] : own->second) {
            if (row->value.direction != run.direction || !row->valid_at(at)) continue;
            const auto pupil =
                std::ranges::find_if(*pupils, [&](const PupilRow* each) { return each->valid_at(at); });
            if (pupil != pupils->end() && rides((*pupil)->value, run))
                riders.push_back({&(*pupil)->value, row->valid_from});
        }
    return riders;
}

std::string_view Riders::stage_of(const registry::Pupil& pupil) const {
    if (!pupil.stage.empty()) return pupil.stage;
    const auto school = stages_.find(pupil.school);
    return school == stages_.end() || school->second == "nine_year" ? std::string_view{} : school->second;
}

bool Riders::rides(const registry::Pupil& pupil, const PlannedRun& run) const {
    if (run.daily()) return !pupil.boarding;
    const auto daily = daily_.find(run.line);
    return pupil.boarding || daily == daily_.end() || (daily->second & direction_bit(run.direction)) == 0;
}

}  // namespace husong::rules
