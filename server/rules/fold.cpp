#include "server/rules/fold.hpp"

#include "server/rules/episodes.hpp"

#include <algorithm>

namespace husong::rules {

namespace {

using tracking::CounterTraits;

class Step {
public:
    Step(VehicleFold& state, VehicleId vehicle, const FoldContext& context,
         std::vector<FindingChange>& changes)
        : state_{state}, vehicle_{vehicle}, context_{context}, changes_{changes} {}

    void fire_deadlines(Time until) {
        for (Time at = state_.next_deadline(); at <= until && at != never; at = state_.next_deadline()) {
            bool changed = tracking::fire(state_.track, at, context_.tracking);
            changed = fire_own(at) || changed;
            if (changed) judge(at, false);
        }
    }

    void take(const tracking::Record& record) {
        const Time at = record.measured_at;
        CounterTraits traits;
        if (record.kind() != tracking::RecordKind::position)
            traits = counter_traits(context_.registry.vehicle(vehicle_, at));
        const bool changed = tracking::apply(state_.track, record, context_.tracking, traits);
        const bool good_fix = record.kind() == tracking::RecordKind::position &&
                              state_.track.last_fix.verdict == tracking::FixVerdict::good;
        if (changed || (good_fix && is_clearing())) judge(at, good_fix);
    }

private:
    [[nodiscard]] bool is_clearing() const {
        const auto& tracks = state_.rules.tracks;
        return std::any_of(tracks.begin(), tracks.end(),
                           [](const RuleTrack& track) { return track.clearing(); });
    }

    bool fire_own(Time at) {
        bool fired = false;
        const auto fire = [&](Time& deadline) {
            if (deadline > at) return;
            deadline = never;
            fired = true;
        };
        fire(state_.rules.pupils_due);
        fire(state_.rules.rest_due);
        fire(state_.rules.midnight_due);
        for (RuleTrack& track : state_.rules.tracks) fire(track.clear_due);
        return fired;
    }

    // While the counter does not know, what it was sure of stays.
    void watch_pupils(const std::optional<int>& pupils, Time at) {
        RuleState& rules = state_.rules;
        if (!pupils) return;
        if (*pupils == 0) {
            rules.pupils_since = rules.pupils_due = never;
        } else if (rules.pupils_since == never) {
            rules.pupils_since = at;
            rules.pupils_due = at + context_.rules.pupils_hold;
        }
    }

    void judge(Time at, bool good_fix) {
        RuleState& rules = state_.rules;
        VehicleSnapshot snapshot{at, state_.track, rows_of(context_.registry, vehicle_, at),
                                 {}, false,        context_.rules};
        const CounterTraits traits = counter_traits(snapshot.rows.vehicle);
        snapshot.people =
            people_aboard(state_.track.load, state_.track.motion.moving, traits, context_.tracking);
        watch_pupils(pupils_by_counter(state_.track.load, snapshot.people, traits), at);
        snapshot.pupils_by_counter =
            rules.pupils_since != never && at - rules.pupils_since >= context_.rules.pupils_hold;

        bool any_open = false;
        for (const Rule& rule : all_rules()) {
            RuleTrack& track = rules.of(rule.id);
            follow(track, rule, rule.judge(snapshot), {snapshot, vehicle_, good_fix}, changes_);
            any_open = any_open || track.open();
        }
        set_deadlines(at, any_open);
    }

    void set_deadlines(Time at, bool any_open) {
        RuleState& rules = state_.rules;
        const tracking::Motion& motion = state_.track.motion;
        const Time rested = motion.since + context_.rules.trip_rest;
        const bool resting = !motion.moving && rules.of(RuleId::vl_11).open() && at < rested;
        rules.rest_due = resting ? rested : never;
        const bool papers_matter = any_open || rules.pupils_since != never;
        if (!papers_matter)
            rules.midnight_due = never;
        else if (rules.midnight_due == never)
            rules.midnight_due = china_midnight(at) + std::chrono::days{1};
    }

    VehicleFold& state_;
    VehicleId vehicle_;
    const FoldContext& context_;
    std::vector<FindingChange>& changes_;
};

}  // namespace

Time VehicleFold::next_deadline() const { return std::min(track.next_deadline(), rules.next_deadline()); }

void fold(VehicleFold& state, const tracking::Record& record, const FoldContext& context,
          std::vector<FindingChange>& changes) {
    Step step{state, record.vehicle, context, changes};
    step.fire_deadlines(record.measured_at);
    step.take(record);
    step.fire_deadlines(record.measured_at);
}

void advance(VehicleFold& state, VehicleId vehicle, Time until, const FoldContext& context,
             std::vector<FindingChange>& changes) {
    Step{state, vehicle, context, changes}.fire_deadlines(until);
}

}  // namespace husong::rules
