#include "server/base/time.hpp"
#include "server/coordination/replan.hpp"

namespace husong::coordination {

namespace {

Result<Moment> told_moment(const std::string& text) {
    const auto time = parse_time(text + ":00+08:00");
    if (!time) return Error{ErrorCode::malformed, "no moment like 2026-10-30T15:10: " + text};
    const auto local = *time + china_offset;
    const Day day = std::chrono::floor<std::chrono::days>(local);
    return Moment{day, std::chrono::floor<Minutes>(local - day)};
}

}  // namespace

Result<Breakdown> breakdown_of(const ToldBreakdown& told, const Case& question) {
    const auto at = told_moment(told.at);
    if (!at) return at.error();
    Breakdown breakdown{{}, *at, std::nullopt};
    if (!told.until.empty()) {
        const auto until = told_moment(to_iso(std::chrono::year_month_day{at->on}) + "T" + told.until);
        if (!until) return Error{ErrorCode::malformed, "no time of day like 16:30: " + told.until};
        breakdown.until = until->at;
    }
    for (std::size_t i = 0; i < question.vehicles.size(); ++i) {
        const Vehicle& vehicle = question.vehicles[i];
        if (told.driver.empty() ? vehicle.plate == told.plate : vehicle.driver == told.driver)
            breakdown.vehicles.push_back(i);
    }
    if (breakdown.vehicles.empty())
        return Error{ErrorCode::not_found, "the case has no vehicle of " + told.plate + told.driver};
    return breakdown;
}

}  // namespace husong::coordination
