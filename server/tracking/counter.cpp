#include "server/tracking/counter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace husong::tracking {

namespace {

constexpr int most_counted = std::numeric_limits<std::int16_t>::max();
std::int16_t small_count(int value) {
    return static_cast<std::int16_t>(std::clamp(value, -most_counted, most_counted));
}

float faded(float sum, double memory) { return static_cast<float>(sum * memory); }

void keep_trial(CounterTrials& trials, const CounterTrial& trial) {
    std::move_backward(trials.begin(), trials.end() - 1, trials.end());
    trials.front() = trial;
}

// What a poor but honest counter may be off by.
double tolerated_variance(const CounterRecord& counter, const CounterSettings& settings) {
    return std::clamp(settings.tolerance * variance_of(counter, settings), settings.honest_variance,
                      settings.most_variance);
}

bool is_off(const CounterTrial& trial, double variance, double sigmas, const CounterSettings& settings) {
    const int off = std::abs(int{trial.off});
    return off > settings.least_off && off > 1 + sigmas * std::sqrt(variance * trial.through);
}

// The sum of the last three: what is off in one direction every time.
CounterTrial sum_of(const CounterTrials& trials) {
    CounterTrial sum;
    for (const CounterTrial& trial : trials) {
        sum.off = small_count(sum.off + trial.off);
        sum.through = small_count(sum.through + trial.through);
        sum.people = small_count(sum.people + trial.people);
    }
    return sum;
}

// Human counts err too, now and then; not twice in the same direction.
bool contradicted_by_people(const CounterTrials& checks, double variance, const CounterSettings& settings) {
    int above = 0, below = 0, missed = 0, missed_many = 0;
    for (const CounterTrial& check : checks) {
        if (check.off > 0) ++missed;
        if (check.off * settings.exposed_share > check.people) ++missed_many;
        if (is_off(check, variance, settings.exposed_sigmas, settings)) ++(check.off > 0 ? above : below);
    }
    return above >= 2 || below >= 2 || (missed == static_cast<int>(checks.size()) && missed_many >= 2);
}

void note_agreement(CounterRecord& counter, bool agrees, bool is_check, const CounterSettings& settings) {
    // Whether the plan is wrong one count of heads says: see answer_plan().
    const int of_itself = counter.faults & ~counter_fault::plan;
    if (of_itself == 0) return;
    // What people found out only people can take back: a counter that misses as many in as out is balanced.
    const bool needs_people = (of_itself & (counter_fault::people | counter_fault::stuck)) != 0;
    if (!agrees)
        counter.agreeing = 0;
    else if (is_check || !needs_people)
        ++counter.agreeing;
    if (counter.agreeing >= (needs_people ? settings.repaired_checks : settings.repaired_runs)) {
        counter.faults &= counter_fault::plan;
        counter.agreeing = 0;
    }
}

bool far_fewer(const CounterTrial& beside_plan, const CounterSettings& settings) {
    return beside_plan.off * 100 > beside_plan.people * settings.plan_missing_percent;
}

// Somebody counted as many as the counter did, and fewer than were to ride: the plan is wrong.
void answer_plan(CounterRecord& counter, const CounterSettings& settings) {
    counter.faults &= static_cast<std::uint8_t>(~counter_fault::plan);
    counter.beside_plan = {};
    counter.plan_rests = settings.plan_rests;
}

}  // namespace

double variance_of(const CounterRecord& counter, const CounterSettings& settings) {
    return (settings.variance * settings.variance_runs + counter.squares) /
           (settings.variance_runs + counter.runs);
}

double bias_of(const CounterRecord& counter, const CounterSettings& settings) {
    return counter.missing / (settings.bias_persons + counter.counted);
}

double bias_variance_of(const CounterRecord& counter, const CounterSettings& settings) {
    return variance_of(counter, settings) / (settings.bias_persons + counter.counted);
}

double leap_share_of(const CounterRecord& counter, const CounterSettings& settings) {
    return (settings.leap_share * settings.leap_runs + counter.leaps) / (settings.leap_runs + counter.runs);
}

double largest_honest(const CounterRecord& counter, int through, const CounterSettings& settings) {
    return settings.least_off +
           settings.exposed_sigmas * std::sqrt(tolerated_variance(counter, settings) * through);
}

void learn_run(CounterRecord& counter, int boarded, int alighted, const CounterSettings& settings) {
    const int through = boarded + alighted;
    if (through == 0) return;
    const CounterTrial trial{small_count(alighted - boarded), small_count(through),
                             small_count(std::max(boarded, alighted))};
    const double tolerated = tolerated_variance(counter, settings);
    const double square = static_cast<double>(trial.off) * trial.off / through;
    const bool alone = is_off(trial, tolerated, settings.exposed_sigmas, settings);
    const bool leap = is_off(trial, variance_of(counter, settings), settings.drifting_sigmas, settings);

    keep_trial(counter.imbalances, trial);
    counter.runs = faded(counter.runs, settings.memory) + 1;
    counter.squares = faded(counter.squares, settings.memory) + static_cast<float>(std::min(square, 1.0));
    counter.leaps = faded(counter.leaps, settings.memory) + (leap ? 1.0F : 0.0F);

    const CounterTrial last_three = sum_of(counter.imbalances);
    if (alone || is_off(last_three, tolerated, settings.drifting_sigmas, settings))
        expose(counter, counter_fault::drift);
    else
        note_agreement(counter, !leap, false, settings);
}

void learn_check(CounterRecord& counter, const CounterTrial& trial, bool teaches,
                 const CounterSettings& settings) {
    const double tolerated = tolerated_variance(counter, settings);
    const bool off = is_off(trial, tolerated, settings.exposed_sigmas, settings);
    keep_trial(counter.checks, trial);
    if (!off && (counter.faults & counter_fault::plan) != 0) answer_plan(counter, settings);
    if (contradicted_by_people(counter.checks, tolerated, settings))
        return expose(counter, counter_fault::people);
    note_agreement(counter, !off, true, settings);
    if (off || !teaches) return;  // off: one of the two is wrong, and nobody knows which
    counter.counted = faded(counter.counted, settings.memory) + static_cast<float>(trial.through);
    counter.missing = faded(counter.missing, settings.memory) + static_cast<float>(trial.off);
}

void learn_names(CounterRecord& counter, int names, int boarded, const TrackingSettings& settings) {
    if (names < settings.head_count.names_of_a_run || names < boarded) return;
    const CounterTrial trial{small_count(names - boarded), small_count(boarded), small_count(names)};
    learn_check(counter, trial, false, settings.counter);
}

void learn_plan(CounterRecord& counter, const PlannedRun& run, const CounterSettings& settings) {
    if (run.planned < settings.plan_riders) return;
    if (counter.plan_rests > 0) {
        --counter.plan_rests;
        return;
    }
    const CounterTrial trial{small_count(run.planned - run.boarded), small_count(run.boarded),
                             small_count(run.planned)};
    if (run.confirmed) {
        if (far_fewer(trial, settings)) answer_plan(counter, settings);
        return;
    }
    keep_trial(counter.beside_plan, trial);
    const bool enough = counter.beside_plan.back().people > 0;
    if (enough && far_fewer(sum_of(counter.beside_plan), settings)) expose(counter, counter_fault::plan);
}

void note_window(CounterRecord& counter, int boarded, int alighted, const CounterSettings& settings) {
    if (boarded + alighted == 0) return;
    counter.quiet_stops = 0;
    counter.quiet_people = -1;
    const bool again = boarded == counter.last_boarded && alighted == counter.last_alighted &&
                       boarded + alighted >= settings.repeated_persons;
    counter.repeated = again ? static_cast<std::uint8_t>(std::min(counter.repeated + 1, 99)) : 1;
    counter.last_boarded = small_count(boarded);
    counter.last_alighted = small_count(alighted);
    if (counter.repeated >= settings.repeats) expose(counter, counter_fault::repeats);
}

void note_stop(CounterRecord& counter) {
    if (counter.last_boarded >= 0 && counter.quiet_stops < std::numeric_limits<std::uint8_t>::max())
        ++counter.quiet_stops;
}

void note_head_count(CounterRecord& counter, int people, const CounterSettings& settings) {
    if (counter.quiet_people < 0) counter.quiet_people = small_count(people);
    const bool changed = people != counter.quiet_people;
    if (changed && counter.quiet_stops >= settings.quiet_stops) expose(counter, counter_fault::stuck);
}

void expose(CounterRecord& counter, std::uint8_t fault) {
    counter.faults |= fault;
    counter.agreeing = 0;
}

}  // namespace husong::tracking
