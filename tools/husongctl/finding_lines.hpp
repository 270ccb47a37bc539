// Findings as lines of JSON in one order and without anything that only this server made of them, so that two
// folds can be compared byte by byte.
#pragma once

#include "tools/husongctl/fold_log.hpp"

#include <string>

namespace husong::ctl {

// Not withdrawn ones, by rule, plate, subject and beginning. `times`: each with when its level was
// concluded; nullptr: without. Errors: those of the store.
[[nodiscard]] Result<std::string> finding_lines(db::Reader& reader, const Conclusions* times);

}  // namespace husong::ctl
