// May a vehicle leave the gate? Decided from what is known at that instant, never from what a page showed.
#pragma once

#include "server/gate/settings.hpp"
#include "server/rules/verdict.hpp"
#include "server/tracking/gate_act.hpp"

#include <optional>
#include <span>
#include <string>

namespace husong::gate {

// What the decision rests on.
struct ReleaseCase {
    const registry::Departure& departure;
    const registry::Registry& registry;
    const rules::RegisterRows& rows;          // of the vehicle, at `now`
    const tracking::VehicleState& state;      // its deadlines up to now have fired
    std::span<const tracking::GateAct> acts;  // of the departure, in their order
    Time now{};
};

enum class Hindrance : std::uint8_t {
    cancelled,    // the departure was taken back
    released,     // it was let go already
    not_valid,    // its papers or its driver's forbid it, it is another vehicle, or this is not its day
    not_counted,  // nobody has counted, or too long ago
    over,         // a person counted too many
    likely_over,  // the door counter is sure of too many
    disputed,     // the count holds no driver, or is far below what the door counter is sure of
};

struct Refusal {
    Hindrance hindrance{};
    std::string why;  // 还超 2 人, as it stands behind 不能放行：
};

// The first reason why it must stay; none: it may leave.
std::optional<Refusal> refuse_release(const ReleaseCase& subject, const GateSettings& settings,
                                      const rules::VerdictSettings& rules);

// Who drives: who has signed in, else whom the list names, but for a gate that found another one at the
// wheel; none: nobody is named. Whom the list names drives unless the gate has seen another one.
std::optional<rules::RunDriver> driver_at_gate(const ReleaseCase& subject, const rules::RuleSettings& law);

// The latest count by a person that says who is aboard now: the gate's own of this departure, or another's
// since it came (to school: since it set out); not undone, not too old.
std::optional<tracking::HumanCount> count_that_holds(const ReleaseCase& subject,
                                                     const GateSettings& settings);

// What a gate did with the vehicle that was relieved is nothing done with this one.
bool is_of(const tracking::GateAct& act, const registry::Departure& departure);

// The refusal as its button and its act say it: 不能放行：还超 2 人; 点过人数才能放行.
std::string refusal_zh(const Refusal& refusal);

}  // namespace husong::gate
