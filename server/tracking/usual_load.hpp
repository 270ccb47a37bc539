// What a vehicle usually carries: of each of its daily runs how many rode, as its counter and people said.
#pragma once

#include "server/tracking/settings.hpp"

#include <array>
#include <cstdint>

namespace husong::tracking {

// Sums over past runs that begin at about the same time of day; older ones count less.
struct UsualLoad {
    std::int16_t minute = -1;  // of the day in China; -1: none
    std::int8_t unlike = 0;    // the last run was far above (1) or below (-1) those before
    std::int32_t last_day = 0;
    float runs = 0;
    float mean = 0;     // at the fullest, as the counter sees it
    float squares = 0;  // of the distances from the mean
    float stops = 0;    // at which people boarded until then, on average
    float counted_runs = 0;
    float counted_mean = 0;  // the same by human counts

    [[nodiscard]] bool known() const { return minute >= 0; }
    bool operator==(const UsualLoad&) const = default;
};

struct PastRun {
    Time began_at{};
    double riders = 0;           // at the fullest, of both passes through the door
    double riders_variance = 0;  // of that figure
    double counted = -1;         // by a person; below 0: nobody counted
    int stops = 0;
};

// How unlike the usual the latest run was: whoever rides to school rides home.
struct LatestRun {
    std::int32_t day = 0;
    float more = 0;             // riders than usual
    float variance = 0;         // of that figure
    float usual_variance = -1;  // … if the day is as usual; below 0: nothing was usual yet
    bool operator==(const LatestRun&) const = default;
};

struct UsualLoads {
    static constexpr std::size_t capacity = 4;
    std::array<UsualLoad, capacity> runs{};
    LatestRun latest;

    // nullptr: no such run is known.
    [[nodiscard]] const UsualLoad* find(Time began_at, const UsualLoadSettings& settings) const;
    // The run before on the same day; nullptr: there was none, or nothing is usual.
    [[nodiscard]] const LatestRun* before(Time began_at) const;
    void learn(const PastRun& run, const UsualLoadSettings& settings);
    bool operator==(const UsualLoads&) const = default;
};

// Variance of the riders from day to day, without the counter's own.
double spread_of(const UsualLoad& usual, double counter_variance, const UsualLoadSettings& settings);

}  // namespace husong::tracking
