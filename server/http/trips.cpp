#include "server/http/trips.hpp"

namespace husong::http {

namespace {

constexpr std::size_t most_records = 20'000;  // of one trip: five hours at a position a second

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
              {},
              {}};
    if (trip.school)
        trip.plan = tracking::plan_trip(departure, *trip.school,
                                        registry.stops_of(departure.line, departure.leaves_at), settings);
    return trip;
}

Result<Trip> follow_trip(const registry::Departure& departure, const registry::Registry& registry,
                         db::Reader& reader, const tracking::TripSettings& settings) {
    Trip trip = planned_trip(departure, registry, settings);
    if (trip.plan.places.empty()) return trip;
    const auto records =
        reader.history(departure.vehicle, trip.plan.from(settings), trip.plan.until(settings), most_records);
    if (!records) return records.error();
    trip.trace = tracking::trace_trip(trip.plan, *records, settings);
    return trip;
}

std::string short_name(std::string_view name) {
    if (name.empty()) return {};
    std::size_t end = 1;  // of the first character, in UTF-8
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) ++end;
    return std::string{name.substr(0, end)} + "某";
}

}  // namespace husong::http
