#include "server/rules/plans.hpp"

#include "server/rules/load.hpp"
#include "server/rules/riders.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <tuple>

namespace husong::rules {

namespace {

// ---- LD-06 ----

std::string direction_zh(registry::Direction direction) {
    return direction == registry::Direction::home ? "离校" : "返校";
}

// Places for pupils beside the driver and the escort who is named; none: 核载 is not known.
std::optional<int> places_for_pupils(const PlannedRun& run, const RegisterView& view) {
    const RegisterRows rows = rows_of(view.registry, run.vehicle, view.now);
    if (!rows.vehicle || rows.vehicle->value.approved_persons <= 0) return std::nullopt;
    const registry::Vehicle& vehicle = rows.vehicle->value;
    const int crew = run.escort.empty() ? 1 : 2;
    const int places = lawful_persons(vehicle, rows.plate != nullptr) - crew;
    const int pupils = vehicle.approved_pupils.value_or(0);
    return pupils > 0 ? std::min(places, pupils) : places;
}

using RunGroup = std::vector<const PlannedRun*>;

class PlanLook {
public:
    explicit PlanLook(const RegisterView& view)
        : view_{view}, runs_{runs_ahead(view)}, riders_{view, runs_} {}

    std::vector<Breach> breaches() {
        // A departure's day; of timetables the day of the week, as '1' … '7'.
        std::map<std::tuple<std::string_view, registry::Direction, Time, char>, RunGroup> groups;
        for (const PlannedRun& run : runs_) {
            if (!run.daily())
                groups[{run.line, run.direction, china_midnight(*run.leaves_at), ' '}].push_back(&run);
            for (const char weekday : run.weekdays)
                groups[{run.line, run.direction, Time{}, weekday}].push_back(&run);
        }
        const RunGroup* judged = nullptr;  // most weekdays of a line have the same runs
        for (const auto& [key, group] : groups) {
            if (!judged || *judged != group) judge(group);
            judged = &group;
        }
        std::vector<Breach> all;
        for (auto& [code, breach] : found_) all.push_back(std::move(breach));
        return all;
    }

private:
    void judge(const RunGroup& group) {
        std::size_t places = 0;
        Time told = Time{};
        for (const PlannedRun* run : group) {
            const auto own = places_for_pupils(*run, view_);
            if (!own) return;
            places += static_cast<std::size_t>(std::max(*own, 0));
            told = std::max(told, told_since(*run));
        }
        std::vector<Rider> riders = riders_.of(*group.front());
        if (riders.size() <= places) return;
        // Too many since the first one beyond the places was bound.
        const auto beyond = riders.begin() + static_cast<std::ptrdiff_t>(places);
        std::ranges::nth_element(riders, beyond, {}, &Rider::bound_from);
        Breach breach = breach_of(group, std::max(told, beyond->bound_from));
        breach.detail = detail_of(group, riders.size(), places);
        found_.try_emplace(breach.subject, std::move(breach));
    }

    // A departure is looked at from so many days before on.
    [[nodiscard]] Time told_since(const PlannedRun& run) const {
        const RegisterRows rows = rows_of(view_.registry, run.vehicle, view_.now);
        Time since = std::max(run.told_from, rows.vehicle->valid_from);
        if (run.leaves_at)
            since = std::max(since, *run.leaves_at - std::chrono::days{view_.settings.plan_ahead_days});
        return since;
    }

    static Breach breach_of(const RunGroup& group, Time since) {
        const auto first = std::ranges::min(group, {}, [](const PlannedRun* run) {
            return std::pair{run->leaves_at, run->code};
        });
        const bool one_vehicle =
            std::ranges::all_of(group, [&](const PlannedRun* run) { return run->vehicle == first->vehicle; });
        return {.vehicle = one_vehicle ? first->vehicle : VehicleId{},
                .subject = std::string{first->code},
                .since = since};
    }

    [[nodiscard]] std::string detail_of(const RunGroup& group, std::size_t riders, std::size_t places) const {
        const PlannedRun& first = *group.front();
        const auto* line = view_.registry.line_by_code(first.line, view_.now);
        const std::string day = first.leaves_at ? to_iso(china_date(*first.leaves_at)) : "每周上学日";
        const std::string vehicles = group.size() == 1 ? "" : fmt::format("{} 趟共", group.size());
        return fmt::format("{} {} {}：乘车学生 {} 人，{}有学生座位 {} 个，超 {} 人，应当分流或加车", day,
                           line ? line->value.name : std::string{first.line}, direction_zh(first.direction),
                           riders, vehicles, places, riders - places);
    }

    const RegisterView& view_;
    std::vector<PlannedRun> runs_;
    Riders riders_;
    std::map<std::string, Breach> found_;  // by subject: a timetable's weekdays are one
};

// ---- LD-08 ----

// Days of overloads, with how many there were.
using OverloadDays = std::vector<Time>;

// The stretch in which so many fell within the window, if it lasts now: its beginning.
std::optional<Time> repeated_since(OverloadDays days, const RegisterView& view) {
    const auto many = static_cast<std::size_t>(view.settings.repeats);
    const std::chrono::days window{view.settings.repeat_days};
    std::ranges::sort(days);
    std::optional<Time> since;
    Time until{};
    for (std::size_t last = many - 1; last < days.size(); ++last) {
        const Time holds_until = days[last + 1 - many] + window;
        if (days[last] >= holds_until) continue;
        if (!since || days[last] > until) since = days[last];
        until = holds_until;
    }
    return since && view.now < until ? since : std::nullopt;
}

std::string days_text(const OverloadDays& days, const RegisterView& view) {
    std::string text;
    std::size_t count = 0;
    for (const Time day : days) {
        if (day + std::chrono::days{view.settings.repeat_days} <= view.now) continue;
        text += (text.empty() ? "" : "、") + to_iso(china_date(day));
        ++count;
    }
    return fmt::format("{} 天内查实超员 {} 次（{}）", view.settings.repeat_days, count, text);
}

// ---- GA-08 ----

struct FacilityName {
    std::string_view kind;
    std::string_view name_zh;
};
constexpr std::array<FacilityName, 5> facility_names{{{"crossing", "人行横道"},
                                                      {"sign", "警告标志"},
                                                      {"hump", "减速带"},
                                                      {"light", "信号灯"},
                                                      {"guard", "护学岗"}}};

std::string_view facility_zh(std::string_view kind) {
    const auto found = std::ranges::find(facility_names, kind, &FacilityName::kind);
    return found == facility_names.end() ? kind : found->name_zh;
}

}  // namespace

std::vector<Breach> look_planned_overload(const RegisterView& view) { return PlanLook{view}.breaches(); }

std::vector<Breach> look_repeated_overload(const RegisterView& view) {
    std::map<VehicleId, OverloadDays> of_vehicle;
    std::map<std::string_view, OverloadDays> of_operator;
    for (const FindingHead& head : view.overloads) of_vehicle[head.vehicle].push_back(head.day);
    std::vector<Breach> breaches;
    std::map<std::string_view, bool> by_a_vehicle;
    for (auto& [id, days] : of_vehicle) {
        std::ranges::sort(days);
        const RegisterRows rows = rows_of(view.registry, id, view.now);
        const auto since = repeated_since(days, view);
        if (since && rows.vehicle)
            breaches.push_back(
                RegisteredVehicle{rows.vehicle->value, rows}.breach(*since, days_text(days, view)));
        else if (since)
            breaches.push_back({.vehicle = id, .since = *since, .detail = days_text(days, view)});
        if (!rows.vehicle || rows.vehicle->value.operator_code.empty()) continue;
        auto& all = of_operator[rows.vehicle->value.operator_code];
        all.insert(all.end(), days.begin(), days.end());
        by_a_vehicle[rows.vehicle->value.operator_code] |= since.has_value();
    }
    for (auto& [code, days] : of_operator) {
        std::ranges::sort(days);
        const auto since = repeated_since(days, view);
        if (since && !by_a_vehicle[code])
            breaches.push_back({.vehicle = {},
                                .subject = std::string{code},
                                .since = *since,
                                .detail = "所属车辆" + days_text(days, view)});
    }
    return breaches;
}

std::vector<Breach> look_gate_facilities(const RegisterView& view) {
    // The newest check of each facility is the one that counts.
    std::map<std::pair<std::string_view, std::string_view>, const registry::GateFacility*> newest;
    for (const auto& row : view.registry.rows().gate_facilities) {
        if (!row.valid_at(view.now)) continue;
        const auto*& known = newest[{row.value.school, row.value.kind}];
        if (!known || known->checked_on < row.value.checked_on) known = &row.value;
    }
    std::map<std::string_view, Faults> lacking;
    for (const auto& [key, facility] : newest)
        if (!facility->present)
            lacking[key.first].add(
                china_midnight(facility->checked_on),
                fmt::format("{} 检查缺{}", to_iso(facility->checked_on), facility_zh(key.second)));
    std::erase_if(lacking, [&](const auto& of) { return !view.registry.school_by_code(of.first, view.now); });
    return breaches_by_code(std::move(lacking));
}

std::span<const Rule> plan_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::ld_06,
         .code = "LD-06",
         .name_zh = "计划超员",
         .name_en = "More riders planned than places",
         .legal_basis_zh = "校车安全管理条例 第三十四条",
         .severity = Severity::s2,
         .audience = "B,S,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_planned_overload},
        {.id = RuleId::ld_08,
         .code = "LD-08",
         .name_zh = "惯性超员",
         .name_en = "Repeatedly overloaded",
         .legal_basis_zh = "校车安全管理条例 第五十四条；道路交通安全法 第九十二条",
         .severity = Severity::s2,
         .audience = "B,P,T,O",
         .clock = RuleClock::registered,
         .look = look_repeated_overload},
        {.id = RuleId::ga_08,
         .code = "GA-08",
         .name_zh = "校门交通设施缺失",
         .name_en = "School gate lacks traffic facilities",
         .legal_basis_zh = "道路交通安全法 第三十四条",
         .severity = Severity::s3,
         .audience = "B,P",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_gate_facilities},
    };
    return rules;
}

}  // namespace husong::rules
