#include "server/ingest/loop.hpp"

#include <algorithm>
#include <utility>

namespace husong::ingest {

namespace {

constexpr std::size_t acts_per_batch = 64;
constexpr Milliseconds idle_wait = 100ms;  // chores are looked at this often when nothing comes

// Nothing that could be tried in parts: a message is committed whole or not at all.
bool is_one_message(std::span<const Act> acts, std::span<const Entry> entries) {
    const auto messages =
        std::count_if(entries.begin(), entries.end(), [](const Entry& entry) { return entry.last; });
    return acts.size() + static_cast<std::size_t>(messages) <= 1;
}

// The first thing to be written when the store takes commits again: why it did not, and since when.
Act note_of_outage(const Health& health) {
    return {
        [health](Transaction& transaction) {
            return transaction.store().put(db::AuditEntry{.at = transaction.now(),
                                                          .account = 0,
                                                          .peer = {},
                                                          .action = "commits go on",
                                                          .object = "store",
                                                          .before = health.cause,
                                                          .after = "failing since " + to_iso(health.since)});
        },
        [](const Result<>&) {}};
}

}  // namespace

Intake::Loop::Loop(db::Store& store, World& world, const IntakeSettings& settings, Clock clock)
    : db_{store},
      world_{world},
      settings_{settings},
      clock_{std::move(clock)},
      lanes_{settings_.telemetry_capacity, settings_.act_capacity},
      refolder_{world_, notes_, settings_},
      register_chore_{settings_.rules},
      retry_in_{settings_.retry_least} {}

Intake::Loop::~Loop() { stop(); }

Result<> Intake::Loop::prepare() {
    auto writer = db_.writer();
    if (!writer) return writer.error();
    auto reader = db_.reader();
    if (!reader) return reader.error();
    store_ = std::move(*writer);
    reader_ = std::move(*reader);
    if (auto ok = reload_registry(clock_()); !ok) return ok;
    if (auto ok = load_states(); !ok) return ok;
    set_health(true, {});
    return {};
}

Result<> Intake::Loop::start() {
    if (auto ok = prepare(); !ok) return ok;
    thread_ = std::thread{[this] { run(); }};
    return {};
}

Result<> Intake::Loop::load() {
    stopping_ = true;  // a commit that fails is not tried again: nobody else would end that
    return prepare();
}

Result<> Intake::Loop::settle() {
    ++drains_asked_;  // late data is folded at once, not by the machine's time
    do {
        take_waiting();
        commit_batch();
        do_chores();
    } while (world_.health().ready && !at_rest());
    drains_done_ = drains_asked_;
    if (const Health health = world_.health(); !health.ready)
        return Error{ErrorCode::unavailable, health.cause};
    return {};
}

void Intake::Loop::stop() {
    {
        const std::scoped_lock lock{state_mutex_};
        stopping_ = true;
    }
    state_changed_.notify_all();
    lanes_.wake();
    if (thread_.joinable()) thread_.join();
}

void Intake::Loop::drain() {
    std::unique_lock lock{state_mutex_};
    const std::uint64_t asked = ++drains_asked_;
    lanes_.wake();
    state_changed_.wait(lock, [&] { return stopping_ || drains_done_ >= asked; });
}

std::uint64_t Intake::Loop::drains_asked() {
    const std::scoped_lock lock{state_mutex_};
    return drains_asked_;
}

void Intake::Loop::run() {
    for (;;) {
        take_work();
        const std::uint64_t asked = drains_asked();
        commit_batch();
        do_chores();
        const std::scoped_lock lock{state_mutex_};
        if (at_rest() && drains_done_ < asked) {  // whoever asked meanwhile waits for the chores of then
            drains_done_ = asked;
            state_changed_.notify_all();
        }
        if (stopping_ && (lanes_.idle() || !world_.health().ready)) return;
    }
}

bool Intake::Loop::at_rest() const {
    const bool deadlines_due = deadlines_.next() <= clock_() - settings_.deadline_grace;
    return lanes_.idle() && refolder_.idle() && !registry_wanted_ && !deadlines_due &&
           !register_chore_.due(clock_());
}

void Intake::Loop::take_work() {
    if (backlog_.empty()) wait_for_work();
    take_waiting();
}

void Intake::Loop::take_waiting() {
    entries_.clear();
    lanes_.take_entries(entries_);
    taken_at_ = std::chrono::steady_clock::now();
    if (backlog_.empty() && entries_.size() <= settings_.batch_entries) return;  // one commit takes it all
    backlog_.add(entries_);
    entries_.clear();
    backlog_.take(settings_.batch_entries, entries_);
}

void Intake::Loop::wait_for_work() {
    const bool busy = entries_.size() >= settings_.busy_entries;
    if (busy) lanes_.gather_until(taken_at_ + settings_.gather);
    const Time now = clock_();
    const bool look_waits = register_chore_.due(now) && !failed_chores_.contains(Chore::register_look);
    const bool chores_wait =
        look_waits || refold_is_due(now) || deadlines_.next() + settings_.deadline_grace <= now;
    if (!chores_wait) lanes_.wait(idle_wait);
}

Batch::Context Intake::Loop::batch_context() const { return {*store_, world_, notes_, settings_, clock_()}; }

void Intake::Loop::commit_batch() {
    std::vector<Act> acts = lanes_.take_acts(acts_per_batch);
    if (acts.empty() && entries_.empty()) return;

    commit_until_done(acts, entries_);
    if (lanes_.processed(entries_.size()))
        for (CommitListener* listener : listeners_) listener->room_again();
}

void Intake::Loop::commit_until_done(std::vector<Act>& acts, std::span<const Entry> entries) {
    for (;;) {
        Batch batch{batch_context(), acts, entries};
        const auto began = std::chrono::steady_clock::now();
        const Result<> done = batch.run();
        if (done) {
            const auto ended = std::chrono::steady_clock::now();
            counters_.writing.add(ended - began - batch.committing);
            counters_.committing.add(batch.committing);
            committed(batch, acts);
            return counters_.telling.add(std::chrono::steady_clock::now() - ended);
        }
        if (done.error().code != ErrorCode::unavailable) {
            if (!is_one_message(acts, entries)) return commit_one_by_one(acts, entries);
            // One broken message: it is not answered, so its teller keeps it; the rest goes on.
            counters_.broken.fetch_add(1, std::memory_order_relaxed);
            for (Act& act : acts) act.done(done);
            if (!entries.empty()) announce({{}, {}, {}, clock_(), {&entries.back().ticket, 1}});
            return;
        }
        store_failed(done.error());
        refuse(acts, done.error());
        std::unique_lock lock{state_mutex_};
        if (state_changed_.wait_for(lock, retry_in_, [this] { return stopping_; })) return;
        retry_in_ = std::min(retry_in_ * 2, settings_.retry_most);
    }
}

void Intake::Loop::refuse(std::vector<Act>& acts, const Error& cause) {
    for (Act& act : acts) act.done(cause);
    acts.clear();
    for (Act& act : lanes_.take_acts(settings_.act_capacity)) act.done(cause);
    acts.push_back(note_of_outage(world_.health()));
}

void Intake::Loop::commit_one_by_one(std::vector<Act>& acts, std::span<const Entry> entries) {
    for (Act& act : acts) {
        std::vector<Act> one;
        one.push_back(std::move(act));
        commit_until_done(one, {});
    }
    for (std::size_t from = 0; from < entries.size();) {
        std::size_t until = from + 1;
        while (until < entries.size() && !entries[until - 1].last) ++until;
        std::vector<Act> none;
        commit_until_done(none, entries.subspan(from, until - from));
        from = until;
    }
}

void Intake::Loop::committed(Batch& batch, std::vector<Act>& acts) {
    const Time now = clock_();
    retry_in_ = settings_.retry_least;
    failed_chores_.clear();
    set_health(true, {});
    for (const VehicleId vehicle : batch.checkpointed)
        notes_[vehicle].checkpointed_at = Time::max();  // replaced below by the state's own instant
    for (std::size_t i = 0; i < batch.states.size(); ++i) {
        const auto& [vehicle, state] = batch.states[i];
        VehicleNotes& noted = notes_[vehicle];
        if (noted.checkpointed_at == Time::max()) noted.checkpointed_at = state.track.last.measured_at;
        noted.behind = batch.behind[i];
        schedule(vehicle, state);
    }
    world_.publish(batch.states);
    world_.publish(batch.keys);
    for (const auto& [vehicle, from] : batch.late) refolder_.mark(vehicle, from, now);

    announce({batch.answers, batch.changes, batch.acknowledged, now});
    for (std::size_t i = 0; i < acts.size(); ++i) acts[i].done(batch.act_results[i]);
    counters_.batches.fetch_add(1, std::memory_order_relaxed);
    counters_.acts.fetch_add(acts.size(), std::memory_order_relaxed);
    if (!acts.empty()) registry_wanted_ = true;  // an act may have made an identity: look soon
    counters_.records_committed.fetch_add(batch.stored, std::memory_order_relaxed);
    counters_.records_duplicate.fetch_add(batch.duplicates, std::memory_order_relaxed);
    counters_.late_records.fetch_add(batch.late.size(), std::memory_order_relaxed);
    counters_.clock_ahead.fetch_add(batch.clock_ahead, std::memory_order_relaxed);
}

void Intake::Loop::store_failed(const Error& error) {
    counters_.rollbacks.fetch_add(1, std::memory_order_relaxed);
    set_health(false, error.what);
}

void Intake::Loop::set_health(bool ready, const std::string& cause) {
    if (!world_.set_health(ready, cause, clock_())) return;
    const Health health = world_.health();
    for (CommitListener* listener : listeners_) listener->health_changed(health);
}

void Intake::Loop::announce(const Committed& commit) {
    register_chore_.committed(commit.changes);
    for (CommitListener* listener : listeners_) listener->committed(commit);
}

}  // namespace husong::ingest
