#include "server/tracking/gate_act.hpp"

#include <set>

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
    std::set<std::int64_t> undone;
    for (const GateAct& act : acts)
        if (act.undoes) undone.insert(*act.undoes);
    std::vector<const GateAct*> left;
    for (const GateAct& act : acts)
        if (act.kind != GateActKind::undone && !undone.contains(act.id)) left.push_back(&act);
    return left;
}

}  // namespace husong::tracking
