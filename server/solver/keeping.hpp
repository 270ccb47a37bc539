// A term planned anew while a plan is in force: what is published stays where it can.
#pragma once

#include "server/solver/coordinate.hpp"

#include <string_view>

namespace husong::solver {

// As coordinate(), but each leg of `in_force` keeps its day, its hour and its runs, unless the case has it
// elsewhere, forbids it, or has other riders; then its break moves. Where that leaves somebody out or makes
// the peak a twentieth higher, so does what is near it, then everything. `in_force`: the text of a plan
// (coordination/plan.hpp) of this case or of an earlier one of the term; what the case knows no more is not
// kept. Stages: unserved and changes (legs that are not where that plan has them). Errors: malformed (no
// JSON); as coordinate().
[[nodiscard]] Result<coordination::Plan> coordinate_keeping(const coordination::Case& question,
                                                            std::string_view in_force, const Effort& effort);

}  // namespace husong::solver
