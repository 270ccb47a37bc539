#include "server/rules/trip_crew.hpp"

#include "server/rules/driver_papers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::rules {

namespace {

using tracking::Trip;
using tracking::TripStage;

constexpr int crew_of_two = 2;  // driver and escort

bool is_under_way(const VehicleSnapshot& snapshot) {
    return snapshot.state.trip.stage == TripStage::under_way;
}

bool is_driven(const VehicleSnapshot& snapshot) {
    return is_under_way(snapshot) && snapshot.state.motion.moving;
}

// Of a run under way: when it stands at a stop nothing has changed.
Judgement as_before() { return unknown(); }

std::string reason_unqualified(const VehicleSnapshot& snapshot) {
    if (snapshot.trip.driver_unknown) return "签到的驾驶人不在登记中";
    if (!snapshot.trip.driver) return "";
    const registry::Driver& driver = snapshot.trip.driver->value;
    const auto fault = qualification_fault(driver, snapshot.rows.vehicle->value.vehicle_class, snapshot.at);
    return fault ? fmt::format("驾驶人 {} {}", driver.code, fault->text) : "";
}

// Whom a gate compared with its list and found to be the one is the one.
Level level_of_driver(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    const TripRows& rows = snapshot.trip;
    const bool listed = rows.driver && rows.departure && rows.driver->value.code == rows.departure->driver;
    const bool compared = trip.gate_compared && (trip.gate_differs & tracking::gate_differs::driver) == 0;
    if (listed && compared) return Level::confirmed;
    return rows.driver_signed_in ? Level::likely : Level::suspected;
}

// DR-01
Judgement judge_unqualified_driver(const VehicleSnapshot& snapshot) {
    const RegisterRows& rows = snapshot.rows;
    if (!is_under_way(snapshot) || !rows.vehicle) return {};
    if (!asks_for_qualification(rows, snapshot.settings)) return {};
    const std::string reason = reason_unqualified(snapshot);
    return reason.empty() ? Judgement{}
                          : violated(level_of_driver(snapshot), 0, snapshot.trip.code(), reason);
}

// DR-02
Judgement judge_driver_not_on_plate(const VehicleSnapshot& snapshot) {
    const auto* plate = snapshot.rows.plate;
    if (!is_under_way(snapshot) || !plate || plate->value.driver_codes.empty()) return {};
    if (!snapshot.trip.driver_signed_in) return {};
    const auto is_driver = [&](const std::string& code) {
        return tracking::code_hash(code) == snapshot.state.trip.driver.code;
    };
    if (std::ranges::any_of(plate->value.driver_codes, is_driver)) return {};
    const std::string who = snapshot.trip.driver ? " " + snapshot.trip.driver->value.code : "";
    return violated(level_of_driver(snapshot), 0, snapshot.trip.code(),
                    fmt::format("签到的驾驶人{}不在标牌 {} 上", who, plate->value.number));
}

std::string hours_zh(Milliseconds time) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(time).count();
    return fmt::format("{} 小时 {} 分", minutes / 60, minutes % 60);
}

std::string limit_zh(Milliseconds limit) {
    const bool whole = limit % std::chrono::hours{1} == Milliseconds{0};
    return whole ? fmt::format("{} 小时", limit / std::chrono::hours{1}) : hours_zh(limit);
}

Time driven_since(const VehicleSnapshot& snapshot) { return snapshot.state.trip.driving.since; }
Time moving_since(const VehicleSnapshot& snapshot) { return snapshot.state.motion.since; }

// DR-07
Judgement judge_fatigue(const VehicleSnapshot& snapshot) {
    const tracking::Driving& driving = snapshot.state.trip.driving;
    if (driving.since == never) return {};
    const auto& limits = snapshot.following_from(driving.since);
    const bool seen = snapshot.at - driving.position_at < limits.rest;  // silence is not driving
    const Time until = seen ? snapshot.at : driving.position_at;
    const Milliseconds driven = until - driving.since;
    const Milliseconds at_night = driven_at_night(driving.since, until, limits);
    const auto minutes = static_cast<int>(std::chrono::floor<std::chrono::minutes>(driven).count());
    if (driven > limits.day_driving || at_night > limits.night_driving)
        return violated(Level::likely, minutes, "",
                        fmt::format("已连续驾驶 {}，没有休息 {} 分钟", hours_zh(driven),
                                    std::chrono::floor<std::chrono::minutes>(limits.rest).count()));
    const bool drives = seen && driving.resting == never;
    const Milliseconds in_a_day =
        driving.in_a_day(snapshot.at) + (drives ? snapshot.at - driving.position_at : Milliseconds{0});
    if (in_a_day > limits.day_in_all)
        return violated(Level::likely, minutes, "", fmt::format("24 小时内已驾驶 {}", hours_zh(in_a_day)));
    const bool night = until >= night_at(until, limits).from;
    const bool near_nights = night && at_night >= limits.night_driving - limits.fatigue_warning;
    if (near_nights || driven >= limits.day_driving - limits.fatigue_warning) {
        const Milliseconds limit = near_nights ? limits.night_driving : limits.day_driving;
        return violated(Level::suspected, minutes, "",
                        fmt::format("已连续驾驶 {}，快到 {}", hours_zh(driven), limit_zh(limit)));
    }
    return {};
}

// DR-08
Judgement judge_no_walk_round(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!is_under_way(snapshot) || !trip.crew_tells) return {};
    const bool signed_today =
        std::ranges::any_of(trip.walk_rounds.entries, [&](const tracking::WalkRound& each) {
            const bool this_driver = !trip.driver.on_duty() || trip.driver.code == each.driver;
            return each.driver != 0 && this_driver && china_midnight(each.at) == china_midnight(snapshot.at);
        });
    if (signed_today) return {};
    if (!is_driven(snapshot)) return as_before();
    return violated(Level::likely, 0, snapshot.trip.code(), "今天没有这位驾驶人签名的出车前检查");
}

// A person at the gate or of the police counted the adults of this run.
std::optional<int> adults_counted(const VehicleSnapshot& snapshot) {
    const tracking::HumanCount& count = snapshot.state.load.count;
    const bool outside = count.source == tracking::Source::gate || count.source == tracking::Source::police;
    if (!count.known() || !outside ||
        count.at() < snapshot.state.trip.leaves_at - snapshot.tracking.trip.seen_before)
        return std::nullopt;
    return count.heads.adults;
}

// ES-01
Judgement judge_no_escort(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!is_under_way(snapshot) || trip.escort.on_duty() || !has_pupils_aboard(snapshot)) return {};
    const auto adults = adults_counted(snapshot);
    if (adults && *adults >= crew_of_two) return {};
    if (trip.escort.code != 0) return {};  // she was aboard and left: ES-05
    const bool counts = trip.counted_by_escort_at >= trip.leaves_at - snapshot.tracking.trip.seen_before;
    if (counts && !adults) return {};
    if (!is_driven(snapshot)) return as_before();
    const Time moving = moving_since(snapshot);
    if (snapshot.at - moving < snapshot.following_from(moving).alone) return as_before();
    const bool none_planned = snapshot.trip.departure && snapshot.trip.departure->escort.empty();
    if (adults) return violated(Level::confirmed, 0, snapshot.trip.code(), "清点时车上只有驾驶人一名成年人");
    if (none_planned)
        return violated(Level::likely, 0, snapshot.trip.code(), "这一趟没有安排照管人员，也没有人签到");
    if (!trip.crew_tells) return {};
    return violated(Level::suspected, 0, snapshot.trip.code(), "照管人员没有签到");  // she may have forgotten
}

// ES-02
Judgement judge_stop_not_counted(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!is_under_way(snapshot) || !trip.count_missing) return {};
    Judgement uncounted = violated(Level::likely, trip.stops_uncounted, snapshot.trip.code(),
                                   fmt::format("有学生上车而没有清点，本趟 {} 次", trip.stops_uncounted));
    return trip.stops_uncounted < 2 ? uncounted : with_severity(Severity::s2, std::move(uncounted));
}

// Of a county that has not handed in its escorts nobody can say who is none.
bool is_unknown_escort(const VehicleSnapshot& snapshot) {
    bool any = false;
    for (const auto& row : snapshot.registry->rows().escorts) {
        if (!row.valid_at(snapshot.at)) continue;
        if (tracking::code_hash(row.value.code) == snapshot.state.trip.escort.code) return false;
        any = true;
    }
    return any;
}

// ES-04
Judgement judge_other_escort(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!is_under_way(snapshot) || !trip.escort.on_duty() || !snapshot.trip.departure) return {};
    const std::string& planned = snapshot.trip.departure->escort;
    if (planned.empty() && is_unknown_escort(snapshot))
        return violated(Level::suspected, 0, snapshot.trip.code(), "签到的照管人员不在登记中");
    if (planned.empty() || tracking::code_hash(planned) == trip.escort.code) return {};
    return violated(Level::likely, 0, snapshot.trip.code(),
                    fmt::format("签到的照管人员不是安排的 {}", planned));
}

// ES-05
Judgement judge_escort_left(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (!is_under_way(snapshot) || trip.escort.code == 0 || trip.escort.on_duty()) return {};
    // At the last place a counter that is off by a few would accuse each escort who goes home.
    const bool aboard = trip.at_last_place() ? trip.riders.aboard() > 0 : has_pupils_aboard(snapshot);
    if (!aboard) return {};
    return violated(Level::likely, 0, snapshot.trip.code(), "照管人员已签退，车上还有学生");
}

// ES-07
Judgement judge_front_seat(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (trip.front_seat <= 0) return {};
    return violated(Level::likely, trip.front_seat, snapshot.trip.code(), "副驾驶座坐有学生");
}

// ES-08
Judgement judge_outsiders(const VehicleSnapshot& snapshot) {
    const Trip& trip = snapshot.state.trip;
    if (trip.outsiders <= 0 || !has_pupils_aboard(snapshot)) return {};
    return violated(Level::likely, trip.outsiders, snapshot.trip.code(),
                    fmt::format("车上有无关人员 {} 人", trip.outsiders));
}

std::string_view points_unqualified(const registry::Vehicle&, bool, const Figures&) { return "记 9 分"; }
std::string_view points_no_walk_round(const registry::Vehicle&, bool, const Figures&) { return "记 3 分"; }

constexpr Rule trip_crew_table[] = {
    {.id = RuleId::dr_01,
     .code = "DR-01",
     .name_zh = "驾驶人无校车资格",
     .name_en = "Driver without school-bus qualification",
     .legal_basis_zh = "校车安全管理条例 第二十五条、第四十五条、第四十七条；记分管理办法 第九条(六)",
     .severity = Severity::s1,
     .audience = "P,B,S,O,E",
     .subject = SubjectKind::trip,
     .judge = judge_unqualified_driver,
     .clears_at_once = true,
     .points_class = points_unqualified},
    {.id = RuleId::dr_02,
     .code = "DR-02",
     .name_zh = "驾驶人与标牌不符",
     .name_en = "Driver is not on the school-bus plate",
     .legal_basis_zh = "校车安全管理条例 第十六条；机动车登记规定 第六十四条",
     .severity = Severity::s2,
     .audience = "G,S,B,O",
     .subject = SubjectKind::trip,
     .judge = judge_driver_not_on_plate,
     .clears_at_once = true},
    {.id = RuleId::dr_07,
     .code = "DR-07",
     .name_zh = "疑似疲劳驾驶",
     .name_en = "Fatigue suspected",
     .legal_basis_zh =
         "道路交通安全法实施条例 第六十二条；记分管理办法 第九条(七)；道路运输车辆动态监督管理办法",
     .severity = Severity::s1,
     .audience = "O,D,P",
     .judge = judge_fatigue,
     .began_at = driven_since,
     .clears_at_once = true},
    {.id = RuleId::dr_08,
     .code = "DR-08",
     .name_zh = "未做出车前检查",
     .name_en = "No walk-round before the run",
     .legal_basis_zh = "校车安全管理条例 第四十一条、第四十八条；记分管理办法 第十一条(十三)",
     .severity = Severity::s2,
     .audience = "O,S,B",
     .subject = SubjectKind::trip,
     .judge = judge_no_walk_round,
     .clears_at_once = true,
     .points_class = points_no_walk_round},
    {.id = RuleId::es_01,
     .code = "ES-01",
     .name_zh = "未配照管人员",
     .name_en = "No escort aboard",
     .legal_basis_zh = "校车安全管理条例 第三十八条、第五十三条",
     .severity = Severity::s1,
     .audience = "S,O,B,P,G",
     .subject = SubjectKind::trip,
     .judge = judge_no_escort,
     .began_at = moving_since,
     .clears_at_once = true},
    {.id = RuleId::es_02,
     .code = "ES-02",
     .name_zh = "未清点上车人数",
     .name_en = "Boarders not counted",
     .legal_basis_zh = "校车安全管理条例 第三十九条(三)",
     .severity = Severity::s3,
     .audience = "S,O",
     .subject = SubjectKind::trip,
     .judge = judge_stop_not_counted,
     .clears_at_once = true},
    {.id = RuleId::es_04,
     .code = "ES-04",
     .name_zh = "照管人员非名单人员",
     .name_en = "Another escort than planned",
     .legal_basis_zh = "校车安全管理条例 第三十八条",
     .severity = Severity::s3,
     .audience = "S,O",
     .subject = SubjectKind::trip,
     .judge = judge_other_escort,
     .clears_at_once = true},
    {.id = RuleId::es_05,
     .code = "ES-05",
     .name_zh = "照管人员中途离车",
     .name_en = "Escort left before the last pupil",
     .legal_basis_zh = "校车安全管理条例 第三十八条、第三十九条(五)",
     .severity = Severity::s1,
     .audience = "S,O,B",
     .subject = SubjectKind::trip,
     .judge = judge_escort_left,
     .clears_at_once = true},
    {.id = RuleId::es_07,
     .code = "ES-07",
     .name_zh = "副驾驶座坐学生",
     .name_en = "Pupil on the front passenger seat",
     .legal_basis_zh = "校车安全管理条例 第四十条",
     .severity = Severity::s2,
     .audience = "S,O,E",
     .subject = SubjectKind::trip,
     .judge = judge_front_seat,
     .clears_at_once = true},
    {.id = RuleId::es_08,
     .code = "ES-08",
     .name_zh = "无关人员乘坐",
     .name_en = "Outsiders aboard",
     .legal_basis_zh = "校车安全管理条例 第四十条",
     .severity = Severity::s2,
     .audience = "S,O,P",
     .subject = SubjectKind::trip,
     .judge = judge_outsiders,
     .clears_at_once = true},
};

}  // namespace

std::span<const Rule> trip_crew_rules() { return trip_crew_table; }

}  // namespace husong::rules
