#include "server/ingest/refolder.hpp"

#include "server/rules/rule.hpp"

#include <algorithm>
#include <utility>

namespace husong::ingest {

namespace {

bool takes_back_overload(const std::vector<rules::Finding>& stored, const rules::Reconciliation& plan) {
    return std::ranges::any_of(stored, [&](const rules::Finding& finding) {
        if (finding.withdrawn_at || finding.head.rule != rules::RuleId::ld_01 ||
            finding.head.level != rules::Level::confirmed)
            return false;
        const auto same = [&](const auto& kept) { return kept.head.id == finding.head.id; };
        const auto kept = std::ranges::find_if(plan.kept, same);
        return kept == plan.kept.end() ? std::ranges::count(plan.withdrawn, finding.head.id) > 0
                                       : kept->head.level != rules::Level::confirmed;
    });
}

}  // namespace

Refolder::Refolder(World& world, NotesByVehicle& notes, const IntakeSettings& settings)
    : world_{world}, notes_{notes}, settings_{settings} {}

void Refolder::mark(VehicleId vehicle, const tracking::OrderKey& from, Time now) {
    auto& waiting = waiting_.try_emplace(vehicle, Waiting{from, now + settings_.refold_every}).first->second;
    waiting.from = std::min(waiting.from, from);
    if (job_ && job_->vehicle == vehicle && from <= job_->state.track.last) {
        waiting.from = std::min(waiting.from, job_->from);
        job_.reset();
    }
    notes_[vehicle].dirty = true;
    world_.mark_provisional(vehicle, true);
}

Time Refolder::next_due() const {
    if (job_) return Time{};
    Time due = end_of_time;
    for (const auto& [vehicle, waiting] : waiting_) due = std::min(due, waiting.due);
    return due;
}

Result<std::optional<Refolder::Outcome>> Refolder::step(db::Writer& store, Time now, bool ignore_due) {
    if (!job_) {
        const auto started = start_next(store, now, ignore_due);
        if (!started) return started.error();
        if (!*started) return std::optional<Outcome>{};
    }
    auto outcome = advance_job(store, now);
    if (!outcome) {  // begin again later, from the same mark
        auto& waiting = waiting_.try_emplace(job_->vehicle, Waiting{job_->from, now + settings_.refold_every})
                            .first->second;
        waiting.from = std::min(waiting.from, job_->from);
        job_.reset();
    }
    return outcome;
}

Result<bool> Refolder::start_next(db::Writer& store, Time now, bool ignore_due) {
    // Who has waited longest: a few vehicles that are late all the time do not keep the others waiting.
    const auto next =
        std::ranges::min_element(waiting_, {}, [](const auto& entry) { return entry.second.due; });
    if (next == waiting_.end() || (!ignore_due && next->second.due > now)) return false;
    const auto checkpoint = store.checkpoint_before(next->first, next->second.from);
    if (!checkpoint) return checkpoint.error();

    Job job{.vehicle = next->first,
            .from = next->second.from,
            .checkpoint = {},
            .state = {},
            .behind = {},
            .changes = {},
            .checkpoints = {}};
    if (*checkpoint) {
        if (auto state = rules::from_checkpoint((*checkpoint)->state)) {
            job.checkpoint = (*checkpoint)->last;
            job.state = *state;
        }
    }
    // A checkpoint of another format is as good as none: folded is what is still whole. What was found of
    // older records stands.
    if (job.checkpoint == tracking::OrderKey{}) {
        job.checkpoint.measured_at = std::max(Time{}, now - settings_.keep_positions);
        job.state.track.last = job.checkpoint;
    }
    waiting_.erase(next);
    job_ = std::move(job);
    return true;
}

Result<std::optional<Refolder::Outcome>> Refolder::advance_job(db::Writer& store, Time now) {
    const auto at_end = fold_page(store);
    if (!at_end) return at_end.error();
    if (!*at_end) return std::optional<Outcome>{};
    auto outcome = finish(store, now);
    if (!outcome) return outcome.error();
    return std::optional{std::move(*outcome)};
}

Time Refolder::checkpointed_until(const Job& job) {
    return job.checkpoints.empty() ? job.checkpoint.measured_at
                                   : job.checkpoints.back().track.last.measured_at;
}

Result<bool> Refolder::fold_page(db::Writer& store) {
    const auto page = store.records_after(job_->vehicle, job_->state.track.last, settings_.refold_page);
    if (!page) return page.error();
    const registry::RegistryPtr registry = world_.registry();
    const rules::FoldContext context{*registry, world_.thresholds()};
    Time checkpointed_at = checkpointed_until(*job_);
    for (const tracking::Record& record : *page) {
        rules::fold(job_->state, record, context, job_->changes);
        job_->behind = time_on_the_way(record);
        if (record.measured_at - checkpointed_at < settings_.checkpoint_every) continue;
        checkpointed_at = record.measured_at;
        job_->checkpoints.push_back(job_->state);
    }
    return page->size() < settings_.refold_page;
}

Result<Refolder::Outcome> Refolder::finish(db::Writer& store, Time now) {
    auto stored = store.findings_since(job_->vehicle, job_->checkpoint.measured_at);
    if (!stored) return stored.error();
    // What its papers say was not concluded from its records.
    std::erase_if(*stored, [](const auto& finding) { return rules::rule_of(finding.head.rule).look; });
    rules::Reconciliation plan =
        rules::reconcile(*stored, job_->changes, job_->checkpoint.measured_at, job_->state);
    if (auto written = write(store, plan, now); !written) {
        store.rollback();
        return written.error();
    }

    const VehicleId vehicle = job_->vehicle;
    VehicleNotes& notes = notes_[vehicle];
    notes.checkpointed_at = checkpointed_until(*job_);
    notes.behind = job_->behind;
    notes.dirty = waiting_.contains(vehicle);
    world_.publish(std::vector<World::Published>{{vehicle, job_->state}});
    world_.mark_provisional(vehicle, notes.dirty);
    job_.reset();
    std::vector<FindingId> corrected = plan.withdrawn;
    for (const auto& kept : plan.kept) corrected.push_back(kept.head.id);
    return Outcome{vehicle, std::move(plan.changes), std::move(corrected),
                   takes_back_overload(*stored, plan)};
}

Result<> Refolder::write(db::Writer& store, const rules::Reconciliation& plan, Time now) const {
    if (auto ok = store.begin(); !ok) return ok;
    for (const auto& kept : plan.kept) {
        if (auto ok = store.drop_episodes(kept.head.id, kept.first_replaced); !ok) return ok;
        if (auto ok = store.put_level(kept.head.id, kept.head.level); !ok) return ok;
    }
    for (const rules::FindingChange& change : plan.changes)
        if (auto ok = store.put(change, now, true); !ok) return ok;
    for (const FindingId id : plan.withdrawn)
        if (auto ok = store.withdraw(id, now, "迟到的数据或登记的更改改变了结论"); !ok) return ok;
    if (auto ok = store.drop_checkpoints_after(job_->vehicle, job_->checkpoint); !ok) return ok;
    for (rules::VehicleFold state : job_->checkpoints) {
        rules::rename(state, plan.renamed);  // the findings it knows have their stored ids
        const db::Checkpoint checkpoint{state.track.last, rules::to_checkpoint(state)};
        if (auto ok = store.put_checkpoint(job_->vehicle, checkpoint); !ok) return ok;
    }
    if (!waiting_.contains(job_->vehicle))
        if (auto ok = store.clear_dirty(job_->vehicle); !ok) return ok;
    return store.commit();
}

}  // namespace husong::ingest
