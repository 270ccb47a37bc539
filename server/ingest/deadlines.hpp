// When the next vehicle changes although it tells nothing: a heap of one deadline a vehicle.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"

#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

namespace husong::ingest {

class Deadlines {
public:
    // The vehicle's next deadline; end_of_time: none. An earlier one replaces a later one; a later one is
    // found when the earlier comes up and is asked again.
    void set(VehicleId vehicle, Time deadline) {
        if (deadline == end_of_time) return;
        auto& scheduled = scheduled_.try_emplace(vehicle, end_of_time).first->second;
        if (deadline >= scheduled) return;
        scheduled = deadline;
        heap_.push({deadline, vehicle});
    }

    // The next vehicle whose deadline is at or before `until`, taken out; none: VehicleId 0.
    [[nodiscard]] VehicleId take_due(Time until) {
        while (!heap_.empty() && heap_.top().first <= until) {
            const auto [deadline, vehicle] = heap_.top();
            heap_.pop();
            const auto scheduled = scheduled_.find(vehicle);
            if (scheduled == scheduled_.end() || scheduled->second != deadline) continue;  // replaced
            scheduled_.erase(scheduled);
            return vehicle;
        }
        return {};
    }

    [[nodiscard]] Time next() const { return heap_.empty() ? end_of_time : heap_.top().first; }

private:
    using Entry = std::pair<Time, VehicleId>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
    std::unordered_map<VehicleId, Time> scheduled_;
};

}  // namespace husong::ingest
