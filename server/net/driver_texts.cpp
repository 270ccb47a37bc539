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
    told_.insert(episode);
    oldest_first_.push_back(episode);
    if (oldest_first_.size() > remembered) {
        told_.erase(oldest_first_.front());
        oldest_first_.pop_front();
    }
    return text;
}

}  // namespace husong::net
