#include "server/net/driver_texts.hpp"

namespace husong::net {

bool DriverTexts::is_candidate(const rules::FindingChange& change, const NetSettings& settings) {
    return settings.driver_text && change.episode.level >= settings.driver_text_from && !change.episode.until;
}

std::optional<std::string> DriverTexts::text_for(const rules::FindingChange& change) {
    if (!is_candidate(change, settings_)) return std::nullopt;
    const EpisodeKey episode{change.head.id, change.episode_ordinal};
    if (told_.contains(episode)) return std::nullopt;
    auto text = settings_.driver_text(change);
    if (!text) return std::nullopt;
    remember(episode);
    return text;
}

Result<> DriverTexts::recall(db::Reader& reader) {
    if (!settings_.driver_text) return {};
    db::FindingQuery query;
    query.min_level = settings_.driver_text_from;
    query.limit = remembered;
    const auto open = reader.findings(query);
    if (!open) return open.error();
    for (const rules::Finding& finding : *open)
        if (finding.episodes.back().level >= settings_.driver_text_from)
            remember({finding.head.id, static_cast<std::uint16_t>(finding.episodes.size() - 1)});
    return {};
}

void DriverTexts::remember(const EpisodeKey& episode) {
    told_.insert(episode);
    oldest_first_.push_back(episode);
    if (oldest_first_.size() <= remembered) return;
    told_.erase(oldest_first_.front());
    oldest_first_.pop_front();
}

}  // namespace husong::net
