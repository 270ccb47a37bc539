#include "server/tracking/rider_marks.hpp"

#include <algorithm>
#include <unordered_set>
#include <variant>

namespace husong::tracking {

namespace {

bool is_of(const MarkedRun& run, const TripEvent& event, Time at) {
    return event.trip.empty() ? run.from <= at && at < run.until : event.trip == run.code;
}

bool takes_back(const TripEvent& event, EventKind mark) {
    return event.kind == EventKind::taken_back && event.number == static_cast<std::int32_t>(mark);
}

// As the fold takes it: who boards again has not got off.
void see_mark(RiderMarks& marks, const TripEvent& event, Time at) {
    if (event.kind == EventKind::boarded) {
        if (!marks.aboard()) marks.boarded_at = at;
        marks.alighted_at.reset();
    }
    if (event.kind == EventKind::alighted) marks.alighted_at = at;
    if (event.kind == EventKind::excused) marks.excused_at = at;
    const bool missed = takes_back(event, EventKind::at_school);
    if (event.kind == EventKind::at_school || missed) {
        marks.at_school_at = missed ? std::nullopt : std::optional{at};
        marks.missed_at = missed ? std::optional{at} : std::nullopt;
    }
    if (event.kind == EventKind::safe_home || event.kind == EventKind::not_home) {
        const bool safe = event.kind == EventKind::safe_home;
        marks.safe_home_at = safe ? std::optional{at} : std::nullopt;
        marks.not_home_at = safe ? std::nullopt : std::optional{at};
    }
    if (takes_back(event, EventKind::boarded)) marks.boarded_at.reset();
    if (takes_back(event, EventKind::alighted)) marks.alighted_at.reset();
    if (takes_back(event, EventKind::excused)) marks.excused_at.reset();
}

}  // namespace

RiderMarks marks_of(std::string_view pupil, const MarkedRun& run, std::span<const Record> events) {
    RiderMarks marks;
    std::unordered_set<std::string_view> others;
    for (const Record& record : events) {
        const auto* event = std::get_if<TripEvent>(&record.payload);
        if (event == nullptr || !record.judged() || event->person.empty()) continue;
        if (!is_of(run, *event, record.measured_at)) continue;
        if (event->kind == EventKind::swept)
            marks.swept_at = record.measured_at;
        else if (event->person == pupil)
            see_mark(marks, *event, record.measured_at);
        else if (event->kind == EventKind::boarded)
            others.insert(event->person);
        else if (takes_back(*event, EventKind::boarded))
            others.erase(event->person);
    }
    marks.others_boarded = !others.empty();
    return marks;
}

}  // namespace husong::tracking
