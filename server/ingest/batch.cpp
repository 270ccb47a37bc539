#include "server/ingest/batch.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace husong::ingest {

namespace {

bool by_vehicle_and_order(const tracking::Record* a, const tracking::Record* b) {
    return std::tuple{a->vehicle, a->order()} < std::tuple{b->vehicle, b->order()};
}

// A record and the place, among the answers, of the one to its message.
struct Told {
    const tracking::Record* record;
    std::size_t answer;
};

std::size_t count_vehicles(std::span<const tracking::Record* const> sorted) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i)
        if (i == 0 || sorted[i]->vehicle != sorted[i - 1]->vehicle) ++count;
    return count;
}

}  // namespace

Batch::Batch(const Context& context, std::span<Act> acts, std::span<const Entry> entries)
    : context_{context},
      acts_{acts},
      entries_{entries},
      registry_{context.world.registry()},
      thresholds_{context.world.thresholds()} {}

void Batch::forget() {
    answers.clear();
    changes.clear();
    states.clear();
    behind.clear();
    checkpointed.clear();
    late.clear();
    act_results.clear();
    keys.clear();
    acknowledged.clear();
    stored = duplicates = clock_ahead = 0;
    new_records_.clear();
    act_records_.clear();
}

Result<> Batch::run() {
    forget();
    Result<> done = attempt();
    if (!done) context_.store.rollback();
    return done;
}

Result<> Batch::attempt() {
    if (auto ok = context_.store.begin(); !ok) return ok;
    if (auto ok = apply_acts(); !ok) return ok;
    if (auto ok = insert_entries(); !ok) return ok;
    if (auto ok = drop_runs(); !ok) return ok;
    if (auto ok = fold_new(); !ok) return ok;
    if (auto ok = store_facts(); !ok) return ok;
    const auto began = std::chrono::steady_clock::now();
    auto done = context_.store.commit();
    committing = std::chrono::steady_clock::now() - began;
    return done;
}

Result<> Batch::apply_acts() {
    for (Act& act : acts_) {
        Result<> applied = apply(act);
        if (!applied && applied.error().code == ErrorCode::unavailable) return applied;
        act_results.push_back(std::move(applied));
    }
    return {};
}

// One that fails leaves nothing behind, here as in the store.
Result<> Batch::apply(Act& act) {
    const auto before = std::tuple{
        new_records_.size(), act_records_.size(), keys.size(), acknowledged.size(), stored, duplicates};
    Result<> applied = context_.store.attempt([&] { return act.apply(*this); });
    if (applied) return applied;
    const auto& [judged, records, keys_before, told, stored_before, duplicates_before] = before;
    new_records_.resize(judged);
    act_records_.erase(act_records_.begin() + static_cast<std::ptrdiff_t>(records), act_records_.end());
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(keys_before), keys.end());
    acknowledged.resize(told);
    stored = stored_before;
    duplicates = duplicates_before;
    return applied;
}

Result<bool> Batch::insert(tracking::Record record) {
    const auto inserted = context_.store.insert(record);
    if (!inserted) return inserted.error();
    ++(*inserted ? stored : duplicates);
    if (*inserted && record.judged()) new_records_.push_back(&act_records_.emplace_back(std::move(record)));
    return *inserted;
}

Result<VehicleId> Batch::identify(const registry::Plate& plate) {
    if (const auto known = registry_->find(plate)) return *known;
    return context_.store.identify(plate);
}

Result<> Batch::put(const db::TerminalCredentials& credentials) {
    if (auto ok = context_.store.put(credentials); !ok) return ok;
    keys.push_back(credentials);
    return {};
}

Result<bool> Batch::put(const db::Acknowledgement& told) {
    auto is_new = context_.store.put(told);
    if (is_new && *is_new) acknowledged.push_back(told.finding);
    return is_new;
}

// What is no record: it has no part in the fold.
Result<> Batch::put_beside(const Entry& entry) {
    if (const auto* card = std::get_if<db::DriverCard>(&entry.what)) return context_.store.put(*card);
    return context_.store.put(std::get<db::RawMessage>(entry.what));
}

// Records go in sorted: a vehicle's rows and index entries then lie together, which is most of a commit's
// cost.
Result<> Batch::insert_entries() {
    std::vector<Told> told;
    told.reserve(entries_.size());
    for (const Entry& entry : entries_) {
        if (const auto* record = std::get_if<tracking::Record>(&entry.what))
            told.push_back({record, answers.size()});
        else if (auto ok = put_beside(entry); !ok)
            return ok;
        if (entry.last) answers.push_back(entry.ticket);
    }
    std::stable_sort(told.begin(), told.end(),
                     [](const Told& a, const Told& b) { return by_vehicle_and_order(a.record, b.record); });
    for (const auto& [record, answer] : told) {
        const auto inserted = context_.store.insert(*record);
        if (!inserted) return inserted.error();
        ++(*inserted ? stored : duplicates);
        if (!*inserted) continue;
        ++answers[answer].stored;
        if ((record->flags & tracking::flag::clock_ahead) != 0) ++clock_ahead;
        if (record->judged()) new_records_.push_back(record);
    }
    return {};
}

// Runs that were kept without these records are made again.
Result<> Batch::drop_runs() {
    std::map<VehicleId, std::pair<Time, Time>> late_spans;
    for (const tracking::Record* record : new_records_) {
        const Time at = record->measured_at;
        if (context_.now - at < late_for_runs) continue;
        auto& [earliest, latest] = late_spans.try_emplace(record->vehicle, at, at).first->second;
        earliest = std::min(earliest, at);
        latest = std::max(latest, at);
    }
    for (const auto& [vehicle, span] : late_spans)
        if (auto ok = context_.store.drop_runs(vehicle, span.first, span.second); !ok) return ok;
    return {};
}

Result<> Batch::fold_new() {
    std::sort(new_records_.begin(), new_records_.end(), by_vehicle_and_order);
    states.reserve(count_vehicles(new_records_));
    for (auto from = new_records_.begin(); from != new_records_.end();) {
        const auto until = std::find_if(from, new_records_.end(), [&](const tracking::Record* record) {
            return record->vehicle != (*from)->vehicle;
        });
        if (auto ok = fold_vehicle({from, until}); !ok) return ok;
        from = until;
    }
    return {};
}

Result<> Batch::fold_vehicle(std::span<const tracking::Record* const> records) {
    const VehicleId vehicle = records.front()->vehicle;
    const rules::VehicleFold* before = context_.world.peek(vehicle);
    const auto noted = context_.notes.find(vehicle);
    const VehicleNotes notes = noted == context_.notes.end() ? VehicleNotes{} : noted->second;
    const rules::FoldContext fold_context{*registry_, thresholds_};

    World::Published after{vehicle, before != nullptr ? *before : rules::VehicleFold{}};
    Milliseconds on_the_way = notes.behind;
    for (const tracking::Record* record : records) {
        if (record->order() <= after.state.track.last || record->measured_at < notes.advanced_until) {
            auto& from = late.try_emplace(vehicle, record->order()).first->second;
            from = std::min(from, record->order());
        } else {
            rules::fold(after.state, *record, fold_context, changes);
            on_the_way = time_on_the_way(*record);
        }
    }
    // A checkpoint is of a true state: none while late data waits.
    const Time told_until = after.state.track.last.measured_at;
    if (!notes.dirty && !late.contains(vehicle) &&
        told_until - notes.checkpointed_at >= context_.settings.checkpoint_every) {
        const db::Checkpoint checkpoint{after.state.track.last, rules::to_checkpoint(after.state)};
        if (auto ok = context_.store.put_checkpoint(vehicle, checkpoint); !ok) return ok;
        checkpointed.push_back(vehicle);
    }
    states.push_back(after);
    behind.push_back(on_the_way);
    return {};
}

Result<> Batch::store_facts() {
    for (const rules::FindingChange& change : changes)
        if (auto ok = context_.store.put(change, context_.now, false); !ok) return ok;
    for (const auto& [vehicle, from] : late)
        if (auto ok = context_.store.mark_dirty(vehicle, from); !ok) return ok;
    return {};
}

}  // namespace husong::ingest
