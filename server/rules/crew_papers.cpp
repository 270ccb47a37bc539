#include "server/rules/crew_papers.hpp"

#include "server/rules/register_facts.hpp"

#include <fmt/format.h>

#include <array>
#include <unordered_set>

namespace husong::rules {

namespace {

using registry::LicenceState;
using registry::Offence;
using registry::OffenceKind;
using registry::Versioned;

using DriverRow = Versioned<registry::Driver>;

std::string_view code_of_driver(const registry::Driver& driver) { return driver.code; }

Breach about(std::string_view code, Time since, std::string detail) {
    return {.vehicle = {}, .subject = std::string{code}, .since = since, .detail = std::move(detail)};
}

// Calls `each` with the row and the driving of every registered driver who is to drive.
template <class Each>
void for_each_driver(const RegisterView& view, Each each) {
    const auto driving = driving_ahead(view);
    for (const DriverRow& row : view.registry.rows().drivers) {
        if (!row.valid_at(view.now)) continue;
        if (const auto own = driving.find(row.value.code); own != driving.end()) each(row, own->second);
    }
}

// A training, review … that is due so many days after its day; none: it is not known, or not over.
std::optional<Time> overdue_since(const std::optional<year_month_day>& on, int days, Time now) {
    if (!on) return std::nullopt;
    const Time since = end_of_day(days_after(*on, days));
    return now < since ? std::nullopt : std::optional{since};
}

// ---- age ----

int max_age(const Driving& driving, const RuleSettings& settings) {
    return driving.school_bus ? settings.driver_max_age : settings.coach_driver_max_age;
}

// Midnight from which somebody born then is too old.
Time too_old_since(year_month_day birth, int age, const RuleSettings& settings) {
    if (settings.max_age_counts_whole_years) return china_midnight(years_after(birth, age + 1));
    return end_of_day(years_after(birth, age));
}

// ---- DR-04 ----

// Each plate that names the driver names another one, too: qualified, and far enough from the limit.
bool has_successor(std::string_view code, const RegisterView& view) {
    const Time far = view.now + std::chrono::days{std::ranges::max(view.settings.age_limit_near_days)};
    const auto can_follow = [&](const std::string& other) {
        if (other == code) return false;
        const auto* row = view.registry.driver_by_code(other, view.now);
        if (!row || row->value.licence != LicenceState::normal || !row->value.birth_on) return false;
        return row->value.qualified_until && *row->value.qualified_until > view.now &&
               too_old_since(*row->value.birth_on, view.settings.driver_max_age, view.settings) > far;
    };
    bool named = false;
    for (const auto& row : view.registry.rows().school_bus_plates) {
        const auto& codes = row.value.driver_codes;
        if (!row.valid_at(view.now) || std::ranges::find(codes, code) == codes.end()) continue;
        if (std::ranges::none_of(codes, can_follow)) return false;
        named = true;
    }
    return named;
}

// ---- DR-05 ----

// The last end of a scoring period that has come, where periods are years and the register names one of them.
year_month_day last_period_end(year_month_day told, Time now) {
    int years = 0;
    while (china_midnight(years_after(told, years + 1)) <= now) ++years;
    return years_after(told, years);
}

// ---- DR-06 ----

struct OffenceRow {
    OffenceKind kind;
    std::string_view name_zh;
    int RuleSettings::*years;  // it counts so long; nullptr: for ever
};
constexpr std::array<OffenceRow, 6> grave_offences{
    {{OffenceKind::overload, "客车严重超员", &RuleSettings::serious_offence_years},
     {OffenceKind::speeding, "客车严重超速", &RuleSettings::serious_offence_years},
     {OffenceKind::drink_driving, "酒后驾驶", nullptr},
     {OffenceKind::twelve_points, "一个记分周期满 12 分", &RuleSettings::twelve_points_years},
     {OffenceKind::fatal_accident, "负有责任的致人死亡或者重伤事故", nullptr},
     {OffenceKind::crime, "犯罪记录", nullptr}}};

const OffenceRow* grave_offence(const Offence& offence) {
    constexpr int full_points = 12;
    const bool full = offence.kind == OffenceKind::other && offence.points >= full_points;
    const OffenceKind kind = full ? OffenceKind::twelve_points : offence.kind;
    const auto found = std::ranges::find(grave_offences, kind, &OffenceRow::kind);
    return found == grave_offences.end() ? nullptr : &*found;
}

bool still_counts(const Offence& offence, const OffenceRow& row, const RegisterView& view) {
    if (china_midnight(offence.on) > view.now) return false;
    return row.years == nullptr || view.now < end_of_day(years_after(offence.on, view.settings.*row.years));
}

// ---- DR-09 ----

constexpr std::array<std::string_view, 7> licence_states_zh{"正常", "过期", "暂扣", "吊销",
                                                            "报废", "注销", "拼装"};

std::string_view licence_state_zh(LicenceState state) {
    return licence_states_zh.at(static_cast<std::size_t>(state));
}

}  // namespace

std::vector<Breach> look_driver_age(const RegisterView& view) {
    const auto rows = rows_by(view.registry.rows().drivers, code_of_driver);
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving& driving) {
        if (!row.value.birth_on) return;
        const year_month_day birth = *row.value.birth_on;
        const int most = max_age(driving, view.settings), least = view.settings.driver_min_age;
        const Time too_old = too_old_since(birth, most, view.settings);
        if (view.now >= too_old)
            breaches.push_back(about(row.value.code, too_old,
                                     fmt::format("{} 出生，{} 起超过 {} 周岁，不得再驾驶", to_iso(birth),
                                                 to_iso(china_date(too_old)), most)));
        const year_month_day of_age = years_after(birth, least);
        if (driving.school_bus && view.now < china_midnight(of_age)) {
            const auto same = [&](const registry::Driver& driver) { return driver.birth_on == birth; };
            breaches.push_back(
                about(row.value.code, held_since(rows.at(row.value.code), row, same),
                      fmt::format("{} 出生，{} 才满 {} 周岁", to_iso(birth), to_iso(of_age), least)));
        }
    });
    return breaches;
}

std::vector<Breach> look_driver_age_near(const RegisterView& view) {
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving& driving) {
        if (!row.value.birth_on) return;
        const int most = max_age(driving, view.settings);
        const Time too_old = too_old_since(*row.value.birth_on, most, view.settings);
        if (view.now >= too_old) return;
        // The last of the warnings that has come: the detail changes with it, not day by day.
        std::optional<int> within;
        int first = 0;
        for (const int days : view.settings.age_limit_near_days) {
            first = std::max(first, days);
            if (too_old - std::chrono::days{days} <= view.now) within = std::min(within.value_or(days), days);
        }
        if (!within || has_successor(row.value.code, view)) return;
        breaches.push_back(about(row.value.code, too_old - std::chrono::days{first},
                                 fmt::format("{} 起超过 {} 周岁，不到 {} 天，请安排接替并变更标牌",
                                             to_iso(china_date(too_old)), most, *within)));
    });
    return breaches;
}

std::vector<Breach> look_driver_review(const RegisterView& view) {
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving&) {
        if (!row.value.period_end_on) return;
        const auto ended = last_period_end(*row.value.period_end_on, view.now);
        const auto since = overdue_since(ended, view.settings.review_within_days, view.now);
        const auto& reviewed = row.value.reviewed_on;
        if (!since || (reviewed && *reviewed >= ended)) {
            return;
        }
        breaches.push_back(
            about(row.value.code, *since,
                  fmt::format("记分周期 {} 结束，{} 前应当审验，{}", to_iso(ended), last_day_text(*since),
                              reviewed ? "上次审验 " + to_iso(*reviewed) : "没有审验记录")));
    });
    return breaches;
}

std::vector<Breach> look_driver_offences(const RegisterView& view) {
    std::unordered_map<std::string_view, Faults> faults;
    for (const auto& row : view.registry.rows().offences) {
        const Offence& offence = row.value;
        const OffenceRow* grave = grave_offence(offence);
        if (!grave || !row.valid_at(view.now) || !still_counts(offence, *grave, view)) continue;
        faults[offence.driver].add(china_midnight(offence.on),
                                   fmt::format("{} {}{}{}", to_iso(offence.on), grave->name_zh,
                                               offence.text.empty() ? "" : "：", offence.text));
    }
    std::vector<Breach> breaches;
    if (faults.empty()) return breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving&) {
        const auto own = faults.find(row.value.code);
        if (own == faults.end()) return;
        breaches.push_back(
            about(row.value.code, own->second.since, own->second.text + "。当日起不得安排驾驶"));
    });
    return breaches;
}

std::vector<Breach> look_driver_licence(const RegisterView& view) {
    const auto rows = rows_by(view.registry.rows().drivers, code_of_driver);
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving&) {
        if (row.value.licence == LicenceState::normal) return;
        const auto same = [&](const registry::Driver& driver) { return driver.licence == row.value.licence; };
        breaches.push_back(
            about(row.value.code, held_since(rows.at(row.value.code), row, same),
                  fmt::format("驾驶证状态为{}，不得驾驶", licence_state_zh(row.value.licence))));
    });
    return breaches;
}

std::vector<Breach> look_driver_training(const RegisterView& view) {
    std::vector<Breach> breaches;
    const int days = view.settings.driver_edu_days;
    for_each_driver(view, [&](const DriverRow& row, const Driving&) {
        if (const auto since = overdue_since(row.value.trained_on, days, view.now))
            breaches.push_back(
                about(row.value.code, *since,
                      fmt::format("上次安全教育 {}，超过 {} 天", to_iso(*row.value.trained_on), days)));
    });
    return breaches;
}

std::vector<Breach> look_escort_training(const RegisterView& view) {
    const auto runs = runs_ahead(view);
    std::unordered_set<std::string_view> riding;
    for (const PlannedRun& run : runs) riding.insert(run.escort);
    std::vector<Breach> breaches;
    const int days = view.settings.escort_edu_days;
    for (const auto& row : view.registry.rows().escorts) {
        if (!row.valid_at(view.now) || !riding.contains(row.value.code)) continue;
        if (const auto since = overdue_since(row.value.trained_on, days, view.now))
            breaches.push_back(
                about(row.value.code, *since,
                      fmt::format("上次安全培训 {}，超过 {} 天", to_iso(*row.value.trained_on), days)));
    }
    return breaches;
}

namespace {

constexpr Rule crew_papers_table[] = {
    {.id = RuleId::dr_03,
     .code = "DR-03",
     .name_zh = "驾驶人年龄不符",
     .name_en = "Driver too young or too old",
     .legal_basis_zh = "校车安全管理条例 第二十三条；机动车驾驶证申领和使用规定 第九十二条",
     .severity = Severity::s1,
     .audience = "B,P,O",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_age},
    {.id = RuleId::dr_04,
     .code = "DR-04",
     .name_zh = "驾驶人年龄将到上限",
     .name_en = "Driver near the age limit",
     .legal_basis_zh = "校车安全管理条例 第二十三条",
     .severity = Severity::s4,
     .audience = "O,B",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_age_near},
    {.id = RuleId::dr_05,
     .code = "DR-05",
     .name_zh = "驾驶人审验逾期",
     .name_en = "Driver's yearly review overdue",
     .legal_basis_zh = "校车安全管理条例 第二十六条；机动车驾驶证申领和使用规定 第九十条",
     .severity = Severity::s2,
     .audience = "P,B,O",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_review},
    {.id = RuleId::dr_06,
     .code = "DR-06",
     .name_zh = "驾驶人满分或严重违法",
     .name_en = "Driver with full points or a grave offence",
     .legal_basis_zh = "校车安全管理条例 第二十三条、第四十九条；机动车驾驶证申领和使用规定 第九十二条",
     .severity = Severity::s1,
     .audience = "P,B,S,O",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_offences},
    {.id = RuleId::dr_09,
     .code = "DR-09",
     .name_zh = "驾驶证失效",
     .name_en = "Driving licence not valid",
     .legal_basis_zh = "道路交通安全法 第十九条、第九十九条",
     .severity = Severity::s1,
     .audience = "P,B,O",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_licence},
    {.id = RuleId::dr_10,
     .code = "DR-10",
     .name_zh = "驾驶人安全教育逾期",
     .name_en = "Driver's training overdue",
     .legal_basis_zh = "校车安全管理条例 第十条",
     .severity = Severity::s4,
     .audience = "O,B",
     .subject = SubjectKind::driver,
     .clock = RuleClock::registered,
     .look = look_driver_training},
    {.id = RuleId::es_06,
     .code = "ES-06",
     .name_zh = "照管人员培训逾期",
     .name_en = "Escort's training overdue",
     .legal_basis_zh = "校车安全管理条例 第三十八条",
     .severity = Severity::s4,
     .audience = "O,B",
     .subject = SubjectKind::escort,
     .clock = RuleClock::registered,
     .look = look_escort_training},
};

}  // namespace

std::span<const Rule> crew_papers_rules() { return crew_papers_table; }

}  // namespace husong::rules
