#include "server/http/trips.hpp"

#include "server/ingest/telemetry.hpp"

#include <algorithm>

namespace husong::http {

namespace {

constexpr std::size_t most_records_of_trip = 20'000;  // of one trip: five hours at a position a second

}  // namespace

Result<tracking::TripTrace> read_trace(VehicleId vehicle, const tracking::TripPlan& plan, Time now,
                                       const tracking::TripSettings& settings, db::Reader& reader) {
    if (plan.places.empty()) return tracking::TripTrace{};
    const Time until = std::min(plan.until(settings), now + ingest::clock_skew_limit);
    const auto records = reader.history(vehicle, plan.from(settings), until, most_records_of_trip);
    if (!records) return records.error();
    return tracking::trace_trip(plan, *records, settings);
}

}  // namespace husong::http
