#include "server/tracking/trip.hpp"

#include "server/registry/runs.hpp"
#include "server/tracking/trip_events.hpp"
#include "server/tracking/trip_runs.hpp"
#include "server/tracking/trip_trace.hpp"
#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

using registry::Departure;
using registry::Direction;

constexpr Milliseconds longest_unplanned = std::chrono::hours{12};
constexpr int more_than_the_crew = 4;  // so many by the counter, and pupils are among them

TripPlan plan_of(const Departure& run, const registry::Registry& registry) {
    return plan_trip(run, registry, TripSettings{});
}

// Follows one record or deadline.
class TripStep {
public:
    TripStep(VehicleState& state, Time at, const TripContext& context)
        : state_{state}, trip_{state.trip}, at_{at}, context_{context}, settings_{following_from(at)} {}

    bool look() {
        if (at_ < trip_.look_at) return false;
        const Time looked_at = trip_.look_at - settings_.look_every;
        trip_.look_at = at_ + settings_.look_every;
        if (trip_.active() && trip_.departure != 0 &&
            !departure_of(trip_, context_.vehicle, context_.registry))
            return drop();
        if (trip_.stage == TripStage::under_way) return false;
        const auto runs = runs_around(context_.vehicle, at_, settings_.seen_before, context_.registry);
        if (take_over(runs, looked_at)) return true;
        if (trip_.active()) return false;
        for (std::size_t i = 0; i < runs.size(); ++i)
            if (is_next(runs[i].value))
                return begin(runs[i].value, i + 1 < runs.size() ? begin_of(runs[i + 1].value) : end_of_time);
        return begin_unplanned();
    }

    bool see_position(const Position& position) {
        drive(trip_.driving, state_.motion, at_, following_of_drive());
        bool changed = stand();
        if (position.acc_on() || state_.motion.moving) leave_parking();
        if (is_parked()) park();
        return progress() || changed;
    }

    bool see(const PassengerFlow& flow) {
        if (!trip_.active() && !trip_.at_last_place()) return false;
        const Load& load = state_.load;
        if (load.basis == LoadBasis::counter && load.since >= trip_.begun_at) trip_.window_lost = true;
        trip_.boarded = static_cast<std::int16_t>(std::min(trip_.boarded + flow.boarded, 9'999));
        trip_.alighted = static_cast<std::int16_t>(std::min(trip_.alighted + flow.alighted, 9'999));
        trip_.boarded_here = static_cast<std::int16_t>(std::min<int>(flow.boarded, 9'999));
        if (state_.motion.moving) leave_stop();
        progress();
        return true;
    }

    bool see(const HeadCount& heads, Source source) {
        if (source == Source::escort) count_by_escort(trip_, at_);
        if (source == Source::gate) see_gate_count(heads);
        trip_.outsiders = static_cast<std::int16_t>(std::min<int>(heads.others, 9'999));
        return true;
    }

    bool see(const TripEvent& event, Source source) {
        if (!see_event(state_, event, {source, at_, context_})) return false;
        watch_for_home();
        progress();
        return true;
    }

    // What happens at an instant without a record: a stand is long enough, it moves, its time is up.
    bool fire() {
        bool changed = false;
        for (Time* due : {&trip_.alone_due, &trip_.gate_due, &trip_.roll_due, &trip_.home_due,
                          &trip_.parked_due, &trip_.driving.due})
            changed = is_due(*due) || changed;
        if (changed) watch_for_home();
        changed = stand() || changed;
        changed = progress() || changed;
        changed = escalate_sweep() || changed;
        if (is_due(trip_.count_due)) {
            ++trip_.stops_uncounted;
            trip_.count_missing = true;
            changed = true;
        }
        if (is_due(trip_.end_due) && trip_.active()) {
            trip_.seen_to_end = true;
            changed = end() || changed;
        }
        if (is_due(trip_.until) && trip_.active()) changed = end() || changed;
        watch(trip_.driving, state_.motion, at_, following_of_drive());
        return changed;
    }

private:
    // By which what began then is followed.
    [[nodiscard]] const TripFollowing& following_from(Time since) const {
        return settings_at(context_.settings, since).trip;
    }
    [[nodiscard]] const TripFollowing& following_of_drive() const {
        return trip_.driving.since == never ? settings_ : following_from(trip_.driving.since);
    }

    bool is_due(Time& deadline) const {
        if (deadline > at_) return false;
        deadline = never;
        return true;
    }

    // What is still to be seen to of it (the sweep) must not be forgotten for the next one.
    [[nodiscard]] bool is_just_over() const {
        return trip_.stage == TripStage::over && trip_.departure != 0 &&
               at_ - trip_.ended_at < settings_.parked_away;
    }

    // The run to come, or the one it is late for; a run that is over gives way shortly before the next one
    // leaves.
    [[nodiscard]] bool is_next(const Departure& run) const {
        const Time begins = begin_of(run);
        if (at_ >= run.part.until || (trip_.known() && begins <= trip_.leaves_at)) return false;
        const Milliseconds ahead = takes_over(run)  ? Milliseconds{0}
                                   : is_just_over() ? settings_.turnaround
                                                    : settings_.seen_before;
        return begins - ahead <= at_ && at_ < begins + settings_.seen_after;
    }

    // Its own run waits while it takes over another one that came since.
    bool take_over(std::span<const registry::Run> runs, Time looked_at) {
        const auto came = std::ranges::find_if(runs, [&](const registry::Run& run) {
            const Time begins = begin_of(run.value);
            return takes_over(run.value) && looked_at < begins && begins <= at_ && at_ < run.value.part.until;
        });
        return came != runs.end() && begin(came->value, end_of_time);
    }

    bool begin(const Departure& run, Time next_leaves_at) {
        const TripPlan plan = plan_of(run, context_.registry);
        const Time begins = begin_of(run);
        const Riders riders = trip_.departure == code_hash(run.code) ? trip_.riders : Riders{};  // taken back
        start_anew(TripStage::expected, begins);
        trip_.departure = code_hash(run.code);
        trip_.direction = run.direction;
        trip_.places = static_cast<std::uint8_t>(std::min<std::size_t>(plan.places.size(), 255));
        trip_.shared = registry::shares_line(run, context_.registry);
        const Time last = plan.places.empty() ? run.leaves_at : plan.places.back().due;
        const Time over = last + (begins - run.leaves_at) + settings_.seen_after;
        if (takes_over(run)) next_leaves_at = end_of_time;  // somebody decided that this one goes first
        trip_.until =
            std::min(std::max(at_, std::min(over, next_leaves_at - settings_.turnaround)), run.part.until);
        if (riders.count > 0) trip_.riders = riders;
        if (!trip_.shared) expect_riders(run);
        for (const auto& excused : trip_.excused_ahead.entries)
            if (excused.departure == trip_.departure) trip_.riders.mark(excused.rider, rider::excused);
        return true;
    }

    // Pupils are aboard and the register knows of no run.
    bool begin_unplanned() {
        if (!state_.motion.moving || trip_.active() || is_just_over()) return false;
        const Load& load = state_.load;
        const bool counted = load.is_head_count() && load.count.heads.pupils > 0;
        const bool sensed = load.counter_used && !load.uncovered.any() && load.people >= more_than_the_crew;
        if (!counted && !sensed) return false;
        start_anew(TripStage::under_way, at_);
        trip_.begun_at = at_;
        trip_.until = at_ + longest_unplanned;
        const int aboard =
            counted ? load.count.heads.pupils : load.people;  // they boarded before anybody knew
        trip_.boarded = static_cast<std::int16_t>(std::min(aboard, 9'999));
        return true;
    }

    // Crew, walk-round and hours at the wheel go on over runs.
    void start_anew(TripStage stage, Time leaves_at) {
        const Trip before = trip_;
        trip_ = Trip{};
        trip_.stage = stage;
        trip_.leaves_at = leaves_at;
        trip_.look_at = before.look_at;
        trip_.driver = before.driver;
        if (before.escort.on_duty()) trip_.escort = before.escort;
        trip_.walked_round = before.walked_round;
        trip_.walked_round_at = before.walked_round_at;
        trip_.faults = before.faults;
        trip_.driving = before.driving;
        trip_.crew_tells = before.crew_tells;
        trip_.gate_tells = before.gate_tells;
        trip_.excused_ahead = before.excused_ahead;
        if (china_midnight(before.leaves_at) == china_midnight(leaves_at)) keep_missing(before, trip_);
    }

    bool drop() {
        start_anew(TripStage::none, trip_.leaves_at);
        return true;
    }

    void expect_riders(const Departure& run) {
        for (const auto& each : context_.registry.travels_of_line(run.line, run.direction, run.leaves_at))
            trip_.riders.mark(code_hash(each.pupil->value.code), rider::planned);
    }

    // A deadline is never before what is known: what is found then would begin before anybody could tell.
    [[nodiscard]] Time from_now(Time due) const { return std::max(due, at_); }

    // A stand long enough to let somebody board: where is that?
    bool stand() {
        const Motion& motion = state_.motion;
        if (!motion.standing() ||
            at_ < motion.standing_since + settings_at(context_.settings, at_).boarding_stand)
            return false;
        if (trip_.stand_seen == motion.standing_since || !trip_.active()) return false;
        trip_.stand_seen = motion.standing_since;
        const auto run = departure_of(trip_, context_.vehicle, context_.registry);
        if (!run) return false;
        const TripPlan plan = plan_of(*run, context_.registry);
        for (std::size_t i = plan.places.size(); i-- > trip_.reached;)
            if (maps::inside({plan.places[i].at, plan.places[i].radius_m}, motion.standing_place) &&
                may_be_at(plan, i))
                return reach(i, motion.standing_since);
        return false;
    }

    // A vehicle that waits at the end of a line it has not driven yet has not come there.
    [[nodiscard]] bool may_be_at(const TripPlan& plan, std::size_t place) const {
        const bool first = place == 0, last = place + 1 == plan.places.size();
        return first || !last || trip_.stage == TripStage::under_way || trip_.reached > 0;
    }

    bool reach(std::size_t place, Time since) {
        trip_.reached = static_cast<std::uint8_t>(place + 1);
        trip_.reached_at = since;
        if (place > 0) progress();
        if (!trip_.at_last_place()) return true;
        if (trip_.stage == TripStage::expected) set_under_way();
        const TripFollowing& following = following_from(since);
        trip_.end_due = from_now(since + following.end_after);
        trip_.sweep_due = from_now(since + following.sweep);
        if (trip_.direction == Direction::to_school) {
            if (trip_.gate_seen_at == never) trip_.gate_due = from_now(since + following.gate_check);
            trip_.roll_due = from_now(since + following.roll_call);
            trip_.before_gate = static_cast<std::int16_t>(pupils_by_crew());
        } else {
            watch_for_home();
        }
        return true;
    }

    // -1: the crew has told of nobody.
    [[nodiscard]] int pupils_by_crew() const {
        if (trip_.riders.with(rider::boarded) > 0) return trip_.riders.aboard();
        const HumanCount& count = state_.load.count;
        const bool hers = count.known() && count.source == Source::escort && count.at() >= trip_.begun_at;
        return hers ? count.heads.pupils : -1;
    }

    void set_under_way() {
        trip_.stage = TripStage::under_way;
        trip_.begun_at = at_;
    }

    // It begins with the first who boards, or when it leaves its first place.
    bool progress() {
        const Motion& motion = state_.motion;
        bool changed = false;
        if (trip_.stage == TripStage::expected) {
            const bool left = trip_.reached > 0 && motion.moving && motion.since > trip_.reached_at;
            if (left || trip_.had_pupils()) {
                set_under_way();
                changed = true;
            }
        }
        if (motion.moving && trip_.boarded_here > 0) leave_stop();
        if (motion.moving && trip_.stage == TripStage::over) trip_.moved_on = true;
        watch_escort();
        return changed;
    }

    void leave_stop() {
        const bool counted = trip_.counted_by_escort_at >= state_.motion.since - settings_.count_confirm;
        if (trip_.stage == TripStage::under_way && trip_.escort.on_duty() && !counted &&
            trip_.boarded_here > 0)
            trip_.count_due = at_ + settings_.count_confirm;
        trip_.boarded_here = 0;
    }

    void watch_escort() {
        const bool alone =
            trip_.stage == TripStage::under_way && state_.motion.moving && !trip_.escort.on_duty();
        const Time due = state_.motion.since + following_from(state_.motion.since).alone;
        trip_.alone_due = alone && at_ < due ? due : never;
    }

    // On the way home: who got off an hour ago should be there, and an hour after the last place everybody.
    void watch_for_home() {
        trip_.home_due = never;
        if (trip_.direction != Direction::home) return;
        const auto offer = [&](Time from) {
            const Time due = from + following_from(from).safe_home;
            if (due > at_) trip_.home_due = std::min(trip_.home_due, due);
        };
        if (trip_.at_last_place()) offer(trip_.reached_at);
        for (const Rider& each : trip_.riders.all())
            if (each.has(rider::alighted) && !each.has(rider::seen_off)) offer(trip_.alighted_at(each));
    }

    void see_gate_count(const HeadCount& heads) {
        see_at_gate(trip_, at_);
        if (trip_.direction == Direction::to_school && trip_.at_last_place())
            trip_.gate_pupils = static_cast<std::int16_t>(std::min<int>(heads.pupils, 9'999));
    }

    // Some terminals never tell that the engine runs: who moves is not parked.
    [[nodiscard]] bool is_parked() const { return state_.engine.off_since != never && !state_.motion.moving; }

    void leave_parking() {
        trip_.parked_due = never;
        if (trip_.departure == 0) trip_.end_due = never;  // it was no end
    }

    void park() {
        const Time since = std::max(state_.engine.off_since, state_.motion.since);
        if (trip_.stage == TripStage::under_way && (trip_.at_last_place() || trip_.departure == 0))
            trip_.end_due = from_now(std::min(trip_.end_due, since + settings_.engine_off));
        const bool unswept = trip_.stage == TripStage::over && trip_.had_pupils() && trip_.swept_at == never;
        const Time due = since + following_from(since).parked_away;
        trip_.parked_due = unswept && at_ < due ? due : never;
    }

    bool end() {
        if (trip_.boarded > 0 && !trip_.window_lost) hold_counter_against_riders();
        trip_.stage = TripStage::over;
        trip_.ended_at = at_;
        trip_.until = trip_.end_due = trip_.alone_due = trip_.count_due = never;
        trip_.look_at = at_;
        if (trip_.swept_at == never && trip_.sweep_due == never) trip_.sweep_due = at_ + settings_.sweep;
        if (is_parked()) park();
        return true;
    }

    // Who boarded by name tells more than who was to ride.
    void hold_counter_against_riders() {
        const TrackingSettings& settings = settings_at(context_.settings, at_);
        const Riders& riders = trip_.riders;
        CounterRecord& counter = state_.load.counter;
        const int names = riders.with(rider::boarded);
        if (names >= settings.head_count.names_of_a_run)
            return learn_names(counter, names, trip_.boarded, settings);
        const auto rides = [](const Rider& each) {
            return each.has(rider::planned) && !each.has(rider::excused);
        };
        const auto planned = static_cast<int>(std::ranges::count_if(riders.all(), rides));
        if (trip_.at_last_place()) learn_plan(counter, planned, trip_.boarded, settings.counter);
    }

    // The crew is alarmed first, then the school, then the bureau.
    bool escalate_sweep() {
        if (trip_.sweep_due > at_) return false;
        const Time from = trip_.at_last_place() ? trip_.reached_at : trip_.ended_at;
        trip_.sweep_due = never;
        const TripFollowing& following = following_from(from);
        for (const Milliseconds step : {following.sweep_school, following.sweep_bureau})
            if (from + step > at_) trip_.sweep_due = std::min(trip_.sweep_due, from + step);
        return true;
    }

    VehicleState& state_;
    Trip& trip_;
    Time at_;
    const TripContext& context_;
    const TripFollowing& settings_;
};

}  // namespace

bool follow_trip(VehicleState& state, const Record& record, const TripContext& context) {
    TripStep step{state, record.measured_at, context};
    const bool looked = step.look();
    bool changed = false;
    if (const auto* position = std::get_if<Position>(&record.payload))
        changed = step.see_position(*position);
    else if (const auto* flow = std::get_if<PassengerFlow>(&record.payload))
        changed = step.see(*flow);
    else if (const auto* heads = std::get_if<HeadCount>(&record.payload))
        changed = step.see(*heads, record.source);
    else if (const auto* event = std::get_if<TripEvent>(&record.payload))
        changed = step.see(*event, record.source);
    return looked || changed;
}

bool fire_trip(VehicleState& state, Time at, const TripContext& context) {
    return TripStep{state, at, context}.fire();
}

}  // namespace husong::tracking
