// A finding: one rule broken by one subject, with its level, its episodes and the evidence for each.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"
#include "server/tracking/record.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::rules {

// The numbers stand in the store: a rule keeps its own.
enum class RuleId : std::uint8_t {
    // clang-format off
    vl_01 = 1, vl_02 = 2, vl_04 = 3, vl_11 = 4, ld_01 = 5, ld_02 = 6,
    vl_03 = 7, vl_05, vl_06, vl_07, vl_08, vl_09, vl_10, vl_12, vl_13,
    dr_01 = 16, dr_02, dr_03, dr_04, dr_05, dr_06, dr_07, dr_08, dr_09, dr_10,
    es_01 = 26, es_02, es_03, es_04, es_05, es_06, es_07, es_08,
    ld_03 = 34, ld_04, ld_05, ld_06, ld_07, ld_08,
    sw_01 = 40, sw_02, sw_03, sw_04, sw_05,
    ga_01 = 45, ga_02, ga_03, ga_04, ga_05, ga_06, ga_07, ga_08,
    hm_01 = 53, hm_02, hm_03, hm_04, hm_05, hm_06, hm_07, hm_08, hm_09, hm_10, hm_11, hm_12,
    hm_13,
    // clang-format on
};

// Whom a rule is about. Which one a finding is about follows from its rule.
enum class SubjectKind : std::uint8_t { vehicle = 1, trip, driver, escort, pupil, school, line, day };
std::string_view subject_name(SubjectKind kind);  // "vehicle", as in the API

enum class Level : std::uint8_t { suspected = 1, likely, confirmed };
std::string_view level_name(Level level);  // "suspected", as in store and API
std::optional<Level> parse_level(std::string_view name);
std::string_view level_name_zh(Level level);  // 疑似, 高度疑似, 查实

// How fast somebody has to act. The numbers stand in the store; a smaller one is graver.
enum class Severity : std::uint8_t {
    s1_plus,  // a crime may be under way
    s1,       // act now: people may be in danger
    s2,       // check today, on the road or at the gate
    s3,       // correct within days
    s4,       // reminder
};
std::string_view severity_name(Severity severity);  // "S1+", "S1" …, as in the API
std::optional<Severity> parse_severity(std::string_view name);

// Points to one record: enough to fetch it from the store.
struct RecordRef {
    Time measured_at{};
    tracking::RecordKind kind{};
    std::uint64_t key = 0;
    auto operator<=>(const RecordRef&) const = default;
};

// People aboard as the law counts them: driver + escorts + pupils + others, as an interval [lower, upper].
struct Figures {
    std::int16_t lower = -1;  // -1: unknown
    std::int16_t upper = -1;
    std::int16_t pupils = -1;  // exact, from a human count; -1: unknown
    std::int16_t adults = -1;
    std::int16_t approved_persons = -1;
    std::int16_t approved_pupils = -1;
    bool operator==(const Figures&) const = default;
};

inline constexpr std::size_t max_evidence_records = 4;

// A stretch of time in which the rule was broken.
struct Episode {
    Time from{};
    std::optional<Time> until;  // none: still open
    Level level = Level::suspected;
    std::optional<Severity> severity;  // the gravest that was reached; none: the rule's
    Figures worst;                     // at the greatest excess
    double latitude_deg = 0;           // where it began, both 0: not known
    double longitude_deg = 0;
    std::array<RecordRef, max_evidence_records> evidence{};  // unused ones are default
    std::array<std::int64_t, 3>
        versions{};      // register row versions judged by: vehicle, school-bus plate, permit; 0: none
    std::string detail;  // what it is, in one sentence, where the figures do not say it
    bool operator==(const Episode&) const = default;
};

// Which finding an episode belongs to. `id` is stable: re-folding keeps it by overlap of the episodes.
struct FindingHead {
    FindingId id;
    RuleId rule{};
    VehicleId vehicle;               // 0: of none
    Time day{};                      // midnight in China of the day it was opened
    std::uint16_t ordinal = 0;       // the how-manieth of this rule, vehicle and day, from 0
    Level level = Level::suspected;  // the highest of its episodes
    std::string subject{};  // code of the trip, driver, escort, pupil, school, line, day; empty: the vehicle
    bool operator==(const FindingHead&) const = default;
};

// What one step of the fold says about a finding: its head and one of its episodes, new or changed.
struct FindingChange {
    FindingHead head;
    std::uint16_t episode_ordinal = 0;
    Episode episode;
};

// A finding as the store gives it back.
struct Finding {
    FindingHead head;
    std::vector<Episode> episodes;  // by ordinal
    Time found_at{};                // receive clock, when first concluded
    Time updated_at{};              // receive clock; grows with every change of what is told here
    bool found_late = false;        // from data, or an edit of the register, that came after its time
    std::optional<Time> withdrawn_at;
    std::string withdrawn_reason;

    [[nodiscard]] bool open() const {
        return !withdrawn_at && !episodes.empty() && !episodes.back().until.has_value();
    }
};

}  // namespace husong::rules
