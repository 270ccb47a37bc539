#include "server/rules/crew_papers.hpp"

#include "server/rules/driver_papers.hpp"
#include "server/rules/register_facts.hpp"

#include <fmt/format.h>

#include <unordered_set>

namespace husong::rules {

namespace {

using registry::LicenceState;
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

}  // namespace

std::vector<Breach> look_driver_age(const RegisterView& view) {
    const auto rows = rows_by(view.registry.rows().drivers, code_of_driver);
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving& driving) {
        if (const auto fault = too_old(row.value, driving.school_bus, view.now, view.settings))
            breaches.push_back(about(row.value.code, *fault->since, fault->text));
        if (!driving.school_bus) return;
        const auto same = [&](const registry::Driver& driver) {
            return driver.birth_on == row.value.birth_on;
        };
        if (const auto fault = too_young(row.value, view.now, view.settings))
            breaches.push_back(
                about(row.value.code, held_since(rows.at(row.value.code), row, same), fault->text));
    });
    return breaches;
}

std::vector<Breach> look_driver_age_near(const RegisterView& view) {
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving& driving) {
        if (!row.value.birth_on) return;
        const int most =
            driving.school_bus ? view.settings.driver_max_age : view.settings.coach_driver_max_age;
        const Time last = too_old_since(*row.value.birth_on, most, view.settings);
        if (view.now >= last) return;
        // The last of the warnings that has come: the detail changes with it, not day by day.
        std::optional<int> within;
        int first = 0;
        for (const int days : view.settings.age_limit_near_days) {
            first = std::max(first, days);
            if (last - std::chrono::days{days} <= view.now) within = std::min(within.value_or(days), days);
        }
        if (!within || has_successor(row.value.code, view)) return;
        breaches.push_back(about(row.value.code, last - std::chrono::days{first},
                                 fmt::format("{} 起超过 {} 周岁，不到 {} 天，请安排接替并变更标牌",
                                             to_iso(china_date(last)), most, *within)));
    });
    return breaches;
}

std::vector<Breach> look_driver_review(const RegisterView& view) {
    std::vector<Breach> breaches;
    for_each_driver(view, [&](const DriverRow& row, const Driving&) {
        if (const auto fault = review_fault(row.value, view.now, view.settings))
            breaches.push_back(about(row.value.code, *fault->since, fault->text));
    });
    return breaches;
}

std::vector<Breach> look_driver_offences(const RegisterView& view) {
    std::unordered_map<std::string_view, Faults> faults;
    for (const auto& row : view.registry.rows().offences) {
        if (!row.valid_at(view.now)) continue;
        if (const auto fault = offence_fault(row.value, view.now, view.settings))
            faults[row.value.driver].add(*fault->since, fault->text);
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
        const auto fault = licence_fault(row.value);
        if (!fault) return;
        const auto same = [&](const registry::Driver& driver) { return driver.licence == row.value.licence; };
        breaches.push_back(
            about(row.value.code, held_since(rows.at(row.value.code), row, same), fault->text));
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
