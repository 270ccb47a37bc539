#include "server/rules/local_parameters.hpp"

#include "server/rules/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace husong::rules {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using tracking::TripFollowing;

template <auto Member, class Unit>
constexpr SettingAccess trip_time{
    [](OwnSettings& own, int value) { own.trip.*Member = Unit{value}; },
    [](const OwnSettings& own) { return static_cast<int>(own.trip.*Member / Unit{1}); }};

template <auto Member>
constexpr SettingAccess trip_number{[](OwnSettings& own, int value) { own.trip.*Member = value; },
                                    [](const OwnSettings& own) { return own.trip.*Member; }};

template <auto Member>
constexpr SettingAccess rule_number{[](OwnSettings& own, int value) { own.rules.*Member = value; },
                                    [](const OwnSettings& own) { return own.rules.*Member; }};

template <auto Member>
constexpr SettingAccess rule_days{
    [](OwnSettings& own, int value) { own.rules.*Member = days{value}; },
    [](const OwnSettings& own) { return static_cast<int>((own.rules.*Member).count()); }};

template <auto Member>
constexpr SettingAccess rule_yes_no{[](OwnSettings& own, int value) { own.rules.*Member = value != 0; },
                                    [](const OwnSettings& own) { return own.rules.*Member ? 1 : 0; }};

namespace why {  // no more and no less
constexpr std::string_view swept = "only shorter: 校车安全管理条例 第三十九条(五)",
                           escorted = "only shorter: 校车安全管理条例 第三十八条",
                           driven = "only shorter: 道路交通安全法实施条例 第六十二条(七)",
                           measures = "only shorter: 道路运输车辆动态监督管理办法",
                           rested = "only longer: 道路交通安全法实施条例 第六十二条(七)",
                           night = "the night only longer",
                           aged = "only stricter: 校车安全管理条例 第二十三条(一)",
                           coach = "only stricter: 道路运输条例 第九条",
                           reviewed = "only shorter: 机动车驾驶证申领和使用规定 第九十条",
                           clean = "only longer: 校车安全管理条例 第二十三条",
                           inspected = "only shorter: 校车安全管理条例 第二十条",
                           driver_taught = "校车安全管理条例 第十条 names no time",
                           escort_taught = "校车安全管理条例 第三十八条 names no time",
                           returned = "校车安全管理条例 第十九条 names no time",
                           repeated = "only longer: what is repeated stays so",
                           practice = "no instrument names a time", open = "the law leaves it open",
                           transition =
                               "only while the province's transition lasts: 校车安全管理条例 第六十二条";
}  // namespace why

namespace unit {
constexpr LocalUnit minute{"minutes", "分钟"}, second{"seconds", "秒"}, day{"days", "天"},
    month{"months", "个月"}, year{"years", "年"}, of_age{"years", "周岁"},
    hour{"hour of the day in China", "时"}, yes_no{"", ""};
}  // namespace unit

constexpr LocalParameter parameters[] = {
    {"sweep_minutes", "清车确认", unit::minute, 1, 5, why::swept, "SW-01 SW-02",
     trip_time<&TripFollowing::sweep, minutes>},
    {"sweep_school_minutes", "未清车报学校", unit::minute, 2, 8, why::swept, "SW-01",
     trip_time<&TripFollowing::sweep_school, minutes>},
    {"sweep_bureau_minutes", "未清车报教育局", unit::minute, 3, 13, why::swept, "SW-01",
     trip_time<&TripFollowing::sweep_bureau, minutes>},
    {"parked_away_minutes", "未清车异地停放", unit::minute, 5, 30, why::swept, "SW-04",
     trip_time<&TripFollowing::parked_away, minutes>},
    {"gate_check_minutes", "到校查验", unit::minute, 1, 30, why::practice, "GA-01",
     trip_time<&TripFollowing::gate_check, minutes>},
    {"roll_call_minutes", "到校点名", unit::minute, 5, 30, why::practice, "GA-05",
     trip_time<&TripFollowing::roll_call, minutes>},
    {"safe_home_minutes", "报平安", unit::minute, 15, 180, why::practice, "SW-05",
     trip_time<&TripFollowing::safe_home, minutes>},
    {"escort_missing_seconds", "无照管人员行驶", unit::second, 30, 120, why::escorted, "ES-01",
     trip_time<&TripFollowing::alone, seconds>},
    {"count_confirm_seconds", "上车清点确认", unit::second, 30, 300, why::practice, "ES-02",
     trip_time<&TripFollowing::count_confirm, seconds>},
    {"day_driving_minutes", "连续驾驶", unit::minute, 120, 240, why::driven, "DR-07",
     trip_time<&TripFollowing::day_driving, minutes>},
    {"night_driving_minutes", "夜间连续驾驶", unit::minute, 60, 120, why::measures, "DR-07",
     trip_time<&TripFollowing::night_driving, minutes>},
    {"driving_in_a_day_minutes", "24 小时内驾驶", unit::minute, 240, 480, why::measures, "DR-07",
     trip_time<&TripFollowing::day_in_all, minutes>},
    {"rest_minutes", "停车休息", unit::minute, 20, 60, why::rested, "DR-07",
     trip_time<&TripFollowing::rest, minutes>},
    {"fatigue_warning_minutes", "疲劳驾驶提前提醒", unit::minute, 10, 45, why::practice, "DR-07",
     trip_time<&TripFollowing::fatigue_warning, minutes>},
    {"night_from_hour", "夜间起始", unit::hour, 18, 22, why::night, "DR-07",
     trip_number<&TripFollowing::night_from_hour>},
    {"night_until_hour", "夜间结束", unit::hour, 6, 8, why::night, "DR-07",
     trip_number<&TripFollowing::night_until_hour>},
    {"driver_min_age", "校车驾驶人最低年龄", unit::of_age, 25, 30, why::aged, "DR-03",
     rule_number<&RuleSettings::driver_min_age>},
    {"driver_max_age", "校车驾驶人最高年龄", unit::of_age, 50, 60, why::aged, "DR-03 DR-04",
     rule_number<&RuleSettings::driver_max_age>},
    {"coach_driver_max_age", "客车驾驶人最高年龄", unit::of_age, 50, 60, why::coach, "DR-03 DR-04",
     rule_number<&RuleSettings::coach_driver_max_age>},
    {"max_age_counts_whole_years", "最高年龄算满一周岁", unit::yes_no, 0, 1, why::open, "DR-03 DR-04",
     rule_yes_no<&RuleSettings::max_age_counts_whole_years>},
    {"review_within_days", "审验期限", unit::day, 1, 30, why::reviewed, "DR-05",
     rule_number<&RuleSettings::review_within_days>},
    {"serious_offence_years", "严重违法计算", unit::year, 1, 10, why::clean, "DR-06",
     rule_number<&RuleSettings::serious_offence_years>},
    {"twelve_points_years", "满分记录计算", unit::year, 3, 10, why::clean, "DR-06",
     rule_number<&RuleSettings::twelve_points_years>},
    {"driver_edu_days", "驾驶人安全教育", unit::day, 30, 365, why::driver_taught, "DR-10",
     rule_number<&RuleSettings::driver_edu_days>},
    {"escort_edu_days", "照管人员安全培训", unit::day, 30, 365, why::escort_taught, "ES-06",
     rule_number<&RuleSettings::escort_edu_days>},
    {"inspection_months", "校车检验", unit::month, 1, 6, why::inspected, "VL-07 VL-09",
     rule_number<&RuleSettings::inspection_months>},
    {"plate_return_days", "标牌交回", unit::day, 1, 30, why::returned, "VL-12",
     rule_number<&RuleSettings::plate_return_days>},
    {"repeated_overload_days", "惯性超员统计", unit::day, 30, 365, why::repeated, "LD-08",
     rule_number<&RuleSettings::repeat_days>},
    {"expiry_soon_days", "证件到期提醒", unit::day, 1, 60, why::practice, "",
     rule_days<&RuleSettings::expiry_soon>},
    {"holiday_charter_needs_plate", "放假包车须有校车标牌", unit::yes_no, 0, 1, why::open, "VL-01 DR-01",
     rule_yes_no<&RuleSettings::holiday_charter_needs_plate>},
    {"nondedicated_allowed_for_primary", "非专用校车可载小学生和幼儿", unit::yes_no, 0, 1, why::transition,
     "VL-08", rule_yes_no<&RuleSettings::nondedicated_allowed_for_primary>},
};

}  // namespace

std::optional<int> LocalParameter::read(std::string_view text) const {
    if (is_yes_no()) {
        if (text == "yes" || text == "是") return 1;
        if (text == "no" || text == "否") return 0;
        return std::nullopt;
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return std::nullopt;
    return value;
}

std::string LocalParameter::allowed() const {
    return is_yes_no() ? "yes or no"
                       : fmt::format("a whole number from {} to {} ({})", least, most, unit.name);
}

std::string LocalParameter::told_zh(int value) const {
    if (is_yes_no()) return fmt::format("{}：{}", name_zh, value != 0 ? "是" : "否");
    return fmt::format("{} {} {}", name_zh, value, unit.name_zh);
}

bool LocalParameter::bears_on(RuleId rule) const {
    return rules.find(rule_code(rule)) != std::string_view::npos;
}

bool LocalParameter::judges_records() const {
    return std::ranges::any_of(all_rules(),
                               [&](const Rule& rule) { return !rule.look && bears_on(rule.id); });
}

std::span<const LocalParameter> local_parameters() { return parameters; }

const LocalParameter* find_local_parameter(std::string_view name) {
    const auto* found = std::ranges::find(parameters, name, &LocalParameter::name);
    return found == std::end(parameters) ? nullptr : found;
}

}  // namespace husong::rules
