// The way in: two bounded lanes and the one writer thread behind them. Human acts go first; telemetry is
// taken message by message, in the order it came or, when more waits than one commit takes, one of each
// teller in turn (backlog.hpp), and answered after the commit that holds it.
#pragma once

#include "db/store.hpp"
#include "server/base/durations.hpp"
#include "server/ingest/world.hpp"
#include "server/tracking/record.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace husong::ingest {

// Who waits for the answer to a message: a session (slot and generation, so that a reused slot is not
// mistaken), the serial and id to quote in 0x8001, and the body's fingerprint, as serials may repeat.
struct Ticket {
    std::uint32_t session = 0;
    std::uint32_t generation = 0;
    std::uint16_t message_id = 0;
    std::uint16_t serial = 0;
    std::uint64_t fingerprint = 0;
    std::uint32_t stored = 0;  // after the commit: so many of its records were new
    TerminalId terminal{};     // its session may have ended before the commit
};

// One thing to store out of one message; a message's entries stand together and the last one carries the
// ticket, so that all are committed before the one answer.
struct Entry {
    std::variant<tracking::Record, db::RawMessage, db::DriverCard> what;
    Ticket ticket;
    bool last = true;
};

class Intake;

// What an act may do inside the batch's transaction. Writer thread only.
class Transaction {
public:
    virtual ~Transaction() = default;
    // Stores a record; when it is new it is folded with this batch. False: it was there before.
    [[nodiscard]] virtual Result<bool> insert(tracking::Record record) = 0;
    [[nodiscard]] virtual Result<VehicleId> identify(const registry::Plate& plate) = 0;
    // A terminal's key; after the commit the World knows it at once.
    [[nodiscard]] virtual Result<> put(const db::TerminalCredentials& credentials) = 0;
    // As Writer::put(); who follows the finding is told after the commit.
    [[nodiscard]] virtual Result<bool> put(const db::Acknowledgement& told) = 0;
    [[nodiscard]] virtual db::Writer& store() = 0;
    // As it was when the batch began.
    [[nodiscard]] virtual const registry::Registry& registry() const = 0;
    [[nodiscard]] virtual Time now() const = 0;
};

// A human act, or a terminal's registration. `apply` may run several times (the batch is retried after a
// store error), so it starts from its captured input each time. An error other than `unavailable` ends this
// act only: what it wrote is taken back. `done` runs once, on the writer thread, after the commit (or with
// the act's own error).
struct Act {
    std::function<Result<>(Transaction&)> apply;
    std::function<void(const Result<>&)> done;
};

// What one commit brought; listeners are called on the writer thread and must only hand it on (asio::post, a
// hub).
struct Committed {
    std::span<const Ticket> answers;
    std::span<const rules::FindingChange> changes;
    std::span<const FindingId>
        corrected;  // by late data or an edit: withdrawn, shortened, lowered; by a person: acknowledged
    Time at{};
    std::span<const Ticket> broken{};  // messages that no transaction takes: not stored
};

class CommitListener {
public:
    virtual ~CommitListener() = default;
    virtual void committed(const Committed& commit) = 0;
    // Telemetry was refused by offer() and there is room again.
    virtual void room_again() {}
    // Commits began to fail, or go on.
    virtual void health_changed(const Health& health) { static_cast<void>(health); }
};

struct IntakeSettings {
    std::size_t telemetry_capacity = 32'768;  // entries waiting; when full the sockets are not read
    std::size_t act_capacity = 1'024;         // acts waiting; when full they are refused (503)
    std::size_t batch_entries = 4'096;        // at most in one commit
    std::size_t busy_entries = 256;           // a batch this large is a sign of load: then …
    Milliseconds gather = 60ms;       // … the next one begins this long after it, or when an act comes
    Milliseconds retry_least = 50ms;  // after a store error, doubled up to retry_most
    Milliseconds retry_most = 2s;
    std::chrono::minutes checkpoint_every = std::chrono::minutes{15};  // device time
    Milliseconds refold_every = 1s;                                    // per vehicle, at most
    double refold_share = 0.25;       // of the writer's time while telemetry waits
    std::size_t refold_page = 1'000;  // records read at a time
    Milliseconds registry_poll = 1s;
    std::size_t open_commands =
        1'000;                    // for terminals; read with the registry, the others when these are over
    double registry_share = 0.1;  // of the writer's time for reading it again
    Milliseconds deadline_grace = 30s;  // a deadline fires this long after its instant when no record came
    Milliseconds clean_up_every = std::chrono::minutes{1};      // of old rows, a few at a time
    std::chrono::days keep_positions = std::chrono::days{183};  // retention, rules.md §5
    std::chrono::days keep_raw = std::chrono::days{30};
    std::chrono::days keep_runs = std::chrono::days{365};  // when runs were at their places
    tracking::TrackingSettings tracking;
    rules::RuleSettings rules;
};

// Counters of the writer, for /metrics. Read from any thread.
struct IntakeCounters {
    std::atomic<std::uint64_t> records_committed{0};
    std::atomic<std::uint64_t> records_duplicate{0};
    std::atomic<std::uint64_t> batches{0};
    std::atomic<std::uint64_t> rollbacks{0};
    std::atomic<std::uint64_t> broken{0};  // messages whose record no transaction took: not answered
    std::atomic<std::uint64_t> refolds{0};
    std::atomic<std::uint64_t> late_records{0};
    std::atomic<std::uint64_t> clock_ahead{0};  // stored records of a time that had not come: not judged
    std::atomic<std::uint64_t> telemetry_refused{0};
    std::atomic<std::uint64_t> acts{0};
    std::atomic<std::uint64_t> registry_loads{0};
    std::atomic<std::uint64_t> waiting_entries{0};
    // What the writer's thread does: a batch's rows and what follows from them; its commit, until all is on
    // the disk; answers and listeners; and between batches …
    Durations writing, committing, telling;
    Durations reading_registry, looking_at_register, firing_deadlines, refolding, cleaning_up;
};

class Intake {
public:
    using Clock = std::function<Time()>;

    Intake(db::Store& store, World& world, const IntakeSettings& settings, Clock clock);
    ~Intake();  // stop()
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    // Before start(). Listeners outlive the intake.
    void add_listener(CommitListener& listener);

    // Loads registry, checkpoints and the tail of each vehicle, then starts the writer thread. Errors:
    // unavailable.
    [[nodiscard]] Result<> start();
    // Commits what waits, then ends the thread. Idempotent.
    void stop();

    // For a program whose clock is a log's: load() in the place of start(), without a thread …
    [[nodiscard]] Result<> load();
    // … and settle() does in the caller's thread what is due by the clock, until nothing is. Errors:
    // unavailable, when the store fails; it is not tried again.
    [[nodiscard]] Result<> settle();

    // Takes one message's entries, all or none. False: no room; the caller keeps them, stops reading, and
    // offers again after CommitListener::room_again(). Any thread.
    [[nodiscard]] bool offer(std::vector<Entry>& entries);
    [[nodiscard]] bool offer(Entry& entry);
    // False: too many acts wait. Any thread.
    [[nodiscard]] bool submit(Act act);

    // Blocks until everything offered before is committed and every vehicle that was dirty is re-folded. For
    // tests and husongctl; never on the net thread.
    void drain();

    [[nodiscard]] const IntakeCounters& counters() const;
    [[nodiscard]] const IntakeSettings& settings() const;

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace husong::ingest
