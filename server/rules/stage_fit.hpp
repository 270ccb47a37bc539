// VL-08: does the type of a school bus suit the pupils who are to ride in it?
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

enum class RunKind : std::uint8_t { daily, holiday };

// rules.md §1.7: may a vehicle of this 使用性质 carry pupils of this stage? `plated`: it has a school-bus
// plate. True also for stages and letters that the table does not know: what is not known accuses nobody.
bool stage_may_ride(char use_nature, std::string_view stage, RunKind run, bool plated,
                    const RuleSettings& settings);

std::vector<Breach> look_stage_fit(const RegisterView& view);

}  // namespace husong::rules
