// What the gate does, inside the writer's transaction: stored once, and a release decided on what is known
// then.
#pragma once

#include "db/store.hpp"
#include "server/http/services.hpp"
#include "server/ingest/intake.hpp"
#include "server/tracking/gate_act.hpp"

#include <memory>
#include <optional>
#include <string>

namespace husong::http {

struct GateDeed {
    tracking::GateAct act;  // as asked for; its instant and kind are settled in the transaction
    tracking::Source source = tracking::Source::gate;
    std::string peer;
    std::optional<tracking::Sighting> sighting;  // stopped: what is reported of it
    std::optional<registry::Plate> plate;        // … and which vehicle that is
    std::uint16_t flags = 0;                     // … of its record
    std::optional<std::uint16_t> front_seat{};   // counted: pupils on the seats beside the driver
};

// What became of it.
struct GateDone {
    tracking::GateAct act;  // a release that was asked for may have become `refused`
    std::int64_t id = 0;    // of the act
    bool told_before = false;
};

// Runs in the transaction. Errors: not_found (no such departure any more), conflict (the key stood for
// another act; or nothing is left to undo), unavailable.
[[nodiscard]] Result<GateDone> do_at_gate(const GateDeed& deed, ingest::Transaction& transaction,
                                          const Services& services);

// A vehicle that is not on the list is kept at the gate: a sighting and an act. Errors: conflict,
// unavailable.
[[nodiscard]] Result<GateDone> stop_at_gate(const GateDeed& deed, ingest::Transaction& transaction);

}  // namespace husong::http
