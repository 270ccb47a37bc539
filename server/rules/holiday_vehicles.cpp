// Which vehicle goes when, and by which papers: HM-04.
#include "server/coordination/movement.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"

#include <fmt/format.h>

#include <set>

namespace husong::rules {

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

}  // namespace

std::vector<Breach> look_double_booked(const RegisterView& view) { return DoubleBookings{view}.breaches(); }

}  // namespace husong::rules
