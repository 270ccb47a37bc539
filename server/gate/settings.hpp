// The numbers by which the gate sorts its vehicles. Each stands here once.
#pragma once

#include "server/tracking/trip_trace.hpp"

namespace husong::gate {

struct GateSettings {
    std::chrono::minutes boarding_lead{
        10};                        // a vehicle that takes pupils home is there so long before it leaves
    std::chrono::minutes near{10};  // 将到: due within so long
    std::chrono::minutes overdue_after{10};  // rules.md RT-04, late_min
    Milliseconds count_holds =
        std::chrono::minutes{60};  // rules.md: a count older than this is counted again
    tracking::TripSettings trip;   // its position_lost is DV-01
};

}  // namespace husong::gate
