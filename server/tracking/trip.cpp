#include "server/tracking/trip.hpp"

#include "server/registry/runs.hpp"
#include "server/tracking/doubtful_end.hpp"
#include "server/tracking/run_succession.hpp"
#include "server/tracking/stop_count.hpp"
#include "server/tracking/trip_counter.hpp"
#include "server/tracking/trip_deadlines.hpp"
#include "server/tracking/trip_events.hpp"
#include "server/tracking/trip_runs.hpp"
#include "server/tracking/trip_trace.hpp"
#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

using registry::Departure;
using registry::Direction;

constexpr Milliseconds longest_unplanned = std::chrono::hours{12};

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
        if (flow.alighted > 0 || (flow.boarded > 0 && flow.from > trip_.counted_by_escort_at))
            trip_.crew_pupils = -1;
        trip_.boarded = static_cast<std::int16_t>(std::min(trip_.boarded + flow.boarded, 9'999));
        trip_.alighted = static_cast<std::int16_t>(std::min(trip_.alighted + flow.alighted, 9'999));
        board_here(trip_, flow.boarded);
        progress();
        return true;
    }

    bool see(const HeadCount& heads, Source source) {
        if (source == Source::escort) {
            count_by_escort(trip_, at_);
            trip_.crew_pupils = static_cast<std::int16_t>(std::min<int>(heads.pupils, 9'999));
        }
        if (source == Source::gate) see_gate_count(heads);
        trip_.outsiders = static_cast<std::int16_t>(std::min<int>(heads.others, 9'999));
        return true;
    }

    bool see(const TripEvent& event, Source source) {
        if (!see_event(state_, event, {source, at_, context_})) return false;
        watch_for_home(state_, at_, context_.settings);
        progress();
        return true;
    }

    // What happens at an instant without a record: a stand is long enough, it moves, its time is up.
    bool fire() {
        bool changed = false;
        for (Time* due : {&trip_.alone_due, &trip_.gate_due, &trip_.roll_due, &trip_.home_due,
                          &trip_.parked_due, &trip_.driving.due})
            changed = is_due(*due) || changed;
        if (changed) watch_for_home(state_, at_, context_.settings);
        changed = stand() || changed;
        changed = progress() || changed;
        changed = escalate_sweep(trip_, at_, context_.settings) || changed;
        if (is_due(trip_.count_due)) {
            miss_count(trip_);
            changed = true;
        }
        const bool goes_on = trip_.doubt.known() && state_.motion.moving;
        if (is_due(trip_.end_due) && trip_.active() && !goes_on) {
            trip_.seen_to_end = true;
            changed = end() || changed;
        }
        if (is_due(trip_.until) && trip_.active()) changed = time_is_up() || changed;
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

    // The run to come, or the one it is late for; a run that is over gives way shortly before the next one
    // leaves.
    [[nodiscard]] bool is_next(const Departure& run) const {
        const Time begins = begin_of(run);
        if (at_ >= run.part.until || (trip_.known() && begins <= trip_.leaves_at)) return false;
        if (is_to_be_cleared(trip_) && at_ < trip_.ended_at + settings_.sweep_school) return false;
        const Milliseconds ahead = takes_over(run)                       ? Milliseconds{0}
                                   : is_just_over(trip_, at_, settings_) ? settings_.turnaround
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
        const Time over = latest_end(run, plan);
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
        if (!state_.motion.moving || trip_.active() || is_just_over(trip_, at_, settings_)) return false;
        const Load& load = state_.load;
        const bool counted = load.is_head_count() && load.count.heads.pupils > 0;
        const bool sensed = load.counter_used && !load.uncovered.any() && load.people >= more_than_the_crew;
        if (!counted && !sensed) return false;
        start_anew(TripStage::under_way, at_);
        set_under_way();
        trip_.until = at_ + longest_unplanned;
        const int aboard =
            counted ? load.count.heads.pupils : load.people;  // they boarded before anybody knew
        trip_.boarded = static_cast<std::int16_t>(std::min(aboard, 9'999));
        return true;
    }

    void start_anew(TripStage stage, Time leaves_at) {
        trip_ = succeed(trip_, stage, leaves_at);
        watch_for_home(state_, at_, context_.settings);
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
        for (std::size_t i = plan.places.size(); i-- > surely_reached(trip_);)
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
        const std::size_t before = surely_reached(trip_);
        if (trip_.doubt.known()) take_end_back(trip_);
        trip_.doubt = {};
        trip_.reached = static_cast<std::uint8_t>(place + 1);
        trip_.reached_at = since;
        if (place > 0) progress();
        if (!trip_.at_last_place()) return true;
        if (trip_.stage == TripStage::expected) set_under_way();
        if (place > before) doubt_end(trip_, before);
        const TripFollowing& following = following_from(since);
        if (!trip_.doubt.known() || !trip_.had_pupils())
            trip_.end_due = from_now(since + following.end_after);
        trip_.sweep_due = from_now(since + following.sweep);
        if (trip_.direction == Direction::to_school) {
            if (trip_.gate_seen_at == never) trip_.gate_due = from_now(since + following.gate_check);
            trip_.roll_due = from_now(since + following.roll_call);
            trip_.before_gate = static_cast<std::int16_t>(pupils_by_crew());
            trip_.before_by_names = trip_.crew_pupils < 0;
        } else {
            watch_for_home(state_, at_, context_.settings);
        }
        return true;
    }

    bool settle_end() {
        if (!trip_.doubt.known() || trip_.stage != TripStage::under_way) return false;
        if (is_surely_end(state_)) {
            const Time since = trip_.doubt.since;
            const std::int16_t before_gate = trip_.before_gate;
            const bool by_names = trip_.before_by_names;
            if (!trip_.at_last_place()) reach(trip_.places - 1U, since);
            trip_.before_gate = before_gate;  // when it came
            trip_.before_by_names = by_names;
            trip_.doubt = {};
            trip_.end_due = from_now(since + following_from(since).end_after);
            return true;
        }
        if (!drives_on(state_)) return false;
        take_end_back(trip_);
        return true;
    }

    // A mark may be forgotten. -1: the crew has told of nobody.
    [[nodiscard]] int pupils_by_crew() const {
        if (trip_.crew_pupils >= 0) return trip_.crew_pupils;
        return trip_.riders.with(rider::boarded) > 0 ? trip_.riders.aboard() : -1;
    }

    void set_under_way() {
        trip_.stage = TripStage::under_way;
        trip_.begun_at = at_;
        trip_.swept_at = never;
        trip_.sweep_owed = false;
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
        changed = settle_end() || changed;
        if (motion.moving && trip_.boarded_here > 0)
            changed = leave_stop(trip_, motion, at_, settings_.count_confirm) || changed;
        if (motion.moving && trip_.stage == TripStage::over) trip_.moved_on = true;
        watch_escort(trip_, motion, at_, context_.settings);
        return changed;
    }

    void see_gate_count(const HeadCount& heads) {
        see_at_gate(trip_, at_);
        // It may be told before a fix says that the vehicle stands there. Of an empty one there is nothing to
        // compare: they got off.
        const bool comes = trip_.at_last_place() || trip_.stage == TripStage::under_way;
        if (trip_.direction == Direction::to_school && comes && heads.pupils > 0)
            trip_.gate_pupils = static_cast<std::int16_t>(std::min<int>(heads.pupils, 9'999));
    }

    // Some terminals never tell that the engine runs: who moves is not parked.
    [[nodiscard]] bool is_parked() const { return state_.engine.off_since != never && !state_.motion.moving; }

    [[nodiscard]] bool passed_its_end() const { return trip_.doubt.known() && !trip_.at_last_place(); }

    void leave_parking() {
        trip_.parked_due = never;
        if (trip_.departure == 0 || passed_its_end()) trip_.end_due = never;  // it was no end
    }

    void park() {
        const Time since = std::max(state_.engine.off_since, state_.motion.since);
        const bool may_end = trip_.at_last_place() || passed_its_end() || trip_.departure == 0;
        if (trip_.stage == TripStage::under_way && may_end)
            trip_.end_due = from_now(std::min(trip_.end_due, since + settings_.engine_off));
        const bool unswept = trip_.stage == TripStage::over && trip_.had_pupils() && trip_.swept_at == never;
        const Time due = since + following_from(since).parked_away;
        trip_.parked_due = unswept && at_ < due ? due : never;
    }

    // The clock sets nobody down: with pupils aboard, on the way to its last place, it goes on, whatever the
    // register plans next.
    bool time_is_up() {
        const auto run = departure_of(trip_, context_.vehicle, context_.registry);
        if (!run || at_ >= run->part.until || !carries_pupils(state_)) return end();
        const Time latest = std::min(latest_end(*run, plan_of(*run, context_.registry)), run->part.until);
        if (at_ >= latest) return end();
        trip_.until = std::min(latest, at_ + settings_.end_after);
        return false;
    }

    // However late it is, so long after its last stop it is over.
    [[nodiscard]] Time latest_end(const Departure& run, const TripPlan& plan) const {
        const Time last = plan.places.empty() ? run.leaves_at : plan.places.back().due;
        return last + (begin_of(run) - run.leaves_at) + settings_.seen_after;
    }

    bool end() {
        hold_counter_against_riders(state_, settings_at(context_.settings, at_));
        trip_.stage = TripStage::over;
        trip_.ended_at = at_;
        trip_.doubt = {};
        trip_.until = trip_.end_due = trip_.alone_due = trip_.count_due = never;
        trip_.look_at = at_;
        if (trip_.swept_at == never && trip_.sweep_due == never) trip_.sweep_due = at_ + settings_.sweep;
        if (is_parked()) park();
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
