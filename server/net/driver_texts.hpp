// Which findings the driver is told of: from a level on, while the episode lasts, and each episode once.
#pragma once

#include "db/store.hpp"
#include "server/net/settings.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace husong::net {

class DriverTexts {
public:
    static constexpr std::size_t remembered = 20'000;  // episodes; a county has some dozens a day

    explicit DriverTexts(const NetSettings& settings) : settings_{settings} {}

    // Cheap: worth asking text_for() at all?
    [[nodiscard]] static bool is_candidate(const rules::FindingChange& change, const NetSettings& settings);
    [[nodiscard]] std::optional<std::string> text_for(const rules::FindingChange& change);
    // Episodes that were open and high enough when the server stopped: their drivers were told. Errors:
    // unavailable.
    [[nodiscard]] Result<> recall(db::Reader& reader);

private:
    using EpisodeKey = std::pair<FindingId, std::uint16_t>;
    void remember(const EpisodeKey& episode);

    const NetSettings& settings_;
    std::set<EpisodeKey> told_;
    std::deque<EpisodeKey> oldest_first_;
};

}  // namespace husong::net
