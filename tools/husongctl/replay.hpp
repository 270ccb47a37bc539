// The server in small: its world, its intake, its rules and a store, in the caller's thread, with a clock
// that the caller turns.
#pragma once

#include "server/ingest/intake.hpp"
#include "tools/husongctl/record_log.hpp"

#include <vector>

namespace husong::ctl {

// The server's, but for chores that cost more than they bring where a day passes in a second. `batch`: so
// many records may be taken at once, at least.
ingest::IntakeSettings replay_settings(std::size_t batch);

class Replay {
public:
    Replay(db::Store& store, Time begin, const ingest::IntakeSettings& settings);

    // As the server does at its start. The listener outlives this.
    [[nodiscard]] Result<> load(ingest::CommitListener& listener);
    // A day without records is still a day: what falls due in it falls due then.
    [[nodiscard]] Result<> turn_clock(Time until);
    // Commits them, and does what is due then. `last`: when we had the last of them.
    [[nodiscard]] Result<> take(std::vector<ingest::Entry>& entries, Time last);

    [[nodiscard]] const ingest::IntakeCounters& counters() const { return intake_.counters(); }
    [[nodiscard]] const ingest::World& world() const { return world_; }

private:
    Time clock_;
    ingest::World world_;
    ingest::Intake intake_;
};

// The store's numbers of the log's vehicles, in the order of its plates.
[[nodiscard]] Result<std::vector<VehicleId>> identify(const RecordLog& log, db::Store& store);

// Records [from, end) of the log as the way in would have finished them, each a message of its own.
std::vector<ingest::Entry> entries_of(const RecordLog& log, std::size_t from, std::size_t end,
                                      const std::vector<VehicleId>& vehicles);

}  // namespace husong::ctl
