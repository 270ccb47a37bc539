// A vehicle's imperfect instruments: the positioning module and the door counter.
#pragma once

#include "device_sim/event.hpp"
#include "device_sim/random.hpp"
#include "device_sim/scenario.hpp"

namespace husong::device_sim {

// Errors of a fix wander slowly, as they do in the field, instead of jumping about the true place.
class Receiver {
public:
    Receiver(const Faults& faults, Random random) : faults_{faults}, random_{random} {}

    // The point and the satellites a receiver at this place reports; located is false when it has no fix.
    Fix measure(maps::Wgs84 truth);

private:
    const Faults& faults_;
    Random random_;
    double north_error_m_ = 0, east_error_m_ = 0;
};

class DoorCounter {
public:
    DoorCounter(const Faults& faults, Random random) : faults_{faults}, random_{random} {}

    void open(Time at) { count_ = {at, 0, 0}; }
    void person_boards() { count_.boarded = static_cast<std::uint16_t>(count_.boarded + seen()); }
    void person_alights() { count_.alighted = static_cast<std::uint16_t>(count_.alighted + seen()); }
    [[nodiscard]] const DoorCount& count() const { return count_; }

private:
    int seen();  // how often the counter counts one person: mostly once

    const Faults& faults_;
    Random random_;
    DoorCount count_;
};

}  // namespace husong::device_sim
