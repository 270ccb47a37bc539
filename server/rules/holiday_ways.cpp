// How boarders get home and back: HM-02, HM-08.
#include "server/registry/travel_modes.hpp"
#include "server/registry/vehicle_names.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/vehicle_licence.hpp"
#include "server/rules/vehicle_papers.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace husong::rules {

namespace {

using registry::Direction;
using registry::Pupil;
using registry::Travel;
using registry::TravelStanding;
using registry::Versioned;

std::string_view way_zh(Direction direction) { return direction == Direction::home ? "离校" : "返校"; }

TravelStanding standing_of(const Travel& travel) {
    const auto* mode = registry::travel_mode(travel.mode);
    return mode ? mode->standing : TravelStanding::untold;
}

std::string_view mode_zh(const Travel& travel) {
    const auto* mode = registry::travel_mode(travel.mode);
    return mode ? mode->name_zh : "";
}

// ---- HM-02 ----

// Each school's next departure of each direction, where it is near.
using NextDepartures =
    std::map<std::pair<std::string_view, Direction>, const Versioned<registry::Departure>*>;

NextDepartures departures_near(const RegisterView& view) {
    NextDepartures next;
    const Time until = china_midnight(view.now) + std::chrono::days{view.settings.ways_told_days + 1};
    for (const auto* row : view.registry.departures_between(view.now, until))
        if (row->value.status == registry::DepartureStatus::planned && row->valid_at(view.now))
            next.try_emplace({row->value.school, row->value.direction}, row);
    return next;
}

class UntoldWays {
public:
    explicit UntoldWays(const RegisterView& view) : view_{view}, next_{departures_near(view)} {
        for (const auto& row : view.registry.rows().travels) travels_[row.value.pupil].push_back(&row);
    }

    std::vector<Breach> breaches() {
        for (const auto& row : view_.registry.rows().pupils) {
            if (!row.value.boarding || !row.valid_at(view_.now)) continue;
            for (const Direction direction : {Direction::home, Direction::to_school})
                if (const auto next = next_.find({row.value.school, direction}); next != next_.end())
                    add(row, *next->second);
        }
        std::map<std::string_view, Faults> schools;
        for (const auto& [of, untold] : untold_)
            schools[of.first].add(untold.since, told(*next_.at(of), untold));
        return breaches_by_code(std::move(schools));
    }

private:
    struct Untold {
        Time since = end_of_time;
        int pupils = 0;
        std::map<std::string_view, int> by_class{};
    };

    void add(const Versioned<Pupil>& pupil, const Versioned<registry::Departure>& next) {
        const Time since = untold_since(pupil, next.value.direction, next.value.leaves_at);
        if (since == end_of_time) return;
        const Time near =
            china_midnight(next.value.leaves_at) - std::chrono::days{view_.settings.ways_told_days};
        Untold& untold = untold_[{pupil.value.school, next.value.direction}];
        untold.since = std::min(untold.since, std::max({since, near, next.valid_from}));
        ++untold.pupils;
        ++untold.by_class[pupil.value.class_name];
    }

    // end_of_time: it is told for then, or the pupil's own row names the line.
    [[nodiscard]] Time untold_since(const Versioned<Pupil>& pupil, Direction direction, Time at) const {
        Time since = pupil.valid_from;
        if (const auto own = travels_.find(pupil.value.code); own != travels_.end())
            for (const auto* row : own->second) {
                if (row->value.direction != direction) continue;
                const bool untold = standing_of(row->value) == TravelStanding::untold;
                if (!row->valid_at(at)) {
                    if (!untold && row->valid_until <= view_.now) since = std::max(since, row->valid_until);
                } else if (untold) {
                    return std::max(since, row->valid_from);
                } else {
                    return end_of_time;
                }
            }
        return pupil.value.line.empty() ? since : end_of_time;
    }

    static std::string told(const Versioned<registry::Departure>& next, const Untold& untold) {
        std::string classes;
        for (const auto& [name, pupils] : untold.by_class)
            classes += fmt::format("{}{} {} 人", classes.empty() ? "" : "、", name.empty() ? "未分班" : name,
                                   pupils);
        return fmt::format("{} {}：住校生 {} 人没有登记出行方式（{}）",
                           to_iso(china_date(next.value.leaves_at)), way_zh(next.value.direction),
                           untold.pupils, classes);
    }

    const RegisterView& view_;
    NextDepartures next_;
    std::map<std::string_view, RowsOfOne<Travel>> travels_;  // of a pupil
    std::map<std::pair<std::string_view, Direction>, Untold> untold_;
};

// ---- HM-08 ----

class UnlawfulRides {
public:
    explicit UnlawfulRides(const RegisterView& view)
        : view_{view}, of_pupil_{rows_by(view.registry.rows().travels, [](const Travel& travel) {
              return std::string_view{travel.pupil};
          })} {}

    std::vector<Breach> breaches() const {
        std::map<std::string_view, Faults> pupils;
        for (const auto& row : view_.registry.rows().travels) {
            if (!row.valid_at(view_.now) || !is_unlawful(row.value)) continue;
            if (!view_.registry.pupil_by_code(row.value.pupil, view_.now)) continue;
            const auto alike = [&](const Travel& earlier) {
                return earlier.direction == row.value.direction && earlier.mode == row.value.mode &&
                       earlier.plate == row.value.plate;
            };
            pupils[row.value.pupil].add(held_since(of_pupil_.at(row.value.pupil), row, alike),
                                        told(row.value));
        }
        std::vector<Breach> found;
        found.reserve(pupils.size());
        for (auto& [pupil, faults] : pupils)
            found.push_back({.vehicle = {},
                             .subject = std::string{pupil},
                             .since = faults.since,
                             .level = Level::suspected,  // nobody has seen it
                             .detail = faults.text + "，应当与家长谈话并改换方式"});
        return found;
    }

private:
    using VehicleRow = Versioned<registry::Vehicle>;

    // Of the vehicles with this number that are on the register.
    [[nodiscard]] std::vector<const VehicleRow*> vehicles_of(const Travel& travel) const {
        std::vector<const VehicleRow*> known;
        for (const VehicleId id : view_.registry.find_all_colours(travel.plate))
            if (const auto* row = view_.registry.vehicle(id, view_.now)) known.push_back(row);
        return known;
    }

    [[nodiscard]] bool is_own_car(const Travel& travel) const {
        const auto vehicles = view_.registry.find_all_colours(travel.plate);
        const auto names = [&](const registry::Guardian* guardian) {
            return guardian->vehicle && std::ranges::find(vehicles, guardian->vehicle) != vehicles.end();
        };
        return std::ranges::any_of(view_.registry.guardians_of(travel.pupil, view_.now), names);
    }

    // 农用车, a scrapped or banned one: nobody's child may ride in it, the owner's neither.
    static bool carries_nobody(const VehicleRow* row) {
        const registry::Vehicle& vehicle = row->value;
        return !carries_people(vehicle.vehicle_class) || vehicle.status == registry::VehicleStatus::banned ||
               !ended_licence_zh(vehicle.licence).empty();
    }

    [[nodiscard]] bool is_unlawful(const Travel& travel) const {
        const auto known = vehicles_of(travel);
        if (!known.empty() && std::ranges::all_of(known, carries_nobody)) return true;
        if (standing_of(travel) != TravelStanding::forbidden) return false;
        return travel.mode == "banned" || !is_own_car(travel);
    }

    [[nodiscard]] std::string told(const Travel& travel) const {
        std::string text = fmt::format("{}乘{}", way_zh(travel.direction), mode_zh(travel));
        if (travel.plate.empty()) return text + "，车牌没有报";
        text += " " + registry::display_plate(travel.plate);
        const auto known = vehicles_of(travel);
        if (known.empty()) return text + "（没有备案）";
        const registry::Vehicle& vehicle = known.front()->value;
        return text + fmt::format("（{}，{}）", registry::class_name_zh(vehicle.vehicle_class),
                                  registry::use_nature_zh(vehicle.use_nature));
    }

    const RegisterView& view_;
    std::unordered_map<std::string_view, RowsOfOne<Travel>> of_pupil_;
};

}  // namespace

std::vector<Breach> look_untold_ways(const RegisterView& view) { return UntoldWays{view}.breaches(); }

std::vector<Breach> look_unlawful_rides(const RegisterView& view) { return UnlawfulRides{view}.breaches(); }

std::span<const Rule> holiday_way_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_02,
         .code = "HM-02",
         .name_zh = "出行方式未登记",
         .name_en = "Boarders without a way of travelling",
         .legal_basis_zh = "县工作方案 第四条",
         .severity = Severity::s3,
         .audience = "S",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_untold_ways},
        {.id = RuleId::hm_08,
         .code = "HM-08",
         .name_zh = "私自租用车辆",
         .name_en = "Family-hired unlawful vehicle",
         .legal_basis_zh = "校车安全管理条例 第十二条；县禁乘车辆清单",
         .severity = Severity::s2,
         .audience = "S,B,P",
         .subject = SubjectKind::pupil,
         .clock = RuleClock::registered,
         .look = look_unlawful_rides},
    };
    return rules;
}

}  // namespace husong::rules
