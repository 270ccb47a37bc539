// How many people are aboard, as a distribution: what the vehicle usually carries, what its counter says
// today and what people counted, each with the error it has shown.
#pragma once

#include "server/tracking/load.hpp"

#include <optional>

namespace husong::tracking {

// What somebody counted.
struct Told {
    HeadCount heads;
    Source by = Source::escort;
    TellerHash whom = 0;
};

struct AboardCase {
    int limit = 0;  // so many may be aboard
    bool moving = false;
    const CounterTraits& traits;
    const TrackingSettings& settings;
    std::optional<Told> told{};    // a head count that is not believed yet
    std::optional<Told> before{};  // … and the one before it, of the same people
    int named = 0;  // so many are aboard by name, crew included, or more; 0: nobody tells names
};

struct Estimate {
    int lower = -1;  // 2.5 %; -1: unknown
    int expected = -1;
    int upper = -1;    // 97.5 %; -1: from an unknown beginning the counter is a lower bound only
    double over = -1;  // that more than `limit` are aboard; below 0: unknown
    bool usual_known = false;
    [[nodiscard]] bool known() const { return over >= 0; }
};

// Costs some microseconds: not for every position.
Estimate estimate_aboard(const Load& load, const AboardCase& subject);

}  // namespace husong::tracking
