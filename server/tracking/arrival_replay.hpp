// What was said of a run while it was under way, said again once it is over: an estimate is a pure function
// of what had come by then, so that none has to be kept. Pure.
#pragma once

#include "server/tracking/arrival.hpp"
#include "server/tracking/arrival_accuracy.hpp"

#include <span>
#include <vector>

namespace husong::tracking {

// Positions as they had come by an instant, in the order of the fold.
class Heard {
public:
    explicit Heard(std::span<const Record> records);
    // Precondition: never earlier than the call before.
    std::span<const Record> by(Time now);

private:
    std::vector<Record> pending_;  // by when they came
    std::vector<Record> known_;
    std::size_t heard_ = 0;
};

// The instants that pages said, each half minute, against when the vehicle came as its records tell now. A
// place at which nobody saw it judges nothing.
Accuracy judge_run(const TripPlan& plan, std::span<const Record> records, const SegmentHistory& history,
                   const TripSettings& settings = {});

}  // namespace husong::tracking
