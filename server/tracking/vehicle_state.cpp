#include "server/tracking/vehicle_state.hpp"

#include "server/tracking/estimate.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace husong::tracking {

namespace {

bool is_due(Time& deadline, Time at) {
    if (deadline > at) return false;
    deadline = never;
    return true;
}

// An open door lets people board, and every opening does so again.
void note_doors(VehicleState& state, bool open, Time at, const TrackingSettings& settings) {
    Doors& doors = state.doors;
    if (open) {
        if (!doors.open) state.motion.boarding_due = at;
        doors.known = doors.opened_in_stand = true;
        doors.settled = false;
        doors.settled_due = never;
        if (state.load.count.known()) state.load.count.boarding_possible = true;
    } else if (doors.open || !doors.told) {
        doors.settled_due = at + settings.door_settle;
    }
    doors.told = true;
    doors.open = open;
}

void note_engine(Engine& engine, bool on, Time at, const TrackingSettings& settings) {
    if (on) {
        engine = {};
    } else if (engine.off_since == never) {
        engine = {at, at + settings.empty_after};
    }
}

// What a good fix says about the stops that people may have used.
void note_place(VehicleState& state, const Fix& before, const TrackingSettings& settings) {
    const Fix& fix = state.fix.good;
    Load& load = state.load;
    // How long it has stood, where it stood at the fix before, its deadline knows.
    if (before.known() && load.count.known() && !state.motion.standing() &&
        may_have_stood(before, fix, settings))
        load.count.boarding_possible = true;
    if (see(state.motion, fix, settings)) state.doors.opened_in_stand = state.doors.open;
    if (!state.motion.standing()) end_uncovered(load, fix.at);
    if (load.silence_due != never) load.silence_due = fix.at + settings.unseen_limit;
    const bool parked = state.engine.off_since != never;
    load.hole_due = load.basis == LoadBasis::none || parked ? never : fix.at + settings.hole;
}

// Everything a rule may judge by that a position can change at once; the rest changes by deadlines.
struct Judged {
    bool standing, settled, open, uncovered, boarding_possible;
    Time elsewhere;
    bool operator==(const Judged&) const = default;
};
Judged judged(const VehicleState& state) {
    return {state.motion.standing(),
            state.doors.settled,
            state.doors.open,
            state.load.uncovered.any(),
            state.load.count.boarding_possible,
            state.fix.elsewhere_told};
}

bool apply(VehicleState& state, const Record& record, const Position& position,
           const TrackingSettings& settings) {
    const Judged before = judged(state);
    state.contact_at = record.measured_at;
    if (record.source == Source::terminal) {  // a phone knows neither doors nor engine
        note_doors(state, position.any_door_open(), record.measured_at, settings);
        note_engine(state.engine, position.acc_on(), record.measured_at, settings);
    } else if (!state.doors.told) {
        note_doors(state, false, record.measured_at, settings);
    }
    const Fix last_good = state.fix.good;
    state.last_fix = admit(state.fix, record, position, settings);
    if (state.last_fix.verdict == FixVerdict::good) note_place(state, last_good, settings);
    return judged(state) != before;
}

bool apply(VehicleState& state, const Record& record, const PassengerFlow& flow,
           const TrackingSettings& settings, const CounterTraits& traits) {
    add(state.load, flow, record, settings, traits);
    if (flow.boarded > 0 && flow.until > state.engine.off_since) state.engine.empty_due = never;
    return true;
}

// Does the vehicle still stand where it stood when people were last counted?
bool counted_in_this_stand(const VehicleState& state) {
    const Motion& motion = state.motion;
    const Time since = motion.standing() ? motion.standing_since : motion.since;
    return state.load.count.known() && !motion.moving && since <= state.load.count.at();
}

int rank(Source source) { return source == Source::police ? 2 : source == Source::gate ? 1 : 0; }

// Whoever rides in the vehicle takes back no police or gate count, nor the gate one of the police, before
// people had a place to get off: the same stand is none, there those who counted can count again.
bool is_outranked(const VehicleState& state, const HeadCount& heads, Source source) {
    const Load& load = state.load;
    const bool stands = load.contested || (!load.count.disputed && !load.counter_used);
    if (!load.count.known() || load.count.expired || !stands) return false;
    if (rank(source) >= rank(load.count.source) || heads.people() >= load.count.heads.people()) return false;
    return !load.count.boarding_possible || counted_in_this_stand(state);
}

// What the counter alone would say, though a person has counted since.
Load by_counter_alone(const Load& load) {
    Load alone = load;
    if (load.counter_used || !load.run.whole || load.run.boarded == 0) return alone;
    alone.basis = LoadBasis::empty;
    alone.people = std::max(0, load.run.aboard());
    alone.fullest = load.run.fullest;
    alone.boarded = load.run.boarded;
    alone.alighted = load.run.alighted;
    alone.counter_used = true;
    return alone;
}

// The escort who has signed in, whichever phone she tells it on; else the account or phone.
TellerHash teller_of(const VehicleState& state, const Record& record) {
    const CrewMark& escort = state.trip.escort;
    if (record.source == Source::escort && escort.on_duty()) return escort.code;
    if (record.told_by == 0) return 0;
    return code_hash(std::string{source_name(record.source)} + "/" + std::to_string(record.told_by));
}

// Nobody could board or get off since the count before: who counts now, and knows no less, says whether it
// was right.
void learn_of_teller(VehicleState& state, const HeadCount& heads, Source source) {
    const HumanCount& before = state.load.count;
    if (!before.known() || before.expired || before.boarding_possible) return;
    if (rank(source) < rank(before.source)) return;
    if (heads.people() != before.heads.people()) state.load.tellers.was_wrong(before.who);
}

// Somebody else has just counted the same people, and a few less, no more than may be aboard. Of the police
// nobody is said to have miscounted: whoever counts more since then knows of more.
std::optional<Told> told_before(const Load& load, const HeadCount& heads, Source by, int limit,
                                const HeadCountSettings& settings) {
    const HumanCount& count = load.count;
    const bool same_people =
        load.is_head_count() && !count.expired && !count.boarding_possible && !load.counter_used;
    const int before = count.heads.people();
    const bool a_few = before <= limit && heads.people() - before <= settings.slips_by;
    if (!same_people || !a_few || count.source == by || count.source == Source::police) return {};
    return Told{count.heads, count.source, count.who};
}

// Its counter is known and tells, if not of this run yet.
bool has_counter(const Load& load, Time at, const TrackingSettings& settings) {
    const bool lately = at - load.last_flow.measured_at < settings.counter_tells_within;
    return load.counter_used || (load.counter.runs >= settings.known_runs && lately);
}

// Twice in a row somebody says that too many are aboard: the same number, or with no counter that knows
// better.
bool is_said_again(const Load& load, const HeadCount& heads, int limit, const HeadCountSettings& settings) {
    const int before = load.count.heads.people();
    if (!load.contested || load.count.expired || before <= limit) return false;
    const bool counted = load.counter_used && !load.counter.exposed();
    return !counted || std::abs(heads.people() - before) <= settings.same_within;
}

// A count above the approved number is an overload at once, unless the counter, what is usual or the count
// just before leave it doubtful whether it was mistyped, or the count just before says a whole busload less.
// It is believed of the police, of whoever says so again, and where there is neither a counter nor another
// count.
bool is_doubtful(const VehicleState& state, const Record& record, const HeadCount& heads,
                 const TrackingSettings& settings, const CounterTraits& traits) {
    const Load load = by_counter_alone(state.load);
    const int limit = traits.approved_persons, more = heads.people() - load.count.heads.people();
    if (record.source == Source::police || is_said_again(load, heads, limit, settings.head_count))
        return false;
    if (state.load.is_head_count() && !load.count.expired && more > limit) return true;
    const auto before = told_before(state.load, heads, record.source, limit, settings.head_count);
    if (!has_counter(load, record.measured_at, settings) && !before) return false;
    const Told told{heads, record.source, teller_of(state, record)};
    const Estimate estimate =
        estimate_aboard(load, {limit, state.motion.moving, traits, settings, told, before});
    return estimate.known() && estimate.over < settings.sure;
}

void settle_count(VehicleState& state, const Record& record, const HeadCount& heads,
                  const TrackingSettings& settings, const CounterTraits& traits) {
    Load& load = state.load;
    const bool over = traits.approved_persons > 0 && heads.people() > traits.approved_persons;
    if (over && is_doubtful(state, record, heads, settings, traits))
        return contest(load, heads, record, settings);
    if (over) return believe(load, heads, record, settings);
    add(load, heads, record, people_aboard(load, state.motion.moving, traits, settings), settings);
}

void take_count(VehicleState& state, const Record& record, const HeadCount& heads,
                const TrackingSettings& settings, const CounterTraits& traits) {
    if (is_outranked(state, heads, record.source)) return;
    Load& load = state.load;
    const TellerHash who = teller_of(state, record);
    learn_of_teller(state, heads, record.source);
    load.tellers.counted(who, settings.head_count);
    const CounterCheck check = check_counter(load, heads, traits, settings);
    settle_count(state, record, heads, settings, traits);
    load.count.who = who;
    load.count.contradicts = check.contradicts;
    if (check.possible)
        load.count.by_counter = static_cast<std::int16_t>(check.trial.people - check.trial.off);
    note_head_count(load.counter, heads.people(), settings.counter);
    learn(load, check, record.source, traits, settings);
}

bool apply(VehicleState& state, const Record& record, const HeadCount& heads,
           const TrackingSettings& settings, const CounterTraits& traits) {
    take_count(state, record, heads, settings, traits);
    if (heads.people() > 0) state.engine.empty_due = never;
    if (state.motion.standing()) {
        state.motion.boarding_due = record.measured_at + settings.departure_grace;
        state.doors.opened_in_stand = state.doors.open;
    }
    if (heads.pupils > 0 && (record.source == Source::police || record.source == Source::gate))
        state.seen.add(
            {record.order(), record.source, static_cast<std::int16_t>(heads.pupils), state.fix.good.place});
    return true;
}

// A person reports a vehicle because it carries pupils; a camera reads every plate that passes.
bool tells_of_pupils(const Sighting& sighting, Source source) {
    if (sighting.pupils_seen == PupilsSeen::some || sighting.pupils.value_or(0) > 0) return true;
    return sighting.pupils_seen == PupilsSeen::not_told && !sighting.pupils && source != Source::camera;
}

bool apply(VehicleState& state, const Record& record, const Sighting& sighting) {
    if (!tells_of_pupils(sighting, record.source)) return false;
    constexpr int most = 999;
    const int pupils = sighting.pupils ? std::min<int>(*sighting.pupils, most) : -1;
    state.seen.add({record.order(),
                    record.source,
                    static_cast<std::int16_t>(pupils),
                    {sighting.latitude_deg.value_or(0), sighting.longitude_deg.value_or(0)}});
    return true;
}

void start_moving(Motion& motion, Time at, const TrackingSettings& settings) {
    motion.moving = motion.has_moved = true;
    motion.since = at;
    motion.anchor_fixes = 0;
    if (motion.standing()) motion.still_due = motion.standing_since + settings.still_hold;
}

void stand_still(Motion& motion, Time at) {
    motion.moving = false;
    motion.since = at;
    motion.anchor = motion.standing_place;
    motion.anchor_fixes = 1;
    motion.fast_since = never;
    motion.fast_fixes = 0;
}

// With its engine off for so long a vehicle is empty, unless people were counted in this very stand, or its
// doors, which tell when they open, stayed shut. Nobody sits in it for an hour.
void may_be_empty(VehicleState& state, Time at, const TrackingSettings& settings) {
    Engine& engine = state.engine;
    const HumanCount& count = state.load.count;
    const bool shut_in = state.doors.known && !state.doors.open && !state.doors.opened_in_stand;
    Time held_until = shut_in ? engine.off_since + settings.count_fresh : at;
    if (counted_in_this_stand(state) && count.heads.people() > 0)
        held_until = std::max(held_until, count.at() + settings.count_fresh);
    if (held_until > at)
        engine.empty_due = held_until;
    else
        set_empty(state.load, at, settings);
}

// The present stand has lasted long enough for somebody to board.
void boarding_possible(VehicleState& state, Time at, const TrackingSettings& settings) {
    Load& load = state.load;
    const Time from = std::max(state.motion.standing() ? state.motion.standing_since : at, load.since);
    if (load.count.known()) load.count.boarding_possible = true;
    if (!state.doors.known || state.doors.open || state.doors.opened_in_stand) {
        may_have_boarded(load, from, never, settings);
        note_stop(load.counter);
    }
}

}  // namespace

void SeenList::add(const PupilsSeenAt& seen) {
    const auto same = [&](const PupilsSeenAt& other) {
        return other.source == seen.source &&
               china_midnight(other.record.measured_at) == china_midnight(seen.record.measured_at);
    };
    const auto end = entries.begin() + count;
    const auto replaced = std::find_if(entries.begin(), end, same);
    const std::int16_t most = std::max(seen.pupils, replaced == end ? std::int16_t{-1} : replaced->most);
    const auto gone = replaced == end && count == capacity ? entries.begin() : replaced;
    if (gone == end)
        ++count;
    else
        std::move(gone + 1, end, gone);
    entries[count - 1U] = seen;
    entries[count - 1U].most = most;
}

Time VehicleState::next_deadline() const {
    return std::min({motion.moving_due, motion.still_due, motion.boarding_due, doors.settled_due,
                     engine.empty_due, load.silence_due, load.expiry_due, load.hole_due});
}

bool apply(VehicleState& state, const Record& record, const TrackingSettings& settings,
           const CounterTraits& traits) {
    state.last = record.order();
    switch (record.kind()) {
        case RecordKind::position:
            return apply(state, record, *std::get_if<Position>(&record.payload), settings);
        case RecordKind::passenger_flow:
            return apply(state, record, *std::get_if<PassengerFlow>(&record.payload), settings, traits);
        case RecordKind::head_count:
            return apply(state, record, *std::get_if<HeadCount>(&record.payload), settings, traits);
        case RecordKind::sighting: return apply(state, record, *std::get_if<Sighting>(&record.payload));
        case RecordKind::trip_event: return true;
    }
    return false;
}

bool fire(VehicleState& state, Time at, const TrackingSettings& settings) {
    Motion& motion = state.motion;
    Load& load = state.load;
    bool changed = false;
    const auto when_due = [&](Time& deadline, auto happens) {
        if (!is_due(deadline, at)) return;
        happens();
        changed = true;
    };
    when_due(motion.moving_due, [&] { start_moving(motion, at, settings); });
    when_due(motion.still_due, [&] { stand_still(motion, at); });
    when_due(motion.boarding_due, [&] { boarding_possible(state, at, settings); });
    when_due(state.doors.settled_due, [&] { state.doors.settled = true; });
    when_due(load.silence_due, [&] { load.count.boarding_possible = true; });
    when_due(load.expiry_due, [&] { load.count.expired = true; });
    when_due(load.hole_due,
             [&] { may_have_boarded(load, std::max(state.fix.good.at, load.since), never, settings); });
    when_due(state.engine.empty_due, [&] { may_be_empty(state, at, settings); });
    return changed;
}

}  // namespace husong::tracking
