#include "server/tracking/arrival.hpp"

#include "server/tracking/robust.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace husong::tracking {

namespace {

struct ReasonNames {
    std::string_view name;
    std::string_view name_zh;
};
constexpr std::array<ReasonNames, 6> reasons{{{"nothing_planned", "这条线路没有登记站点"},
                                              {"not_assigned", "还没有安排车辆"},
                                              {"not_started", "车还没有发车，按时刻表"},
                                              {"ended", "这一趟已经结束"},
                                              {"unheard", "暂时收不到车的位置"},
                                              {"off_route", "车不在这条线路上"}}};

double length_s(Milliseconds duration) { return static_cast<double>(duration.count()) / 1'000; }

Milliseconds millis_of(double seconds) { return Milliseconds{std::llround(seconds * 1'000)}; }

double square(double x) { return x * x; }

// Where the vehicle is between two places, at the instant of a fix.
struct OnWay {
    std::size_t to = 0;  // the place ahead
    double share = 0;    // of the time to it that has passed
    Time at{};
};

// How far along the straight way from a to b it is, by its distances to both: 0 at a, 1 at b.
double straight_share(const TripPlace& a, const TripPlace& b, maps::Wgs84 place) {
    const double from_a = maps::fast_distance_m(a.at, place);
    const double to_b = maps::fast_distance_m(place, b.at);
    return from_a + to_b > 0 ? from_a / (from_a + to_b) : 0;
}
double detour_m(const TripPlace& a, const TripPlace& b, maps::Wgs84 place) {
    return maps::fast_distance_m(a.at, place) + maps::fast_distance_m(place, b.at) -
           maps::fast_distance_m(a.at, b.at);
}

class Estimator {
public:
    Estimator(const TripPlan& plan, const TripTrace& trace, const SegmentHistory& history,
              const ArrivalSettings& settings)
        : plan_{plan}, trace_{trace}, history_{history}, settings_{settings} {}

    // Where it is: none, why not.
    std::optional<NoEstimate> find() {
        if (trace_.standing_at && *trace_.standing_at + 1 < plan_.places.size()) {
            standing_ = true;
            way_ = {*trace_.standing_at + 1, 0, trace_.recent.back().at};
            return std::nullopt;
        }
        for (auto fix = trace_.recent.rbegin(); fix != trace_.recent.rend(); ++fix) {
            if (trace_.recent.back().at - fix->at >= settings_.off_route_after) break;
            if (const auto found = place_of(*fix)) {
                way_ = *found;
                return std::nullopt;
            }
        }
        return NoEstimate::off_route;
    }

    std::vector<PlaceArrival> estimate(Time now) {
        learn_today();
        std::vector<PlaceArrival> ahead;
        double driving_s = 0, standing_s = 0, variance = square(settings_.fix_spread_s);
        if (standing_) stand_on(standing_s, variance);
        for (std::size_t i = way_.to; i < plan_.places.size(); ++i) {
            const StretchTime& stretch = history_.stretches[i];
            const double left = i == way_.to ? 1 - way_.share : 1;
            driving_s += stretch.median_s * left;
            variance += square(own_spread(stretch) * stretch.median_s * ratio_) * left;
            if (i >= trace_.reached)
                ahead.push_back(arrival(i, now, driving_s * ratio_ + standing_s,
                                        variance + square(ratio_spread_ * driving_s * ratio_)));
            standing_s += history_.stands[i].median_s;
            variance += square(history_.stands[i].spread_s);
        }
        return ahead;
    }

private:
    // Places between the last one reached and it may have gone unseen; the last one reached counts as ahead
    // until it has stood there, for its circle begins before it.
    [[nodiscard]] std::optional<OnWay> place_of(const Fix& fix) const {
        const std::size_t reached = trace_.reached;
        const bool has_been = reached < 2 || trace_.visits[reached - 1].arrived;
        std::optional<OnWay> best;
        double least_m = settings_.off_line_m;
        for (std::size_t i = has_been ? reached : reached - 1; i < plan_.places.size(); ++i) {
            const TripPlace &before = plan_.places[i - 1], &after = plan_.places[i];
            if (knows_way(i)) {
                const OnStretch there = locate(history_.way.stretches[i], fix.place);
                if (there.offset_m <= settings_.off_route_m) return OnWay{i, there.share, fix.at};
                continue;
            }
            const double detour = detour_m(before, after, fix.place);
            if (detour >= least_m) continue;
            least_m = detour;
            best = OnWay{i, straight_share(before, after, fix.place), fix.at};
        }
        return best;
    }
    [[nodiscard]] bool knows_way(std::size_t place) const {
        return place < history_.way.stretches.size() && history_.way.stretches[place].known();
    }

    [[nodiscard]] double own_spread(const StretchTime& stretch) const {
        constexpr double least = 0.03;  // what no day explains
        const double own = square(stretch.spread) - square(history_.day_spread);
        const double not_sure =
            stretch.runs > 0 ? 1 + 1.5 / static_cast<double>(stretch.runs) : 1;  // of the median itself
        return std::sqrt(std::max(square(least), own) * not_sure);
    }

    // The longer it has stood, the sooner it leaves; it never leaves in no time.
    void stand_on(double& standing_s, double& variance) const {
        const std::size_t here = way_.to - 1;
        const StandTime& usual = history_.stands[here];
        const auto since = trace_.visits[here].arrived;
        const double stood_s = since && here > 0 ? length_s(way_.at - *since) : usual.median_s;
        standing_s += std::max(usual.median_s - stood_s, usual.spread_s / 2);
        variance += square(usual.spread_s);
    }

    // Today's pace against the usual one: the last stretches and what it has driven of this one. Believed as
    // far as days differ more than single stretches do.
    void learn_today() {
        double drove_s = 0, usual_s = 0, own = 0;
        const auto add = [&](const StretchTime& stretch, double seconds, double part) {
            drove_s += seconds;
            usual_s += stretch.median_s * part;
            own += square(own_spread(stretch) * stretch.median_s) * part;
        };
        const auto left = trace_.visits[way_.to - 1].left;
        if (!standing_ && left && way_.share >= settings_.least_part)
            add(history_.stretches[way_.to], length_s(way_.at - *left), way_.share);
        std::size_t used = 0;
        for (std::size_t i = way_.to; i-- > 1 && used < settings_.ratio_stretches;) {
            const auto from = trace_.visits[i - 1].left, until = trace_.visits[i].arrived;
            if (!from || !until || *until <= *from) continue;
            add(history_.stretches[i], length_s(*until - *from), 1);
            ++used;
        }
        ratio_spread_ = history_.day_spread;
        if (usual_s <= 0 || drove_s <= 0) return;
        const double seen = std::clamp(drove_s / usual_s, settings_.least_ratio, settings_.greatest_ratio);
        const double day = square(history_.day_spread);
        const double belief = day / (day + own / square(usual_s));
        ratio_ = std::pow(seen, belief);
        ratio_spread_ = history_.day_spread * std::sqrt(1 - belief);
    }

    [[nodiscard]] PlaceArrival arrival(std::size_t place, Time now, double seconds, double variance) const {
        // A time that is left is never negative, and what varies is its logarithm.
        const double left_s = std::max(seconds, 1.0);
        const double spread = std::min(std::sqrt(variance) / left_s, 1.0);
        PlaceArrival arrival{place, now, std::max(now, way_.at + millis_of(seconds)), {}, {}};
        arrival.earlier = millis_of(left_s * (1 - std::exp(-spread)));
        arrival.later = millis_of(left_s * (std::exp(spread) - 1) * settings_.later_factor);
        return arrival;
    }

    const TripPlan& plan_;
    const TripTrace& trace_;
    const SegmentHistory& history_;
    const ArrivalSettings& settings_;
    OnWay way_;
    bool standing_ = false;
    double ratio_ = 1;
    double ratio_spread_ = 0;
};

// The timetable; where its time has passed, what is left of the way from now on.
std::vector<PlaceArrival> by_timetable(const TripPlan& plan, const TripTrace& trace,
                                       const SegmentHistory& history, Time now) {
    constexpr Milliseconds least = 60s;  // timetables know whole minutes
    const double tenth = sigmas_at(0.9);
    std::vector<PlaceArrival> ahead;
    const Milliseconds overdue = std::max<Milliseconds>(now - plan.places.front().due, 0ms);
    double way_s = 0;
    for (std::size_t i = 0; i < plan.places.size(); ++i) {
        way_s += history.stretches[i].median_s + (i > 0 ? history.stands[i - 1].median_s : 0);
        if (i < trace.reached) continue;
        const Time due = plan.places[i].due + overdue;
        const Lateness& late = history.lateness[i];
        const auto sigma = [&](Milliseconds side) {
            return millis_of(length_s(std::max(side, least)) / tenth);
        };
        // However soon it starts, it has its way to go.
        constexpr double fastest = 0.8;
        const Time soonest = now + millis_of(way_s * fastest);
        ahead.push_back({i, soonest, std::max(due, soonest), sigma(-late.early), sigma(late.late - overdue)});
    }
    return ahead;
}

}  // namespace

std::string_view no_estimate_name(NoEstimate reason) {
    return reasons.at(static_cast<std::size_t>(reason)).name;
}
std::string_view no_estimate_name_zh(NoEstimate reason) {
    return reasons.at(static_cast<std::size_t>(reason)).name_zh;
}

Time PlaceArrival::at(double quantile) const {
    const double off = sigmas_at(quantile);
    const Milliseconds side = off < 0 ? earlier : later;
    return std::max(soonest, median + millis_of(length_s(side) * off));
}

const PlaceArrival* ArrivalEstimates::of(std::size_t place) const {
    const auto found = std::find_if(ahead.begin(), ahead.end(),
                                    [&](const PlaceArrival& each) { return each.place == place; });
    return found == ahead.end() ? nullptr : &*found;
}

ArrivalEstimates estimate_arrivals(const TripPlan& plan, const TripTrace& trace,
                                   const SegmentHistory& history, Time now, const ArrivalSettings& settings) {
    if (plan.places.size() < 2) return {NoEstimate::nothing_planned, {}};
    if (history.stretches.size() != plan.places.size())
        return estimate_arrivals(plan, trace, learn_history(plan, {}, DayClass::weekday), now, settings);
    if (!plan.has_vehicle) return {NoEstimate::not_assigned, {}};
    if (trace.phase == TripPhase::ended) return {NoEstimate::ended, {}};
    if (trace.phase != TripPhase::under_way)
        return {NoEstimate::not_started, by_timetable(plan, trace, history, now)};
    if (trace.recent.empty() || now - trace.recent.back().at > settings.unheard_after)
        return {NoEstimate::unheard, {}};
    Estimator estimator{plan, trace, history, settings};
    if (const auto reason = estimator.find()) return {reason, {}};
    return {std::nullopt, estimator.estimate(now)};
}

Time PlaceArrival::said() const { return at(said_quantile); }

Time leave_home_at(const PlaceArrival& arrival, Milliseconds walk, const ArrivalSettings& settings) {
    return arrival.at(settings.leave_quantile) - walk - settings.leave_margin;
}

}  // namespace husong::tracking
