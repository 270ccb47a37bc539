#include "server/registry/holiday_plans.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::registry {

namespace {

constexpr std::array party_names{std::string_view{"bureau"}, std::string_view{"police"},
                                 std::string_view{"transport"}};
constexpr std::array party_names_zh{std::string_view{"教育局"}, std::string_view{"交警"},
                                    std::string_view{"运管"}};
constexpr std::array act_names{std::string_view{"submitted"}, std::string_view{"agreed"},
                               std::string_view{"objected"}, std::string_view{"published"},
                               std::string_view{"withdrawn"}};

bool is_answer(HolidayAct act) { return act == HolidayAct::agreed || act == HolidayAct::objected; }

Result<> check_publication(const HolidayPlanHead& plan) {
    if (plan.unserved > 0)
        return Error{ErrorCode::conflict,
                     fmt::format("plan {}: {} riders have no vehicle yet", plan.number, plan.unserved),
                     fmt::format("方案 {} 还有 {} 人次没有车", plan.number, plan.unserved)};
    for (const Party party : answering) {
        const HolidayStep* said = plan.answer_of(party);
        if (!said)
            return Error{ErrorCode::conflict,
                         fmt::format("plan {}: {} has not answered yet", plan.number, party_name(party)),
                         fmt::format("{}还没有答复方案 {}", party_name_zh(party), plan.number)};
        if (said->act == HolidayAct::objected)
            return Error{ErrorCode::conflict,
                         fmt::format("plan {}: {} objects: {}", plan.number, party_name(party), said->reason),
                         fmt::format("{}不同意方案 {}：{}", party_name_zh(party), plan.number, said->reason)};
    }
    return {};
}

}  // namespace

std::string_view party_name(Party party) { return party_names[static_cast<std::size_t>(party)]; }
std::string_view party_name_zh(Party party) { return party_names_zh[static_cast<std::size_t>(party)]; }
std::string_view act_name(HolidayAct act) { return act_names[static_cast<std::size_t>(act)]; }

std::optional<Party> parse_party(std::string_view name) {
    const auto* const found = std::ranges::find(party_names, name);
    if (found == party_names.end()) return std::nullopt;
    return static_cast<Party>(found - party_names.begin());
}

bool HolidayPlanHead::has(HolidayAct act) const {
    return std::ranges::any_of(steps, [&](const HolidayStep& step) { return step.act == act; });
}

const HolidayStep* HolidayPlanHead::answer_of(Party party) const {
    const HolidayStep* last = nullptr;
    for (const HolidayStep& step : steps)
        if (step.party == party && is_answer(step.act)) last = &step;
    return last;
}

const HolidayPlanHead* in_force(std::span<const HolidayPlanHead> plans, std::string_view term) {
    const HolidayPlanHead* newest = nullptr;
    for (const HolidayPlanHead& plan : plans)
        if (plan.term == term && plan.has(HolidayAct::published) && (!newest || newest->number < plan.number))
            newest = &plan;
    return newest;
}

Result<> check_newest(const HolidayPlanHead& plan, std::int64_t in_force) {
    if (in_force <= plan.number) return {};
    return Error{ErrorCode::conflict,
                 fmt::format("plan {}: plan {} of the term is newer and published", plan.number, in_force),
                 fmt::format("这个学期已经公布了更新的方案 {}", in_force)};
}

Result<> check_step(const HolidayPlanHead& plan, const HolidayStep& step) {
    if (step.reason.size() > longest_reason)
        return Error{ErrorCode::malformed, fmt::format("reason: at most {} bytes", longest_reason)};
    if (step.act == HolidayAct::submitted) {
        if (plan.steps.empty()) return {};
        return Error{ErrorCode::conflict, fmt::format("plan {} was submitted before", plan.number),
                     fmt::format("方案 {} 已经提出过", plan.number)};
    }
    for (const HolidayAct end : {HolidayAct::published, HolidayAct::withdrawn})
        if (plan.has(end))
            return Error{ErrorCode::conflict, fmt::format("plan {} is {}", plan.number, act_name(end)),
                         fmt::format("方案 {} {}", plan.number,
                                     end == HolidayAct::published ? "已经公布" : "已经撤回")};
    if (is_answer(step.act) != (std::ranges::find(answering, step.party) != answering.end()))
        return Error{ErrorCode::conflict,
                     fmt::format("{} is not for {}", act_name(step.act), party_name(step.party)),
                     fmt::format("这一步不是{}做的", party_name_zh(step.party))};
    if (is_answer(step.act) && plan.steps.size() >= most_answers)
        return Error{ErrorCode::conflict,
                     fmt::format("plan {}: it has been answered too often; submit a new one", plan.number),
                     fmt::format("方案 {} 答复的次数太多，请提出新的方案", plan.number)};
    if (step.act == HolidayAct::objected && step.reason.empty())
        return Error{ErrorCode::malformed, "reason: an objection gives one"};
    if (step.act == HolidayAct::published) return check_publication(plan);
    return {};
}

}  // namespace husong::registry
