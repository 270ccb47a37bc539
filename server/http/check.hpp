// The check result of a plate, as JSON: verdict, papers, people aboard, position, what is flagged, what was
// seen, what is planned today.
#pragma once

#include "db/store.hpp"
#include "server/http/message.hpp"
#include "server/http/services.hpp"
#include "server/registry/registry.hpp"
#include "server/rules/verdict.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <vector>

namespace husong::http {

struct CheckedVehicle {
    registry::Plate plate;
    std::optional<VehicleId> vehicle;  // none: nobody has ever named this plate
};

// As the role may see it, at `now`. Errors: unavailable.
[[nodiscard]] Result<boost::json::object> check_json(const CheckedVehicle& checked, access::Role role,
                                                     Time now, const Services& services, db::Reader& reader);

boost::json::array colours_json(const std::vector<registry::PlateColour>& colours);

// How many of its findings are open, to a role that may read them; to others 0.
int open_findings(VehicleId vehicle, access::Role role, const ingest::World& world);

// A vehicle in a list of several, with its verdict at `now`. Precondition: the registry has its plate.
boost::json::object match_json(VehicleId vehicle, access::Role role, const registry::Registry& registry,
                               const Services& services, Time now);

// What a sighting tells. Precondition: the record is one.
boost::json::object sighting_json(const tracking::Record& record);

boost::json::object verdict_json(const rules::VerdictLine& line);

}  // namespace husong::http
