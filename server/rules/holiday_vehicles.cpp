// Which vehicle goes when, and by which papers: HM-04, HM-06.
#include "server/coordination/movement.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

namespace husong::rules {

bool is_charter_coach(char use_nature) { return use_nature == 'E'; }

bool is_hired_coach(const RegisterRows& rows) {
    constexpr char line_coach = 'B';
    if (!rows.vehicle || rows.plate) return false;
    const char use_nature = rows.vehicle->value.use_nature;
    return use_nature == line_coach || is_charter_coach(use_nature);
}

namespace {

using coordination::Minutes;

// ---- HM-04 ----

// As plans reckon it (server/coordination/duty); of unknown places nothing is held against anybody.
Minutes empty_way(const HolidayRun& from, const HolidayRun& to, const coordination::Rules& reckoning) {
    if (!from.end || !to.begin) return Minutes{0};
    const bool out_and_back = from.departure().school == to.departure().school && from.home() == to.home();
    if (!out_and_back) return coordination::road_minutes(*from.end, *to.begin, reckoning);
    const HolidayRun& driven_empty = from.home() ? from : to;
    return driven_empty.farthest ? driven_empty.farthest->from_school : Minutes{0};
}

class DoubleBookings {
public:
    explicit DoubleBookings(const RegisterView& view) : view_{view} {}

    std::vector<Breach> breaches() {
        std::set<VehicleId> vehicles;
        for (const HolidayRun& run : holiday_runs_ahead(view_))
            if (run.departure().vehicle) vehicles.insert(run.departure().vehicle);
        for (const VehicleId vehicle : vehicles) judge(runs_of(vehicle));
        return std::move(found_);
    }

private:
    // From today's first on: one that is under way is in the way of the next.
    [[nodiscard]] std::vector<HolidayRun> runs_of(VehicleId vehicle) const {
        const registry::RunQuery ahead{.from = china_midnight(view_.now),
                                       .until = view_.now + std::chrono::days{view_.settings.plan_ahead_days},
                                       .vehicle = vehicle};
        std::vector<HolidayRun> runs;
        for (registry::Run& run : registry::find_runs(ahead, view_.registry))
            runs.push_back(holiday_run(std::move(run), view_.registry));
        std::erase_if(runs, [](const HolidayRun& run) { return run.departure().part.until <= run.from; });
        std::ranges::sort(runs, {}, [](const HolidayRun& run) {
            return std::pair{run.from, std::string_view{run.departure().code}};
        });
        return runs;
    }

    void judge(const std::vector<HolidayRun>& runs) {
        const HolidayRun* before = nullptr;  // of those that have begun the one that ends last
        for (const HolidayRun& run : runs) {
            if (before && run.departure().leaves_at > view_.now && (before->dated || run.dated))
                judge(*before, run);
            if (!before || before->until < run.until) before = &run;
        }
    }

    void judge(const HolidayRun& before, const HolidayRun& run) {
        const Minutes empty = empty_way(before, run, reckoning_);
        const Time ready = before.until + empty + reckoning_.turn;
        if (ready <= run.from) return;
        Breach breach = breach_of_run(run, view_, {});
        breach.since = std::max(breach.since, before.run.valid_from);
        const std::string prior = fmt::format("{}（{}–{}）", before.departure().code, clock_zh(before.from),
                                              clock_zh(before.until));
        if (run.from < before.until) {
            breach.detail =
                fmt::format("{}：与同一车辆的 {} 时间重叠，应当改时或换车", run_zh(run, view_), prior);
        } else {
            const auto late = std::chrono::ceil<Minutes>(ready - run.from);
            breach.detail =
                fmt::format("{}：同一车辆刚跑完 {}，空驶 {} 分钟、掉头 {} 分钟，差 {} 分钟，应当改时或换车",
                            run_zh(run, view_), prior, empty.count(), reckoning_.turn.count(), late.count());
        }
        found_.push_back(std::move(breach));
    }

    const RegisterView& view_;
    const coordination::Rules reckoning_;
    std::vector<Breach> found_;
};

// ---- HM-06 ----

struct CharterPaper {
    std::string_view kind;
    std::string_view name_zh;
    bool of_charters;  // an extra run of a licensed line needs none
};
constexpr std::array<CharterPaper, 5> charter_papers{{{"charter_contract", "包车合同", true},
                                                      {"charter_sign", "包车客运标志牌", true},
                                                      {"transport_certificate", "道路运输证", false},
                                                      {"carrier_insurance", "承运人责任险", false},
                                                      {"inspection", "机动车检验", false}}};

// What the coach of a run lacks when it leaves.
struct Lacking {
    std::string text{};
    bool for_sure = false;
};

class CharterPapers {
public:
    explicit CharterPapers(const RegisterView& view) : view_{view} {
        for (const auto& row : view.registry.rows().vehicle_documents) kept_.insert(row.value.kind);
    }

    std::vector<Breach> breaches() const {
        std::vector<Breach> found;
        for (const HolidayRun& run : holiday_runs_ahead(view_)) {
            const RegisterRows rows =
                rows_of(view_.registry, run.departure().vehicle, run.departure().leaves_at);
            if (!is_hired_coach(rows)) continue;
            const Lacking lacking = lacking_of(run.departure(), rows.vehicle->value.use_nature);
            if (lacking.text.empty()) continue;
            Breach breach = breach_of_run(run, view_, run_zh(run, view_) + "：" + lacking.text);
            breach.level = lacking.for_sure ? Level::confirmed : Level::suspected;
            found.push_back(std::move(breach));
        }
        return found;
    }

private:
    // A county that keeps no papers of a kind has told nothing of any vehicle.
    [[nodiscard]] Lacking lacking_of(const registry::Departure& run, char use_nature) const {
        Lacking lacking;
        for (const CharterPaper& paper : charter_papers) {
            if (!kept_.contains(paper.kind)) continue;
            if (view_.registry.vehicle_document(run.vehicle, paper.kind, run.leaves_at)) continue;
            const auto* ended = view_.registry.last_vehicle_document(run.vehicle, paper.kind, run.leaves_at);
            lacking.text += lacking.text.empty() ? "包车手续不全，" : "；";
            lacking.text += ended ? fmt::format("{}至 {}", paper.name_zh, last_day_text(ended->valid_until))
                                  : fmt::format("没有{}", paper.name_zh);
            lacking.for_sure |= !paper.of_charters || is_charter_coach(use_nature);
        }
        if (!lacking.text.empty() && !lacking.for_sure) lacking.text += "（班线加班车除外）";
        return lacking;
    }

    const RegisterView& view_;
    std::set<std::string_view> kept_;  // kinds
};

}  // namespace

std::vector<Breach> look_charter_papers(const RegisterView& view) { return CharterPapers{view}.breaches(); }

std::vector<Breach> look_double_booked(const RegisterView& view) { return DoubleBookings{view}.breaches(); }

std::span<const Rule> holiday_vehicle_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_04,
         .code = "HM-04",
         .name_zh = "车辆冲突",
         .name_en = "Vehicle double-booked",
         .legal_basis_zh = "放假计划",
         .severity = Severity::s2,
         .audience = "B,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_double_booked},
        {.id = RuleId::hm_06,
         .code = "HM-06",
         .name_zh = "包车手续不全",
         .name_en = "Charter papers incomplete",
         .legal_basis_zh = "道路旅客运输及客运站管理规定 第五十七条；道路运输条例 第三十三条、第三十五条",
         .severity = Severity::s1,
         .audience = "B,S,T,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_charter_papers},
    };
    return rules;
}

}  // namespace husong::rules
