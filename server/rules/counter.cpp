#include "server/rules/counter.hpp"

#include "server/rules/load.hpp"

#include <fmt/format.h>

#include <array>

namespace husong::rules {

namespace {

using tracking::HumanCount;

Judgement broken(const VehicleSnapshot& snapshot, const tracking::OrderKey& record, std::string detail) {
    Judgement judgement;
    judgement.outcome = Judgement::Outcome::violated;
    judgement.level = Level::likely;
    judgement.record = record;
    judgement.figures = figures_of(snapshot);
    judgement.detail = std::move(detail);
    return judgement;
}

struct FaultWords {
    std::uint8_t fault;
    std::string_view words;
};
constexpr std::array<FaultWords, 7> fault_words{{
    {tracking::counter_fault::drift, "上车与下车人数对不上"},
    {tracking::counter_fault::people, "多次与人工清点不符"},
    {tracking::counter_fault::impossible, "人数超过核载两倍"},
    {tracking::counter_fault::stuck, "停过几站不变，清点人数却变了"},
    {tracking::counter_fault::repeats, "连续报同样的数"},
    {tracking::counter_fault::negative, "下车比车上的人还多"},
    {tracking::counter_fault::plan, "三趟都比应乘学生少四分之一以上，请清点一次"},
}};

std::string faults_zh(std::uint8_t faults) {
    std::string text;
    for (const FaultWords& each : fault_words) {
        if ((faults & each.fault) == 0) continue;
        text += text.empty() ? "车门计数器" : "，";
        text += each.words;
    }
    return text;
}

// The escort's count beside the riders whom she marked by name. While the vehicle stands she may still write
// down who boarded; after the next stop the two tell of different instants.
Judgement judge_against_names(const VehicleSnapshot& snapshot) {
    const HumanCount& count = snapshot.state.load.count;
    const int names = snapshot.state.trip.named_aboard(), counted = count.heads.pupils;
    if (names == 0 || names == counted) return {};
    const bool comparable = snapshot.state.load.is_head_count() && !count.boarding_possible;
    if (!comparable || !snapshot.state.motion.moving) return unknown();
    Judgement differ =
        broken(snapshot, count.record,
               fmt::format("照管员清点学生 {} 人，记名上车 {} 人，请再点一次", counted, names));
    if (counted > names) differ.level = Level::suspected;  // a mark may be forgotten
    return differ;
}

}  // namespace

Judgement judge_differing_counts(const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    const HumanCount& count = load.count;
    const bool is_over = load.basis == tracking::LoadBasis::empty && count.at() < load.since;
    if (!count.known() || is_over || count.source != tracking::Source::escort) return {};
    Judgement differ = judge_against_names(snapshot);
    // A counter that is known to be bad contradicts nobody, and with an empty vehicle the run is over.
    if (count.contradicts && !load.counter.exposed())
        differ = broken(snapshot, count.record,
                        fmt::format("照管员清点 {} 人，车门计数 {} 人，请再点一次", count.heads.people(),
                                    count.by_counter));
    const auto* vehicle = snapshot.rows.vehicle;
    if (!vehicle || !overload_of(count.heads, vehicle->value, snapshot.rows.plate != nullptr)) return differ;
    differ.excess = 1;
    return with_severity(Severity::s2, std::move(differ));
}

Judgement judge_counter(const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    if (!load.counter.exposed()) return {};
    Judgement bad = broken(snapshot, load.last_flow, faults_zh(load.counter.faults));
    if (load.counter.faults == tracking::counter_fault::plan) bad.level = Level::suspected;  // or the plan is
    return bad;
}

std::span<const Rule> counter_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::es_03,
         .code = "ES-03",
         .name_zh = "人数不一致",
         .name_en = "Counts differ",
         .legal_basis_zh = "校车安全管理条例 第三十九条",
         .severity = Severity::s3,
         .audience = "S,O,E",
         .judge = judge_differing_counts},
        {.id = RuleId::ld_07,
         .code = "LD-07",
         .name_zh = "计数器异常",
         .name_en = "Counter implausible",
         .legal_basis_zh = "技术管理，没有处罚条款",
         .severity = Severity::s3,
         .audience = "O,B",
         .judge = judge_counter},
    };
    return rules;
}

}  // namespace husong::rules
