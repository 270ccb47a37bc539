#include "server/rules/driver_papers.hpp"

#include "server/rules/register_facts.hpp"
#include "server/rules/vehicle_licence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::rules {

namespace {

using registry::Driver;
using registry::LicenceState;
using registry::Offence;
using registry::OffenceKind;
using registry::VehicleClass;

// A1 drives every coach, B1 a medium one, C1 a small one (机动车驾驶证申领和使用规定 附件1).
// A licence holds several, as A1D.
bool class_fits(std::string_view licence, VehicleClass vehicle) {
    const auto holds = [&](std::string_view each) { return licence.find(each) != std::string_view::npos; };
    if (vehicle == VehicleClass::large) return holds("A1");
    if (vehicle == VehicleClass::medium) return holds("A1") || holds("B1");
    return std::ranges::any_of(std::array<std::string_view, 6>{"A1", "A2", "A3", "B1", "B2", "C1"}, holds);
}

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

// The last end of a scoring period that has come, where periods are years and the register names one of them.
year_month_day last_period_end(year_month_day told, Time now) {
    int years = 0;
    while (china_midnight(years_after(told, years + 1)) <= now) ++years;
    return years_after(told, years);
}

constexpr std::array<std::string_view, 7> licence_states_zh{"正常", "过期", "暂扣", "吊销",
                                                            "报废", "注销", "拼装"};

void add(std::vector<std::string>& texts, const std::optional<DriverFault>& fault) {
    if (fault) texts.push_back(fault->text);
}

bool is_on_plate(std::string_view code, const RegisterRows& rows) {
    if (!rows.plate || rows.plate->value.driver_codes.empty()) return true;
    return std::ranges::find(rows.plate->value.driver_codes, code) != rows.plate->value.driver_codes.end();
}

}  // namespace

bool asks_for_qualification(const RegisterRows& rows, const RuleSettings& settings) {
    return rows.plate != nullptr || !rows.vehicle ||
           needs_school_bus_plate(rows.vehicle->value.use_nature, settings);
}

Time too_old_since(year_month_day birth, int age, const RuleSettings& settings) {
    if (settings.max_age_counts_whole_years) return china_midnight(years_after(birth, age + 1));
    return end_of_day(years_after(birth, age));
}

std::optional<DriverFault> qualification_fault(const Driver& driver, VehicleClass vehicle_class, Time at) {
    if (!driver.qualified_until) return DriverFault{{}, "没有校车驾驶资格"};
    if (at >= *driver.qualified_until)
        return DriverFault{driver.qualified_until,
                           "校车驾驶资格已于 " + last_day_text(*driver.qualified_until) + " 到期"};
    if (class_fits(driver.licence_class, vehicle_class)) return std::nullopt;
    return DriverFault{{}, fmt::format("准驾车型 {} 与车辆不符", driver.licence_class)};
}

std::optional<DriverFault> too_old(const Driver& driver, bool school_bus, Time at,
                                   const RuleSettings& settings) {
    if (!driver.birth_on) return std::nullopt;
    const int most = school_bus ? settings.driver_max_age : settings.coach_driver_max_age;
    const Time since = too_old_since(*driver.birth_on, most, settings);
    if (at < since) return std::nullopt;
    return DriverFault{since, fmt::format("{} 出生，{} 起超过 {} 周岁，不得再驾驶", to_iso(*driver.birth_on),
                                          to_iso(china_date(since)), most)};
}

std::optional<DriverFault> too_young(const Driver& driver, Time at, const RuleSettings& settings) {
    if (!driver.birth_on) return std::nullopt;
    const year_month_day of_age = years_after(*driver.birth_on, settings.driver_min_age);
    if (at >= china_midnight(of_age)) return std::nullopt;
    return DriverFault{{},
                       fmt::format("{} 出生，{} 才满 {} 周岁", to_iso(*driver.birth_on), to_iso(of_age),
                                   settings.driver_min_age)};
}

std::optional<DriverFault> review_fault(const Driver& driver, Time at, const RuleSettings& settings) {
    if (!driver.period_end_on) return std::nullopt;
    const year_month_day ended = last_period_end(*driver.period_end_on, at);
    const Time since = end_of_day(days_after(ended, settings.review_within_days));
    const auto& reviewed = driver.reviewed_on;
    if (at < since || (reviewed && *reviewed >= ended)) return std::nullopt;
    return DriverFault{since,
                       fmt::format("记分周期 {} 结束，{} 前应当审验，{}", to_iso(ended), last_day_text(since),
                                   reviewed ? "上次审验 " + to_iso(*reviewed) : "没有审验记录")};
}

std::optional<DriverFault> licence_fault(const Driver& driver) {
    if (driver.licence == LicenceState::normal) return std::nullopt;
    return DriverFault{{},
                       fmt::format("驾驶证状态为{}，不得驾驶",
                                   licence_states_zh.at(static_cast<std::size_t>(driver.licence)))};
}

std::optional<DriverFault> offence_fault(const Offence& offence, Time at, const RuleSettings& settings) {
    const OffenceRow* grave = grave_offence(offence);
    if (!grave || china_midnight(offence.on) > at) return std::nullopt;
    if (grave->years && at >= end_of_day(years_after(offence.on, settings.*grave->years)))
        return std::nullopt;
    return DriverFault{china_midnight(offence.on),
                       fmt::format("{} {}{}{}", to_iso(offence.on), grave->name_zh,
                                   offence.text.empty() ? "" : "：", offence.text)};
}

DriverView view_driver(std::string_view code, const DriverCase& subject) {
    DriverView view{std::string{code}, {}, {}};
    const auto* row = subject.registry.driver_by_code(code, subject.now);
    if (!row) {
        view.forbidding.emplace_back("登记中没有这位驾驶人");
        return view;
    }
    const Driver& driver = row->value;
    view.name = driver.name;
    const bool school_bus = asks_for_qualification(subject.rows, subject.settings);
    add(view.forbidding, licence_fault(driver));
    if (school_bus && subject.rows.vehicle)
        add(view.forbidding,
            qualification_fault(driver, subject.rows.vehicle->value.vehicle_class, subject.now));
    add(view.forbidding, too_old(driver, school_bus, subject.now, subject.settings));
    if (school_bus) add(view.forbidding, too_young(driver, subject.now, subject.settings));
    for (const auto* offence : subject.registry.offences_of(code))
        if (offence->valid_at(subject.now))
            add(view.forbidding, offence_fault(offence->value, subject.now, subject.settings));
    add(view.worth_a_look, review_fault(driver, subject.now, subject.settings));
    if (!is_on_plate(code, subject.rows))
        view.worth_a_look.push_back("不在标牌 " + subject.rows.plate->value.number + " 上");
    return view;
}

std::optional<RunDriver> driver_of_run(const registry::Departure& run, const tracking::Trip& trip,
                                       const registry::Registry& registry, Time now,
                                       const RuleSettings& law) {
    const TripRows on = trip_rows_of(registry, trip, run.vehicle, now);
    const bool for_next = trip.stage == tracking::TripStage::over && trip.driver.since > trip.ended_at &&
                          run.leaves_at > trip.leaves_at;
    const bool signed_in = on.driver_signed_in && (on.code() == run.code || for_next);
    if (signed_in && !on.driver) return RunDriver{{"", {"签到的驾驶人不在登记中"}, {}}, true};
    const std::string code = signed_in ? on.driver->value.code : run.driver;
    if (code.empty()) return std::nullopt;
    const RegisterRows rows = rows_of(registry, run.vehicle, now);
    const RuleSettings rules = with_own(law, own_thresholds_at(registry, now));
    return RunDriver{view_driver(code, {registry, rows, now, rules}), signed_in};
}

}  // namespace husong::rules
