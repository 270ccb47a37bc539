#include "server/fleet/marks.hpp"

#include <algorithm>
#include <array>

namespace husong::fleet {

namespace {

using tracking::EventKind;
using tracking::TripEvent;

struct Mark {
    std::string_view name;
    EventKind kind;
    RiderState from;  // whom it may be told of
    std::optional<EventKind> takes_back = std::nullopt;
};
constexpr std::array known_marks{
    Mark{"boarded", EventKind::boarded, RiderState::waiting},
    Mark{"excused", EventKind::excused, RiderState::waiting},
    Mark{"alighted", EventKind::alighted, RiderState::aboard},
    Mark{"unboarded", EventKind::taken_back, RiderState::aboard, EventKind::boarded},
    Mark{"unalighted", EventKind::taken_back, RiderState::alighted, EventKind::alighted},
    Mark{"unexcused", EventKind::taken_back, RiderState::excused, EventKind::excused},
};

TripEvent event_of(const registry::Departure& run, EventKind kind, const RunRider& rider,
                   std::optional<EventKind> takes_back) {
    TripEvent event;
    event.kind = kind;
    event.trip = run.code;
    event.person = rider.pupil->code;
    event.number = takes_back ? static_cast<std::int32_t>(*takes_back) : 0;
    return event;
}

// Who boards here has left the vehicle before, until that is taken back.
void tell_of_relieved(Marks& marks, const Mark& mark, const RunRider& rider, const registry::Departure& run) {
    if (!run.part.relieved) return;
    if (mark.kind == EventKind::boarded && rider.on_relieved)
        marks.of_relieved.push_back(event_of(run, EventKind::handed_over, rider, std::nullopt));
    if (mark.takes_back == EventKind::boarded)
        marks.of_relieved.push_back(event_of(run, EventKind::taken_back, rider, EventKind::handed_over));
}

}  // namespace

Marks read_marks(std::string_view told, const Duty& duty, const registry::Departure& departure) {
    Marks marks;
    const auto slash = std::min(told.find('/'), told.size());
    const auto* mark = std::ranges::find(known_marks, told.substr(0, slash), &Mark::name);
    if (mark == known_marks.end()) return marks;
    const std::string_view whom = told.substr(std::min(slash + 1, told.size()));
    const bool all = whom == "*" + std::string{everybody};
    const bool all_of_relieved = whom == "*" + std::string{from_relieved};
    for (std::size_t i = 0; i < duty.stops.size(); ++i) {
        const bool of_stop = all || whom == "*" + duty.stops[i].name;
        for (const RunRider& rider : duty.stops[i].riders) {
            const bool meant = of_stop || whom == rider.pupil->code || (all_of_relieved && rider.on_relieved);
            if (rider.state != mark->from || !meant) continue;
            marks.events.push_back(event_of(departure, mark->kind, rider, mark->takes_back));
            tell_of_relieved(marks, *mark, rider, departure);
            if (!all && !all_of_relieved) marks.stop = i;
        }
    }
    return marks;
}

}  // namespace husong::fleet
