#include "server/http/departures.hpp"

#include "server/gate/words.hpp"
#include "server/http/trips.hpp"
#include "server/live/finding_view.hpp"

namespace husong::http {

namespace json = boost::json;
using registry::Departure;
using registry::Direction;
using registry::Registry;
using registry::Versioned;

namespace {

template <class T>
json::value named(const Versioned<T>* row, std::string_view code) {
    if (code.empty()) return nullptr;
    return json::object{{"code", code}, {"name", row ? std::string_view{row->value.name} : code}};
}

// A person is told by the family name.
template <class T>
json::value crew(const Versioned<T>* row) {
    return row ? json::value(gate::family_name_zh(row->value.name)) : json::value(nullptr);
}

json::array places_json(const tracking::TripPlan& plan) {
    json::array places;
    for (const tracking::TripPlace& place : plan.places)
        places.push_back(json::object{{"name", place.name}, {"due", to_iso(place.due)}});
    return places;
}

}  // namespace

json::object departure_json(const registry::Run& run, const Registry& registry) {
    const Departure& departure = run.value;
    const Time at = departure.leaves_at;
    const registry::Plate* plate = registry.plate_of(departure.vehicle);
    return {{"code", departure.code},
            {"school", named(registry.school_by_code(departure.school, at), departure.school)},
            {"direction", departure.direction == Direction::home ? "home" : "to_school"},
            {"leaves_at", to_iso(at)},
            {"line", named(registry.line_by_code(departure.line, at), departure.line)},
            {"vehicle", plate ? json::value(live::plate_json(*plate)) : json::value(nullptr)},
            {"driver", crew(registry.driver_by_code(departure.driver, at))},
            {"escort", crew(registry.escort_by_code(departure.escort, at))},
            {"seats", departure.seats},
            {"status", departure.status == registry::DepartureStatus::planned ? "planned" : "cancelled"},
            {"sequence", departure.sequence},
            {"published_at", to_iso(run.recorded_at)},
            {"note", departure.note},
            {"places", places_json(tracking::plan_trip(departure, registry, {}))}};
}

std::vector<registry::Run> runs_today(VehicleId vehicle, const Registry& registry, Time now) {
    const Time midnight = china_midnight(now);
    return registry::find_runs(
        {.from = midnight, .until = midnight + std::chrono::days{1}, .vehicle = vehicle, .cancelled = true},
        registry);
}

json::array departures_today_json(VehicleId vehicle, const Registry& registry, Time now) {
    json::array departures;
    for (const registry::Run& run : runs_today(vehicle, registry, now))
        departures.push_back(departure_json(run, registry));
    return departures;
}

}  // namespace husong::http
