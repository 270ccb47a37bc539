#include "server/rules/stage_fit.hpp"

#include "server/registry/vehicle_names.hpp"
#include "server/rules/riders.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <tuple>

namespace husong::rules {

namespace {

struct Stage {
    std::string_view code;
    std::string_view name_zh;
};
// 高中 is outside the regulation (第二条): it is not in the table.
constexpr std::array<Stage, 3> stages{
    {{"kindergarten", "幼儿"}, {"primary", "小学生"}, {"junior_high", "初中生"}}};
enum StageBit : unsigned {
    kindergarten = 1,
    primary = 2,
    junior_high = 4,
    school = primary | junior_high,
    everybody = 7
};

struct Fit {
    std::string_view use_natures;
    bool plated;  // with a school-bus plate; such a row goes first
    unsigned daily;
    unsigned holiday;
};
constexpr std::array<Fit, 9> fits{{
    {"O", false, kindergarten, 0},
    {"P", false, primary, school},
    {"S", false, school, school},
    {"Q", false, junior_high, school},
    {"BE", true, junior_high, school},  // 非专用校车: neither infants nor, but for 第六十二条, primary pupils
    {"BE", false, everybody, school},  // public riders on its line; as a charter VL-01 says whether it may
    {"CDT", false, everybody, everybody},  // public transport, or the guardian's own hire
    {"ALMGN", true, junior_high, school},
    {"ALMGNFHIJKRU", false, 0, 0},
}};

const Fit* fit_of(char use_nature, bool plated) {
    const auto found = std::ranges::find_if(fits, [&](const Fit& fit) {
        return fit.use_natures.find(use_nature) != std::string_view::npos && (plated || !fit.plated);
    });
    return found == fits.end() ? nullptr : &*found;
}

// Approved against the table, while its row holds.
class Overrides {
public:
    explicit Overrides(const RegisterView& view) {
        for (const auto& row : view.registry.rows().stage_overrides)
            if (row.valid_at(view.now)) approved_[row.value.vehicle].push_back(row.value.stage);
    }
    [[nodiscard]] bool allow(VehicleId vehicle, std::string_view stage) const {
        const auto own = approved_.find(vehicle);
        return own != approved_.end() && std::ranges::find(own->second, stage) != own->second.end();
    }

private:
    std::unordered_map<VehicleId, std::vector<std::string_view>> approved_;
};

// Pupils of one stage who are to ride in a vehicle that is not for them.
struct Misfits {
    std::size_t pupils = 0;
    Time since = end_of_time;
    std::vector<std::string_view> lines;
};
using MisfitsOfVehicle = std::array<Misfits, stages.size()>;

std::optional<std::size_t> number_of_stage(std::string_view code) {
    const auto found = std::ranges::find(stages, code, &Stage::code);
    return found == stages.end() ? std::nullopt
                                 : std::optional{static_cast<std::size_t>(found - stages.begin())};
}

class StageLook {
public:
    explicit StageLook(const RegisterView& view)
        : view_{view}, runs_{runs_ahead(view)}, riders_{view, runs_}, overrides_{view} {
        for (const PlannedRun& run : runs_) shared_[key_of(run)].push_back(&run);
    }

    std::vector<Breach> breaches() {
        for (const auto& [key, runs] : shared_)
            for (const RunKind kind : {RunKind::daily, RunKind::holiday}) judge(runs, kind);
        std::vector<Breach> all;
        for (const auto& [vehicle, misfits] : found_)
            if (auto breach = breach_of(vehicle, misfits)) all.push_back(std::move(*breach));
        return all;
    }

private:
    // Runs among which the riders of a line may be divided: of one direction, on one day or in the timetable.
    using Key = std::tuple<std::string_view, registry::Direction, std::optional<Time>>;
    static Key key_of(const PlannedRun& run) {
        return {run.line, run.direction,
                run.leaves_at ? std::optional{china_midnight(*run.leaves_at)} : std::nullopt};
    }

    // A dated departure is a holiday's for boarders only: day pupils ride in it as on any day.
    [[nodiscard]] static RunKind kind_for(const registry::Pupil& pupil, const PlannedRun& run) {
        return run.daily() || !pupil.boarding ? RunKind::daily : RunKind::holiday;
    }

    [[nodiscard]] bool suits(const PlannedRun& run, std::string_view stage, RunKind kind) const {
        const RegisterRows rows = rows_of(view_.registry, run.vehicle, view_.now);
        return !rows.vehicle || overrides_.allow(run.vehicle, stage) ||
               stage_may_ride(rows.vehicle->value.use_nature, stage, kind, rows.plate != nullptr,
                              view_.settings);
    }

    // Runs that several vehicles share may leave a stage to one of them: only where no vehicle of the line
    // suits it has anybody to ride in the wrong one.
    void judge(const std::vector<const PlannedRun*>& shared, RunKind kind) {
        std::array<Misfits, stages.size()> here;
        for (const Rider& rider : riders_.of(*shared.front())) {
            const auto stage = number_of_stage(riders_.stage_of(*rider.pupil));
            if (!stage || kind_for(*rider.pupil, *shared.front()) != kind) continue;
            ++here.at(*stage).pupils;
            here.at(*stage).since = std::min(here.at(*stage).since, rider.bound_from);
        }
        for (std::size_t stage = 0; stage < stages.size(); ++stage) {
            const auto fits_stage = [&](const auto* run) { return suits(*run, stages.at(stage).code, kind); };
            if (here.at(stage).pupils == 0 || std::ranges::any_of(shared, fits_stage)) continue;
            for (const PlannedRun* run : shared) note(*run, stage, here.at(stage));
        }
    }

    void note(const PlannedRun& run, std::size_t stage, const Misfits& here) {
        Misfits& known = found_[run.vehicle].at(stage);
        const Time ahead{std::chrono::days{view_.settings.plan_ahead_days}};
        const Time looked_at = run.leaves_at ? *run.leaves_at - ahead.time_since_epoch() : Time{};
        known.since = std::min(known.since, std::max({here.since, run.told_from, looked_at}));
        if (std::ranges::find(known.lines, run.line) != known.lines.end()) return;
        known.lines.push_back(run.line);
        known.pupils += here.pupils;
    }

    [[nodiscard]] std::optional<Breach> breach_of(VehicleId id, const MisfitsOfVehicle& misfits) const {
        const RegisterRows rows = rows_of(view_.registry, id, view_.now);
        if (!rows.vehicle || rows.vehicle->value.status != registry::VehicleStatus::active)
            return std::nullopt;
        const RegisteredVehicle each{rows.vehicle->value, rows};
        Faults faults;
        for (std::size_t stage = 0; stage < stages.size(); ++stage) {
            const Misfits& here = misfits.at(stage);
            if (here.pupils == 0) continue;
            faults.add(std::max(here.since, rows.vehicle->valid_from),
                       fmt::format("{}线路有{} {} 人，使用性质为{}的车不得载运", fmt::join(here.lines, "、"),
                                   stages.at(stage).name_zh, here.pupils,
                                   registry::use_nature_zh(each.vehicle.use_nature)));
        }
        return each.breach(faults.since, std::move(faults.text));
    }

    const RegisterView& view_;
    std::vector<PlannedRun> runs_;
    Riders riders_;
    Overrides overrides_;
    std::map<Key, std::vector<const PlannedRun*>> shared_;
    std::map<VehicleId, MisfitsOfVehicle> found_;
};

}  // namespace

bool stage_may_ride(char use_nature, std::string_view stage, RunKind run, bool plated,
                    const RuleSettings& settings) {
    const auto number = number_of_stage(stage);
    const Fit* fit = fit_of(use_nature, plated);
    if (!number || !fit) return true;
    unsigned allowed = run == RunKind::daily ? fit->daily : fit->holiday;
    if (fit->plated && settings.nondedicated_allowed_for_primary) allowed |= kindergarten | primary;
    return (allowed & (1U << *number)) != 0;
}

std::vector<Breach> look_stage_fit(const RegisterView& view) { return StageLook{view}.breaches(); }

}  // namespace husong::rules
