// Rules on those who count: people who differ from the counter (ES-03), and a counter that lies (LD-07).
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> counter_rules();

Judgement judge_differing_counts(const VehicleSnapshot& snapshot);  // ES-03
Judgement judge_counter(const VehicleSnapshot& snapshot);           // LD-07

}  // namespace husong::rules
