// What the writer thread does between batches: deadlines, re-folding, the registry, retention; and loading at
// start.
#include "server/ingest/loop.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/registry/edits.hpp"

#include <algorithm>
#include <utility>

namespace husong::ingest {

namespace {

constexpr std::size_t clean_up_rows = 2'000;
constexpr std::size_t deadlines_per_round = 256;

// When what began then has had its share of the time.
std::chrono::steady_clock::time_point rested_after(std::chrono::steady_clock::time_point began,
                                                   double share) {
    const auto ended = std::chrono::steady_clock::now();
    return ended + std::chrono::duration_cast<Milliseconds>((ended - began) * (1 / share - 1));
}

}  // namespace

void Intake::Loop::chore_failed(Chore chore, const Error& error) {
    failed_chores_.insert(chore);
    store_failed(error);
}

void Intake::Loop::chore_succeeded(Chore chore) {
    if (failed_chores_.erase(chore) > 0 && failed_chores_.empty()) set_health(true, {});
}

void Intake::Loop::do_chores() {
    const Time now = clock_();
    if (registry_is_due(now)) counters_.reading_registry.time([&] { read_registry_again(now); });
    if (register_chore_.due(now)) counters_.looking_at_register.time([&] { look_at_register(now); });
    counters_.firing_deadlines.time([&] { fire_deadlines(now); });
    if (refold_is_due(now)) counters_.refolding.time([&] { refold(now); });
    if (now - cleaned_at_ >= settings_.clean_up_every) counters_.cleaning_up.time([&] { clean_up(now); });
}

void Intake::Loop::read_registry_again(Time now) {
    if (auto ok = reload_registry(now); !ok)
        chore_failed(Chore::registry, ok.error());
    else
        chore_succeeded(Chore::registry);
}

void Intake::Loop::look_at_register(Time now) {
    const auto changes = register_chore_.step(*store_, *reader_, *world_.registry(), now);
    if (!changes) return chore_failed(Chore::register_look, changes.error());
    chore_succeeded(Chore::register_look);
    if (!changes->empty()) announce({{}, *changes, {}, now});
}

Time Intake::Loop::due(VehicleId vehicle, const rules::VehicleFold& state) {
    const Time deadline = state.next_deadline();
    return deadline == end_of_time ? deadline : deadline + notes_[vehicle].behind;
}

void Intake::Loop::schedule(VehicleId vehicle, const rules::VehicleFold& state) {
    deadlines_.set(vehicle, due(vehicle, state));
}

void Intake::Loop::fire_deadlines(Time now) {
    const registry::RegistryPtr registry = world_.registry();
    const rules::FoldContext context{*registry, world_.thresholds()};
    const Time until = now - settings_.deadline_grace;
    std::vector<World::Published> states;
    std::vector<rules::FindingChange> changes;
    std::vector<std::pair<VehicleId, Time>> fired;
    while (states.size() < deadlines_per_round) {
        const VehicleId vehicle = deadlines_.take_due(until);
        if (!vehicle) break;
        const rules::VehicleFold* state = world_.peek(vehicle);
        if (state == nullptr || notes_[vehicle].dirty) continue;  // the re-fold sets it again
        if (due(vehicle, *state) > until) {
            schedule(vehicle, *state);
            continue;
        }
        const Time deadline = state->next_deadline();
        World::Published after{vehicle, *state};
        rules::advance(after.state, vehicle, deadline, context, changes);
        fired.emplace_back(vehicle, deadline);
        states.push_back(after);
    }
    if (states.empty()) return chore_succeeded(Chore::deadlines);

    // Only facts need the disk: a state that moved without one is found again from its records.
    if (!changes.empty()) {
        Result<> done = store_->begin();
        for (auto change = changes.begin(); done && change != changes.end(); ++change)
            done = store_->put(*change, now, false);
        if (done) done = store_->commit();
        if (!done) {
            store_->rollback();
            chore_failed(Chore::deadlines, done.error());
            for (const auto& [vehicle, deadline] : fired) schedule(vehicle, *world_.peek(vehicle));
            return;
        }
    }
    chore_succeeded(Chore::deadlines);
    for (const auto& [vehicle, deadline] : fired) notes_[vehicle].advanced_until = deadline;
    for (const auto& published : states) schedule(published.vehicle, published.state);
    world_.publish(states);
    announce({{}, changes, {}, now});
}

bool Intake::Loop::draining() {
    const std::scoped_lock lock{state_mutex_};
    return drains_done_ < drains_asked_;
}

bool Intake::Loop::refold_is_due(Time now) {
    if (draining()) return !refolder_.idle();
    return refolder_.next_due() <= now && std::chrono::steady_clock::now() >= refold_not_before_;
}

void Intake::Loop::refold(Time now) {
    const auto began = std::chrono::steady_clock::now();
    auto outcome = refolder_.step(*store_, now, draining());
    if (!outcome) return chore_failed(Chore::refold, outcome.error());
    // At most a share of the writer while others wait.
    if (!lanes_.idle()) refold_not_before_ = rested_after(began, settings_.refold_share);
    if (!*outcome) return;
    chore_succeeded(Chore::refold);
    counters_.refolds.fetch_add(1, std::memory_order_relaxed);
    if ((*outcome)->overload_taken_back) register_chore_.overload_taken_back();
    if (const auto* state = world_.peek((*outcome)->vehicle)) schedule((*outcome)->vehicle, *state);
    announce({{}, (*outcome)->changes, (*outcome)->corrected, now});
}

// Every plate that is new raises its version, and all of it is read then.
bool Intake::Loop::registry_is_due(Time now) {
    const bool wanted =
        registry_wanted_ || now - registry_asked_at_ >= settings_.registry_poll || now < registry_asked_at_;
    return wanted && (draining() || std::chrono::steady_clock::now() >= registry_not_before_);
}

Result<> Intake::Loop::reload_registry(Time now) {
    registry_asked_at_ = now;
    registry_wanted_ = false;
    const auto version = store_->registry_version();
    if (!version) return version.error();
    const registry::RegistryPtr before = world_.registry();
    const bool first = world_.credentials()->empty() && before->version() == 0;
    if (!first && *version == before->version()) return {};

    const auto began = std::chrono::steady_clock::now();
    auto rows = reader_->load_registry();
    if (!rows) return rows.error();
    auto loaded = reader_->load_credentials();
    if (!loaded) return loaded.error();
    auto commands = reader_->open_commands(settings_.open_commands);
    if (!commands) return commands.error();
    auto credentials = std::make_shared<Credentials>();
    for (db::TerminalCredentials& row : *loaded) {
        std::string phone = row.phone;
        credentials->insert_or_assign(std::move(phone), std::move(row));
    }
    auto registry = std::make_shared<const registry::Registry>(std::move(*rows));
    mark_changed_vehicles(*before, *registry, now);
    register_chore_.register_loaded(registry->rows());
    world_.publish(std::make_shared<const std::vector<db::TerminalCommand>>(std::move(*commands)));
    auto thresholds =
        std::make_shared<const rules::Thresholds>(*registry, settings_.tracking, settings_.rules);
    world_.publish(registry, std::move(thresholds), std::move(credentials));
    registry_not_before_ = rested_after(began, settings_.registry_share);
    counters_.registry_loads.fetch_add(1, std::memory_order_relaxed);
    return {};
}

void Intake::Loop::mark_changed_vehicles(const registry::Registry& before, const registry::Registry& after,
                                         Time now) {
    if (before.version() == 0) return;  // at start every vehicle is folded from its checkpoint anyway
    const Time horizon = now - fold_horizon;
    for (const auto& [vehicle, from] : registry::touched_between(before, after, horizon, now))
        mark_edited(vehicle, from, now);
    const Time own_rules = rules::own_rules_differ_from(before.rows(), after.rows());
    if (own_rules >= now) return;
    for (const auto& [vehicle, notes] : notes_) mark_edited(vehicle, std::max(own_rules, horizon), now);
}

// Of whom nothing was heard since, nothing was judged otherwise.
void Intake::Loop::mark_edited(VehicleId vehicle, Time from, Time now) {
    const rules::VehicleFold* state = world_.peek(vehicle);
    if (state == nullptr) return;
    const bool judged = state->track.last.measured_at >= from || notes_[vehicle].advanced_until >= from;
    if (judged) refolder_.mark(vehicle, {from, tracking::RecordKind{}, 0}, now);
}

Result<bool> Intake::Loop::drop_old_rows(Time now) {
    auto begun = store_->begin();
    if (!begun) return begun.error();
    const db::RetentionLimits limits{now - settings_.keep_positions, now - settings_.keep_raw,
                                     now - settings_.keep_runs};
    auto more = store_->apply_retention(limits, clean_up_rows);
    const Result<> done = more ? store_->commit() : Result<>{more.error()};
    if (done) return more;
    store_->rollback();
    return done.error();
}

void Intake::Loop::clean_up(Time now) {
    cleaned_at_ = now;
    const auto more = drop_old_rows(now);
    if (!more || *more) cleaned_at_ = now - settings_.clean_up_every + 1s;  // again, or the rest, soon
    if (!more) return chore_failed(Chore::clean_up, more.error());
    chore_succeeded(Chore::clean_up);
}

Result<> Intake::Loop::load_states() {
    const auto vehicles = reader_->vehicles_with_records();
    if (!vehicles) return vehicles.error();
    const auto checkpoints = reader_->load_checkpoints();
    if (!checkpoints) return checkpoints.error();
    const auto dirty = reader_->load_dirty();
    if (!dirty) return dirty.error();

    // Every vehicle is folded on from its newest checkpoint; one with late data from before that data.
    std::map<VehicleId, tracking::OrderKey> from;
    for (const VehicleId vehicle : *vehicles) from[vehicle] = {};
    for (const auto& [vehicle, checkpoint] : *checkpoints) {
        from[vehicle] = checkpoint.last;
        ++from[vehicle].key;  // the checkpoint itself is before this
    }
    const Time now = clock_();
    const tracking::OrderKey horizon{now - fold_horizon, tracking::RecordKind{}, 0};
    for (const auto& [vehicle, mark] : *dirty) {
        const auto judged_from = std::max(mark, horizon);                // an edit may reach back for years
        if (const auto known = from.find(vehicle); known != from.end())  // else nothing was ever told of it
            known->second = std::min(known->second, judged_from);
    }
    for (const auto& [vehicle, mark] : from) refolder_.mark(vehicle, mark, now);
    while (!refolder_.idle()) {
        auto outcome = refolder_.step(*store_, now, true);
        if (!outcome) return outcome.error();
        if (*outcome) schedule((*outcome)->vehicle, *world_.peek((*outcome)->vehicle));
    }
    return {};
}

}  // namespace husong::ingest
