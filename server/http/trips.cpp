#include "server/http/trips.hpp"

#include "server/ingest/telemetry.hpp"

#include <algorithm>

namespace husong::http {

namespace {

constexpr std::size_t most_records_of_trip = 20'000;  // of one trip: five hours at a position a second

template <class T>
const T* value_of(const registry::Versioned<T>* row) {
    return row ? &row->value : nullptr;
}

}  // namespace

Trip planned_trip(const registry::Departure& departure, const registry::Registry& registry,
                  const tracking::TripSettings& settings) {
    Trip trip{&departure,
              value_of(registry.line_by_code(departure.line, departure.leaves_at)),
              value_of(registry.school_by_code(departure.school, departure.leaves_at)),
              {}};
    if (trip.school)
        trip.plan = tracking::plan_trip(departure, *trip.school,
                                        registry.stops_of(departure.line, departure.leaves_at), settings);
    return trip;
}

Result<tracking::TripTrace> read_trace(VehicleId vehicle, const tracking::TripPlan& plan, Time now,
                                       const tracking::TripSettings& settings, db::Reader& reader) {
    if (plan.places.empty()) return tracking::TripTrace{};
    const Time until = std::min(plan.until(settings), now + ingest::clock_skew_limit);
    const auto records = reader.history(vehicle, plan.from(settings), until, most_records_of_trip);
    if (!records) return records.error();
    return tracking::trace_trip(plan, *records, settings);
}

}  // namespace husong::http
