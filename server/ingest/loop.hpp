// The writer thread: takes from the lanes, commits batch after batch, answers, and between batches lets
// deadlines pass, late data be re-folded, the registry be read again and old rows be deleted.
#pragma once

#include "server/ingest/backlog.hpp"
#include "server/ingest/batch.hpp"
#include "server/ingest/deadlines.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/lanes.hpp"
#include "server/ingest/refolder.hpp"
#include "server/ingest/register_chore.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace husong::ingest {

class Intake::Loop {
public:
    Loop(db::Store& store, World& world, const IntakeSettings& settings, Clock clock);
    ~Loop();

    [[nodiscard]] Result<> start();
    void stop();
    void drain();
    [[nodiscard]] Result<> load();
    [[nodiscard]] Result<> settle();

    void add_listener(CommitListener& listener) { listeners_.push_back(&listener); }
    Lanes& lanes() { return lanes_; }
    IntakeCounters& counters() { return counters_; }
    [[nodiscard]] const IntakeSettings& settings() const { return settings_; }

private:
    void run();
    // Fills entries_ with what the next commit takes; waits when there is nothing.
    void take_work();
    void wait_for_work();
    void take_waiting();
    [[nodiscard]] Result<> prepare();
    // Commits acts and entries_; keeps trying while the store is unavailable, until stop().
    void commit_batch();
    void commit_until_done(std::vector<Act>& acts, std::span<const Entry> entries);
    // While the store fails, whoever waits for an act is told so at once. What is left in `acts` is a note of
    // the outage, so that there is always something to try the store with.
    void refuse(std::vector<Act>& acts, const Error& cause);
    void commit_one_by_one(std::vector<Act>& acts, std::span<const Entry> entries);
    void committed(Batch& batch, std::vector<Act>& acts);
    void store_failed(const Error& error);
    void set_health(bool ready, const std::string& cause);
    enum class Chore { registry, register_look, deadlines, refold, clean_up };
    // Between batches health is what the chores meet: good again when each that failed has succeeded.
    void chore_failed(Chore chore, const Error& error);
    void chore_succeeded(Chore chore);
    void do_chores();
    // A vehicle whose records are long on the way is given as long again before silence counts: its records
    // of that time may still come.
    [[nodiscard]] Time due(VehicleId vehicle, const rules::VehicleFold& state);
    void schedule(VehicleId vehicle, const rules::VehicleFold& state);
    void fire_deadlines(Time now);
    void refold(Time now);
    [[nodiscard]] bool registry_is_due(Time now);
    [[nodiscard]] Result<> reload_registry(Time now);
    void mark_changed_vehicles(const registry::Registry& before, const registry::Registry& after, Time now);
    void mark_edited(VehicleId vehicle, Time from, Time now);
    void read_registry_again(Time now);
    void look_at_register(Time now);
    void clean_up(Time now);
    [[nodiscard]] Result<bool> drop_old_rows(Time now);  // true: there are more
    [[nodiscard]] Result<> load_states();
    void announce(const Committed& commit);
    [[nodiscard]] bool at_rest() const;
    [[nodiscard]] std::uint64_t drains_asked();
    [[nodiscard]] bool draining();
    [[nodiscard]] bool refold_is_due(Time now);
    [[nodiscard]] Batch::Context batch_context() const;

    db::Store& db_;
    World& world_;
    IntakeSettings settings_;
    Clock clock_;
    Lanes lanes_;
    IntakeCounters counters_;
    std::vector<CommitListener*> listeners_;

    std::unique_ptr<db::Writer> store_;
    std::unique_ptr<db::Reader> reader_;  // for reloading the registry
    NotesByVehicle notes_;
    Refolder refolder_;
    RegisterChore register_chore_;
    Deadlines deadlines_;
    Backlog backlog_;             // taken from the lane: more than one commit takes
    std::vector<Entry> entries_;  // of the commit at hand
    std::set<Chore> failed_chores_;
    Time registry_asked_at_{};
    bool registry_wanted_ = false;  // soon, not at the next poll
    Time cleaned_at_{};
    std::chrono::steady_clock::time_point taken_at_{};  // pacing is of the machine's time
    std::chrono::steady_clock::time_point refold_not_before_{};
    std::chrono::steady_clock::time_point registry_not_before_{};
    Milliseconds retry_in_{};

    std::mutex state_mutex_;
    std::condition_variable state_changed_;
    bool stopping_ = false;
    std::uint64_t drains_asked_ = 0;  // so many were asked for, one after the other
    std::uint64_t drains_done_ = 0;
    std::thread thread_;
};

}  // namespace husong::ingest
