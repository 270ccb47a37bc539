#include "server/tracking/load.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

int count_error(const Load& load, const CounterTraits& traits, const TrackingSettings& settings) {
    if (!load.counter_used) return 0;
    const int of = traits.approved_persons > 0 ? traits.approved_persons : load.people;
    return std::max(1, (of * settings.count_error_percent + 50) / 100);
}

// A new beginning: what was known of the load no longer holds.
void begin_anew(Load& load, LoadBasis basis, Time since, int people) {
    load.basis = basis;
    load.since = since;
    load.people = people;
    load.counter_used = false;
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
}

}  // namespace

People people_aboard(const Load& load, bool moving, const CounterTraits& traits,
                     const TrackingSettings& settings) {
    if (load.basis == LoadBasis::none || load.uncovered.any()) return {};
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
    return people;
}

void add(Load& load, const PassengerFlow& flow, const Record& record, const TrackingSettings& settings) {
    if ((record.flags & flag::bad_window) != 0 || !is_possible(flow, settings)) {
        load.oddities |= oddity::bad_window;
        return;
    }
    if (load.basis == LoadBasis::none) begin_anew(load, LoadBasis::counter, flow.from, 0);
    if (load.uncovered.any()) settle_uncovered(load, flow, settings.window_tolerance);

    const bool overlaps = flow.from < load.counted_until;
    if (overlaps) load.oddities |= oddity::overlap;
    if (overlaps || flow.from < load.since) {
        load.may_be_more += flow.boarded;
        load.may_be_fewer += flow.alighted;
    } else {
        load.counter_used = load.counter_used || flow.boarded > 0 || flow.alighted > 0;
        add_change(load, flow);
    }
    load.counted_until = std::max(load.counted_until, flow.until);
    load.last_flow = record.order();
    if (flow.boarded > 0 && load.count.known() && flow.until > load.count.at())
        load.count.boarding_possible = true;
}

void add(Load& load, const HeadCount& heads, const Record& record, const People& before,
         const TrackingSettings& settings) {
    const int sure = sure_aboard(load, heads, record, before);
    const bool counted_again = load.count.disputed && record.source == Source::police;
    if (heads.people() >= sure || counted_again) return believe(load, heads, record, settings);
    load.count = {record.order(), record.source, heads, true, false, false};
    load.disputed = sure - heads.people();
    load.silence_due = load.expiry_due = never;
}

void believe(Load& load, const HeadCount& heads, const Record& record, const TrackingSettings& settings) {
    load.count = {record.order(), record.source, heads, false, false, false};
    begin_anew(load, LoadBasis::head_count, record.measured_at, heads.people());
    load.oddities = 0;
    load.expiry_due = record.measured_at + settings.count_fresh;
    load.silence_due = record.measured_at + settings.unseen_limit;
    load.hole_due = record.measured_at + settings.hole;
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

void set_empty(Load& load, Time at) {
    begin_anew(load, LoadBasis::empty, at, 0);
    load.uncovered = {at, never, at};
}

}  // namespace husong::tracking
