#include "server/tracking/load.hpp"

#include <algorithm>
#include <cmath>

namespace husong::tracking {

namespace {

// One sigma of what the counter added since the basis.
double counted_sigma(const Load& load, const TrackingSettings& settings) {
    const int through = load.boarded + load.alighted;
    const double of_bias = bias_variance_of(load.counter, settings.counter) * through * through;
    return std::sqrt(variance_of(load.counter, settings.counter) * through + of_bias);
}

int count_error(const Load& load, const CounterTraits& traits, const TrackingSettings& settings) {
    if (!load.counter_used) return 0;
    if (load.counter.runs >= settings.known_runs)
        return std::max(1,
                        static_cast<int>(std::lround(settings.band_sigmas * counted_sigma(load, settings))));
    const int of = traits.approved_persons > 0 ? traits.approved_persons : load.people;
    return std::max(1, (of * settings.count_error_percent + 50) / 100);
}

// A new beginning: what was known of the load no longer holds.
void begin_anew(Load& load, LoadBasis basis, Time since, int people) {
    load.basis = basis;
    load.since = since;
    load.people = load.fullest = people;
    load.boarded = load.alighted = 0;
    load.counter_used = load.contested = false;
    load.may_be_more = load.may_be_fewer = load.disputed = 0;
    load.uncovered = {};
    load.hole_due = never;
}

bool is_possible(const PassengerFlow& flow, const TrackingSettings& settings) {
    return flow.from <= flow.until && flow.until - flow.from <= settings.longest_window;
}

// Data for a stop was lost when a window tells of a later one: the figure begins anew, as a lower bound.
void settle_uncovered(Load& load, const PassengerFlow& flow, Milliseconds tolerance) {
    Uncovered& open = load.uncovered;
    const bool began = flow.until + tolerance >= open.from;
    const bool before_end = open.until == never || flow.from <= open.until + tolerance;
    if (!began) return;
    if (!before_end) {
        load.oddities |= oddity::stop_without_data;
        load.run.whole = false;
        begin_anew(load, LoadBasis::counter, open.until, 0);
        return;
    }
    load.counter_used = true;
    if (flow.until + tolerance >= open.newest)
        open = {};
    else
        open = {open.newest, never, open.newest};
}

// The figure before this count, unless nobody has told of it for too long. That people may have left at a
// stop nobody counted does not make it nothing.
int last_known(const Load& load) {
    if (load.basis == LoadBasis::none || (load.count.expired && !load.counter_used)) return 0;
    return load.people;
}

// So many were aboard, unless they were seen to leave; 0: a count may say anything.
int sure_aboard(const Load& load, const HeadCount& heads, const Record& record, const People& before) {
    if (load.counter_used && before.lower >= 0) return before.lower + load.disputed;
    if (record.source != Source::police) return 0;
    const int known = last_known(load);
    return heads.people() * 2 < known ? known : 0;
}

void add_change(Load& load, const PassengerFlow& flow) {
    const int change = int{flow.boarded} - int{flow.alighted};
    if (load.people + change < 0 && load.basis != LoadBasis::counter) load.oddities |= oddity::negative;
    load.people = std::max(0, load.people + change);
    load.fullest = std::max(load.fullest, load.people);
    load.boarded += flow.boarded;
    load.alighted += flow.alighted;
}

void add_to_run(RunCount& run, const PassengerFlow& flow) {
    constexpr std::uint8_t most = 255;
    if (flow.boarded > 0) {
        if (run.boarded == 0) run.began_at = flow.from;
        if (run.stops < most) ++run.stops;
    }
    run.boarded += flow.boarded;
    run.alighted += flow.alighted;
    if (run.aboard() <= run.fullest) return;
    run.fullest = run.aboard();
    run.stops_to_fullest = run.stops;
}

void watch_counter(Load& load, const PassengerFlow& flow, const CounterTraits& traits,
                   const TrackingSettings& settings) {
    note_window(load.counter, flow.boarded, flow.alighted, settings.counter);
    if (load.counter.repeated > 1) load.run.twice = std::max(load.run.twice, flow.boarded + flow.alighted);
    if (traits.approved_persons > 0 && load.people > 2 * traits.approved_persons)
        expose(load.counter, counter_fault::impossible);
    const CounterTrial below{
        0, static_cast<std::int16_t>(std::min(load.run.boarded + load.run.alighted, 9'999)), 0};
    if (load.run.whole && -load.run.aboard() > largest_honest(load.counter, below.through, settings.counter))
        expose(load.counter, counter_fault::negative);
}

// Who is aboard and passes the counter unseen, of those a person counted.
int unseen_of(const HeadCount& heads, const CounterTraits& traits) {
    const int driver = !traits.counts_driver && heads.adults > 0 ? 1 : 0;
    const int escorts = !traits.counts_escort && heads.adults > 1 ? heads.adults - 1 : 0;
    return driver + escorts;
}

// Both passes through the door measure the same people: half of what is left over belongs to each.
void learn_from_run(Load& load, const TrackingSettings& settings) {
    const RunCount& run = load.run;
    if (!run.whole || run.boarded + run.alighted == 0) return;
    learn_run(load.counter, run.boarded, run.alighted, settings.counter);
    if (run.boarded == 0 || load.counter.exposed()) return;
    PastRun past{run.began_at, run.fullest - run.aboard() / 2.0, 0, -1, run.stops_to_fullest};
    past.riders_variance = variance_of(load.counter, settings.counter) * past.riders / 2;
    if (run.counted_at >= 0) past.counted = run.fullest + run.counted_more;
    load.usual.learn(past, settings.usual_load);
}

}  // namespace

People people_aboard(const Load& load, bool moving, const CounterTraits& traits,
                     const TrackingSettings& settings) {
    if (load.basis == LoadBasis::none || load.uncovered.any()) return {};
    if (load.counter.exposed() && (load.counter_used || load.basis != LoadBasis::head_count)) return {};
    const int error = count_error(load, traits, settings);
    People people{load.people - error, load.people, load.people + error};
    if (load.basis != LoadBasis::head_count) {
        const bool manned = moving || load.people > 0;
        const int driver = traits.counts_driver ? 0 : 1;
        const int escort = traits.counts_escort ? 0 : 1;
        people.lower = std::max(0, people.lower) + (moving ? driver : 0);
        people.expected += manned ? driver + escort : 0;
        people.upper += manned ? driver + escort : 0;
    } else if (moving && load.count.heads.adults == 0) {  // somebody drives, counted among the pupils or not
        people.expected += 1;
        people.upper += 1;
    }
    people.lower = std::max(moving ? 1 : 0, people.lower - load.may_be_fewer - load.disputed);
    people.upper =
        load.basis == LoadBasis::counter ? -1 : std::max(people.lower, people.upper + load.may_be_more);
    if (load.contested && people.upper >= 0) people.upper = std::max(people.upper, load.count.heads.people());
    return people;
}

void add(Load& load, const PassengerFlow& flow, const Record& record, const TrackingSettings& settings,
         const CounterTraits& traits) {
    if ((record.flags & flag::bad_window) != 0 || !is_possible(flow, settings)) {
        load.oddities |= oddity::bad_window;
        load.run.whole = false;
        return;
    }
    if (load.basis == LoadBasis::none) begin_anew(load, LoadBasis::counter, flow.from, 0);
    if (load.uncovered.any()) settle_uncovered(load, flow, settings.window_tolerance);

    const bool overlaps = flow.from < load.counted_until;
    if (overlaps) load.oddities |= oddity::overlap;
    if (overlaps || flow.from < load.since) {
        load.may_be_more += flow.boarded;
        load.may_be_fewer += flow.alighted;
        if (flow.boarded > 0 || flow.alighted > 0) load.run.whole = false;
    } else {
        load.counter_used = load.counter_used || flow.boarded > 0 || flow.alighted > 0;
        add_change(load, flow);
        add_to_run(load.run, flow);
        watch_counter(load, flow, traits, settings);
    }
    load.counted_until = std::max(load.counted_until, flow.until);
    load.last_flow = record.order();
    if (!load.count.known()) return;
    if (flow.boarded > 0 && flow.until > load.count.at()) load.count.boarding_possible = true;
    if (flow.boarded + flow.alighted > 0 && flow.from > load.count.at()) load.count.followed = true;
}

void add(Load& load, const HeadCount& heads, const Record& record, const People& before,
         const TrackingSettings& settings) {
    const int sure = sure_aboard(load, heads, record, before);
    const bool counted_again = load.count.disputed && record.source == Source::police;
    if (heads.people() >= sure || counted_again) return believe(load, heads, record, settings);
    load.count = {record.order(), record.source, 0, heads, true};
    load.contested = false;
    load.disputed = sure - heads.people();
    load.silence_due = load.expiry_due = never;
}

void believe(Load& load, const HeadCount& heads, const Record& record, const TrackingSettings& settings) {
    load.count = {record.order(), record.source, 0, heads};
    begin_anew(load, LoadBasis::head_count, record.measured_at, heads.people());
    load.oddities = 0;
    load.expiry_due = record.measured_at + settings.count_fresh;
    load.silence_due = record.measured_at + settings.unseen_limit;
    load.hole_due = record.measured_at + settings.hole;
}

void contest(Load& load, const HeadCount& heads, const Record& record, const TrackingSettings& settings) {
    load.count = {record.order(), record.source, 0, heads, true};
    load.contested = true;
    load.disputed = 0;
    load.expiry_due = record.measured_at + settings.count_fresh;
    load.silence_due = record.measured_at + settings.unseen_limit;
}

CounterCheck check_counter(const Load& load, const HeadCount& heads, const CounterTraits& traits,
                           const TrackingSettings& settings) {
    const bool begun = load.basis == LoadBasis::empty || load.basis == LoadBasis::head_count;
    const bool loose = load.uncovered.any() || load.may_be_more + load.may_be_fewer > 0;
    const bool possible = begun && load.counter_used && !loose && heads.people() > 0;
    if (!possible) return {};
    const int unseen = load.basis == LoadBasis::empty ? unseen_of(heads, traits) : 0;
    const int off = heads.people() - load.people - unseen;
    const auto small = [](int value) { return static_cast<std::int16_t>(std::clamp(value, -9'999, 9'999)); };
    const double band = std::max<double>(count_error(load, traits, settings),
                                         settings.check_sigmas * counted_sigma(load, settings));
    return {
        true, {small(off), small(load.boarded + load.alighted), small(heads.people())}, std::abs(off) > band};
}

void learn(Load& load, const CounterCheck& check, Source source, const CounterTraits& traits,
           const TrackingSettings& settings) {
    if (!check.possible) return;
    const bool of_operator = source == Source::escort;
    const int people = check.trial.people, limit = traits.approved_persons;
    const bool nearly_full = people <= limit && people * 100 > limit * settings.head_count.teaching_percent;
    const bool teaches = !load.contested && (!of_operator || !nearly_full);
    if (!(of_operator && check.trial.off < 0 && check.contradicts))
        learn_check(load.counter, check.trial, teaches, settings.counter);
    RunCount& run = load.run;
    if (!teaches || check.contradicts || run.aboard() <= run.counted_at) return;
    run.counted_at = run.aboard();
    run.counted_more = check.trial.off;
}

void may_have_boarded(Load& load, Time from, Time until, const TrackingSettings& settings) {
    if (load.basis == LoadBasis::none) return;
    if (load.counted_until + settings.window_tolerance >= from && load.counted_until > load.since) {
        load.counter_used = true;
        return;
    }
    Uncovered& open = load.uncovered;
    if (!open.any()) {
        open = {from, until, from};
    } else {
        open.newest = std::max(open.newest, from);
    }
}

void end_uncovered(Load& load, Time until) {
    if (load.uncovered.any() && load.uncovered.until == never) load.uncovered.until = until;
}

void set_empty(Load& load, Time at, const TrackingSettings& settings) {
    learn_from_run(load, settings);
    load.run = {};
    load.run.whole = true;
    begin_anew(load, LoadBasis::empty, at, 0);
    load.uncovered = {at, never, at};
}

}  // namespace husong::tracking
