#include "server/plan_check/check.hpp"

#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::plan_check {

namespace {

constexpr std::array<std::pair<Constraint, std::string_view>, 34> constraint_names{
    {{Constraint::term, "term"},
     {Constraint::leg, "leg"},
     {Constraint::day, "day"},
     {Constraint::past, "past"},
     {Constraint::pinned, "pinned"},
     {Constraint::shift, "shift"},
     {Constraint::forbidden, "forbidden"},
     {Constraint::closed, "closed"},
     {Constraint::window, "window"},
     {Constraint::weekday, "weekday"},
     {Constraint::no_return, "no_return"},
     {Constraint::riders, "riders"},
     {Constraint::line, "line"},
     {Constraint::gate, "gate"},
     {Constraint::way, "way"},
     {Constraint::dusk, "dusk"},
     {Constraint::late, "late"},
     {Constraint::night, "night"},
     {Constraint::stand, "stand"},
     {Constraint::vehicle, "vehicle"},
     {Constraint::seats, "seats"},
     {Constraint::stage, "stage"},
     {Constraint::driver, "driver"},
     {Constraint::posts, "posts"},
     {Constraint::overlap, "overlap"},
     {Constraint::hours, "hours"},
     {Constraint::pause, "pause"},
     {Constraint::busy, "busy"},
     {Constraint::on_days, "on_days"},
     {Constraint::order, "order"},
     {Constraint::length, "length"},
     {Constraint::rest, "rest"},
     {Constraint::peak, "peak"},
     {Constraint::unserved, "unserved"}}};
static_assert(constraint_names.back().first == Constraint::unserved &&
              constraint_names.size() == static_cast<std::size_t>(Constraint::unserved) + 1);

}  // namespace

std::string_view constraint_name(Constraint constraint) {
    return constraint_names[static_cast<std::size_t>(constraint)].second;
}

std::string in_words(const Violation& violation) {
    std::string told = fmt::format("{}: ", constraint_name(violation.of));
    if (!violation.where.empty()) told += violation.where + ": ";
    told += violation.what;
    if (!violation.path.empty()) told += fmt::format(" ({})", violation.path);
    return told;
}

bool Report::has(Constraint constraint) const {
    return std::ranges::find(violations, constraint, &Violation::of) != violations.end();
}

Result<Report> check(std::string_view case_json, std::string_view plan_json, const Scope& scope) {
    const auto question = read_question(case_json);
    if (!question) return Error{question.error().code, "case: " + question.error().what};
    const auto plan = read_plan(plan_json, *question);
    if (!plan) return Error{plan.error().code, "plan: " + plan.error().what};
    Findings findings{*question, *plan, scope};
    check_legs(findings);
    check_days(findings);
    check_vehicles(findings);
    check_sums(findings);
    if (findings.is_exhausted())
        return Error{ErrorCode::malformed,
                     "plan: it is too large to be checked, or its vehicles do too much"};
    return std::move(findings.report);
}

}  // namespace husong::plan_check
