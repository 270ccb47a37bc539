#include "server/rules/summary.hpp"

#include "server/registry/vehicle_names.hpp"
#include "server/rules/load.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::rules {

namespace {

using tracking::VehicleState;

struct Context {
    const FindingHead& head;
    const Episode& episode;
    const VehicleState& state;
    const RegisterRows& rows;
    Time now;
};

bool is_load_rule(RuleId rule) {
    return rule == RuleId::ld_01 || rule == RuleId::ld_02 || rule == RuleId::ld_03;
}

int persons_over(const Context& c) {
    const Figures& worst = c.episode.worst;
    if (!is_load_rule(c.head.rule) || c.episode.level != Level::confirmed) return 0;
    const int persons = worst.approved_persons > 0 ? worst.lower - worst.approved_persons : 0;
    const int pupils = worst.approved_pupils > 0 ? worst.pupils - worst.approved_pupils : 0;
    return std::max({persons, pupils, 0});
}

std::string overload_headline(const Context& c) {
    switch (c.episode.level) {
        case Level::confirmed:
            return fmt::format("{}超员 {} 人", c.head.rule == RuleId::ld_02 ? "严重" : "", persons_over(c));
        case Level::likely: return "很可能超员，请清点";
        case Level::suspected: break;
    }
    return "可能超员，请核对";
}

std::string expired_headline(const RegisterRows& rows, Time now) {
    if (!rows.expired_plate) return "校车标牌过期";
    const auto days = std::chrono::floor<std::chrono::days>(now - rows.expired_plate->valid_until).count();
    return fmt::format("校车标牌过期 {} 天", std::max<long>(days + 1, 1));
}

std::string headline(const Context& c) {
    switch (c.head.rule) {
        case RuleId::vl_01: return "没有校车标牌";
        case RuleId::vl_02: return expired_headline(c.rows, c.now);
        case RuleId::vl_04: return "非营运车接送学生";
        case RuleId::vl_11: return c.rows.vehicle ? "不在用的车辆接送学生" : "没有备案的车辆接送学生";
        case RuleId::ld_01:
        case RuleId::ld_02:
        case RuleId::ld_03: return overload_headline(c);
        default: return std::string{rule_of(c.head.rule).name_zh};
    }
}

// What the finding rests on now is a count that the counter contests: no bound of either is trusted.
bool is_asked_again(const Context& c) {
    const tracking::Load& load = c.state.load;
    return c.episode.level != Level::confirmed && !c.episode.until && load.contested &&
           load.count.at() >= c.episode.from;
}

std::string load_detail(const Context& c, const LoadView& load) {
    if (is_asked_again(c)) return recount_zh(load);
    const Figures& worst = c.episode.worst;
    LoadView aboard;
    if (worst.lower >= 0) aboard.lower = worst.lower;
    if (worst.upper >= 0) aboard.upper = worst.upper;
    const bool counted = c.episode.level == Level::confirmed;
    const std::string capacity = fmt::format("，核载 {} 人", worst.approved_persons);
    if (!counted) return "车门计数 " + interval_zh(aboard) + capacity;
    return fmt::format("清点 {} 人（学生 {} 人）{}", worst.lower, worst.pupils, capacity);
}

// 今天; 11-27; in another year 2025-11-27.
std::string day_zh(Time at, Time now) {
    constexpr std::size_t year = 5;
    if (china_midnight(at) == china_midnight(now)) return "今天";
    const std::string day = to_iso(china_date(at)), today = to_iso(china_date(now));
    return day.substr(0, year) == today.substr(0, year) ? day.substr(year) : day;
}

std::string seen_detail(const Context& c) {
    const auto seen = c.state.seen.all();
    if (seen.empty()) return "";
    const auto& newest = seen.back();
    const Time at = newest.record.measured_at;
    std::string text =
        fmt::format("{} {} {}{}", day_zh(at, c.now), clock_zh(at), tracking::source_name_zh(newest.source),
                    newest.source == tracking::Source::camera ? "拍到" : "看到");
    if (newest.pupils > 0) text += fmt::format("，学生约 {} 人", newest.pupils);
    if (seen.size() > 1) text += fmt::format("；共看到 {} 次", seen.size());
    return text;
}

std::string detail(const Context& c, const LoadView& load) {
    if (is_load_rule(c.head.rule)) return load_detail(c, load);
    if (!c.episode.detail.empty()) return c.episode.detail;
    const std::string seen = seen_detail(c);
    const std::string interval = interval_zh(load);
    return seen.empty() ? load.basis_zh + (interval.empty() ? "" : " " + interval) : seen;
}

// The latest that anybody or anything told says that pupils are aboard.
bool pupils_likely(const VehicleState& state, const LoadView& load, Time now) {
    constexpr Milliseconds recent = std::chrono::minutes{30};
    if (load.pupils) return *load.pupils > 0;
    constexpr int driver_and_escort = 2;
    if (load.lower) return *load.lower > driver_and_escort;
    const auto seen = state.seen.all();
    return !seen.empty() && now - seen.back().record.measured_at <= recent;
}

}  // namespace

VehicleSummary summarise(const SummarySource& source, Time now, const VerdictSettings& settings) {
    const VehicleState state = state_at(source.state, now, settings.tracking);
    const RegisterRows rows = rows_of(source.registry, source.head.vehicle, now);
    const LoadView load = view_load(state, rows.vehicle, settings.tracking);
    const Context context{source.head, source.episode, state, rows, now};

    VehicleSummary summary;
    summary.headline = headline(context);
    summary.detail = detail(context, load);
    summary.over = persons_over(context);
    summary.pupils_aboard_likely = pupils_likely(state, load, now);
    summary.moving = state.motion.moving;
    summary.position = view_position(state, now, settings.rules);
    if (!rows.vehicle) {
        summary.vehicle_text = "没有登记";
        return summary;
    }
    const registry::Vehicle& vehicle = rows.vehicle->value;
    summary.vehicle_text = registry::use_nature_zh(vehicle.use_nature);
    if (const Rule& rule = rule_of(source.head.rule); rule.points_class)
        summary.points_class = rule.points_class(vehicle, rows.plate != nullptr, source.episode.worst);
    return summary;
}

}  // namespace husong::rules
