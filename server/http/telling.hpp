// Human acts that become records: told with an idempotency key, stored once, answered after the commit.
#pragma once

#include "db/store.hpp"
#include "server/http/route.hpp"
#include "server/http/services.hpp"
#include "server/registry/plate.hpp"
#include "server/tracking/record.hpp"

#include <functional>
#include <optional>

namespace husong::http {

struct AlsoTold {
    tracking::Payload payload;
    VehicleId vehicle{};  // 0: the same one
};

// What somebody tells of one vehicle.
struct Telling {
    registry::Plate plate;
    std::optional<VehicleId> vehicle;          // when the plate has an identity already
    std::optional<Time> at;                    // when it happened; none: now
    tracking::Payload payload;                 // a head count, a sighting or an event of a run
    std::vector<AlsoTold> also{};              // told with it, at the same instant
    std::string action;                        // for the audit: "recount"
    std::uint16_t flags = 0;                   // of the record, beside those that its clocks give
    std::optional<tracking::Source> source{};  // whose word it is; none: the caller's
};

// What became of it.
struct Told {
    tracking::Record record;
    bool is_new = false;  // false: told before, with the same content
};
// On a thread of the read pool. Errors: conflict (the key stood for another content), unavailable.
using AfterTelling = std::function<void(const Result<Told>&, db::Reader&)>;

// Precondition: the request carries an idempotency key. `then` runs once, unless the server stops before.
void tell(const Request& request, const Services& services, db::Reader& reader, const Telling& telling,
          const AfterTelling& then);

// Names a record for who told it.
std::string record_id(const tracking::Record& record);

}  // namespace husong::http
