// A finding as one row of a list: what a policeman reads before he opens it.
#pragma once

#include "server/rules/rule.hpp"
#include "server/rules/verdict.hpp"

#include <string>

namespace husong::rules {

struct VehicleSummary {
    std::string vehicle_text;  // 中小学生校车; what the register calls it
    std::string headline;      // 很可能超员，请清点
    std::string detail;        // 车门计数 车上 47–51 人，核载 45 人
    std::string points_class;  // 记 6 分; empty: none
    int over = 0;              // persons too many; 0: none, or not counted by a person
    bool pupils_aboard_likely = false;
    bool moving = false;
    std::optional<PositionView> position;
};

// What a summary is made from. `episode`: the finding's newest. `state`: what is known of the vehicle now,
// nullptr when nothing is.
struct SummarySource {
    const FindingHead& head;
    const Episode& episode;
    const VehicleFold* state;
    const registry::Registry& registry;
};
VehicleSummary summarise(const SummarySource& source, Time now, const VerdictSettings& settings);

}  // namespace husong::rules
