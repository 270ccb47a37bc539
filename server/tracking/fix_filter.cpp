#include "server/tracking/fix_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace husong::tracking {

namespace {

constexpr double sigmas = 3;

double seconds(Milliseconds duration) { return static_cast<double>(duration.count()) / 1'000; }

// What can be said of a position without its history.
FixJudgement judge_alone(const Record& record, const Position& position, const TrackingSettings& settings) {
    if ((record.flags & flag::out_of_range) != 0) return {FixVerdict::rejected, FixReason::out_of_range};
    if (!position.located) return {FixVerdict::no_fix, FixReason::not_located};
    const maps::Wgs84 place{position.latitude_deg, position.longitude_deg};
    if (std::abs(place.latitude_deg) < settings.near_zero_deg &&
        std::abs(place.longitude_deg) < settings.near_zero_deg)
        return {FixVerdict::rejected, FixReason::near_zero};
    if (!maps::inside(settings.county_box, place)) return {FixVerdict::suspect, FixReason::outside_county};
    if (position.accuracy_m > settings.max_accuracy_m) return {FixVerdict::suspect, FixReason::inaccurate};
    constexpr std::uint8_t not_told = 255;
    if (position.satellites != not_told && position.satellites < settings.min_satellites)
        return {FixVerdict::suspect, FixReason::few_satellites};
    return {};
}

// How far and how fast from one fix to the next.
struct Leg {
    double moved_m;
    double seconds;
    double noise_m;  // what their inaccuracy can explain
};

Leg leg_between(const Fix& from, const Fix& to) {
    constexpr double shortest_s = 1;  // two fixes of one instant
    return {maps::fast_distance_m(from.place, to.place), std::max(seconds(to.at - from.at), shortest_s),
            sigmas * (from.accuracy_m + to.accuracy_m)};
}

bool jumped(const Leg& leg, const TrackingSettings& settings) {
    return leg.moved_m - leg.noise_m > settings.max_jump_mps * leg.seconds;
}

// Remembers a fix that jumped; true when enough of them agree among themselves.
bool agrees_elsewhere(FixFilter& filter, const Fix& fix, const TrackingSettings& settings) {
    const bool agrees = filter.agreeing > 0 && !jumped(leg_between(filter.candidate, fix), settings);
    filter.agreeing = agrees ? static_cast<std::uint8_t>(filter.agreeing + 1) : std::uint8_t{1};
    filter.candidate = fix;
    return filter.agreeing >= settings.agreeing_fixes;
}

// Where two terminals tell under one number, each fix of the one jumps, good ones of the other in between.
void note_elsewhere(FixFilter& filter, const Fix& fix, const TrackingSettings& settings) {
    const bool goes_on = filter.elsewhere.known() &&
                         fix.at - filter.elsewhere.at <= settings.elsewhere_memory &&
                         !jumped(leg_between(filter.elsewhere, fix), settings);
    const int fixes = goes_on ? filter.elsewhere_fixes + 1 : 1;
    filter.elsewhere_fixes = static_cast<std::uint8_t>(std::min(fixes, 99));
    filter.elsewhere = fix;
    if (filter.elsewhere_fixes >= settings.agreeing_fixes) filter.elsewhere_told = fix.at;
}

// A reported speed that contradicts the distance travelled, again and again, gives way to the implied one.
void check_speed(FixFilter& filter, Fix& fix, const Leg& leg, const TrackingSettings& settings) {
    const double implied_mps = leg.moved_m / leg.seconds;
    const double difference_mps = std::abs(implied_mps - fix.speed_mps);
    const double greater_mps = std::max<double>(implied_mps, fix.speed_mps);
    const bool differs = leg.seconds <= seconds(settings.speed_comparable) &&
                         difference_mps > settings.speed_tolerance_mps &&
                         difference_mps > settings.speed_tolerance_share * greater_mps &&
                         difference_mps * leg.seconds > leg.noise_m;
    filter.speed_mismatches =
        differs
            ? static_cast<std::uint8_t>(std::min<int>(filter.speed_mismatches + 1, settings.speed_mismatches))
            : std::uint8_t{0};
    if (filter.speed_mismatches >= settings.speed_mismatches) fix.speed_mps = static_cast<float>(implied_mps);
}

}  // namespace

std::string_view reason_name_zh(FixReason reason) {
    static constexpr std::array<std::string_view, 8> names{
        "", "没有定位", "坐标不可能", "坐标为零", "在县境之外", "精度太低", "卫星太少", "位置跳变"};
    return names.at(static_cast<std::size_t>(reason));
}

FixJudgement admit(FixFilter& filter, const Record& record, const Position& position,
                   const TrackingSettings& settings) {
    if (const FixJudgement alone = judge_alone(record, position, settings); alone.verdict != FixVerdict::good)
        return alone;

    const double accuracy_m = position.accuracy_m > 0 ? position.accuracy_m : settings.usual_accuracy_m;
    Fix fix{record.measured_at,
            {position.latitude_deg, position.longitude_deg},
            position.speed_mps,
            position.course_deg,
            static_cast<float>(accuracy_m)};
    const bool of_terminal = record.source == Source::terminal;
    if (filter.good.known()) {
        const Leg leg = leg_between(filter.good, fix);
        const bool jump = jumped(leg, settings);
        const Time told_before = filter.elsewhere_told;
        if (jump && of_terminal && filter.of_terminal) note_elsewhere(filter, fix, settings);
        if (jump && !agrees_elsewhere(filter, fix, settings)) return {FixVerdict::suspect, FixReason::jump};
        if (jump) {  // it is there: the terminal was wrong before
            filter.elsewhere_fixes = 0;
            filter.elsewhere_told = told_before;
        } else {
            check_speed(filter, fix, leg, settings);
        }
    }
    filter.good = fix;
    filter.of_terminal = of_terminal;
    filter.candidate = {};
    filter.agreeing = 0;
    return {};
}

}  // namespace husong::tracking
