#include "server/tracking/gate_act.hpp"

#include <algorithm>

namespace husong::tracking {

std::string_view gate_act_name(GateActKind kind) {
    switch (kind) {
        case GateActKind::arrived: return "arrived";
        case GateActKind::counted: return "counted";
        case GateActKind::checked: return "checked";
        case GateActKind::released: return "released";
        case GateActKind::refused: return "refused";
        case GateActKind::stopped: return "stopped";
        case GateActKind::undone: return "undone";
    }
    return "";
}

std::vector<const GateAct*> standing(std::span<const GateAct> acts) {
    const auto is_undone = [&](const GateAct& act) {
        return std::any_of(acts.begin(), acts.end(),
                           [&](const GateAct& other) { return other.undoes && *other.undoes == act.id; });
    };
    std::vector<const GateAct*> left;
    for (const GateAct& act : acts)
        if (act.kind != GateActKind::undone && !is_undone(act)) left.push_back(&act);
    return left;
}

}  // namespace husong::tracking
