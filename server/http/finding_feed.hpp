// Turns committed changes of findings into live events: each changed finding is read once and encoded once
// per view.
#pragma once

#include "server/http/read_pool.hpp"
#include "server/ingest/intake.hpp"
#include "server/live/hub.hpp"
#include "server/rules/verdict.hpp"

#include <functional>
#include <mutex>
#include <set>

namespace husong::http {

class FindingFeed final : public ingest::CommitListener {
public:
    static constexpr std::size_t most_waiting = 2'000;  // more at once: everybody fetches the list again

    // All of it outlives the intake's run.
    FindingFeed(const ingest::World& world, live::Hub& hub, ReadPool& reads,
                const rules::VerdictSettings& settings, std::function<Time()> clock);

    // Writer thread: only notes which findings changed.
    void committed(const ingest::Committed& commit) override;

private:
    void note(FindingId id);
    void publish(db::Reader& reader);
    [[nodiscard]] Result<> publish_one(FindingId id, db::Reader& reader);

    const ingest::World& world_;
    live::Hub& hub_;
    ReadPool& reads_;
    rules::VerdictSettings settings_;
    std::function<Time()> clock_;
    std::mutex mutex_;  // guards the three below
    std::set<FindingId> changed_;
    bool too_many_ = false;
    bool scheduled_ = false;
};

}  // namespace husong::http
