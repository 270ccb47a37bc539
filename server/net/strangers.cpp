#include "server/net/strangers.hpp"

#include <iterator>

namespace husong::net {

void Strangers::add(SessionId id, const std::string& address) {
    const auto these = addresses_.try_emplace(address).first;
    all_.push_back(id);
    these->second.push_back(id);
    places_[id.slot] = {std::prev(all_.end()), these, std::prev(these->second.end())};
}

void Strangers::remove(SessionId id) {
    const auto found = places_.find(id.slot);
    if (found == places_.end()) return;
    const Place& place = found->second;
    all_.erase(place.among_all);
    place.address->second.erase(place.among_these);
    if (place.address->second.empty()) addresses_.erase(place.address);
    places_.erase(found);
}

std::optional<SessionId> Strangers::oldest() const {
    if (all_.empty()) return std::nullopt;
    return all_.front();
}

std::optional<SessionId> Strangers::oldest_of(const std::string& address) const {
    const auto these = addresses_.find(address);
    if (these == addresses_.end()) return std::nullopt;
    return these->second.front();
}

std::size_t Strangers::count_of(const std::string& address) const {
    const auto these = addresses_.find(address);
    return these == addresses_.end() ? 0 : these->second.size();
}

}  // namespace husong::net
