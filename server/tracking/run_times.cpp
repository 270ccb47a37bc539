#include "server/tracking/run_times.hpp"

#include "server/tracking/robust.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace husong::tracking {

namespace {

constexpr double least_stretch_s = 20;  // two places that the timetable gives the same minute

double in_seconds(Milliseconds duration) { return static_cast<double>(duration.count()) / 1'000; }

Milliseconds in_millis(double seconds) { return Milliseconds{std::llround(seconds * 1'000)}; }

struct Weighed {
    const RunTimes* run;
    double weight;
};

// Newest first; runs of one instant by what they tell, so that nobody's order matters.
bool is_newer(const RunTimes* a, const RunTimes* b) {
    const auto key = [](const RunTimes& run) {
        return std::tuple{run.leaves_at,
                          run.places.empty() ? Time{} : run.places.back().arrived.value_or(Time{}),
                          run.places.size()};
    };
    return key(*a) > key(*b);
}

std::vector<Weighed> choose(std::span<const RunTimes> runs, const TripPlan& plan, DayClass day,
                            const HistorySettings& settings) {
    std::vector<const RunTimes*> chosen;
    for (const RunTimes& run : runs)
        if (run.direction == plan.direction) chosen.push_back(&run);
    std::sort(chosen.begin(), chosen.end(), is_newer);
    if (chosen.size() > settings.runs) chosen.resize(settings.runs);
    const auto alike = [&](const RunTimes* run) { return run->day == day; };
    if (static_cast<std::size_t>(std::count_if(chosen.begin(), chosen.end(), alike)) >= settings.enough_alike)
        std::erase_if(chosen, [&](const RunTimes* run) { return !alike(run); });
    std::vector<Weighed> weighed;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        weighed.push_back({chosen[i], std::exp2(-static_cast<double>(i) / settings.halved_after)});
    return weighed;
}

const PlaceTimes* find(const RunTimes& run, const std::string& name) {
    const auto found = std::find_if(run.places.begin(), run.places.end(),
                                    [&](const PlaceTimes& place) { return place.name == name; });
    return found == run.places.end() ? nullptr : &*found;
}

// Only where the one follows the other: a line that got a stop in between is another stretch.
std::optional<double> drove_s(const RunTimes& run, const TripPlace& from, const TripPlace& to) {
    const PlaceTimes* a = find(run, from.name);
    const PlaceTimes* b = find(run, to.name);
    if (!a || !b || b - a != 1 || !a->left || !b->arrived || *b->arrived <= *a->left) return std::nullopt;
    return in_seconds(*b->arrived - *a->left);
}

std::optional<double> stood_s(const PlaceTimes* place) {
    if (!place || !place->arrived || !place->left || *place->left < *place->arrived) return std::nullopt;
    return in_seconds(*place->left - *place->arrived);
}

class Learner {
public:
    Learner(const TripPlan& plan, std::vector<Weighed> runs, const HistorySettings& settings)
        : plan_{plan}, runs_{std::move(runs)}, settings_{settings} {}

    SegmentHistory learn() && {
        const std::size_t places = plan_.places.size();
        history_.stretches.resize(places);
        history_.stands.resize(places);
        history_.lateness.resize(places);
        for (std::size_t i = 1; i < places; ++i) history_.stretches[i] = stretch_to(i);
        history_.day_spread = day_spread();
        learn_stands();
        for (std::size_t i = 0; i < places; ++i) {
            history_.stands[i] = stand_at(i);
            history_.lateness[i] = lateness_at(i);
        }
        return std::move(history_);
    }

private:
    [[nodiscard]] StretchTime stretch_to(std::size_t place) const {
        std::vector<Sample> samples;
        for (const Weighed& each : runs_)
            if (const auto s = drove_s(*each.run, plan_.places[place - 1], plan_.places[place]))
                samples.push_back({*s, each.weight});
        cut_outliers(samples, settings_.outlier_factor);
        if (samples.size() < settings_.least_runs) {
            const double due_s = in_seconds(plan_.places[place].due - plan_.places[place - 1].due);
            return {std::max(due_s, least_stretch_s), settings_.timetable_spread, 0};
        }
        const double median_s = weighted_median(samples);
        for (Sample& sample : samples) sample.value = std::log(sample.value / median_s);
        return {median_s, std::max(settings_.least_spread, spread_around(samples, 0)), samples.size()};
    }

    // How a whole day differs from the usual one, by the sums of its stretches.
    [[nodiscard]] double day_spread() const {
        std::vector<Sample> days;
        for (const Weighed& each : runs_)
            if (const auto ratio = ratio_of(*each.run)) days.push_back({*ratio, each.weight});
        if (days.size() < settings_.least_runs) return settings_.timetable_day_spread;
        return std::max(settings_.least_spread, spread_around(days, 0));
    }
    [[nodiscard]] std::optional<double> ratio_of(const RunTimes& run) const {
        double drove = 0, usual = 0;
        for (std::size_t i = 1; i < plan_.places.size(); ++i) {
            const auto s = drove_s(run, plan_.places[i - 1], plan_.places[i]);
            if (!s || history_.stretches[i].runs == 0) continue;
            drove += *s;
            usual += history_.stretches[i].median_s;
        }
        if (usual <= 0) return std::nullopt;
        return std::log(drove / usual);
    }

    // dwell = a + b · riders over all stops between the ends, where riders were counted.
    void learn_stands() {
        history_.stand_s = settings_.stand_s;
        history_.stand_per_rider_s = settings_.stand_per_rider_s;
        std::vector<Point> points;
        for (const Weighed& each : runs_)
            for (std::size_t i = 1; i + 1 < plan_.places.size(); ++i) {
                const PlaceTimes* place = find(*each.run, plan_.places[i].name);
                const auto s = stood_s(place);
                if (s && place->riders && *s <= longest_stand_s)
                    points.push_back({static_cast<double>(*place->riders), *s, each.weight});
            }
        if (points.size() < least_points) return;
        if (const auto line = fit_line(points); line && line->slope > 0) {
            history_.stand_s = std::max(0.0, line->offset);
            history_.stand_per_rider_s = line->slope;
        }
    }

    [[nodiscard]] StandTime stand_at(std::size_t place) const {
        const TripPlace& where = plan_.places[place];
        std::vector<Sample> samples;
        for (const Weighed& each : runs_)
            if (const auto s = stood_s(find(*each.run, where.name)); s && *s <= longest_stand_s)
                samples.push_back({*s, each.weight});
        const bool learnt = samples.size() >= settings_.least_runs;
        const double by_riders = history_.stand_s + history_.stand_per_rider_s * where.riders.value_or(0);
        const double median_s = learnt && !where.riders ? weighted_median(samples) : by_riders;
        if (!learnt) return {median_s, settings_.stand_spread_s};
        return {median_s, std::max(settings_.least_stand_spread_s, spread_around(samples, median_s))};
    }

    [[nodiscard]] Lateness lateness_at(std::size_t place) const {
        const Milliseconds after = plan_.places[place].due - plan_.places.front().due;
        std::vector<Sample> samples;
        for (const Weighed& each : runs_) {
            const PlaceTimes* there = find(*each.run, plan_.places[place].name);
            if (!there) continue;
            const auto at = place == 0 ? there->left : there->arrived;
            if (at) samples.push_back({in_seconds(*at - each.run->leaves_at - after), each.weight});
        }
        if (samples.size() < settings_.least_runs)
            return {-settings_.timetable_early, settings_.timetable_late};
        return {in_millis(weighted_quantile(samples, 0.1)), in_millis(weighted_quantile(samples, 0.9))};
    }

    static constexpr double longest_stand_s = 300;   // longer is a wait, not people getting on
    static constexpr std::size_t least_points = 10;  // of a straight line through what people scatter

    const TripPlan& plan_;
    std::vector<Weighed> runs_;
    const HistorySettings& settings_;
    SegmentHistory history_;
};

}  // namespace

RunTimes run_times(std::string line, const TripPlan& plan, const TripTrace& trace, DayClass day) {
    RunTimes run{
        std::move(line), plan.direction, day, plan.places.empty() ? Time{} : plan.places.front().due, {}};
    for (std::size_t i = 0; i < plan.places.size() && i < trace.visits.size(); ++i)
        run.places.push_back({plan.places[i].name, trace.visits[i].arrived, trace.visits[i].left});
    return run;
}

SegmentHistory learn_history(const TripPlan& plan, std::span<const RunTimes> runs, DayClass day,
                             const HistorySettings& settings) {
    return Learner{plan, choose(runs, plan, day, settings), settings}.learn();
}

}  // namespace husong::tracking
