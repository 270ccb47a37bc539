#include "tests/property/days.hpp"

#include <random>

namespace husong::rules {
namespace {

// Cuts records into batches and hands them over; the re-fold runs now and then, and at the end.
void deliver_in_batches(Deliveries& to, const Records& records) {
    for (std::size_t from = 0; from < records.size();) {
        const auto size = *rc::gen::inRange<std::size_t>(1, 40);
        const std::size_t until = std::min(records.size(), from + size);
        to.deliver(std::span{records}.subspan(from, until - from), *rc::gen::arbitrary<bool>());
        if (*rc::gen::arbitrary<bool>()) to.refold();
        from = until;
    }
    to.refold();
}

VehicleFold without_ids(VehicleFold state) {
    for (RuleTrack& track : state.rules.tracks)
        if (track.known()) track.head.id = FindingId{1};
    return state;
}

void expect_same(const Deliveries& delivered, const Undisturbed& undisturbed) {
    RC_ASSERT(delivered.found().canonical() == undisturbed.found.canonical());
    RC_ASSERT(without_ids(delivered.state()) == without_ids(undisturbed.state));
}

RC_GTEST_PROP(Fold, AnyOrderOfDeliveryFindsWhatTheOrderOfTimeFinds, (bool with_plate)) {
    const Scene scene{with_plate};
    const Records day = *days();
    const Undisturbed undisturbed{day, scene.context};
    Records shuffled = day;
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937{seed});
    Deliveries delivered{scene.context};
    deliver_in_batches(delivered, shuffled);
    expect_same(delivered, undisturbed);
}

// A cut link, flushed newest first: whole stretches come late.
RC_GTEST_PROP(Fold, AStretchThatComesLateChangesNothing, (bool with_plate)) {
    const Scene scene{with_plate};
    const Records day = *days();
    RC_PRE(day.size() > 2);
    const Undisturbed undisturbed{day, scene.context};
    const auto from = *rc::gen::inRange<std::size_t>(0, day.size());
    const auto until = *rc::gen::inRange<std::size_t>(from, day.size());
    Records late(day.begin() + static_cast<std::ptrdiff_t>(from),
                 day.begin() + static_cast<std::ptrdiff_t>(until));
    if (*rc::gen::arbitrary<bool>()) std::reverse(late.begin(), late.end());
    Records told(day.begin(), day.begin() + static_cast<std::ptrdiff_t>(from));
    told.insert(told.end(), day.begin() + static_cast<std::ptrdiff_t>(until), day.end());
    told.insert(told.end(), late.begin(), late.end());
    Deliveries delivered{scene.context};
    deliver_in_batches(delivered, told);
    expect_same(delivered, undisturbed);
}

RC_GTEST_PROP(Fold, WhatIsToldAgainChangesNothing, (bool with_plate)) {
    const Scene scene{with_plate};
    const Records day = *days();
    const Undisturbed undisturbed{day, scene.context};
    Records repeated;
    for (const tracking::Record& record : day)
        for (int times = *rc::gen::inRange(1, 4); times > 0; --times) repeated.push_back(record);
    Deliveries delivered{scene.context};
    deliver_in_batches(delivered, repeated);
    expect_same(delivered, undisturbed);
}

RC_GTEST_PROP(Fold, ACheckpointAnywhereChangesNothing, (bool with_plate)) {
    const Scene scene{with_plate};
    const Records day = *days();
    std::vector<FindingChange> straight, cut;
    VehicleFold through, resumed;
    for (const tracking::Record& record : day) {
        fold(through, record, scene.context, straight);
        if (*rc::gen::arbitrary<bool>()) resumed = *from_checkpoint(to_checkpoint(resumed));
        fold(resumed, record, scene.context, cut);
    }
    RC_ASSERT(through == resumed);
    RC_ASSERT(straight.size() == cut.size());
}

RC_GTEST_PROP(Fold, AdvancingInBetweenChangesNothing, (bool with_plate)) {
    const Scene scene{with_plate};
    const Records day = *days();
    std::vector<FindingChange> straight, advanced;
    VehicleFold through, pushed;
    for (const tracking::Record& record : day) {
        const auto ahead = *rc::gen::inRange(0, 100'000);
        const Time between =
            std::min(pushed.track.last.measured_at + Milliseconds{ahead}, record.measured_at);
        advance(pushed, bus, between, scene.context, advanced);
        fold(through, record, scene.context, straight);
        fold(pushed, record, scene.context, advanced);
        RC_ASSERT(through == pushed);
    }
    RC_ASSERT(straight.size() == advanced.size());
}

RC_GTEST_PROP(Fold, DeadlinesLieAheadAndComeToAnEnd, (bool with_plate)) {
    const Scene scene{with_plate};
    VehicleFold state;
    std::vector<FindingChange> changes;
    for (const tracking::Record& record : *days()) {
        fold(state, record, scene.context, changes);
        RC_ASSERT(state.next_deadline() > record.measured_at);
    }
    const Time end = state.track.last.measured_at + std::chrono::days{60};
    int steps = 0;
    for (; state.next_deadline() <= end; ++steps) {
        const Time deadline = state.next_deadline();
        advance(state, bus, deadline, scene.context, changes);
        RC_ASSERT(state.next_deadline() > deadline);
    }
    RC_ASSERT(steps < 100);
}

RC_GTEST_PROP(Fold, OneMoreHeadNeverClearsAnOverload, ()) {
    const Scene scene{true};
    Records day = *days();
    const auto overloaded = [&](int more) {
        Records told = day;
        const Time at = told.empty() ? morning : told.back().measured_at + 1s;
        told.push_back(telling::count(at, 18 + more, 2, tracking::Source::police));
        VehicleFold state;
        std::vector<FindingChange> changes;
        for (const tracking::Record& record : told) fold(state, record, scene.context, changes);
        return state.rules.has_open(RuleId::ld_01) &&
               state.rules.tracks.find(RuleId::ld_01)->head.level == Level::confirmed;
    };
    const int heads = *rc::gen::inRange(0, 40);
    RC_ASSERT(overloaded(heads));
    RC_ASSERT(overloaded(heads + 1));
}

RC_GTEST_PROP(Fold, AnOutlierAnywhereFindsNothingAndMovesNothing, (bool with_plate)) {
    const Scene scene{with_plate};
    VehicleFold state;
    std::vector<FindingChange> changes;
    for (const tracking::Record& record : *days()) fold(state, record, scene.context, changes);
    const tracking::Fix good = state.track.fix.good;
    // One outlier, not the third of those that tell of a cloned plate.
    RC_PRE(good.known() && state.track.fix.agreeing == 0 && state.track.fix.elsewhere_fixes < 2);
    const Time at = state.track.last.measured_at + 1s;
    advance(state, bus, at, scene.context, changes);
    const auto found = changes.size();
    const double north_m = (good.place.latitude_deg - 40.8) * telling::metres_per_degree;
    const double away_m = static_cast<double>((at - good.at).count()) / 1'000 * 60 + 1'000;
    const auto motion = state.track.motion;
    fold(state, telling::fix(at, {north_m + away_m, 90}), scene.context, changes);
    RC_ASSERT(changes.size() == found);
    RC_ASSERT(state.track.fix.good == good);
    RC_ASSERT(state.track.motion == motion);
}

}  // namespace
}  // namespace husong::rules
