// A store in memory and the writer's way with it, in small: records come in any order, singly or again, late
// ones make the vehicle dirty, and a re-fold from the last checkpoint before them is reconciled with what was
// found.
#pragma once

#include "tests/rules/story.hpp"

#include <map>
#include <span>
#include <tuple>

namespace husong::rules {

using Records = std::vector<tracking::Record>;

// What a finding says, without what hangs on it: ids, when it was found, who handles it.
using CanonicalFinding = std::tuple<RuleId, Time, std::uint16_t, Level, std::vector<Episode>>;

class FindingStore {
public:
    void put(const FindingChange& change) {
        Finding& finding = findings_[change.head.id.value];
        finding.head = change.head;
        finding.withdrawn_at.reset();
        if (finding.episodes.size() <= change.episode_ordinal)
            finding.episodes.resize(change.episode_ordinal + 1U);
        finding.episodes[change.episode_ordinal] = change.episode;
    }
    [[nodiscard]] std::vector<Finding> since(Time since) const {
        std::vector<Finding> found;
        for (const auto& [id, finding] : findings_) {
            const auto touches = [&](const Episode& e) { return !e.until || *e.until >= since; };
            if (std::any_of(finding.episodes.begin(), finding.episodes.end(), touches))
                found.push_back(finding);
        }
        std::stable_partition(found.begin(), found.end(),
                              [](const Finding& finding) { return !finding.withdrawn_at; });
        return found;
    }
    void apply(const Reconciliation& plan) {
        for (const auto& kept : plan.kept) {
            Finding& finding = findings_.at(kept.head.id.value);
            if (kept.first_replaced < finding.episodes.size()) finding.episodes.resize(kept.first_replaced);
            finding.head.level = kept.head.level;
        }
        for (const FindingChange& change : plan.changes) put(change);
        for (const FindingId id : plan.withdrawn) findings_.at(id.value).withdrawn_at = morning;
    }
    [[nodiscard]] std::vector<CanonicalFinding> canonical() const {
        std::vector<CanonicalFinding> all;
        for (const auto& [id, f] : findings_)
            if (!f.withdrawn_at)
                all.emplace_back(f.head.rule, f.head.day, f.head.ordinal, f.head.level, f.episodes);
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
                   std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
        });
        return all;
    }
    [[nodiscard]] const std::map<std::int64_t, Finding>& all() const { return findings_; }

private:
    std::map<std::int64_t, Finding> findings_;
};

class Deliveries {
public:
    explicit Deliveries(const FoldContext& context) : context_{context} {}

    // One group commit. A checkpoint is taken when asked for and when the state is true.
    void deliver(std::span<const tracking::Record> batch, bool take_checkpoint) {
        std::map<tracking::OrderKey, const tracking::Record*> fresh;
        for (const tracking::Record& record : batch)
            if (history_.emplace(record.order(), record).second) fresh.emplace(record.order(), &record);
        for (const auto& [order, record] : fresh) {
            if (order <= state_.track.last) {
                dirty_from_ = dirty_ ? std::min(dirty_from_, order) : order;
                dirty_ = true;
                continue;
            }
            std::vector<FindingChange> changes;
            fold(state_, *record, context_, changes);
            for (const FindingChange& change : changes) found_.put(change);
        }
        if (take_checkpoint && !dirty_) checkpoints_[state_.track.last] = to_checkpoint(state_);
    }

    void refold() {
        if (!dirty_) return;
        dirty_ = false;
        VehicleFold state;
        auto checkpoint = checkpoints_.lower_bound(dirty_from_);
        const bool from_beginning = checkpoint == checkpoints_.begin();
        if (!from_beginning) state = *from_checkpoint((--checkpoint)->second);
        const Time since = state.track.last.measured_at;
        std::vector<FindingChange> changes;
        for (auto at = history_.upper_bound(state.track.last); at != history_.end(); ++at)
            fold(state, at->second, context_, changes);
        found_.apply(reconcile(found_.since(since), changes, since, state));
        state_ = state;
        checkpoints_.erase(checkpoints_.lower_bound(dirty_from_), checkpoints_.end());
    }

    [[nodiscard]] const VehicleFold& state() const { return state_; }
    [[nodiscard]] const FindingStore& found() const { return found_; }

private:
    const FoldContext& context_;
    std::map<tracking::OrderKey, tracking::Record> history_;
    std::map<tracking::OrderKey, std::string> checkpoints_;
    FindingStore found_;
    VehicleFold state_;
    bool dirty_ = false;
    tracking::OrderKey dirty_from_;
};

// The same records in order, folded once.
struct Undisturbed {
    VehicleFold state;
    FindingStore found;

    Undisturbed(Records records, const FoldContext& context) {
        std::sort(records.begin(), records.end(),
                  [](const auto& a, const auto& b) { return a.order() < b.order(); });
        for (const tracking::Record& record : records) {
            if (record.order() <= state.track.last) continue;
            std::vector<FindingChange> changes;
            fold(state, record, context, changes);
            for (const FindingChange& change : changes) found.put(change);
        }
    }
};

}  // namespace husong::rules
