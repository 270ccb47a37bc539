#include "server/rules/trip_end.hpp"

#include "server/rules/load.hpp"

#include <fmt/format.h>

#include <cmath>

namespace husong::rules {

namespace {

using registry::Direction;
using tracking::Source;
using tracking::Trip;
using tracking::TripFollowing;
using tracking::TripStage;
namespace rider = tracking::rider;

// It has come to its last place, or its time is up.
bool has_come(const Trip& trip) { return trip.at_last_place() || trip.stage == TripStage::over; }

// By the thresholds of when it came.
using Wait = Milliseconds tracking::TripFollowing::*;
Milliseconds length_of(Wait wait, const VehicleSnapshot& snapshot) {
    return snapshot.following_from(came_at(snapshot)).*wait;
}
bool has_lasted(const VehicleSnapshot& snapshot, Wait wait) {
    return snapshot.at - came_at(snapshot) >= length_of(wait, snapshot);
}

auto minutes_of(Milliseconds time) { return std::chrono::floor<std::chrono::minutes>(time).count(); }

// Of riders marked by name: those who got on, and of whom nobody says that they got off.
int missing_by_name(const Trip& trip) {
    return static_cast<int>(std::ranges::count_if(trip.riders.all(), [](const tracking::Rider& each) {
        return each.aboard() && !each.has(rider::seen_off);
    }));
}

// Who should have been seen by now, at school or at home.
bool roll_is_due(const VehicleSnapshot& snapshot) {
    const bool to_school = snapshot.state.trip.direction == Direction::to_school;
    return has_lasted(snapshot, to_school ? &TripFollowing::roll_call : &TripFollowing::safe_home);
}

// Who has got off is told when the doors have closed; a window may also be lost.
bool is_last_window_told(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (snapshot.state.doors.open) return false;
    return !trip.at_last_place() || snapshot.state.load.last_flow.measured_at > trip.reached_at;
}

// Marks left open are settled when the crew looks through the vehicle; it may take its time.
bool are_marks_settled(const VehicleSnapshot& snapshot) {
    return snapshot.state.trip.swept_at != never || has_lasted(snapshot, &TripFollowing::sweep);
}

// Most of those who should be there have been found at school, and for some minutes nobody more: a teacher
// who answers for one pupil has called no roll.
bool is_roll_called(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (trip.roll_told_at == never || snapshot.at - trip.roll_told_at < snapshot.tracking.trip.roll_settles)
        return false;
    const auto due = std::ranges::count_if(trip.riders.all(), [](const tracking::Rider& each) {
        return (each.marks & (rider::planned | rider::boarded)) != 0 && !each.has(rider::excused);
    });
    return 2 * trip.riders.with(rider::seen_off) >= due;
}

// So many more got on than off that the counter's own errors, as it has shown them, do not explain it; of a
// run that was seen to end.
int missing_by_counter(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    const tracking::CounterRecord& counter = snapshot.state.load.counter;
    if (counter.exposed() || !trip.seen_to_end || trip.window_lost || !is_last_window_told(snapshot))
        return 0;
    const int missing = trip.boarded - trip.alighted;
    constexpr double deviations = 5, least = 2;  // crowded doors: three are seen in each eightieth run
    const double variance = tracking::variance_of(counter, snapshot.tracking.counter);
    const double own = deviations * std::sqrt(variance * (trip.boarded + trip.alighted));
    return missing > std::max(least, own) ? missing : 0;
}

// The gate counted fewer than the crew had aboard.
int missing_by_gate(const Trip& trip) {
    if (trip.gate_pupils < 0 || trip.before_gate < 0) return 0;
    return std::max(0, trip.before_gate - trip.gate_pupils);
}

// Before this run has begun somebody has looked through the vehicle: nobody of the runs before is in it.
bool is_swept_for_those_before(const Trip& trip) {
    const bool of_no_run = trip.stage == TripStage::none || trip.stage == TripStage::expected;
    return of_no_run && trip.swept_at != never;
}

// What was found of a run before stands until the vehicle has driven another one: its timetable answers
// nothing.
Judgement as_of_run_before(const Trip& trip) {
    const bool driven = trip.stage == TripStage::over && trip.begun_at != never;
    return driven ? Judgement{} : unknown();
}

// Somebody has seen her since, or fetches her again.
bool is_found_since(const Trip& trip, tracking::CodeHash pupil) {
    const auto riders = trip.riders.all();
    const auto found = std::ranges::find(riders, pupil, &tracking::Rider::code);
    if (found == riders.end()) return false;
    const bool fetched = trip.stage == TripStage::under_way && trip.direction == Direction::to_school;
    return (found->marks & (rider::boarded | rider::seen_off | rider::found_since)) != 0 ||
           (fetched && found->has(rider::planned));
}

// Whom the roll call of a run before missed.
std::vector<Judgement> missed_before(const VehicleSnapshot& snapshot) {
    std::vector<Judgement> missed;
    for (const RuleTrack& track : *snapshot.tracks) {
        if (track.head.rule != RuleId::ga_05 || !track.open() || track.episode.level < Level::likely)
            continue;
        if (is_found_since(snapshot.state.trip, tracking::code_hash(track.head.subject))) continue;
        missed.push_back(unknown());
        missed.back().subject = track.head.subject;
    }
    return missed;
}

// She got off an hour ago, and nobody has told that she is at home.
void add_unheard(std::vector<Judgement>& found, const VehicleSnapshot& snapshot,
                 const tracking::Rider& rider) {
    const Time off_at = snapshot.state.trip.alighted_at(rider);
    const Milliseconds limit = snapshot.following_from(off_at).safe_home;
    if (snapshot.at - off_at < limit) return;
    const bool dark = snapshot.state.trip.dusk_at <= snapshot.at;
    Judgement unheard =
        violated(Level::suspected, dark ? 1 : 0, rider_code(snapshot, rider.code),
                 fmt::format("下车后 {} 分钟没有报平安{}", minutes_of(limit), dark ? "，天已黑" : ""));
    found.push_back(dark ? with_severity(Severity::s1, std::move(unheard)) : std::move(unheard));
}

std::string place_zh(const Trip& trip) { return trip.at_last_place() ? "到达终点" : "本趟结束"; }

}  // namespace

Time came_at(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    return trip.at_last_place() ? trip.reached_at : trip.ended_at;
}

Time parked_since(const VehicleSnapshot& snapshot) {
    return std::max(snapshot.state.engine.off_since, snapshot.state.motion.since);
}

Judgement judge_unswept(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    // Whoever looks through the vehicle looks for those of the runs before, too.
    if (trip.swept_at != never) return {};
    if (!has_come(trip) || !trip.had_pupils() || !trip.crew_tells) return unknown();
    if (!has_lasted(snapshot, &TripFollowing::sweep)) return unknown();
    const int steps = 1 + (has_lasted(snapshot, &TripFollowing::sweep_school) ? 1 : 0) +
                      (has_lasted(snapshot, &TripFollowing::sweep_bureau) ? 1 : 0);
    const auto minutes = minutes_of(snapshot.at - came_at(snapshot));
    return violated(Level::likely, steps, snapshot.trip.code(),
                    fmt::format("{} {} 分钟，没有清车确认", place_zh(trip), minutes));
}

Judgement judge_not_all_off(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (is_swept_for_those_before(trip)) return {};
    if (trip.stage != TripStage::over || trip.begun_at == never) return unknown();
    const int by_name = missing_by_name(trip), by_counter = missing_by_counter(snapshot),
              by_gate = missing_by_gate(trip);
    if (by_name > 0 && are_marks_settled(snapshot)) {
        const bool others_agree = by_counter > 0 || by_gate > 0 || roll_is_due(snapshot);
        return violated(others_agree ? Level::likely : Level::suspected, by_name, snapshot.trip.code(),
                        fmt::format("记名上车的学生有 {} 人没有下车记录", by_name));
    }
    if (by_gate > 0)
        return violated(Level::likely, by_gate, snapshot.trip.code(),
                        fmt::format("校门清点比车上少 {} 名学生", by_gate));
    if (by_counter > 0)
        return with_severity(Severity::s2, violated(Level::suspected, by_counter, snapshot.trip.code(),
                                                    fmt::format("车门计数上车 {} 人，下车 {} 人",
                                                                trip.boarded, trip.alighted)));
    return {};
}

Judgement judge_cabin_motion(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (trip.cabin_motion_at == never) {
        if (trip.swept_at != never) return {};
        // The next run's own missing sweep takes its place.
        return has_come(trip) && has_lasted(snapshot, &TripFollowing::sweep) ? as_of_run_before(trip)
                                                                             : unknown();
    }
    return violated(Level::likely, 0, snapshot.trip.code(), "熄火后车内有动静，请立即查看");
}

Judgement judge_parked_away(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    const Time off = snapshot.state.engine.off_since;
    if (trip.swept_at != never) return {};
    if (trip.stage != TripStage::over || !trip.had_pupils()) return as_of_run_before(trip);
    if (!trip.moved_on || !trip.crew_tells || off == never) return {};
    const Milliseconds limit = snapshot.following_from(parked_since(snapshot)).parked_away;
    if (snapshot.at - off < limit) return {};
    return violated(Level::likely, 0, snapshot.trip.code(),
                    fmt::format("离开终点后熄火停放 {} 分钟，没有清车确认", minutes_of(limit)));
}

std::vector<Judgement> judge_not_safe_home(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    std::vector<Judgement> found;
    for (const tracking::Rider& each : trip.riders.all()) {  // of a run before this one, too
        if (each.has(rider::not_home))
            found.push_back(with_severity(
                Severity::s1,
                violated(Level::likely, 0, rider_code(snapshot, each.code), "家长说没有接到孩子")));
        else if (trip.waits_for_home(each))
            add_unheard(found, snapshot, each);
    }
    return found;
}

Judgement judge_not_seen_at_gate(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!trip.at_last_place() || trip.direction != Direction::to_school || !trip.gate_tells) return {};
    if (trip.gate_seen_at != never || !has_lasted(snapshot, &TripFollowing::gate_check)) return {};
    const auto minutes = minutes_of(length_of(&TripFollowing::gate_check, snapshot));
    return violated(Level::likely, 0, snapshot.trip.code(),
                    fmt::format("到校 {} 分钟，校门没有登记", minutes));
}

Judgement judge_crew_differs(const VehicleSnapshot& snapshot) {
    const int differs =
        snapshot.state.trip.gate_differs & (tracking::gate_differs::driver | tracking::gate_differs::escort);
    if (differs == 0) return {};
    const bool both = differs == (tracking::gate_differs::driver | tracking::gate_differs::escort);
    const bool driver = (differs & tracking::gate_differs::driver) != 0;
    return violated(Level::confirmed, both ? 2 : 1, snapshot.trip.code(),
                    fmt::format("校门核对：{}与名单不符", both     ? "驾驶人和照管人员"
                                                          : driver ? "驾驶人"
                                                                   : "照管人员"));
}

Judgement judge_gate_count_differs(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!trip.at_last_place() || trip.gate_pupils < 0 || trip.before_gate < 0) return as_of_run_before(trip);
    const int missing = trip.before_gate - trip.gate_pupils;
    const bool forgotten = missing < 0 && trip.before_by_names;  // a mark: names are a lower bound
    if (missing == 0 || forgotten) return {};
    Judgement differs =
        violated(missing > 0 ? Level::confirmed : Level::likely, missing, snapshot.trip.code(),
                 fmt::format("校门清点学生 {} 人，{} {} 人", trip.gate_pupils,
                             trip.before_by_names ? "记名在车" : "车上", trip.before_gate));
    return missing > 0 ? differs : with_severity(Severity::s3, std::move(differs));
}

std::vector<Judgement> judge_absent(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    std::vector<Judgement> found;
    const bool roll_called = is_roll_called(snapshot);
    const bool by_name = trip.riders.with(rider::boarded) > 0;  // on this run somebody marks them
    const bool at_school = trip.at_last_place() && trip.direction == Direction::to_school;
    if (!at_school || !has_lasted(snapshot, &TripFollowing::roll_call)) return missed_before(snapshot);
    if (!by_name && !roll_called) return found;
    for (const tracking::Rider& each : trip.riders.all()) {
        if ((each.marks & (rider::excused | rider::seen_off)) != 0 || each.aboard())
            continue;  // SW-02: aboard
        const bool rode =
            (each.marks & (rider::boarded | rider::alighted)) != 0;  // one of two may be forgotten
        if (rode && roll_called)
            found.push_back(
                violated(Level::likely, 0, rider_code(snapshot, each.code), "已记下车，点名时不在校"));
        if (rode || !each.has(rider::planned) || trip.shared) continue;
        found.push_back(violated(roll_called ? Level::likely : Level::suspected, 0,
                                 rider_code(snapshot, each.code),
                                 !roll_called ? "应乘车，没有登记上车，没有请假，还没有点名"
                                 : by_name    ? "应乘车而没有上车，没有请假，点名时不在校"
                                              : "应乘车，没有请假，点名时不在校"));
    }
    return found;
}

// The gate's count of a vehicle that is about to leave with pupils, by the list.
Judgement judge_overloaded_at_gate(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    const tracking::Load& load = snapshot.state.load;
    const bool leaves = trip.departure != 0 && trip.direction == Direction::home && trip.active();
    if (!leaves || !snapshot.rows.vehicle) return {};
    const bool told = load.is_head_count() || load.contested;
    if (!told || load.count.source != Source::gate || load.count.boarding_possible) return unknown();
    const auto over =
        overload_of(load.count.heads, snapshot.rows.vehicle->value, snapshot.rows.plate != nullptr);
    if (!over) return {};
    Judgement judgement = violated(
        load.contested ? Level::suspected : Level::confirmed, over->over, snapshot.trip.code(),
        fmt::format("放行前清点超员 {} 人，{}不得放行", over->over, load.contested ? "再点一次，" : ""));
    judgement.record = load.count.record;
    judgement.figures = figures_of(snapshot);
    return judgement;
}

std::vector<Judgement> judge_wrong_collector(const VehicleSnapshot& snapshot) {
    std::vector<Judgement> found;
    for (const tracking::Rider& each : snapshot.state.trip.riders.all())
        if (each.has(rider::wrong_hands))
            found.push_back(violated(Level::likely, 0, rider_code(snapshot, each.code), "接领人不在名单上"));
    return found;
}

Judgement judge_nearly_full(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (trip.stage != TripStage::under_way || trip.direction != Direction::to_school || trip.at_last_place())
        return {};
    if (!snapshot.rows.vehicle || trip.places == 0 || trip.reached + 1 >= trip.places)
        return {};  // no stop to come
    const int limit = snapshot.rows.vehicle->value.approved_persons;
    const int expected = snapshot.people.expected;
    if (limit <= 0 || expected < limit - 1 || expected > limit) return {};
    Judgement judgement = violated(Level::likely, expected, snapshot.trip.code(),
                                   fmt::format("已有约 {} 人，核载 {} 人，前面还有站点", expected, limit));
    judgement.figures = figures_of(snapshot);
    return judgement;
}

}  // namespace husong::rules
