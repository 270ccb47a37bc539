// A plan as it is laid before the others: checked, then written anew.
#include "server/holidays/publication.hpp"
#include "server/plan_check/check.hpp"

#include <fmt/format.h>

namespace husong::holidays {

namespace {

constexpr std::size_t most_told = 20;  // violations: who made the plan reads them one by one

std::string words_of(const plan_check::Report& report) {
    std::string told = report.found == 1 ? "the plan breaks a constraint"
                                         : fmt::format("the plan breaks {} constraints", report.found);
    if (report.found > report.violations.size())
        told += fmt::format(", of which these are the first {}", report.violations.size());
    for (const auto& violation : report.violations) told += "\n" + in_words(violation);
    return told;
}

std::string chinese_of(const plan_check::Report& report) {
    std::string told = fmt::format("方案有 {} 处不合要求", report.found);
    if (report.found > report.violations.size())
        told += fmt::format("，这是前 {} 处", report.violations.size());
    for (const auto& violation : report.violations) told += "\n" + in_chinese(violation);
    return told;
}

}  // namespace

Result<registry::HolidayPlan> submission_of(std::string_view case_json, std::string_view plan_json,
                                            Time now) {
    // First: what reads it for the store takes for granted what is checked here.
    const auto report = plan_check::check(case_json, plan_json, {now, most_told});
    if (!report) return report.error();
    if (report->found > 0) return Error{ErrorCode::conflict, words_of(*report), chinese_of(*report)};
    const auto question = coordination::read_case(case_json);
    if (!question) return Error{question.error().code, "case: " + question.error().what};
    const auto plan = coordination::read_plan(plan_json, *question);
    if (!plan) return Error{plan.error().code, "plan: " + plan.error().what};
    registry::HolidayPlan submission{.head = {.number = 0,
                                              .term = question->term,
                                              .unserved = report->unserved,
                                              .peak_vehicles = report->peak_vehicles,
                                              .steps = {}},
                                     .question = to_json(*question),
                                     .answer = to_json(*plan, *question)};
    return submission;
}

}  // namespace husong::holidays
