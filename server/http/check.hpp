// The check result of a plate, as JSON: verdict, papers, people aboard, position, what is flagged, what was
// seen.
#pragma once

#include "db/store.hpp"
#include "server/http/message.hpp"
#include "server/http/services.hpp"
#include "server/registry/registry.hpp"
#include "server/rules/verdict.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace husong::http {

struct CheckedVehicle {
    registry::Plate plate;
    std::optional<VehicleId> vehicle;  // none: nobody has ever named this plate
};

// As the role may see it, at `now`. Errors: unavailable.
[[nodiscard]] Result<boost::json::object> check_json(const CheckedVehicle& checked, access::Role role,
                                                     Time now, const Services& services, db::Reader& reader);

boost::json::object verdict_json(const rules::VerdictLine& line);

}  // namespace husong::http
