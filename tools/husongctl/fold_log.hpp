// Runs a record log through the server's own way in (intake, rules, store) in this thread, with the log's
// received_at as the clock.
#pragma once

#include "server/ingest/intake.hpp"
#include "tools/husongctl/record_log.hpp"
#include "tools/husongctl/sureness.hpp"

#include <array>
#include <map>
#include <optional>
#include <utility>

namespace husong::ctl {

struct FoldPlan {
    std::size_t batch = 0;         // records in a commit; 0: what came within two seconds, as under no load
    std::optional<Time> until;     // the clock goes on to here; none: a day after the last record
    Sureness* sureness = nullptr;  // is told after each commit; none: nobody asks
};

struct FoldTotals {
    std::size_t records = 0;
    std::uint64_t stored = 0, duplicates = 0, batches = 0, refolds = 0;
};

// By the receive clock, when a finding, and each of its episodes, first had each of its levels.
class Conclusions final : public ingest::CommitListener {
public:
    void committed(const ingest::Committed& commit) override;
    [[nodiscard]] std::optional<Time> first(FindingId finding, rules::Level level) const;
    [[nodiscard]] std::optional<Time> first(FindingId finding, std::size_t episode, rules::Level level) const;

private:
    using Levels = std::array<std::optional<Time>, 3>;
    std::map<FindingId, Levels> findings_;
    std::map<std::pair<FindingId, std::size_t>, Levels> episodes_;  // by their ordinals
};

// The store holds the register and no records yet. Errors: those of the store.
[[nodiscard]] Result<FoldTotals> fold_log(const RecordLog& log, db::Store& store, const FoldPlan& plan,
                                          Conclusions& conclusions);

}  // namespace husong::ctl
