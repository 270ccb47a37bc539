// What the driver hears about a finding (0x8300): short, spoken, and telling what to do.
#pragma once

#include "server/rules/finding.hpp"

#include <optional>
#include <string>

namespace husong::rules {

// UTF-8 for speech; nothing when the finding is not for the driver's ears.
std::optional<std::string> driver_text(const FindingChange& change);

}  // namespace husong::rules
