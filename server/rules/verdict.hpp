// The answer to a policeman who typed a plate: one of seven words, with its reason, and what stands behind
// it.
#pragma once

#include "server/rules/driver_papers.hpp"
#include "server/rules/fold.hpp"
#include "server/rules/load_view.hpp"
#include "server/rules/papers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::rules {

// In order of precedence: the first that holds is the headline, the others follow. not_registered stands
// alone.
enum class VerdictWord : std::uint8_t {
    must_not,        // 禁止载运学生
    over,            // 超员 N 人: a person counted
    likely_over,     // 很可能超员，请清点: sensors only
    check,           // 可以，但要核对
    unknown_load,    // 证照有效，人数未知
    may_carry,       // 可以载运学生
    not_registered,  // 本县没有登记
};
std::string_view word_name(VerdictWord word);  // "must_not", as in the API

struct VerdictLine {
    VerdictWord word{};
    std::string text;
    std::string reason;
    int over = 0;               // persons, with VerdictWord::over
    int tenths_of_percent = 0;  // 156 is 15.6 %
};

// How old the position is, in one word.
enum class PositionAge : std::uint8_t { live, delayed, stale, silent, parked };
std::string_view position_age_name(PositionAge age);

struct PositionView {
    tracking::Fix fix;
    Milliseconds age{};
    PositionAge state{};
    bool moving = false;
};

struct Verdict {
    bool registered = false;
    VerdictLine headline;
    std::vector<VerdictLine> also;
    LoadView load;
    std::vector<Paper> papers;  // none when not registered
    std::optional<PositionView> position;
};

struct VerdictSettings {
    const tracking::TrackingSettings& tracking;
    const RuleSettings& rules;
};

// What the papers of its driver say: of one who `drives` it they forbid the ride, of one who is only named
// for it somebody has to look who drives.
void tell_driver(Verdict& verdict, const DriverView& driver, bool drives);

// Of a vehicle whose late data is not folded yet nothing is said to be in order.
void withhold_clean(Verdict& verdict);

// Of the vehicle itself, whoever drives it. Pure: `now` is the caller's clock. `state`: nullptr when nothing
// was ever told of the vehicle. `vehicle`: none when nobody has ever named the plate.
Verdict judge_vehicle(const VehicleFold* state, std::optional<VehicleId> vehicle,
                      const registry::Registry& registry, Time now, const VerdictSettings& settings);
// The same, and of the driver of the run that it is on or about to begin.
Verdict judge_for_police(const VehicleFold* state, std::optional<VehicleId> vehicle,
                         const registry::Registry& registry, Time now, const VerdictSettings& settings);

// The state as it is at `now` when no record came since: every deadline up to now has fired.
tracking::VehicleState state_at(const VehicleFold* state, Time now,
                                const tracking::TrackingSettings& settings);
std::optional<PositionView> view_position(const tracking::VehicleState& state, Time now,
                                          const RuleSettings& settings);

}  // namespace husong::rules
