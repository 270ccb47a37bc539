// Whether what is published of a day is enough, not too much at once, and over before dark: HM-03, HM-05,
// HM-09.
#include "maps/daylight.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <map>

namespace husong::rules {

namespace {

std::string_view direction_of_leg_zh(registry::Direction direction) {
    return direction == registry::Direction::home ? "离校" : "返校";
}

// ---- HM-03 ----

// The leg of a published plan that a run belongs to, 2026-2027-1/X1/3H; empty: it is of none.
std::string_view leg_of(const registry::Departure& run, const registry::Registry& registry) {
    const std::string_view code = run.code;
    for (const auto& row : registry.rows().terms) {
        const std::string school = row.value.code + "/" + run.school + "/";
        if (!code.starts_with(school)) continue;
        const auto end = code.find('/', school.size());
        return end == std::string_view::npos ? std::string_view{} : code.substr(0, end);
    }
    return {};
}

// Beside driver and escort; none: nobody told.
std::optional<int> seats_of(const registry::Departure& run, const registry::Registry& registry) {
    const auto* vehicle = registry.vehicle(run.vehicle, run.leaves_at);
    if (!vehicle || vehicle->value.approved_persons <= 0)
        return run.seats > 0 ? std::optional{run.seats} : std::nullopt;
    constexpr int crew = 2;
    int seats = vehicle->value.approved_persons - crew;
    if (const int pupils = vehicle->value.approved_pupils.value_or(0); pupils > 0)
        seats = std::min(seats, pupils);
    return std::max(0, run.seats > 0 ? std::min(seats, run.seats) : seats);
}

class SeatsOfLegs {
public:
    explicit SeatsOfLegs(const RegisterView& view) : view_{view} {
        for (const auto& row : view.registry.rows().pupils)
            if (row.value.boarding) boarders_[row.value.school].push_back(&row);
    }

    std::vector<Breach> breaches() {
        std::map<std::string_view, const registry::Departure*> legs;  // by the first of its runs ahead
        const Time until = view_.now + std::chrono::days{view_.settings.plan_ahead_days};
        for (const auto* row : view_.registry.departures_between(view_.now, until)) {
            if (row->value.status != registry::DepartureStatus::planned || !row->valid_at(view_.now))
                continue;
            if (const auto leg = leg_of(row->value, view_.registry); !leg.empty())
                legs.try_emplace(leg, &row->value);
        }
        for (const auto& [leg, first] : legs) judge(leg, *first);
        return breaches_by_code(std::move(schools_));
    }

private:
    void judge(std::string_view leg, const registry::Departure& first) {
        std::size_t seats = 0;
        Time told = first.leaves_at - std::chrono::days{view_.settings.plan_ahead_days};
        for (const auto* row : view_.registry.departures_of_school(first.school)) {
            const registry::Departure& run = row->value;
            if (run.status != registry::DepartureStatus::planned || leg_of(run, view_.registry) != leg)
                continue;
            const auto own = seats_of(run, view_.registry);
            if (!own) return;
            seats += static_cast<std::size_t>(*own);
            told = std::max(told, row->valid_from);
        }
        std::vector<Time> bound = bound_since(first);
        if (bound.size() <= seats) return;
        const auto beyond = bound.begin() + static_cast<std::ptrdiff_t>(seats);
        std::ranges::nth_element(bound, beyond);
        schools_[first.school].add(
            std::max(told, *beyond),
            fmt::format("{} {}：乘校车、包车的住校生 {} 人，各趟学生座位共 {} 个，缺 {} 个，应当加车或错开",
                        to_iso(china_date(first.leaves_at)), direction_of_leg_zh(first.direction),
                        bound.size(), seats, bound.size() - seats));
    }

    // The boarders who go by bus or coach that way, each since it is told.
    [[nodiscard]] std::vector<Time> bound_since(const registry::Departure& run) const {
        std::vector<Time> since;
        const auto own = boarders_.find(run.school);
        if (own == boarders_.end()) return since;
        for (const auto* pupil : own->second) {
            if (!pupil->valid_at(run.leaves_at)) continue;
            const auto* told = view_.registry.travel(pupil->value.code, run.direction, run.leaves_at);
            const bool rides = told ? told->value.mode == "school_bus" || told->value.mode == "charter"
                                    : !pupil->value.line.empty();
            if (rides) since.push_back(told ? told->valid_from : pupil->valid_from);
        }
        return since;
    }

    const RegisterView& view_;
    std::map<std::string_view, RowsOfOne<registry::Pupil>> boarders_;  // of a school
    std::map<std::string, Faults> schools_;
};

// ---- HM-05 ----

// How many gate roads the police can man, by day and by weekday.
class Posts {
public:
    explicit Posts(const RegisterView& view) {
        for (const auto& row : view.registry.rows().police_posts) {
            if (!row.valid_at(view.now)) continue;
            if (row.value.on)
                by_day_[*row.value.on] = &row;
            else
                by_weekday_[static_cast<unsigned>(row.value.weekday)] = &row;
        }
    }
    // nullptr: nobody told.
    [[nodiscard]] const registry::Versioned<registry::PolicePosts>* on(year_month_day day) const {
        if (const auto own = by_day_.find(day); own != by_day_.end()) return own->second;
        const std::chrono::weekday weekday{std::chrono::sys_days{day}};
        const auto weekly = by_weekday_.find(weekday.iso_encoding());
        return weekly == by_weekday_.end() ? nullptr : weekly->second;
    }

private:
    std::map<year_month_day, const registry::Versioned<registry::PolicePosts>*> by_day_;
    std::map<unsigned, const registry::Versioned<registry::PolicePosts>*> by_weekday_;
};

// Schools with a vehicle at the gate in one quarter hour, each since that is told.
using SchoolsAtGates = std::map<std::string, Time>;

std::string names_zh(const SchoolsAtGates& schools, const RegisterView& view) {
    constexpr std::size_t most = 8;
    std::string names;
    std::size_t told = 0;
    for (const auto& [code, since] : schools) {
        if (told++ == most) return names + "等";
        const auto* school = view.registry.school_by_code(code, view.now);
        names += (names.empty() ? "" : "、") + (school ? school->value.name : std::string{code});
    }
    return names;
}

// ---- HM-09 ----

// When it gets dark, asked only where that is near: it costs more than the rest of the look.
class Dusks {
public:
    // None: it is still light there for certain.
    std::optional<Time> near(Time at, maps::Wgs84 place) {
        const auto day = china_date(at);
        const auto [known, added] = first_.try_emplace(day, Known{place, {}});
        Known& first = known->second;
        if (added) first.dusk = maps::civil_dusk(day, place);
        if (!first.dusk || at + most_between(first.place, place) < *first.dusk) return std::nullopt;
        return maps::civil_dusk(day, place);
    }

private:
    struct Known {
        maps::Wgs84 place;
        std::optional<Time> dusk;
    };
    // Dusk at the one place is at most so much earlier than at the other: the sun takes 4 minutes a degree of
    // longitude; of latitude dusk moves by less than 9 as far north as 53 degrees.
    static Time::duration most_between(maps::Wgs84 a, maps::Wgs84 b) {
        constexpr double longitude_minutes = 4, latitude_minutes = 9;
        const double minutes = 1 + std::abs(a.longitude_deg - b.longitude_deg) * longitude_minutes +
                               std::abs(a.latitude_deg - b.latitude_deg) * latitude_minutes;
        return std::chrono::ceil<Time::duration>(std::chrono::duration<double, std::ratio<60>>{minutes});
    }

    std::map<year_month_day, Known> first_;  // where it was asked first
};

}  // namespace

std::vector<Breach> look_short_seats(const RegisterView& view) { return SeatsOfLegs{view}.breaches(); }

std::vector<Breach> look_crowded_days(const RegisterView& view) {
    constexpr std::chrono::minutes quarter_hour{15};
    std::map<Time, SchoolsAtGates> quarters;
    for (const HolidayRun& run : holiday_runs_ahead(view)) {
        const Time at_gate = run.home() ? run.from : run.until;
        const Time quarter{at_gate.time_since_epoch() / quarter_hour * quarter_hour};
        const Time since = looked_at_since(run.run, view.settings);
        const auto [known, added] = quarters[quarter].try_emplace(run.departure().school, since);
        if (!added) known->second = std::min(known->second, since);
    }
    const Posts posts{view};
    std::map<year_month_day, Breach> days;  // the fullest quarter hour of each
    std::map<year_month_day, std::size_t> most;
    for (const auto& [quarter, schools] : quarters) {
        const auto day = china_date(quarter);
        const auto* told = posts.on(day);
        if (!told || schools.size() <= static_cast<std::size_t>(told->value.posts)) continue;
        if (schools.size() <= most[day]) continue;
        most[day] = schools.size();
        std::vector<Time> since;
        since.reserve(schools.size());
        for (const auto& [school, from] : schools) since.push_back(from);
        std::ranges::sort(since);
        days[day] = {.vehicle = {},
                     .subject = to_iso(day),
                     .since = std::max(told->valid_from, since[static_cast<std::size_t>(told->value.posts)]),
                     .detail = fmt::format(
                         "{} 起一刻钟内 {} 所学校的校门有车（{}），交警可执勤岗位 {} 个，应当错开",
                         clock_zh(quarter), schools.size(), names_zh(schools, view), told->value.posts)};
    }
    std::vector<Breach> found;
    found.reserve(days.size());
    for (auto& [day, breach] : days) found.push_back(std::move(breach));
    return found;
}

std::vector<Breach> look_late_drops(const RegisterView& view) {
    std::vector<Breach> found;
    Dusks dusks;
    for (const HolidayRun& run : holiday_runs_ahead(view)) {
        if (!run.home() || !run.farthest || !run.end) continue;
        const auto dusk = dusks.near(run.until, *run.end);
        if (!dusk || run.until <= *dusk) continue;
        found.push_back(
            breach_of_run(run, view,
                          fmt::format("{}：末站{} {} 才到，当地 {} 天黑，应当提早发车", run_zh(run, view),
                                      run.farthest->name, clock_zh(run.until), clock_zh(*dusk))));
    }
    return found;
}

std::span<const Rule> holiday_day_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_03,
         .code = "HM-03",
         .name_zh = "运力不足",
         .name_en = "Seats short",
         .legal_basis_zh = "县工作方案 第四条",
         .severity = Severity::s2,
         .audience = "B,T,S",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_short_seats},
        {.id = RuleId::hm_05,
         .code = "HM-05",
         .name_zh = "放假扎堆",
         .name_en = "Too many schools on one day",
         .legal_basis_zh = "县工作方案 第四条",
         .severity = Severity::s3,
         .audience = "B,P,T",
         .subject = SubjectKind::day,
         .clock = RuleClock::registered,
         .look = look_crowded_days},
        {.id = RuleId::hm_09,
         .code = "HM-09",
         .name_zh = "天黑前未到",
         .name_en = "Last drop after dusk",
         .legal_basis_zh = "县域惯例，没有处罚条款",
         .severity = Severity::s3,
         .audience = "S,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_late_drops},
    };
    return rules;
}

}  // namespace husong::rules
