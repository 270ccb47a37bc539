// How sure the rules are that vehicles are over, while a log is folded: one line of JSON for each judgement
// of a moving vehicle, in the form of docs/records-log.md. `tools/truth` compares it with what happened.
#pragma once

#include "server/ingest/world.hpp"

#include <map>
#include <ostream>

namespace husong::ctl {

class Sureness {
public:
    // Writes to `out` while it lives.
    explicit Sureness(std::ostream& out) : out_{out} {}
    // After a commit that holds something of that vehicle. Says nothing when nothing has changed.
    void note(const ingest::World& world, VehicleId vehicle, const registry::Plate& plate);

private:
    std::ostream& out_;
    std::map<VehicleId, double> last_;
};

}  // namespace husong::ctl
