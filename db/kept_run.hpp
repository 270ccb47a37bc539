// A run that is over, as it is kept.
#pragma once

#include "server/tracking/arrival_accuracy.hpp"
#include "server/tracking/run_times.hpp"

#include <string>

namespace husong::db {

// What a run leaves behind that is over: when it was at its places, and how right what was said of it was.
struct KeptRun {
    std::int64_t id = 0;  // given by claim_run()
    std::string code;     // of its departure, or of its timetable and day
    VehicleId vehicle;
    Time seen_from{};  // made from what is told of the vehicle in [seen_from, seen_until)
    Time seen_until{};
    tracking::RunTimes times;  // no places: it was not seen
    tracking::Accuracy accuracy;
};
struct RunHead {
    std::int64_t id = 0;  // of a run that was made again another one
    std::string code;
    VehicleId vehicle;
    Time leaves_at{};
    tracking::DayClass day{};
    bool operator==(const RunHead&) const = default;
};
struct LineQuery {
    std::string line;
    registry::Direction direction{};
    Time before{};
    std::size_t limit = 20;
};

}  // namespace husong::db
