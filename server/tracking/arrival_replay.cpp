#include "server/tracking/arrival_replay.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

// From when on predictions count, and until when.
struct Span {
    Time from = end_of_time;
    Time until{};
};

Span judged_span(const TripTrace& trace) {
    Span span;
    for (const PlaceVisit& visit : trace.visits) {
        if (!visit.arrived) continue;
        span.from = std::min(span.from, *visit.arrived - prediction_horizon);
        span.until = std::max(span.until, *visit.arrived);
    }
    return span;
}

// The next instant at which everybody is asked: of the clock, so that no run's own times choose it.
Time next_asking(Time at) {
    const auto since = at.time_since_epoch();
    return Time{(since + prediction_every - 1ms) / prediction_every * prediction_every};
}

}  // namespace

Heard::Heard(std::span<const Record> records) {
    std::copy_if(records.begin(), records.end(), std::back_inserter(pending_),
                 [](const Record& record) { return record.kind() == RecordKind::position; });
    std::stable_sort(pending_.begin(), pending_.end(),
                     [](const Record& a, const Record& b) { return a.received_at < b.received_at; });
}

std::span<const Record> Heard::by(Time now) {
    for (; heard_ < pending_.size() && pending_[heard_].received_at <= now; ++heard_) {
        const auto at =
            std::upper_bound(known_.begin(), known_.end(), pending_[heard_],
                             [](const Record& a, const Record& b) { return a.order() < b.order(); });
        known_.insert(at, pending_[heard_]);
    }
    return known_;
}

Accuracy judge_run(const TripPlan& plan, std::span<const Record> records, const SegmentHistory& history,
                   const TripSettings& settings) {
    const TripTrace over = trace_trip(plan, records, settings);
    const Span span = judged_span(over);
    std::vector<std::vector<Prediction>> said(over.visits.size());
    Heard heard{records};
    for (Time now = next_asking(span.from); now < span.until; now += prediction_every) {
        const TripTrace trace = trace_trip(plan, heard.by(now), settings);
        if (trace.phase != TripPhase::under_way) continue;
        for (const PlaceArrival& arrival : estimate_arrivals(plan, trace, history, now).ahead) {
            const Prediction prediction{now, arrival.said()};
            if (is_to_keep({}, prediction)) said.at(arrival.place).push_back(prediction);
        }
    }
    Accuracy accuracy;
    for (std::size_t i = 0; i < over.visits.size(); ++i)
        if (over.visits[i].arrived) accuracy += judge(said[i], *over.visits[i].arrived);
    return accuracy;
}

}  // namespace husong::tracking
