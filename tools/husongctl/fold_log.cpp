#include "tools/husongctl/fold_log.hpp"

#include "tools/husongctl/replay.hpp"

#include <algorithm>

namespace husong::ctl {

namespace {

constexpr Milliseconds gathered = 2s;                 // of the receive clock, in one commit
constexpr auto goes_on_for = std::chrono::hours{24};  // after the last record: whatever still falls due
constexpr std::size_t most_in_a_commit = 4'096;

// The records from `from` on that one commit takes; where the next one begins.
std::size_t end_of_batch(const RecordLog& log, std::size_t from, std::size_t batch) {
    if (batch > 0) return std::min(log.size(), from + batch);
    const Time until = log.received_at(from) + gathered;
    std::size_t end = from + 1;
    while (end < log.size() && end - from < most_in_a_commit && log.received_at(end) < until) ++end;
    return end;
}

// Whose records those are, each once.
std::vector<std::size_t> plates_of(const RecordLog& log, std::size_t from, std::size_t end) {
    std::vector<std::size_t> plates;
    for (; from < end; ++from) plates.push_back(log.plate(from));
    std::ranges::sort(plates);
    plates.erase(std::unique(plates.begin(), plates.end()), plates.end());
    return plates;
}

}  // namespace

void Conclusions::committed(const ingest::Committed& commit) {
    const auto reach = [&commit](Levels& levels, rules::Level level) {
        for (std::size_t below = 0; below < static_cast<std::size_t>(level); ++below)
            if (!levels.at(below)) levels.at(below) = commit.at;
    };
    for (const rules::FindingChange& change : commit.changes) {
        reach(findings_[change.head.id], change.head.level);
        reach(episodes_[{change.head.id, change.episode_ordinal}], change.episode.level);
    }
}

std::optional<Time> Conclusions::first(FindingId finding, rules::Level level) const {
    const auto found = findings_.find(finding);
    return found == findings_.end() ? std::nullopt : found->second.at(static_cast<std::size_t>(level) - 1);
}

std::optional<Time> Conclusions::first(FindingId finding, std::size_t episode, rules::Level level) const {
    const auto found = episodes_.find({finding, episode});
    return found == episodes_.end() ? std::nullopt : found->second.at(static_cast<std::size_t>(level) - 1);
}

Result<FoldTotals> fold_log(const RecordLog& log, db::Store& store, const FoldPlan& plan,
                            Conclusions& conclusions) {
    FoldTotals totals;
    if (log.size() == 0) return totals;
    const auto vehicles = identify(log, store);
    if (!vehicles) return vehicles.error();
    Replay replay{store, log.received_at(0), replay_settings(plan.batch)};
    if (auto ok = replay.load(conclusions); !ok) return ok.error();
    for (std::size_t from = 0; from < log.size();) {
        const std::size_t end = end_of_batch(log, from, plan.batch);
        if (auto ok = replay.turn_clock(log.received_at(from)); !ok) return ok.error();
        std::vector<ingest::Entry> entries = entries_of(log, from, end, *vehicles);
        if (auto ok = replay.take(entries, log.received_at(end - 1)); !ok) return ok.error();
        if (plan.sureness != nullptr)
            for (const std::size_t plate : plates_of(log, from, end))
                plan.sureness->note(replay.world(), (*vehicles)[plate], log.plates()[plate]);
        from = end;
    }
    const Time end = plan.until.value_or(log.received_at(log.size() - 1) + goes_on_for);
    if (auto ok = replay.turn_clock(end); !ok) return ok.error();
    const ingest::IntakeCounters& counters = replay.counters();
    return FoldTotals{log.size(), counters.records_committed, counters.records_duplicate, counters.batches,
                      counters.refolds};
}

}  // namespace husong::ctl
