#include "tools/husongctl/sureness.hpp"

#include "server/rules/snapshot.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cmath>

namespace husong::ctl {

namespace {

constexpr double difference = 1e-4;  // that is worth a line

}  // namespace

void Sureness::note(const ingest::World& world, VehicleId vehicle, const registry::Plate& plate) {
    const rules::VehicleFold* fold = world.peek(vehicle);
    if (fold == nullptr || !fold->track.motion.moving || !fold->track.doors.settled) return;
    const registry::RegistryPtr registry = world.registry();
    const Time at = fold->track.last.measured_at;
    const auto* row = registry->vehicle(vehicle, at);
    if (row == nullptr || row->value.approved_persons <= 0) return;
    const auto estimate =
        rules::estimate_of(fold->track, row, row->value.approved_persons, tracking::TrackingSettings{});
    if (!estimate.known()) return;
    const auto [last, fresh] = last_.try_emplace(vehicle, estimate.over);
    if (!fresh && std::abs(last->second - estimate.over) < difference) return;
    last->second = estimate.over;
    out_ << boost::json::serialize(boost::json::value{{"plate", plate.text},
                                                      {"colour", registry::colour_name(plate.colour)},
                                                      {"at", to_millis(at)},
                                                      {"over", estimate.over}})
         << '\n';
}

}  // namespace husong::ctl
