// What was told by name of one rider of one run, and when. Pure: read out of the events of its vehicle when
// somebody looks, because the vehicle's state keeps no times and forgets a run with the next one.
#pragma once

#include "server/tracking/record.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace husong::tracking {

// A mark that was taken back is none.
struct RiderMarks {
    std::optional<Time> boarded_at;
    std::optional<Time> alighted_at;
    std::optional<Time> excused_at;
    std::optional<Time> at_school_at;  // of these two the one told last, too
    std::optional<Time> missed_at;     // by whoever called the roll
    std::optional<Time> safe_home_at;  // …
    std::optional<Time> not_home_at;
    std::optional<Time> swept_at;  // the vehicle, at the run's end: nobody is in it
    bool others_boarded = false;   // somebody else of the run is marked: its crew tells names

    [[nodiscard]] bool aboard() const { return boarded_at && !alighted_at; }
    [[nodiscard]] bool rode() const { return boarded_at || alighted_at; }
    [[nodiscard]] bool excused() const { return excused_at && !rode(); }
    [[nodiscard]] bool any() const { return rode() || excused_at; }
    bool operator==(const RiderMarks&) const = default;
};

// The run that is meant: events that name none are of it while its vehicle is on it, [from, until).
struct MarkedRun {
    std::string_view code;  // of the departure
    Time from{};
    Time until{};
};

// `events`: of the run's vehicle, in the order of their time; what is no event of this run is passed over.
RiderMarks marks_of(std::string_view pupil, const MarkedRun& run, std::span<const Record> events);

}  // namespace husong::tracking
