#include "server/http/trips.hpp"

#include "server/ingest/telemetry.hpp"
#include "server/tracking/trip_runs.hpp"

#include <algorithm>
#include <vector>

namespace husong::http {

namespace {

constexpr std::size_t most_records_of_trip = 20'000;  // of one trip: five hours at a position a second

}  // namespace

Result<tracking::TripTrace> read_trace(const registry::Departure& run, const tracking::TripPlan& plan,
                                       Time now, const tracking::TripSettings& settings, db::Reader& reader) {
    if (plan.places.empty()) return tracking::TripTrace{};
    const Time from = plan.from(settings);
    const Milliseconds late = tracking::begin_of(run) - run.leaves_at;
    const Time until =
        std::min({plan.until(settings) + late, now + ingest::clock_skew_limit, run.part.until});
    const Time since = std::max(from, run.part.from);
    std::vector<tracking::Record> told;
    if (run.part.relieved && from < since) {
        auto before = reader.history(run.part.relieved, from, since, most_records_of_trip);
        if (!before) return before.error();
        told = std::move(*before);
    }
    const auto records = reader.history(run.vehicle, since, until, most_records_of_trip);
    if (!records) return records.error();
    told.insert(told.end(), records->begin(), records->end());
    return tracking::trace_trip(plan, told, settings);
}

}  // namespace husong::http
