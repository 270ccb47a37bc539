#include "server/rules/verdict.hpp"

#include "server/rules/load.hpp"
#include "server/rules/own_car.hpp"
#include "server/rules/whom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace husong::rules {

namespace {

using registry::Vehicle;
using tracking::HumanCount;
using tracking::LoadBasis;
using tracking::VehicleState;

constexpr std::array<std::string_view, 7> word_names{"must_not",     "over",      "likely_over",   "check",
                                                     "unknown_load", "may_carry", "not_registered"};
constexpr std::array<std::string_view, 7> word_texts{
    "禁止载运学生",       "超员",         "很可能超员，请清点", "可以，但要核对",
    "证照有效，人数未知", "可以载运学生", "本县没有登记"};

VerdictLine line(VerdictWord word, std::string reason) {
    return {word, std::string{word_texts.at(static_cast<std::size_t>(word))}, std::move(reason), 0, 0};
}

std::string joined(const std::vector<std::string>& reasons) {
    std::string text;
    for (const std::string& reason : reasons) text += (text.empty() ? "" : "；") + reason;
    return text;
}

// What is judged about the load of a registered vehicle.
struct LoadCase {
    const VehicleState& state;
    const LoadView& view;
    const Vehicle& vehicle;
    bool has_plate;
    const registry::Versioned<Vehicle>* row;
    const VerdictSettings& settings;
};

VerdictLine over_line(const LoadCase& load, const Overload& overload) {
    const auto& heads = load.state.load.count.heads;
    VerdictLine over =
        line(VerdictWord::over,
             fmt::format("核载{} {} 人，实载{} {} 人（超 {}.{}%）", overload.of_pupils ? "学生" : "",
                         overload.limit, overload.of_pupils ? "学生" : "",
                         overload.of_pupils ? heads.pupils : heads.people(),
                         overload.tenths_of_percent() / 10, overload.tenths_of_percent() % 10));
    over.text = fmt::format("超员 {} 人", overload.over);
    over.over = overload.over;
    over.tenths_of_percent = overload.tenths_of_percent();
    return over;
}

// A person counted too many, and nothing has shown since that it is over: no later count, no counter below
// the limit, no stop more than an hour later.
std::optional<Overload> standing_overload(const LoadCase& load) {
    const auto& state = load.state.load;
    const HumanCount& count = state.count;
    if (!count.known() || count.disputed || state.basis != LoadBasis::head_count) return std::nullopt;
    const auto overload = overload_of(count.heads, load.vehicle, load.has_plate);
    if (!overload || (count.expired && count.boarding_possible)) return std::nullopt;
    const bool refuted = state.counter_used && load.view.upper &&
                         *load.view.upper <= lawful_persons(load.vehicle, load.has_plate);
    return refuted ? std::nullopt : overload;
}

std::string why_to_check(const LoadCase& load, int limit) {
    const HumanCount& count = load.state.load.count;
    const std::string interval = interval_zh(load.view);
    if (count.disputed) return load.view.basis_zh + "，请再点一次";
    const std::string capacity = fmt::format("，核载 {} 人", load.vehicle.approved_persons);
    if (load.view.upper.value_or(load.view.lower.value_or(0)) > limit)
        return interval + capacity + "，请当面点一次";
    if (!count.known()) return interval + capacity + "，没有人清点过";
    const std::string_view since = count.boarding_possible           ? "，之后可能有人上车"
                                   : count.expired                   ? "，已超过 60 分钟"
                                   : load.state.load.is_head_count() ? "，没有算驾驶人"
                                                                     : "，之后人数有变";
    const std::string counted = fmt::format("{} {} 清点 {} 人", tracking::source_name_zh(count.source),
                                            clock_zh(count.at()), count.heads.people());
    return counted + std::string{since} + (interval.empty() ? "" : "，现在" + interval) + capacity;
}

int known_before_dispute(const LoadCase& load) {
    const auto& state = load.state.load;
    return state.disputed + load.view.lower.value_or(state.count.disputed ? state.count.heads.people() : 0);
}

// As sure as the rule is (LD-01, likely), by all that is known of the counter and of the vehicle.
bool is_likely_over(const LoadCase& load, int limit) {
    const bool possible = load.view.upper.value_or(load.view.lower.value_or(0)) > limit;
    if (!possible) return false;
    const auto estimate = estimate_of(load.state, load.row, limit, load.settings.tracking);
    return estimate.known() ? estimate.over >= load.settings.rules.likely_over
                            : load.view.lower && *load.view.lower > limit;
}

VerdictLine judge_load(const LoadCase& load) {
    if (load.vehicle.approved_persons <= 0) return line(VerdictWord::unknown_load, "登记中没有核载人数");
    if (const auto overload = standing_overload(load)) return over_line(load, *overload);
    const int limit = lawful_persons(load.vehicle, load.has_plate);
    const std::string capacity = fmt::format("，核载 {} 人", load.vehicle.approved_persons);
    const tracking::Load& aboard = load.state.load;
    const bool contested = aboard.contested && overload_of(aboard.count.heads, load.vehicle, load.has_plate);
    if (!contested && is_likely_over(load, limit))
        return line(VerdictWord::likely_over, "车门计数 " + interval_zh(load.view) + capacity);
    // A lower count does not clear what was known before it.
    if (contested || (load.state.load.count.disputed && known_before_dispute(load) > limit))
        return line(VerdictWord::likely_over, recount_zh(load.view));
    if (load.view.fresh)
        return line(VerdictWord::may_carry, "证照有效，" + interval_zh(load.view) + capacity);
    const bool above = load.view.lower.value_or(0) > limit;  // but not as surely as it takes to say likely
    if (load.state.load.count.known() || load.view.upper || above) {
        VerdictLine check = line(VerdictWord::check, why_to_check(load, limit));
        if (above) check.text = "可能超员，请清点";
        return check;
    }
    const std::string interval = interval_zh(load.view);
    return line(VerdictWord::unknown_load,
                interval.empty() ? "没有清点记录" : "车门计数 " + interval + capacity);
}

void sort_by_word(std::vector<VerdictLine>& lines) {
    std::stable_sort(lines.begin(), lines.end(),
                     [](const VerdictLine& a, const VerdictLine& b) { return a.word < b.word; });
}

bool says_papers_are_valid(const VerdictLine& line) {
    return line.word == VerdictWord::may_carry || line.word == VerdictWord::unknown_load;
}

std::vector<VerdictLine> judge_registered(const LoadCase& load, const PapersView& papers) {
    std::vector<VerdictLine> lines;
    if (!papers.forbidding.empty()) lines.push_back(line(VerdictWord::must_not, joined(papers.forbidding)));
    if (!papers.worth_a_look.empty()) lines.push_back(line(VerdictWord::check, joined(papers.worth_a_look)));
    const VerdictLine of_load = judge_load(load);
    if (lines.empty() || !says_papers_are_valid(of_load)) lines.push_back(of_load);
    sort_by_word(lines);
    return lines;
}

std::string beyond_own_zh(int pupils, int own) {
    return fmt::format("车上学生 {} 名，登记的自家孩子 {} 名", pupils, own);
}

// A car that is known to carry others' children, too, is no guardian's own today.
PapersView view_papers_now(RegisterRows rows, const registry::Registry& registry, const VehicleState& state,
                           Time now, const RuleSettings& settings) {
    const int own = std::exchange(rows.own_children, 0);
    const int beyond = own > 0 ? pupils_beyond_own(state, own, now) : 0;
    if (beyond == 0) rows.own_children = own;
    PapersView papers = view_papers(rows, registry, now, settings);
    if (beyond > 0) papers.forbidding.push_back(beyond_own_zh(beyond, own));
    return papers;
}

std::string unregistered_zh(const RegisterRows& rows, const VehicleState& state, Time now) {
    const int own = rows.own_children;
    if (own == 0) return "不等于违法，先看车上有没有学生";
    if (const int beyond = pupils_beyond_own(state, own, now); beyond > 0)
        return "家长自家车，只可接送自家孩子；" + beyond_own_zh(beyond, own);
    return fmt::format("家长自家车，只可接送自家孩子（登记 {} 名）", own);
}

}  // namespace

void tell_driver(Verdict& verdict, const DriverView& driver, bool drives) {
    const std::string who = driver.name.empty() ? "" : "驾驶人" + family_name_zh(driver.name);
    std::vector<VerdictLine> lines;
    if (!driver.forbidding.empty() && drives)
        lines.push_back(line(VerdictWord::must_not, who + joined(driver.forbidding)));
    else if (!driver.forbidding.empty())
        lines.push_back(
            line(VerdictWord::check, "安排的" + who + joined(driver.forbidding) + "，请核对谁在开"));
    if (!driver.worth_a_look.empty())
        lines.push_back(line(VerdictWord::check, who + joined(driver.worth_a_look)));
    if (lines.empty() || !verdict.registered) return;
    lines.push_back(std::move(verdict.headline));
    std::ranges::move(verdict.also, std::back_inserter(lines));
    std::erase_if(lines, says_papers_are_valid);
    sort_by_word(lines);
    verdict.headline = std::move(lines.front());
    verdict.also.assign(std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end()));
}

std::string_view word_name(VerdictWord word) { return word_names.at(static_cast<std::size_t>(word)); }

std::string_view position_age_name(PositionAge age) {
    static constexpr std::array<std::string_view, 5> names{"live", "delayed", "stale", "silent", "parked"};
    return names.at(static_cast<std::size_t>(age));
}

VehicleState state_at(const VehicleFold* state, Time now, const tracking::TrackingSettings& settings) {
    if (!state) return {};
    VehicleState present = state->track;
    for (Time at = present.next_deadline(); at <= now && at != never; at = present.next_deadline())
        tracking::fire(present, at, settings);
    return present;
}

std::optional<PositionView> view_position(const VehicleState& state, Time now, const RuleSettings& settings) {
    const tracking::Fix& fix = state.fix.good;
    if (!fix.known()) return std::nullopt;
    const Milliseconds age = std::max(Milliseconds{0}, now - fix.at);
    PositionAge word = PositionAge::silent;
    if (age <= settings.position_live)
        word = PositionAge::live;
    else if (!state.motion.moving && state.engine.off_since != never)
        word = PositionAge::parked;
    else if (age <= settings.position_delayed)
        word = PositionAge::delayed;
    else if (age <= settings.position_stale)
        word = PositionAge::stale;
    return PositionView{fix, age, word, state.motion.moving};
}

void withhold_clean(Verdict& verdict) {
    verdict.load.fresh = false;
    if (verdict.headline.word == VerdictWord::may_carry)
        verdict.headline = line(VerdictWord::check, "车上设备补传的数据还在算，请稍后再看或当面清点");
}

Verdict judge_vehicle(const VehicleFold* state, std::optional<VehicleId> vehicle,
                      const registry::Registry& registry, Time now, const VerdictSettings& settings) {
    const VehicleState present = state_at(state, now, settings.tracking);
    const RegisterRows rows = vehicle ? rows_of(registry, *vehicle, now) : RegisterRows{};
    Verdict verdict;
    verdict.registered = rows.vehicle != nullptr;
    verdict.load = view_load(present, rows.vehicle, settings.tracking);
    verdict.position = view_position(present, now, settings.rules);
    if (!rows.vehicle) {
        verdict.headline = line(VerdictWord::not_registered, unregistered_zh(rows, present, now));
        return verdict;
    }
    const auto own = own_thresholds_at(registry, now);
    PapersView papers = view_papers_now(rows, registry, present, now, with_own(settings.rules, own));
    const LoadCase load{present,      verdict.load, rows.vehicle->value, rows.plate != nullptr,
                        rows.vehicle, settings};
    std::vector<VerdictLine> lines = judge_registered(load, papers);
    verdict.headline = std::move(lines.front());
    verdict.also.assign(std::make_move_iterator(lines.begin() + 1), std::make_move_iterator(lines.end()));
    verdict.papers = std::move(papers.papers);
    return verdict;
}

Verdict judge_for_police(const VehicleFold* state, std::optional<VehicleId> vehicle,
                         const registry::Registry& registry, Time now, const VerdictSettings& settings) {
    Verdict verdict = judge_vehicle(state, vehicle, registry, now, settings);
    const tracking::Trip trip = state_at(state, now, settings.tracking).trip;
    if (!verdict.registered || trip.stage == tracking::TripStage::over) return verdict;
    registry::Departure run;  // of none of the register: whoever has signed in
    run.vehicle = *vehicle;
    if (auto known = tracking::departure_of(trip, *vehicle, registry)) run = std::move(*known);
    if (const auto driver = driver_of_run(run, trip, registry, now, settings.rules))
        tell_driver(verdict, driver->papers, driver->drives);
    return verdict;
}

}  // namespace husong::rules
