#include "device_sim/traffic.hpp"

#include <algorithm>

namespace husong::device_sim {

Traffic::Traffic(const County& county, const Scenario& scenario, Time live)
    : begin_{live - scenario.warm_start}, now_{begin_} {
    days_.reserve(county.vehicles.size());
    for (std::size_t i = 0; i < county.vehicles.size(); ++i) days_.emplace_back(county, scenario, i, begin_);
    for (const Act& act : scenario.acts) {
        const auto found = std::find_if(county.vehicles.begin(), county.vehicles.end(),
                                        [&act](const Vehicle& vehicle) { return vehicle.role == act.role; });
        if (found == county.vehicles.end()) continue;
        acts_.push_back({act, live + act.at, static_cast<std::size_t>(found - county.vehicles.begin())});
    }
}

std::vector<Event> Traffic::advance(Time until) {
    std::vector<Event> events;
    while (now_ + seconds{1} <= until) {
        now_ += seconds{1};
        for (VehicleDay& day : days_) {
            day.step(now_);
            for (Event& event : day.take_events()) events.push_back(std::move(event));
        }
        perform_acts(events);
    }
    return events;
}

// An act waits until pupils are aboard: nobody counts or reports an empty bus.
void Traffic::perform_acts(std::vector<Event>& events) {
    std::erase_if(acts_, [&](const PendingAct& pending) {
        const VehicleDay& day = days_[pending.vehicle];
        const Load load = day.aboard();
        if (pending.due > now_ || load.pupils == 0) return false;
        Event event{now_, pending.vehicle, load, {}};
        if (pending.act.kind == ActKind::head_count)
            event.what = HeadCount{load.pupils, load.adults};
        else
            event.what = Sighting{day.school(), load.pupils, pending.act.by};
        events.push_back(std::move(event));
        return true;
    });
}

bool Traffic::all_parked() const {
    return std::all_of(days_.begin(), days_.end(), [](const VehicleDay& day) { return day.is_parked(); });
}

County county_of(const Scenario& scenario, Time live) {
    CountyPlan plan = scenario.county;
    plan.today = china_date(live);
    return make_county(plan);
}

}  // namespace husong::device_sim
