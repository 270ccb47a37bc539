// What the rules remember of one vehicle: of each rule the finding that is open or was closed last.
#pragma once

#include "server/rules/finding.hpp"
#include "server/tracking/motion.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

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
    double likely_over = 0.99;                              // so probable must it be that too many are aboard
    bool holiday_charter_needs_plate =
        false;  // 公路客运 and 旅游客运 without 校车标牌: the law leaves it open
    double clone_distance_m = 5'000;  // VL-13: seen so far from where its terminal is, beyond what it drives
    double clone_fastest_mps = 33;    // … in the time between
    Milliseconds clone_apart_at_most = std::chrono::minutes{10};
    Milliseconds clone_memory = std::chrono::days{1};
    std::chrono::days expiry_soon{7};   // a paper that ends so soon is worth a look
    Milliseconds position_live = 120s;  // age up to which a position is shown as live
    Milliseconds position_delayed = 300s;
    Milliseconds position_stale = std::chrono::minutes{10};

    // Rules that look at the register. The law's values, or proposals where it has none.
    int driver_min_age = 25;        // 校车安全管理条例 第二十三条(一)
    int driver_max_age = 60;        // the same: 不超过 60 周岁
    int coach_driver_max_age = 60;  // 道路运输条例 第九条: who drives coaches only
    // "Not over 60" may be read as up to the 60th birthday, or, with this, up to the day before the 61st.
    bool max_age_counts_whole_years = false;
    std::array<int, 3> age_limit_near_days{180, 90, 30};  // DR-04; ours
    int review_within_days = 30;                    // 机动车驾驶证申领和使用规定 第九十条
    int driver_edu_days = 90;                       // 第十条 says 定期; ours
    int escort_edu_days = 180;                      // 第三十八条 says 定期; ours
    int serious_offence_years = 1;                  // 第二十三条(四): 最近 1 年内
    int twelve_points_years = 3;                    // 第二十三条(二): 最近连续 3 个记分周期
    int inspection_months = 6;                      // 第二十条, of school buses
    int plate_return_days = 10;                     // 第十九条 names no time; ours
    int most_in_infant_bus = 45;                    // GB 24407, driver and escorts included
    int most_in_primary_bus = 56;                   // the same
    int most_in_primary_junior_bus = 56;            // the same
    int most_in_small_vehicle = 9;                  // GA 802: 微型, 小型
    bool nondedicated_allowed_for_primary = false;  // 第六十二条: is the province's transition over?
    int plan_ahead_days = 14;                       // departures looked at; ours
    int plan_filed_days = 7;                        // HM-01: before the holiday begins; ours
    int plan_overdue_days = 3;                      // the same: graver from then on
    int clash_ahead_days = 30;                      // HM-12: looked at so long before; ours
    int ways_told_days = 3;                         // HM-02: before its school's next departure; ours
    int repeat_days = 30;                           // LD-08; ours
    int repeats = 2;                                // the same
    int gate_dates = 3;                             // VL-04: so many dates at a gate …
    int gate_school_days = 10;                      // … within so many school days
    int gate_people = 3;                            // … with so many people aboard, where a counter tells
};

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

// Of each rule and subject that has a finding: those open, and those closed of which more may come today.
class RuleTracks {
public:
    static constexpr std::size_t most = 64;  // open ones of one vehicle and its run: crew, papers, riders
    // However many riders a rule names, others and what concerns the vehicle itself keep their places.
    static constexpr std::size_t most_named = 56, most_named_of_a_rule = 32;

    [[nodiscard]] const RuleTrack* find(RuleId rule, std::string_view subject = {}) const;
    // The one of this rule and subject, made if there is none; nullptr: there is no room for one more.
    [[nodiscard]] RuleTrack* claim(RuleId rule, std::string_view subject);
    [[nodiscard]] bool has_room(RuleId rule, std::string_view subject) const;
    // Closed ones that nothing can open again.
    void forget_closed_before(Time at);

    [[nodiscard]] auto begin() { return tracks_.begin(); }
    [[nodiscard]] auto end() { return tracks_.end(); }
    [[nodiscard]] auto begin() const { return tracks_.begin(); }
    [[nodiscard]] auto end() const { return tracks_.end(); }
    [[nodiscard]] std::size_t size() const { return tracks_.size(); }
    void resize(std::size_t size) { tracks_.resize(size); }  // a checkpoint's reader fills them
    bool operator==(const RuleTracks&) const = default;

private:
    std::vector<RuleTrack> tracks_;  // by rule and subject
};

// The days of the last month on which the vehicle was at a school's gate (rules/gate_days.hpp).
struct GateDays {
    static constexpr std::chrono::days kept{32};

    // Returns whether it is news.
    bool add(std::chrono::sys_days day);
    [[nodiscard]] bool on(std::chrono::sys_days day) const;
    [[nodiscard]] bool none() const { return bits == 0; }
    bool operator==(const GateDays&) const = default;

    std::int32_t newest = 0;  // in China, after 1970-01-01
    std::uint32_t bits = 0;   // bit n: n days before the newest
};

struct RuleState {
    RuleTracks tracks;
    Time pupils_since = never;  // the counter is sure of a pupil since
    Time pupils_due = never;
    Time rest_due = never;      // the trip of a vehicle that is not on the register ends
    Time midnight_due = never;  // papers begin and end at midnight: judge again
    GateDays gate_days;         // of a non-commercial vehicle that is nobody's own car

    [[nodiscard]] bool has_open(RuleId rule) const;
    [[nodiscard]] int open_findings() const {
        return static_cast<int>(std::ranges::count_if(tracks, &RuleTrack::open));
    }
    [[nodiscard]] Time next_deadline() const {
        Time next = std::min({pupils_due, rest_due, midnight_due});
        for (const RuleTrack& track : tracks) next = std::min(next, track.clear_due);
        return next;
    }
    bool operator==(const RuleState&) const = default;
};

}  // namespace husong::rules
