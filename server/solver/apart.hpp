// Work that may crash, hang or take all memory, in a process of its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace husong::solver {

// What `work` returns, done in a forked child; none: it crashed, threw or was not done after `seconds` and
// was killed. For programs of one thread.
std::optional<std::string> run_apart(const std::function<std::string()>& work, double seconds);

}  // namespace husong::solver
