// After a re-fold: which finding is which, so that ids, and all that hangs on them, stay.
#include "server/rules/fold.hpp"

#include <algorithm>

namespace husong::rules {

namespace {

// What the re-fold says of one finding.
struct Refolded {
    FindingHead head;
    std::vector<const FindingChange*> changes;  // in order
    const Finding* stored = nullptr;            // its counterpart

    [[nodiscard]] bool began_before(Time checkpoint_at) const {
        return changes.front()->episode_ordinal > 0 || changes.front()->episode.from <= checkpoint_at;
    }
    [[nodiscard]] std::uint16_t first_episode() const {
        const auto lowest = std::min_element(
            changes.begin(), changes.end(),
            [](const auto* a, const auto* b) { return a->episode_ordinal < b->episode_ordinal; });
        return (*lowest)->episode_ordinal;
    }
};

bool began_before(const Finding& finding, Time checkpoint_at) {
    return finding.episodes.front().from <= checkpoint_at;
}

bool overlap(const Episode& a, const Episode& b) {
    return a.from <= b.until.value_or(end_of_time) && b.from <= a.until.value_or(end_of_time);
}

bool overlap(const Finding& stored, const Refolded& refolded) {
    return std::any_of(stored.episodes.begin(), stored.episodes.end(), [&](const Episode& episode) {
        return std::any_of(refolded.changes.begin(), refolded.changes.end(),
                           [&](const FindingChange* change) { return overlap(episode, change->episode); });
    });
}

class Matcher {
public:
    Matcher(const std::vector<Finding>& stored, const std::vector<FindingChange>& changes, Time checkpoint_at,
            VehicleFold& state)
        : stored_{stored}, checkpoint_at_{checkpoint_at}, state_{state} {
        for (const FindingChange& change : changes) of(change.head.id).changes.push_back(&change);
        for (Refolded& refolded : refolded_) refolded.head = refolded.changes.back()->head;
    }

    Reconciliation reconcile() {
        match([](const Finding& finding, const Refolded& refolded) {
            return finding.head.id == refolded.head.id;
        });
        match([this](const Finding& finding, const Refolded& refolded) {
            return finding.head.rule == refolded.head.rule && finding.head.subject == refolded.head.subject &&
                   began_before(finding, checkpoint_at_) == refolded.began_before(checkpoint_at_) &&
                   overlap(finding, refolded);
        });
        for (const Refolded& refolded : refolded_) put(refolded);
        rename(state_, result_.renamed);
        for (const Finding& finding : stored_)
            if (!is_taken(finding)) settle_unmatched(finding);
        return std::move(result_);
    }

private:
    Refolded& of(FindingId id) {
        const auto found = std::find_if(refolded_.begin(), refolded_.end(), [&](const Refolded& refolded) {
            return refolded.changes.front()->head.id == id;
        });
        return found != refolded_.end() ? *found : refolded_.emplace_back();
    }

    [[nodiscard]] bool is_taken(const Finding& finding) const {
        return std::any_of(refolded_.begin(), refolded_.end(),
                           [&](const Refolded& refolded) { return refolded.stored == &finding; });
    }

    template <class Predicate>
    void match(Predicate belongs) {
        for (Refolded& refolded : refolded_) {
            if (refolded.stored != nullptr) continue;
            const auto found = std::find_if(stored_.begin(), stored_.end(), [&](const Finding& finding) {
                return !is_taken(finding) && belongs(finding, refolded);
            });
            if (found != stored_.end()) refolded.stored = &*found;
        }
    }

    [[nodiscard]] const RuleTrack* track_of(const FindingHead& head) const {
        const RuleTrack* track = state_.rules.tracks.find(head.rule, head.subject);
        return track && track->head.id == head.id ? track : nullptr;
    }

    [[nodiscard]] std::uint16_t first_after_checkpoint(const Finding& finding) const {
        const auto after =
            std::find_if(finding.episodes.begin(), finding.episodes.end(),
                         [&](const Episode& episode) { return episode.from > checkpoint_at_; });
        return static_cast<std::uint16_t>(after - finding.episodes.begin());
    }

    void put(const Refolded& refolded) {
        const FindingId id = refolded.stored ? refolded.stored->head.id : refolded.head.id;
        if (id != refolded.head.id) result_.renamed.push_back({refolded.head.id, id});
        for (const FindingChange* change : refolded.changes) {
            result_.changes.push_back(*change);
            result_.changes.back().head.id = id;
        }
        if (refolded.stored == nullptr) return;
        FindingHead head = refolded.head;
        head.id = id;
        const auto first = std::min(refolded.first_episode(), first_after_checkpoint(*refolded.stored));
        result_.kept.push_back({head, first});
    }

    // Nothing became visible of it after the checkpoint. What began before stands as the checkpoint knew it.
    void settle_unmatched(const Finding& finding) {
        if (finding.withdrawn_at) return;
        if (!began_before(finding, checkpoint_at_)) {
            result_.withdrawn.push_back(finding.head.id);
            return;
        }
        if (const RuleTrack* track = track_of(finding.head)) {
            result_.kept.push_back({track->head, track->episode_ordinal});
            result_.changes.push_back({track->head, track->episode_ordinal, track->episode});
            return;
        }
        const std::uint16_t first = first_after_checkpoint(finding);
        if (first == finding.episodes.size()) return;
        FindingHead head = finding.head;
        head.level = Level::suspected;
        for (std::size_t i = 0; i < first; ++i) head.level = std::max(head.level, finding.episodes[i].level);
        result_.kept.push_back({head, first});
    }

    const std::vector<Finding>& stored_;
    Time checkpoint_at_;
    VehicleFold& state_;
    std::vector<Refolded> refolded_;
    Reconciliation result_;
};

}  // namespace

void rename(VehicleFold& state, const std::vector<Reconciliation::Renamed>& renamed) {
    for (RuleTrack& track : state.rules.tracks) {
        const auto found = std::find_if(renamed.begin(), renamed.end(),
                                        [&](const auto& pair) { return pair.from == track.head.id; });
        if (found != renamed.end()) track.head.id = found->to;
    }
}

Reconciliation reconcile(const std::vector<Finding>& stored, const std::vector<FindingChange>& refolded,
                         Time checkpoint_at, VehicleFold& state) {
    return Matcher{stored, refolded, checkpoint_at, state}.reconcile();
}

}  // namespace husong::rules
