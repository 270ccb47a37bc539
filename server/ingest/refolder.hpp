// Late data is ordinary: a vehicle whose history changed is folded again from the last checkpoint before the
// change, in bounded pages, while live records keep folding for display. What the findings become is
// reconciled at the end.
#pragma once

#include "server/ingest/batch.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"

#include <map>
#include <optional>
#include <vector>

namespace husong::ingest {

class Refolder {
public:
    Refolder(World& world, NotesByVehicle& notes, const IntakeSettings& settings);

    // The history of a vehicle changed from this record on. The earliest mark counts; a running re-fold that
    // has passed it begins again.
    void mark(VehicleId vehicle, const tracking::OrderKey& from, Time now);

    [[nodiscard]] bool idle() const { return waiting_.empty() && !job_; }
    // When the next step is due; end_of_time: nothing to do.
    [[nodiscard]] Time next_due() const;

    // What a finished re-fold changed, for the listeners.
    struct Outcome {
        VehicleId vehicle;
        std::vector<rules::FindingChange> changes;
        std::vector<FindingId>
            corrected;  // also those that only lost something: withdrawn, shortened, lowered
        bool overload_taken_back = false;  // a confirmed one
    };
    // One page of the running re-fold, or the first of the next one that is due. An outcome when one was
    // finished and committed. Errors: unavailable; the re-fold starts again at the next step.
    [[nodiscard]] Result<std::optional<Outcome>> step(db::Writer& store, Time now, bool ignore_due = false);

private:
    struct Waiting {
        tracking::OrderKey from;
        Time due{};
    };
    struct Job {
        VehicleId vehicle;
        tracking::OrderKey from;        // the mark it answers
        tracking::OrderKey checkpoint;  // where it began
        rules::VehicleFold state;
        Milliseconds behind{};
        std::vector<rules::FindingChange> changes;
        std::vector<rules::VehicleFold> checkpoints;  // states on the way; at most 7 days of quarter hours
    };

    [[nodiscard]] Result<std::optional<Outcome>> advance_job(db::Writer& store, Time now);
    [[nodiscard]] Result<bool> start_next(db::Writer& store, Time now, bool ignore_due);
    [[nodiscard]] static Time checkpointed_until(const Job& job);
    [[nodiscard]] Result<bool> fold_page(db::Writer& store);  // true: the history's end was reached
    [[nodiscard]] Result<Outcome> finish(db::Writer& store, Time now);
    [[nodiscard]] Result<> write(db::Writer& store, const rules::Reconciliation& plan, Time now) const;

    World& world_;
    NotesByVehicle& notes_;
    const IntakeSettings& settings_;
    std::map<VehicleId, Waiting> waiting_;
    std::optional<Job> job_;
};

}  // namespace husong::ingest
