// When an overloaded vehicle's ride can first be flagged, told from the ride alone: a measurement that found
// out by itself where it begins would leave out every delay that all vehicles share.
#pragma once

#include "device_sim/load_frames.hpp"
#include "server/tracking/settings.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>

namespace husong::bench {

// The frame whose device time completes what LD-01 asks of a counter: doors closed and the vehicle moving for
// as long as the rules in force say.
inline std::uint32_t deciding_frame(const device_sim::LoadPattern& pattern) {
    const tracking::TrackingSettings settings;
    const Milliseconds held = std::max(settings.door_settle, settings.moving_hold);
    const auto steps = (held + pattern.step - Milliseconds{1}) / pattern.step;
    return device_sim::LoadFrames::first_on_the_road(pattern) + static_cast<std::uint32_t>(steps);
}

// From the intended instant of the deciding frame. Throws when the finding was there before it: then another
// frame decides, and no number of the run is true.
template <class Clock>
typename Clock::duration taken_from(std::chrono::time_point<Clock> decided,
                                    std::chrono::time_point<Clock> seen, const std::string& plate) {
    if (seen >= decided) return seen - decided;
    const auto early = std::chrono::duration_cast<Milliseconds>(decided - seen);
    throw std::runtime_error{plate + " was flagged " + std::to_string(early.count()) +
                             " ms before the frame that can decide it"};
}

}  // namespace husong::bench
