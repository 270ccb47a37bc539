// One group commit: store the records, fold those that are new on an overlay of the states, store what
// follows. Nothing outside changes until the commit has succeeded; after a failure the batch is whole and can
// be run again.
#pragma once

#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <span>
#include <vector>

namespace husong::ingest {

// Vehicles whose history changed before the end of what was folded, and from where. Ordered: runs repeat
// exactly.
using DirtyMarks = std::map<VehicleId, tracking::OrderKey>;

// What the batch needs to know of the vehicles beyond their states; kept by the writer's loop.
struct VehicleNotes {
    Time advanced_until{};   // deadlines up to here have fired by the clock: an older record is late
    Time checkpointed_at{};  // device time of the newest checkpoint
    Milliseconds behind{};   // how long its newest record was on the way: its clock, its connection
    bool dirty = false;      // late data waits to be folded
};
using NotesByVehicle = std::map<VehicleId, VehicleNotes>;

// A run is kept (server/history) so long after the last record that may be a part of it was measured: what is
// older than this when it is stored may be part of a run that is kept already.
inline constexpr Milliseconds late_for_runs = std::chrono::minutes{10};

// From the record's own instant to when we had it; 0 for a clock that is ahead of ours.
[[nodiscard]] inline Milliseconds time_on_the_way(const tracking::Record& record) {
    return std::max(Milliseconds{0}, record.received_at - record.measured_at);
}

class Batch final : public Transaction {
public:
    struct Context {
        db::Writer& store;
        const World& world;
        const NotesByVehicle& notes;
        const IntakeSettings& settings;
        Time now;
    };

    Batch(const Context& context, std::span<Act> acts, std::span<const Entry> entries);

    // The whole transaction, begin to commit. On error nothing has happened, and run() may be called again.
    // Errors: unavailable (try again later); anything else is a bug in the batch or a broken record.
    [[nodiscard]] Result<> run();

    // What happened; meaningful after run() has succeeded.
    std::vector<Ticket> answers;
    std::vector<rules::FindingChange> changes;
    std::vector<World::Published> states;
    std::vector<Milliseconds> behind;  // for each of the states
    std::vector<VehicleId> checkpointed;
    DirtyMarks late;
    std::vector<Result<>> act_results;
    std::vector<db::TerminalCredentials> keys;  // as they are now
    std::vector<FindingId> acknowledged;
    std::size_t stored = 0;
    std::size_t duplicates = 0;
    std::size_t clock_ahead = 0;                       // of those stored
    std::chrono::steady_clock::duration committing{};  // of run(): what the disk took

    // Transaction, for acts.
    [[nodiscard]] Result<bool> insert(tracking::Record record) override;
    [[nodiscard]] Result<VehicleId> identify(const registry::Plate& plate) override;
    [[nodiscard]] Result<> put(const db::TerminalCredentials& credentials) override;
    [[nodiscard]] Result<bool> put(const db::Acknowledgement& told) override;
    [[nodiscard]] db::Writer& store() override { return context_.store; }
    [[nodiscard]] const registry::Registry& registry() const override { return *registry_; }
    [[nodiscard]] Time now() const override { return context_.now; }

private:
    void forget();
    [[nodiscard]] Result<> attempt();
    [[nodiscard]] Result<> apply_acts();
    [[nodiscard]] Result<> apply(Act& act);
    [[nodiscard]] Result<> insert_entries();
    [[nodiscard]] Result<> put_beside(const Entry& entry);
    [[nodiscard]] Result<> drop_runs();
    [[nodiscard]] Result<> fold_new();
    [[nodiscard]] Result<> fold_vehicle(std::span<const tracking::Record* const> records);
    [[nodiscard]] Result<> store_facts();

    Context context_;
    std::span<Act> acts_;
    std::span<const Entry> entries_;
    registry::RegistryPtr registry_;
    rules::ThresholdsPtr thresholds_;
    std::vector<const tracking::Record*> new_records_;  // judged ones, into entries_ or act_records_
    std::deque<tracking::Record> act_records_;          // records that acts brought: addresses stay
};

}  // namespace husong::ingest
