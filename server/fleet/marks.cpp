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
    Mark{"handed", EventKind::alighted,
         RiderState::aboard},  // to whom stands behind the child: handed/P1/祖母
    Mark{"refused", EventKind::collector_refused, RiderState::aboard},
    Mark{"unrefused", EventKind::taken_back, RiderState::aboard, EventKind::collector_refused},
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

// To whom the child is given: one of those who may take it, or nobody is meant.
std::optional<std::string> taken_over_by(std::string_view whom, const RunRider& rider) {
    for (const std::string& name : rider.collectors)
        if (whom == rider.pupil->code + "/" + name) return name;
    return std::nullopt;
}

// A child that somebody has to take over does not get off with the others, nor by itself, until it is clear
// that nobody came who may.
bool may_tell(const Mark& mark, const RunRider& rider, bool alone) {
    if (rider.state != mark.from) return false;
    if (mark.name == "alighted") return rider.collectors.empty() || (rider.refused && alone);
    if (mark.name == "refused") return alone && !rider.refused && !rider.collectors.empty();
    return mark.name != "unrefused" || rider.refused;
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
            const bool alone = whom == rider.pupil->code;
            const auto taken_over = mark->name == "handed" ? taken_over_by(whom, rider) : std::nullopt;
            const bool meant = mark->name == "handed"
                                   ? taken_over.has_value()
                                   : of_stop || alone || (all_of_relieved && rider.on_relieved);
            if (!meant || !may_tell(*mark, rider, alone)) continue;
            marks.events.push_back(event_of(departure, mark->kind, rider, mark->takes_back));
            marks.events.back().other = taken_over.value_or("");
            tell_of_relieved(marks, *mark, rider, departure);
            if (!all && !all_of_relieved) marks.stop = i;
        }
    }
    return marks;
}

}  // namespace husong::fleet
