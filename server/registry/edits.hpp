// Whose records an edit of the registers concerns, and from when on (docs/decisions/0022).
#pragma once

#include "server/registry/registry.hpp"

#include <map>

namespace husong::registry {

// The vehicles whose records of [from, until) `after` judges otherwise than `before` did, or may, and from
// which instant on. Compared is what holds at each instant: a row that an edit only cut at `until` touches
// nobody, one that said something else last week only from there on. What other papers say, and the county's
// own rules, is not asked here.
std::map<VehicleId, Time> touched_between(const Registry& before, const Registry& after, Time from,
                                          Time until);

}  // namespace husong::registry
