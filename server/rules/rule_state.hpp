// What the rules remember of one vehicle: of each rule the finding that is open or was closed last.
#pragma once

#include "server/rules/finding.hpp"
#include "server/tracking/motion.hpp"

#include <algorithm>

namespace husong::rules {

using tracking::never;

struct RuleSettings {
    Milliseconds clear_hold = 60s;                          // a condition must be gone so long
    std::uint8_t clear_samples = 3;                         // … and so many good fixes must say so
    Milliseconds reopen_window = std::chrono::minutes{30};  // within it the old finding gets another episode
    Milliseconds pupils_hold = 60s;                         // the counter must be sure of a pupil so long
    Milliseconds trip_rest = std::chrono::minutes{10};      // a trip goes on over a stand as long as this
    Milliseconds sighting_memory = std::chrono::days{30};   // so long a sighting keeps a finding open
    Milliseconds sighting_window = std::chrono::days{14};   // 10 school days: sightings in it add up …
    std::size_t sighting_days = 3;                          // … to likely, on so many days
    std::size_t sighting_sources = 2;                       // … or from so many kinds of tellers
    bool holiday_charter_needs_plate =
        false;  // 公路客运 and 旅游客运 without 校车标牌: the law leaves it open
    std::chrono::days expiry_soon{7};   // a paper that ends so soon is worth a look
    Milliseconds position_live = 120s;  // age up to which a position is shown as live
    Milliseconds position_delayed = 300s;
    Milliseconds position_stale = std::chrono::minutes{10};
};

inline constexpr std::size_t rule_count = 6;

// One rule's finding and what decides on its end.
struct RuleTrack {
    FindingHead head;  // id 0: there never was one
    Episode episode;   // the newest of the finding
    std::uint16_t episode_ordinal = 0;
    Level worst_level = Level::suspected;  // the judgement episode.worst is of
    std::int32_t worst_excess = 0;
    Time clear_since = never;  // the condition is gone since
    Time clear_due = never;
    std::uint8_t clear_samples = 0;

    [[nodiscard]] bool known() const { return static_cast<bool>(head.id); }
    [[nodiscard]] bool open() const { return known() && !episode.until; }
    [[nodiscard]] bool clearing() const { return open() && clear_since != never; }
    bool operator==(const RuleTrack&) const = default;
};

struct RuleState {
    std::array<RuleTrack, rule_count> tracks;  // by RuleId, from the first
    Time pupils_since = never;                 // the counter is sure of a pupil since
    Time pupils_due = never;
    Time rest_due = never;      // the trip of a vehicle that is not on the register ends
    Time midnight_due = never;  // papers begin and end at midnight: judge again

    [[nodiscard]] const RuleTrack& of(RuleId rule) const {
        return tracks[static_cast<std::size_t>(rule) - 1];
    }
    [[nodiscard]] int open_findings() const {
        return static_cast<int>(std::ranges::count_if(tracks, &RuleTrack::open));
    }
    [[nodiscard]] RuleTrack& of(RuleId rule) { return tracks[static_cast<std::size_t>(rule) - 1]; }
    [[nodiscard]] Time next_deadline() const {
        Time next = std::min({pupils_due, rest_due, midnight_due});
        for (const RuleTrack& track : tracks) next = std::min(next, track.clear_due);
        return next;
    }
    bool operator==(const RuleState&) const = default;
};

}  // namespace husong::rules
