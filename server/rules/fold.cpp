#include "server/rules/fold.hpp"

#include "server/rules/episodes.hpp"
#include "server/rules/gate_days.hpp"
#include "server/rules/vehicle_licence.hpp"

#include <algorithm>
#include <cassert>

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
            assert(at >= state_.track.last.measured_at);  // a deadline is not set before what is known
            bool changed = tracking::fire(state_.track, at, tracking_at(at));
            changed = tracking::fire_trip(state_.track, at, trip_context()) || changed;
            changed = fire_own(at) || changed;
            if (changed) judge(at, false);
        }
    }

    void take(const tracking::Record& record) {
        const Time at = record.measured_at;
        CounterTraits traits;
        if (record.kind() != tracking::RecordKind::position)
            traits = counter_traits(context_.registry.vehicle(vehicle_, at));
        bool changed = tracking::apply(state_.track, record, tracking_at(at), traits);
        changed = tracking::follow_trip(state_.track, record, trip_context()) || changed;
        if (record.kind() != tracking::RecordKind::position) changed = note_told_at_gate(record) || changed;
        const bool good_fix = record.kind() == tracking::RecordKind::position &&
                              state_.track.last_fix.verdict == tracking::FixVerdict::good;
        if (changed || (good_fix && is_clearing())) judge(at, good_fix);
    }

private:
    [[nodiscard]] tracking::TripContext trip_context() const {
        return {vehicle_, context_.registry, context_.thresholds->tracking()};
    }
    [[nodiscard]] const tracking::TrackingSettings& tracking_at(Time at) const {
        return context_.thresholds->tracking_at(at);
    }
    [[nodiscard]] const RuleSettings& rules_at(Time at) const { return context_.thresholds->rules_at(at); }

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
            rules.pupils_due = at + rules_at(at).pupils_hold;
        }
    }

    // Whom the pattern of VL-04 is about.
    static bool is_watched_at_gates(const RegisterRows& rows) {
        return rows.vehicle && rows.own_children == 0 && is_non_commercial(rows.vehicle->value.use_nature);
    }

    bool note_told_at_gate(const tracking::Record& record) {
        const Time at = record.measured_at;
        return told_at_gate(record, state_.track, context_.registry) &&
               is_watched_at_gates(rows_of(context_.registry, vehicle_, at)) &&
               state_.rules.gate_days.add(china_date(at));
    }

    void judge(Time at, bool good_fix) {
        RuleState& rules = state_.rules;
        VehicleSnapshot snapshot{.at = at,
                                 .vehicle = vehicle_,
                                 .state = state_.track,
                                 .rows = rows_of(context_.registry, vehicle_, at),
                                 .people = {},
                                 .settings = rules_at(at),
                                 .tracking = tracking_at(at),
                                 .trip = trip_rows_of(context_.registry, state_.track.trip, vehicle_, at),
                                 .registry = &context_.registry,
                                 .thresholds = context_.thresholds.get(),
                                 .tracks = &rules.tracks};
        const CounterTraits traits = counter_traits(snapshot.rows.vehicle);
        snapshot.people =
            people_aboard(state_.track.load, state_.track.motion.moving, traits, snapshot.tracking);
        watch_pupils(pupils_by_counter(state_.track.load, snapshot.people, traits), at);
        snapshot.pupils_by_counter =
            rules.pupils_since != never && at - rules.pupils_since >= snapshot.settings.pupils_hold;
        if (is_watched_at_gates(snapshot.rows) && stands_at_gate(snapshot))
            rules.gate_days.add(china_date(at));
        snapshot.dates_at_gate = dates_at_gate(rules.gate_days, at, context_.registry, snapshot.settings);

        const Moment moment{snapshot, vehicle_, good_fix};
        for (const Rule* rule : vehicle_rules()) {
            if (rule->judge_each) {
                auto judgements = rule->judge_each(snapshot);
                for (Judgement& judgement : judgements) cite_own(judgement, *rule, snapshot);
                follow(*rule, judgements, {}, moment);
                continue;
            }
            Judgement judgement = rule->judge(snapshot);
            cite_own(judgement, *rule, snapshot);
            if (judgement.outcome == Judgement::Outcome::violated)
                follow(*rule, {&judgement, 1}, {}, moment);
            else
                follow(*rule, {}, judgement, moment);
        }
        set_deadlines(at);
    }

    static void cite_own(Judgement& judgement, const Rule& rule, const VehicleSnapshot& snapshot) {
        if (judgement.outcome != Judgement::Outcome::violated) return;
        const Time by = rule.began_at ? rule.began_at(snapshot) : snapshot.at;
        cite(judgement.detail, snapshot.thresholds->own_at(by), rule.id);
    }

    // Of a rule about a run or a person: whoever is not named by a judgement does not break it.
    void follow(const Rule& rule, std::span<const Judgement> named, const Judgement& otherwise,
                const Moment& moment) {
        RuleTracks& tracks = state_.rules.tracks;
        for (RuleTrack& track : tracks)
            if (track.head.rule == rule.id && !names(named, track.head.subject))
                rules::follow(track, rule, otherwise, moment, changes_);
        for (const Judgement& judgement : named) {
            if (!tracks.has_room(rule.id, judgement.subject))
                tracks.forget_closed_before(moment.snapshot.at - moment.snapshot.settings.reopen_window);
            if (RuleTrack* track = tracks.claim(rule.id, judgement.subject))
                rules::follow(*track, rule, judgement, moment, changes_);
        }
    }

    static bool names(std::span<const Judgement> judgements, std::string_view subject) {
        return std::ranges::any_of(judgements,
                                   [&](const Judgement& each) { return each.subject == subject; });
    }

    void set_deadlines(Time at) {
        RuleState& rules = state_.rules;
        const tracking::Motion& motion = state_.track.motion;
        const Time rested = motion.since + rules_at(at).trip_rest;
        const bool resting = !motion.moving && rules.has_open(RuleId::vl_11) && at < rested;
        rules.rest_due = resting ? rested : never;
        rules.tracks.forget_closed_before(china_midnight(at) - rules_at(at).reopen_window);
        const bool papers_matter = rules.open_findings() > 0 || rules.pupils_since != never;
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

Time VehicleFold::next_deadline() const {
    return std::min({track.next_deadline(), track.trip.next_deadline(), rules.next_deadline()});
}

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
