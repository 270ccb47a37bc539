#include "server/rules/register_look.hpp"

#include "server/rules/episodes.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace husong::rules {

namespace {

using BreachKey = std::pair<VehicleId, std::string_view>;

Episode first_episode(Breach&& breach) {
    Episode episode;
    episode.from = breach.since;
    episode.level = breach.level;
    episode.severity = breach.severity;
    episode.versions = breach.versions;
    episode.detail = std::move(breach.detail);
    return episode;
}

FindingChange opened_by(RuleId rule, Breach&& breach) {
    const FindingId id = finding_id(rule, breach.vehicle, breach.subject, breach.since);
    FindingHead head{id, rule, breach.vehicle, china_midnight(breach.since), 0, breach.level, breach.subject};
    return {std::move(head), 0, first_episode(std::move(breach))};
}

FindingChange newest_of(const Finding& finding) {
    return {finding.head, static_cast<std::uint16_t>(finding.episodes.size() - 1), finding.episodes.back()};
}

// Where the newest episode of a finding may begin at the earliest: not before the one before it ended.
Time earliest_begin(const Finding& finding) {
    const auto count = finding.episodes.size();
    return count < 2 ? Time::min() : finding.episodes[count - 2].until.value_or(Time::min());
}

// Row versions alone are no news: another field of the row was edited.
std::optional<FindingChange> retold_by(const Finding& finding, Breach&& breach) {
    FindingChange change = newest_of(finding);
    Episode& episode = change.episode;
    const Time from = std::max(breach.since, earliest_begin(finding));
    if (episode.from == from && episode.level == breach.level && episode.severity == breach.severity &&
        episode.detail == breach.detail)
        return std::nullopt;
    episode.from = from;
    episode.level = breach.level;
    episode.severity = breach.severity;
    episode.detail = std::move(breach.detail);
    episode.versions = breach.versions;
    change.head.level = std::max(change.head.level, breach.level);
    return change;
}

// By the thresholds of an instant. What they alone make a breach is none before they hold.
std::vector<Breach> breaches_by(const Rule& rule, const RegisterView& view, Time thresholds_of) {
    const auto own = own_thresholds_at(view.registry, thresholds_of);
    const RuleSettings settings = with_own(view.settings, own);
    auto breaches = rule.look({view.registry, view.now, settings, view.overloads});
    const Time from = own_thresholds_changed(view.registry, rule.id, thresholds_of);
    const auto is_older = [&](const Breach& breach) { return breach.since < from; };
    if (std::ranges::none_of(breaches, is_older)) return breaches;

    std::map<BreachKey, Time> since_before;
    const auto before = breaches_by(rule, view, from - 1ms);
    for (const Breach& breach : before) since_before[{breach.vehicle, breach.subject}] = breach.since;
    for (Breach& breach : breaches) {
        if (!is_older(breach)) continue;
        const auto known = since_before.find({breach.vehicle, breach.subject});
        breach.since = known == since_before.end() ? from : std::min(from, known->second);
    }
    return breaches;
}

}  // namespace

std::vector<Breach> breaches_of(const Rule& rule, const RegisterView& view) {
    auto breaches = breaches_by(rule, view, view.now);
    const auto own = own_thresholds_at(view.registry, view.now);
    for (Breach& breach : breaches) cite(breach.detail, own, rule.id);
    return breaches;
}

std::vector<FindingChange> changes_of_look(RuleId rule, std::vector<Breach> breaches,
                                           const std::vector<Finding>& open, Time now) {
    std::ranges::sort(breaches, {}, [](const Breach& breach) {
        return std::pair{breach.vehicle, std::string_view{breach.subject}};
    });
    std::map<BreachKey, const Finding*> standing;
    std::vector<FindingChange> changes;
    const auto close = [&](const Finding& finding) {
        FindingChange change = newest_of(finding);
        change.episode.until = std::max(now, change.episode.from);
        changes.push_back(std::move(change));
    };
    for (const Finding& finding : open)
        if (!standing.try_emplace({finding.head.vehicle, finding.head.subject}, &finding).second)
            close(finding);
    for (Breach& breach : breaches) {
        const auto known = standing.find({breach.vehicle, breach.subject});
        if (known == standing.end()) {
            changes.push_back(opened_by(rule, std::move(breach)));
        } else {
            auto change = retold_by(*known->second, std::move(breach));
            if (change) changes.push_back(std::move(*change));
            standing.erase(known);
        }
    }
    for (const auto& [key, finding] : standing) close(*finding);
    return changes;
}

void reopen(FindingChange& opened, const Finding& closed) {
    if (closed.withdrawn_at || closed.episodes.empty()) return;  // put again it holds again
    opened.episode_ordinal = static_cast<std::uint16_t>(closed.episodes.size());
    opened.episode.from =
        std::max(opened.episode.from, closed.episodes.back().until.value_or(closed.episodes.back().from));
    opened.head.level = std::max(opened.head.level, closed.head.level);
}

}  // namespace husong::rules
