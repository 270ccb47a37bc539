// Admission of a fix: nothing is deleted, everything has a verdict, and only good fixes move the state.
#pragma once

#include "server/tracking/record.hpp"
#include "server/tracking/settings.hpp"

namespace husong::tracking {

enum class FixVerdict : std::uint8_t {
    good,
    suspect,   // stored, not judged
    rejected,  // cannot be true
    no_fix,    // a sign of life without a place
};

enum class FixReason : std::uint8_t {
    none,
    not_located,
    out_of_range,
    near_zero,
    outside_county,
    inaccurate,
    few_satellites,
    jump,
};
std::string_view reason_name_zh(FixReason reason);

// A fix that was believed.
struct Fix {
    Time at{};  // epoch: there never was one
    maps::Wgs84 place;
    float speed_mps = 0;  // the reported one, or the implied one when that is not believed
    float course_deg = 0;
    float accuracy_m = 0;  // one sigma
    [[nodiscard]] bool known() const { return at != Time{}; }
    bool operator==(const Fix&) const = default;
};

struct FixFilter {
    Fix good;                           // the last good one
    Fix candidate;                      // the last one that jumped
    std::uint8_t agreeing = 0;          // how many in a row agree with the candidate
    Fix elsewhere;                      // the last one that jumped, good ones in between or not
    std::uint8_t elsewhere_fixes = 0;   // how many of them agree with each other
    Time elsewhere_told{};              // when so many last did that it is no error; epoch: never
    bool of_terminal = false;           // the last good one: a phone may have stayed at home
    std::uint8_t speed_mismatches = 0;  // intervals in a row in which reported and implied speed differ
    bool operator==(const FixFilter&) const = default;
};

struct FixJudgement {
    FixVerdict verdict = FixVerdict::good;
    FixReason reason = FixReason::none;
    bool operator==(const FixJudgement&) const = default;
};

// Judges one position and, when it is good, makes it the last good one. The jump is tested against the last
// good fix, not the last fix, so that one outlier takes nothing with it.
FixJudgement admit(FixFilter& filter, const Record& record, const Position& position,
                   const TrackingSettings& settings);

}  // namespace husong::tracking
