#include "server/tracking/estimate.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace husong::tracking {

namespace {

// Beyond twice the limit and twenty nothing is said: more do not fit.
constexpr int most_people = 300;

// The counter's figure of today: a student-t, because its variance is only estimated, and rarely anything.
struct Reading {
    double figure = 0;    // people, with those it does not see
    double base = 0;      // of whom so many were not counted at the door since then: a head count, the crew
    double unseen = 0;    // the crew that no door counter sees
    double variance = 0;  // of the figure
    double bias = 0;
    double bias_variance = 0;
    double leap = 0;
    double freedom = 1;
    bool escort_unseen = false;  // may be missing from the base
    double places = 1;

    [[nodiscard]] double density(double people, double share_missed, double share_variance) const {
        const double counted = people - base;
        const double expected = base + counted * (1 - share_missed);
        const double spread = variance + share_variance * counted * counted;
        const double squared = (figure - expected) * (figure - expected) / (freedom * spread);
        constexpr double peak = 0.39;
        return peak / std::sqrt(spread) * std::exp(-(freedom + 1) / 2 * std::log1p(squared));
    }
    [[nodiscard]] double likelihood(int people, double share_missed, double share_variance) const {
        double all = density(people, share_missed, share_variance);
        constexpr double escort_absent = 0.1;
        if (escort_unseen)
            all =
                (1 - escort_absent) * all + escort_absent * density(people + 1, share_missed, share_variance);
        return (1 - leap) * all + leap / places;
    }
    [[nodiscard]] double likelihood(int people) const { return likelihood(people, bias, bias_variance); }
};

int unseen_crew(const CounterTraits& traits) {
    return (traits.counts_driver ? 0 : 1) + (traits.counts_escort ? 0 : 1);
}

// How many a vehicle usually carries is known of when it is fullest: so many have got off since. Held against
// that, a figure that ran away stays one; held against fewer, it would look like an ordinary overload.
int off_since_fullest(const Load& load) { return std::max(0, load.fullest - load.people); }

// Of when the vehicle was fullest; so many have got off since.
Reading read_counter(const Load& load, const AboardCase& subject, int off) {
    const CounterSettings& settings = subject.settings.counter;
    const bool from_head_count = load.basis == LoadBasis::head_count;
    const int through = std::max(0, load.boarded + load.alighted - off);
    const double loose = load.may_be_more + load.may_be_fewer;
    Reading reading;
    int unseen = unseen_crew(subject.traits);
    reading.unseen = unseen;
    if (from_head_count) unseen = subject.moving && load.count.heads.adults == 0 ? 1 : 0;
    reading.base = unseen + (from_head_count ? load.people - load.boarded + load.alighted : 0);
    reading.figure = load.people + off + unseen;
    constexpr double least = 0.1;  // a window of nobody
    reading.variance = std::max(least, variance_of(load.counter, settings) * through) + loose * loose / 4;
    reading.bias = bias_of(load.counter, settings);
    reading.bias_variance = bias_variance_of(load.counter, settings);
    reading.leap = leap_share_of(load.counter, settings);
    if (load.run.twice > 0)
        reading.leap = std::min(1.0, reading.leap * settings.repeated_leap * load.run.twice);
    reading.freedom = 2 * settings.variance_runs + load.counter.runs;
    reading.escort_unseen = !from_head_count && !subject.traits.counts_escort;
    return reading;
}

class Distribution {
public:
    Distribution(int limit, int highest)
        : limit_{limit}, size_{std::clamp(highest, limit + 1, most_people) + 1} {}

    [[nodiscard]] int size() const { return size_; }
    void add(int people, double mass) {
        if (people >= 0 && people < size_) mass_[static_cast<std::size_t>(people)] += mass;
    }
    template <class Weight>
    void weigh(Weight weight) {
        for (int n = 0; n < size_; ++n) mass_[static_cast<std::size_t>(n)] *= weight(n);
    }
    // After so many have got off.
    [[nodiscard]] Estimate estimate(int off) const {
        double all = 0, above = 0;
        for (int n = 0; n < size_; ++n) all += at(n);
        if (!(all > 0)) return {};
        for (int n = limit_ + off + 1; n < size_; ++n) above += at(n);
        constexpr double tail = 0.025, middle = 0.5;
        const auto aboard = [&](double mass) { return std::max(0, quantile(mass) - off); };
        return {aboard(all * tail), aboard(all * middle), aboard(all * (1 - tail)), above / all};
    }

private:
    [[nodiscard]] double at(int people) const { return mass_[static_cast<std::size_t>(people)]; }
    [[nodiscard]] int quantile(double mass) const {
        int n = 0;
        for (double below = at(0); below < mass && n + 1 < size_; below += at(++n)) {
        }
        return n;
    }

    int limit_, size_;
    std::array<double, most_people + 1> mass_{};
};

// So probable is it that a vehicle carries so many: its share below the limit, at it and above it.
class Population {
public:
    Population(int limit, double full, double over, const UsualLoadSettings& settings)
        : limit_{limit}, full_{full}, settings_{settings} {
        const double faded = settings.over_fades / (1 - settings.over_fades);
        each_over_ = over / (settings.over_by + faded);
        each_below_ = (1 - full - over) / limit;
    }
    [[nodiscard]] double of(int people) const {
        if (people < limit_) return each_below_;
        if (people == limit_) return full_;
        const int beyond = people - limit_ - settings_.over_by;
        return beyond <= 0 ? each_over_ : each_over_ * std::pow(settings_.over_fades, beyond);
    }

private:
    int limit_;
    double full_, each_over_ = 0, each_below_ = 0;
    const UsualLoadSettings& settings_;
};

// What a vehicle carries on a usual day around the number it is used to. Who keeps the limit keeps it.
class Habit {
public:
    Habit(const UsualLoad& usual, const Reading& reading, const AboardCase& subject)
        : usual_{usual}, reading_{reading}, limit_{subject.limit} {
        const auto& settings = subject.settings.usual_load;
        const double noise = reading.variance / 2;  // a past run went through the door twice
        spread_ = spread_of(usual, noise, settings);
        mean_variance_ = (spread_ + noise) / usual.runs;
        counted_variance_ = (spread_ + 0.1) / std::max(usual.counted_runs, 0.01F);
        reach_ = std::min(static_cast<int>(std::ceil(4 * std::sqrt(spread_))), most_reach);
        for (int d = 0; d <= reach_; ++d)
            steps_[static_cast<std::size_t>(d)] = std::exp(-d * d / (2 * spread_));
    }

    // The share of days on which a vehicle used to `centre` carries so many.
    struct Days {
        int from = 0, until = 0;
        double sum = 0, mean = 0;
    };
    [[nodiscard]] Days days(int centre) const {
        Days days{std::max(0, centre - reach_), centre + reach_};
        if (centre <= limit_) days.until = std::min(days.until, limit_);
        double weighted = 0;
        for (int n = days.from; n <= days.until; ++n) {
            days.sum += step(n - centre);
            weighted += step(n - centre) * n;
        }
        days.mean = weighted / days.sum;
        return days;
    }
    [[nodiscard]] double step(int distance) const {
        return steps_[static_cast<std::size_t>(std::abs(distance))];
    }
    // How well this centre explains the past runs.
    [[nodiscard]] double explains(double mean) const {
        const double seen = mean - reading_.unseen;
        const double off = usual_.mean - seen * (1 - reading_.bias);
        const double variance = mean_variance_ + reading_.bias_variance * seen * seen;
        double exponent = off * off / (2 * variance);
        if (usual_.counted_runs > 0) {
            const double off_counted = usual_.counted_mean - seen;
            exponent += off_counted * off_counted / (2 * counted_variance_);
        }
        return std::exp(-exponent) / std::sqrt(variance);
    }
    // The counter's bias today, if this is what it counted all those days.
    [[nodiscard]] std::pair<double, double> bias(double mean) const {
        const double seen = std::max(1.0, mean - reading_.unseen);
        const double of_bias = reading_.bias_variance * seen * seen;
        const double share = of_bias / (of_bias + mean_variance_);
        return {reading_.bias + share * (1 - usual_.mean / seen - reading_.bias),
                reading_.bias_variance * (1 - share)};
    }

private:
    static constexpr int most_reach = 12;
    const UsualLoad& usual_;
    const Reading& reading_;
    int limit_;
    double spread_ = 1, mean_variance_ = 1, counted_variance_ = 1;
    int reach_ = 0;
    std::array<double, most_reach + 1> steps_{};
};

// Who is over as a habit keeps the limit on some days.
void add_lawful_day(Distribution& all, double weight, int limit, const Reading& reading,
                    const std::pair<double, double>& bias) {
    constexpr int fewer = 4;
    for (int n = std::max(0, limit - fewer); n <= limit; ++n)
        all.add(n, weight * std::pow(0.5, limit - n + 1) * reading.likelihood(n, bias.first, bias.second));
}

struct HabitShares {
    double weight = 0;
    int limit = 0;
    double over_keeps = 0;
};
void add_habit(Distribution& all, const HabitShares& shares, const Habit& habit, const Population& population,
               const Reading& reading) {
    struct Centre {
        Habit::Days days;
        double weight = 0;
    };
    std::array<Centre, most_people + 1> centres;
    double sum = 0, most = 0;
    for (int n = 0; n < all.size(); ++n) {
        Centre& centre = centres[static_cast<std::size_t>(n)];
        centre.days = habit.days(n);
        centre.weight = population.of(n) * habit.explains(centre.days.mean);
        sum += centre.weight;
        most = std::max(most, centre.weight);
    }
    if (!(sum > 0)) return;
    constexpr double negligible = 1e-8;
    for (int n = 0; n < all.size(); ++n) {
        const Centre& centre = centres[static_cast<std::size_t>(n)];
        if (centre.weight < most * negligible) continue;
        const auto [bias, variance] = habit.bias(centre.days.mean);
        const double kept = n > shares.limit ? shares.over_keeps : 0;
        const double of_centre = shares.weight * centre.weight / sum;
        if (kept > 0) add_lawful_day(all, of_centre * kept, shares.limit, reading, {bias, variance});
        const double share = of_centre * (1 - kept) / centre.days.sum;
        for (int people = centre.days.from; people <= centre.days.until; ++people)
            all.add(people, share * habit.step(people - n) * reading.likelihood(people, bias, variance));
    }
}

// What the run before on this day says of a day unlike the others.
class Today {
public:
    Today(const Load& load, const UsualLoad* usual, const Reading& reading, const UsualLoadSettings& settings)
        : before_{usual == nullptr ? nullptr : load.usual.before(load.run.began_at)}, settings_{settings} {
        if (before_ != nullptr) expected_ = usual->mean + before_->more + reading.unseen;
    }
    [[nodiscard]] double as_usual() const {
        return before_ == nullptr ? 1 : normal(before_->more, before_->usual_variance);
    }
    [[nodiscard]] double unlike(int people) const {
        if (before_ == nullptr) return 1;
        constexpr double anything = 0.03;  // between thirty more and fewer, or so
        return settings_.changed_all_day * normal(people - expected_, before_->variance) +
               (1 - settings_.changed_all_day) * anything;
    }

private:
    static double normal(double off, double variance) {
        constexpr double peak = 0.4;
        return peak * std::exp(-off * off / (2 * variance)) / std::sqrt(variance);
    }
    const LatestRun* before_;
    const UsualLoadSettings& settings_;
    double expected_ = 0;
};

void add_changed(Distribution& all, double weight, const Population& population, const Reading& reading,
                 const Today& today) {
    for (int n = 0; n < all.size(); ++n)
        all.add(n, weight * today.unlike(n) * population.of(n) * reading.likelihood(n));
}

void add_population(Distribution& all, double weight, const Population& population, const Reading& reading) {
    for (int n = 0; n < all.size(); ++n) all.add(n, weight * population.of(n) * reading.likelihood(n));
}

// How probable is a head count of so many when `people` are aboard?
double told_when(const Told& told, int people, int places, double wrong, const AboardCase& subject) {
    const HeadCountSettings& settings = subject.settings.head_count;
    const int off = std::abs(people - told.heads.people());
    if (off == 0) return 1 - wrong;
    const bool may_hide =
        told.by == Source::escort && people > subject.limit && told.heads.people() <= subject.limit;
    if (may_hide) return settings.hidden;
    const double slip = std::pow(settings.slip_fades, off - 1) * (1 - settings.slip_fades) / 2;
    return wrong * (settings.slip * slip + (1 - settings.slip) / places);
}

Estimate exactly(int people, int limit) { return {people, people, people, people > limit ? 1.0 : 0.0, true}; }

bool has_counter_figure(const Load& load) {
    if (load.basis == LoadBasis::none || load.uncovered.any() || load.counter.exposed()) return false;
    return load.counter_used || load.basis == LoadBasis::counter;
}

// The run this may be: by its own beginning, as far as that is known.
const UsualLoad* usual_of(const Load& load, const AboardCase& subject) {
    const bool whole = load.run.whole && load.run.boarded > 0 && load.basis != LoadBasis::counter;
    return whole ? load.usual.find(load.run.began_at, subject.settings.usual_load) : nullptr;
}

}  // namespace

Estimate estimate_aboard(const Load& load, const AboardCase& subject) {
    if (subject.limit <= 0) return {};
    if (load.is_head_count() && !load.uncovered.any() && !subject.told)
        return exactly(load.people, subject.limit);
    // A counter of which a window is missing, or that is not believed, leaves what is usual of this vehicle,
    // or of any: that can still make a head count doubtful.
    const UsualLoad* usual = usual_of(load, subject);
    const bool counted = has_counter_figure(load);
    if (!counted && !subject.told && subject.named == 0) return {};

    const UsualLoadSettings& settings = subject.settings.usual_load;
    const int off = counted ? off_since_fullest(load) : 0;  // a bad counter knows not who got off either
    Reading reading = read_counter(load, subject, off);
    if (!counted) reading.leap = 1;
    constexpr int beyond = 20;
    const int told = std::max(subject.named, subject.told ? subject.told->heads.people() : 0) + off;
    Distribution all{subject.limit,
                     std::max({2 * subject.limit, static_cast<int>(reading.figure), told}) + beyond};
    reading.places = all.size();

    constexpr double nearly_one = 0.75;  // a stop at which nobody boards today
    const bool boarding = usual != nullptr && load.run.stops < usual->stops - nearly_one;
    const double habit =
        usual == nullptr ? 0 : (1 - settings.changed) * (boarding ? settings.boarding_share : 1);

    const Population usually{subject.limit, settings.full, settings.over, settings};
    const Population changed{subject.limit, settings.changed_full, settings.changed_over, settings};
    const Today today{load, usual, reading, settings};
    if (usual != nullptr)
        add_habit(all, {habit * today.as_usual(), subject.limit, settings.over_keeps},
                  Habit{*usual, reading, subject}, usually, reading);
    add_population(all, (1 - settings.changed - habit) * today.as_usual(), usually, reading);
    add_changed(all, settings.changed, changed, reading, today);
    for (const std::optional<Told>& each : {subject.told, subject.before}) {
        if (!each) continue;
        const double wrong = load.tellers.wrong_share(each->whom, each->by, subject.settings.head_count);
        all.weigh([&](int people) { return told_when(*each, people - off, all.size(), wrong, subject); });
    }

    const double wrong_name = subject.settings.head_count.wrong_name;
    if (subject.named > 0)
        all.weigh(
            [&](int people) { return std::pow(wrong_name, std::max(0, subject.named + off - people)); });

    Estimate estimate = all.estimate(off);
    if (load.basis == LoadBasis::counter) estimate.upper = -1;
    estimate.usual_known = usual != nullptr && usual->runs >= settings.known_runs;
    return estimate;
}

}  // namespace husong::tracking
