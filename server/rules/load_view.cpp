#include "server/rules/load_view.hpp"

#include "server/rules/snapshot.hpp"

#include <array>

namespace husong::rules {

namespace {

using tracking::HumanCount;
using tracking::Load;
using tracking::LoadBasis;

std::optional<int> known(int value) { return value < 0 ? std::nullopt : std::optional{value}; }

std::string count_zh(const HumanCount& count) {
    return std::string{tracking::source_name_zh(count.source)} + " " + clock_zh(count.at()) + " 清点";
}

// Count and counter differ, but not in what they say of the limit: what the counter says by itself; empty:
// it says no such thing.
std::string counter_over_zh(const Load& load, const tracking::People& people, const LoadView& view) {
    const int limit = view.approved_persons.value_or(0);
    if (!load.contested || !load.counter_used || load.counter.exposed() || limit <= 0) return {};
    if (load.count.heads.people() <= limit) return {};
    if (people.lower > limit) return "车门计数至少 " + std::to_string(people.lower) + " 人";
    return people.expected > limit ? "车门计数约 " + std::to_string(people.expected) + " 人" : std::string{};
}

// What a count that is not believed differs from.
std::string contradicting_zh(const Load& load) {
    if (load.contested && load.counter.exposed()) return "平时的人数不符";
    if (load.counter_used) return "车门计数不符";
    if (load.contested && load.basis != LoadBasis::head_count) return "平时的人数不符";
    const std::string before = " " + std::to_string(load.people) + " 人";
    return load.contested ? "刚才清点的" + before + "不符" : "之前的" + before + "相差太大";
}

std::string basis_text(const Load& load, const tracking::People& people, const LoadView& view) {
    if (!load.count.known()) return view.basis == LoadView::Basis::counter ? "车门计数" : "没有清点记录";
    const std::string count = count_zh(load.count);
    if (load.count.disputed) {
        const std::string told = count + " " + std::to_string(load.count.heads.people()) + " 人，";
        if (view.both_over) return told + counter_over_zh(load, people, view);
        return told + "与" + contradicting_zh(load);
    }
    if (view.basis == LoadView::Basis::head_count) return view.fresh ? count + "，之后没停站" : count;
    if (load.basis == LoadBasis::head_count && view.basis == LoadView::Basis::counter)
        return count + "，之后车门计数";
    if (view.basis == LoadView::Basis::counter) return "车门计数";
    return count + " " + std::to_string(load.count.heads.people()) + " 人，之后停过站";
}

// What is known better than the counter's own band: the central 95 % of the distribution, of a vehicle whose
// usual load is known, until people get off or somebody counts otherwise.
tracking::People shown_people(const tracking::VehicleState& state,
                              const registry::Versioned<registry::Vehicle>* vehicle,
                              const tracking::TrackingSettings& settings) {
    const Load& load = state.load;
    const tracking::People people =
        people_aboard(load, state.motion.moving, counter_traits(vehicle), settings);
    if (!vehicle || !load.counter_used || people.upper < 0) return people;
    if (load.run.alighted > 0 || load.count.disputed) return people;
    const auto estimate = estimate_of(state, vehicle, vehicle->value.approved_persons, settings);
    if (!estimate.known() || !estimate.usual_known) return people;
    return {estimate.lower, estimate.expected, estimate.upper};
}

LoadView::Basis basis_of(const Load& load, const tracking::People& people) {
    if (people.lower < 0) return LoadView::Basis::none;
    const bool counter = load.basis != LoadBasis::head_count || load.counter_used;
    return counter ? LoadView::Basis::counter : LoadView::Basis::head_count;
}

}  // namespace

LoadView view_load(const tracking::VehicleState& state, const registry::Versioned<registry::Vehicle>* vehicle,
                   const tracking::TrackingSettings& settings) {
    const Load& load = state.load;
    const tracking::People people = shown_people(state, vehicle, settings);
    LoadView view;
    view.lower = known(people.lower);
    view.upper = known(people.upper);
    view.basis = basis_of(load, people);
    if (load.is_head_count() && view.basis == LoadView::Basis::head_count && view.lower == view.upper) {
        view.people = load.count.heads.people();
        view.pupils = load.count.heads.pupils;
        view.adults = load.count.heads.adults;
    }
    if (vehicle && vehicle->value.approved_persons > 0)
        view.approved_persons = vehicle->value.approved_persons;
    if (vehicle) view.approved_pupils = vehicle->value.approved_pupils;
    if (load.count.known()) {
        view.counted_at = load.count.at();
        view.counted_by = load.count.source;
        view.disputed = load.count.disputed;
        view.fresh = view.people && !load.count.boarding_possible && !load.count.expired;
        if (view.fresh) view.fresh_until = load.count.at() + settings.count_fresh;
    }
    view.both_over = !counter_over_zh(load, people, view).empty();
    view.basis_zh = basis_text(load, people, view);
    return view;
}

std::string_view basis_name(LoadView::Basis basis) {
    static constexpr std::array<std::string_view, 3> names{"none", "counter", "head_count"};
    return names.at(static_cast<std::size_t>(basis));
}

std::string interval_zh(const LoadView& load) {
    if (!load.lower || (!load.upper && *load.lower == 0)) return "";
    const std::string lower = std::to_string(*load.lower);
    if (!load.upper) return "车上至少 " + lower + " 人";
    if (*load.lower == *load.upper) return "车上 " + lower + " 人";
    return "车上 " + lower + "–" + std::to_string(*load.upper) + " 人";
}

std::string recount_zh(const LoadView& load) {
    const std::string capacity =
        load.approved_persons ? "核载 " + std::to_string(*load.approved_persons) + " 人" : std::string{};
    if (load.both_over) return load.basis_zh + "，都超过" + capacity + "；再点一次即查实";
    return load.basis_zh + "，请再点一次" + (capacity.empty() ? "" : "，" + capacity);
}

std::string clock_zh(Time at) {
    // 2026-09-01T07:15:30.000+08:00
    constexpr std::size_t hour = 11, length = 5;
    return to_iso(at).substr(hour, length);
}

}  // namespace husong::rules
