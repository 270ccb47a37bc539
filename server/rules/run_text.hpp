// What drivers hear about runs that were published otherwise (0x8300): short, spoken.
#pragma once

#include "server/registry/registry.hpp"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace husong::rules {

// What begins later than so long from now is on its driver's page in time.
inline constexpr std::chrono::hours run_texts_ahead{6};

// A vehicle's part in a run that is to come.
struct RunDuty {
    std::string run;  // code
    VehicleId vehicle;
    VehicleId relieves;  // whose run it goes on with; none: it begins the run
    Time from{};
    std::string words;  // 15:00离校北沟线
};
// Those that begin from now on, also a while later than is told of: what comes near is no news. By run, each
// in the order of time.
std::vector<RunDuty> run_duties(const registry::Registry& registry, Time now);

struct RunText {
    VehicleId vehicle;
    std::string text;  // UTF-8 for speech
};
// To the vehicles whose part is another one than it was a moment ago and begins within run_texts_ahead.
std::vector<RunText> run_texts(std::span<const RunDuty> before, std::span<const RunDuty> after,
                               const registry::Registry& registry, Time now);

}  // namespace husong::rules
