// All vehicles of a scenario together: one stream of events in time order, the same for the same scenario and
// begin.
#pragma once

#include "device_sim/vehicle_day.hpp"

namespace husong::device_sim {

class Traffic {
public:
    // The county and the scenario must outlive it. `live` is the instant at which the terminals connect:
    // vehicles have been driving since scenario.warm_start before it.
    Traffic(const County& county, const Scenario& scenario, Time live);

    // Everything that happens up to and including `until`, by time, then by vehicle. Time only moves forward.
    std::vector<Event> advance(Time until);

    [[nodiscard]] Time begin() const { return begin_; }
    [[nodiscard]] Load aboard(std::size_t vehicle) const { return days_[vehicle].aboard(); }
    [[nodiscard]] bool all_parked() const;

private:
    struct PendingAct {
        Act act;
        Time due{};
        std::size_t vehicle = 0;
    };
    void perform_acts(std::vector<Event>& events);

    Time begin_;
    Time now_;
    std::vector<VehicleDay> days_;
    std::vector<PendingAct> acts_;
};

// The county of a scenario that goes live at an instant: its papers are made for that day.
County county_of(const Scenario& scenario, Time live);

}  // namespace husong::device_sim
