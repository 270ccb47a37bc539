// What drivers hear about runs that were published otherwise (0x8300): short, spoken.
#pragma once

#include "server/registry/registry.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace husong::rules {

// A vehicle's run that leaves later than so long from now is on its driver's page in time.
inline constexpr std::chrono::hours run_texts_ahead{6};

struct RunText {
    VehicleId vehicle;
    std::string text;  // UTF-8 for speech
};

// The newest rows of each register: what comes after them is news.
struct NewestRuns {
    std::int64_t departure = 0;
    std::int64_t relief = 0;
};
NewestRuns newest_runs(const registry::Registry& registry);

// What was published after `known` of runs that have not left and leave within run_texts_ahead, and of runs
// to be taken over: to the vehicle that had it and to the one that has it now.
std::vector<RunText> run_texts(const registry::Registry& registry, const NewestRuns& known, Time now);

}  // namespace husong::rules
