// Whether a hired coach carries whom it was hired for, when it was: HM-07.
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"

#include <fmt/format.h>

namespace husong::rules {

namespace {

using tracking::HumanCount;
using tracking::Source;

// Of a coach of lines its passengers may be aboard, too.
Level level_of_count(const VehicleSnapshot& snapshot) {
    if (snapshot.state.load.contested || !is_charter_coach(snapshot.rows.vehicle->value.use_nature))
        return Level::suspected;
    return snapshot.state.load.count.source == Source::police ? Level::confirmed : Level::likely;
}

Judgement violated_by_count(const VehicleSnapshot& snapshot, Judgement judgement) {
    judgement.record = snapshot.state.load.count.record;
    judgement.figures = figures_of(snapshot);
    return judgement;
}

// It may have a contract that the county does not know.
Judgement judge_of_no_run(const VehicleSnapshot& snapshot) {
    const HumanCount& count = snapshot.state.load.count;
    if (!is_charter_coach(snapshot.rows.vehicle->value.use_nature) || count.heads.pupils == 0) return {};
    const bool surer = count.source == Source::police && !snapshot.state.load.contested;
    return violated_by_count(
        snapshot, violated(surer ? Level::likely : Level::suspected, count.heads.pupils, "",
                           fmt::format("清点学生 {} 人，这时没有这辆车的趟次，请核对包车合同的时间和起讫",
                                       count.heads.pupils)));
}

}  // namespace

Judgement judge_off_contract(const VehicleSnapshot& snapshot) {
    const tracking::Trip& trip = snapshot.state.trip;
    if (!is_hired_coach(snapshot.rows) || !trip.active()) return {};
    const tracking::Load& load = snapshot.state.load;
    const bool counted = load.is_head_count() || load.contested;
    if (!counted || load.count.expired || load.count.boarding_possible) return unknown();
    if (trip.departure == 0) return judge_of_no_run(snapshot);
    const auto listed =
        snapshot.trip.departure ? listed_riders(*snapshot.trip.departure, *snapshot.registry) : std::nullopt;
    if (!listed) return unknown();
    // The list is of pupils: a teacher who comes along is not on it.
    const int pupils = load.count.heads.pupils;
    if (pupils <= *listed) return {};
    return violated_by_count(
        snapshot, violated(level_of_count(snapshot), pupils - *listed, snapshot.trip.code(),
                           fmt::format("清点学生 {} 人，这一趟公布的名单 {} 人，多 {} 人", pupils, *listed,
                                       pupils - *listed)));
}

std::span<const Rule> holiday_charter_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_07,
         .code = "HM-07",
         .name_zh = "包车擅改起讫或搭乘他人",
         .name_en = "Charter off its contract",
         .legal_basis_zh = "道路旅客运输及客运站管理规定 第五十七条；道路运输条例 第十九条",
         .severity = Severity::s2,
         .audience = "T,P,S",
         .subject = SubjectKind::trip,
         .judge = judge_off_contract,
         .clears_at_once = true},
    };
    return rules;
}

}  // namespace husong::rules
