#include "server/gate/release.hpp"

#include "server/rules/load.hpp"
#include "server/rules/papers.hpp"
#include "server/rules/whom.hpp"

#include <algorithm>

namespace husong::gate {

namespace {

using tracking::GateAct;
using tracking::GateActKind;
using tracking::HumanCount;

const GateAct* told_here(const HumanCount& count, std::span<const GateAct> acts) {
    const auto told = std::find_if(acts.begin(), acts.end(), [&](const GateAct& act) {
        return act.kind == GateActKind::counted && act.at == count.at();
    });
    return told == acts.end() ? nullptr : &*told;
}

bool was_undone(const GateAct& told, std::span<const GateAct> acts) {
    return std::any_of(acts.begin(), acts.end(), [&](const GateAct& act) { return act.undoes == told.id; });
}

// Counts by others from here on are of this run and not of the one before.
Time counts_since(const ReleaseCase& subject, const GateSettings& settings) {
    const registry::Departure& departure = subject.departure;
    if (departure.direction == registry::Direction::to_school)
        return departure.leaves_at - settings.trip.leaves_early;
    for (const GateAct* act : tracking::standing(subject.acts))
        if (act->kind == GateActKind::arrived || act->kind == GateActKind::counted) return act->at;
    return departure.leaves_at - settings.boarding_lead;
}

constexpr auto let_go_before = std::chrono::hours{12};  // a vehicle may come early, not the day before
constexpr auto let_go_after = std::chrono::hours{24};   // nor be let go when its day is long over

std::optional<Refusal> refuse_day(const ReleaseCase& subject) {
    const Time leaves_at = subject.departure.leaves_at;
    if (subject.now < leaves_at - let_go_before) return Refusal{Hindrance::not_valid, "还没到这趟车的日子"};
    if (subject.now > leaves_at + let_go_after) return Refusal{Hindrance::not_valid, "这趟车的日子已经过了"};
    return std::nullopt;
}

// What the keeper found last; nullptr: nobody compared.
const GateAct* last_check(std::span<const GateAct> acts) {
    const GateAct* last = nullptr;
    for (const GateAct* act : tracking::standing(acts))
        if (act->kind == GateActKind::checked) last = act;
    return last;
}

// Another plate: papers and 核载 of the list are those of a vehicle that is not there.
std::optional<Refusal> refuse_other_vehicle(const ReleaseCase& subject) {
    const GateAct* check = last_check(subject.acts);
    if (!check || check->plate_matches.value_or(true)) return std::nullopt;
    return Refusal{Hindrance::not_valid, "车牌与名单不符，请按名单外的车登记"};
}

std::optional<Refusal> refuse_papers(const ReleaseCase& subject, const rules::RuleSettings& settings) {
    if (!subject.rows.vehicle) return Refusal{Hindrance::not_valid, "本县没有登记这辆车"};
    const auto papers = rules::view_papers(subject.rows, subject.registry, subject.now, settings);
    if (!papers.forbidding.empty()) return Refusal{Hindrance::not_valid, papers.forbidding.front()};
    // A coach that the law leaves out of 标牌 still takes no pupils home on a line of the list without one.
    if (!subject.rows.plate)
        return Refusal{Hindrance::not_valid, subject.rows.expired_plate ? "标牌已过期" : "没有校车标牌"};
    return std::nullopt;
}

std::optional<Refusal> refuse_driver(const ReleaseCase& subject, const rules::RuleSettings& settings) {
    const auto driver = driver_at_gate(subject, settings);
    if (!driver || !driver->drives || driver->papers.forbidding.empty()) return std::nullopt;
    const std::string who = "驾驶人" + rules::family_name_zh(driver->papers.name);
    return Refusal{Hindrance::not_valid, who + driver->papers.forbidding.front()};
}

std::optional<Refusal> refuse_load(const ReleaseCase& subject, const HumanCount& count) {
    const registry::Vehicle& vehicle = subject.rows.vehicle->value;
    if (vehicle.approved_persons <= 0) return Refusal{Hindrance::not_valid, "登记中没有核载人数"};
    if (const auto over = rules::overload_of(count.heads, vehicle, subject.rows.plate != nullptr))
        return Refusal{Hindrance::over, "还超 " + std::to_string(over->over) + " 人"};
    if (count.heads.adults == 0) return Refusal{Hindrance::disputed, "点数里没有司机，请再点一次"};
    const auto& load = subject.state.load;
    const int limit = vehicle.approved_persons;
    if (count.disputed && count.heads.people() + load.disputed > limit)
        return Refusal{Hindrance::disputed, "与车门计数不符，请再点一次，还不符请交警复点"};
    return std::nullopt;
}

std::optional<Refusal> refuse_by_counter(const ReleaseCase& subject,
                                         const tracking::TrackingSettings& settings) {
    const auto& vehicle = *subject.rows.vehicle;
    const auto people = tracking::people_aboard(subject.state.load, subject.state.motion.moving,
                                                rules::counter_traits(&vehicle), settings);
    if (people.lower <= vehicle.value.approved_persons) return std::nullopt;
    return Refusal{Hindrance::likely_over,
                   "车门计数至少 " + std::to_string(people.lower) + " 人，请再点一次"};
}

}  // namespace

std::optional<rules::RunDriver> driver_at_gate(const ReleaseCase& subject, const rules::RuleSettings& law) {
    auto driver =
        rules::driver_of_run(subject.departure, subject.state.trip, subject.registry, subject.now, law);
    if (!driver || driver->drives) return driver;
    const GateAct* check = last_check(subject.acts);
    driver->drives = !check || check->driver_matches.value_or(true);
    return driver;
}

std::optional<HumanCount> count_that_holds(const ReleaseCase& subject, const GateSettings& settings) {
    const HumanCount& count = subject.state.load.count;
    if (!count.known() || subject.now - count.at() > settings.count_holds) return std::nullopt;
    if (const GateAct* told = told_here(count, subject.acts))
        return was_undone(*told, subject.acts) ? std::nullopt : std::optional{count};
    return count.at() < counts_since(subject, settings) ? std::nullopt : std::optional{count};
}

std::optional<Refusal> refuse_release(const ReleaseCase& subject, const GateSettings& settings,
                                      const rules::VerdictSettings& rules) {
    if (subject.departure.status == registry::DepartureStatus::cancelled)
        return Refusal{Hindrance::cancelled, "这趟车已取消"};
    const auto standing = tracking::standing(subject.acts);
    if (std::any_of(standing.begin(), standing.end(),
                    [](const GateAct* act) { return act->kind == GateActKind::released; }))
        return Refusal{Hindrance::released, "这趟车已经放行"};
    if (auto refused = refuse_day(subject)) return refused;
    if (auto refused = refuse_other_vehicle(subject)) return refused;
    const auto own = rules::own_thresholds_at(subject.registry, subject.now);
    if (auto refused = refuse_papers(subject, rules::with_own(rules.rules, own))) return refused;
    if (auto refused = refuse_driver(subject, rules.rules)) return refused;
    const auto count = count_that_holds(subject, settings);
    if (!count) return Refusal{Hindrance::not_counted, "点过人数才能放行"};
    if (auto refused = refuse_load(subject, *count)) return refused;
    return refuse_by_counter(subject, rules.tracking);
}

bool is_of(const GateAct& act, const registry::Departure& departure) {
    return !departure.part.relieved || act.vehicle == departure.vehicle;
}

std::string refusal_zh(const Refusal& refusal) {
    return refusal.hindrance == Hindrance::not_counted ? refusal.why : "不能放行：" + refusal.why;
}

}  // namespace husong::gate
