#include "server/plan_check/check.hpp"

#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::plan_check {

namespace {

struct ConstraintName {
    Constraint of;
    std::string_view name;
    std::string_view broken_zh;
};
constexpr std::array<ConstraintName, 35> constraint_names{
    {{Constraint::term, "term", "不是这个学期的方案"},
     {Constraint::leg, "leg", "有的离校或返校没有安排，或者多安排了"},
     {Constraint::day, "day", "不是学期里的日子"},
     {Constraint::past, "past", "已经走了的改了日期，或者排到了过去"},
     {Constraint::pinned, "pinned", "没有按固定的日子和时间"},
     {Constraint::shift, "shift", "离学校申报的日子太远"},
     {Constraint::forbidden, "forbidden", "学校不能放假的日子"},
     {Constraint::closed, "closed", "考试的日子"},
     {Constraint::window, "window", "不在学校的放学或返校时间里"},
     {Constraint::weekday, "weekday", "学校不在这个星期几放假"},
     {Constraint::no_return, "no_return", "法定节假日第一天不返校"},
     {Constraint::riders, "riders", "有的学生没有座位，或者多算了"},
     {Constraint::line, "line", "不是这所学校的线路"},
     {Constraint::gate, "gate", "同一刻钟校门口的车太多"},
     {Constraint::wait, "wait", "在校门口等车太久"},
     {Constraint::way, "way", "路上时间和线路不一致"},
     {Constraint::dusk, "dusk", "天黑以前送不到"},
     {Constraint::late, "late", "返校太晚"},
     {Constraint::night, "night", "发车太早"},
     {Constraint::stand, "stand", "接替的车赶不到"},
     {Constraint::vehicle, "vehicle", "没有这辆车"},
     {Constraint::seats, "seats", "坐不下"},
     {Constraint::stage, "stage", "这辆车不能载这些学生"},
     {Constraint::driver, "driver", "驾驶人不对，或者同时开两辆车"},
     {Constraint::posts, "posts", "同时放学的学校太多，交警管不过来"},
     {Constraint::overlap, "overlap", "同一辆车前后两趟来不及"},
     {Constraint::hours, "hours", "驾驶人一天开车太久"},
     {Constraint::pause, "pause", "连续开车四小时没有休息二十分钟"},
     {Constraint::busy, "busy", "这辆车那时还有别的班次"},
     {Constraint::on_days, "on_days", "在校的天数不合学校的规则"},
     {Constraint::order, "order", "返校在离校以前"},
     {Constraint::length, "length", "放假的天数和申报的不一样"},
     {Constraint::rest, "rest", "欠学生的休息日"},
     {Constraint::peak, "peak", "同时用车的数目写错了"},
     {Constraint::unserved, "unserved", "没有车的人数写错了"}}};
static_assert(constraint_names.back().of == Constraint::unserved &&
              constraint_names.size() == static_cast<std::size_t>(Constraint::unserved) + 1);

}  // namespace

std::string_view constraint_name(Constraint constraint) {
    return constraint_names[static_cast<std::size_t>(constraint)].name;
}

std::string in_words(const Violation& violation) {
    std::string told = fmt::format("{}: ", constraint_name(violation.of));
    if (!violation.where.empty()) told += violation.where.en + ": ";
    told += violation.what;
    if (!violation.path.empty()) told += fmt::format(" ({})", violation.path);
    return told;
}

std::string in_chinese(const Violation& violation) {
    const std::string_view broken = constraint_names[static_cast<std::size_t>(violation.of)].broken_zh;
    return fmt::format("{}{}{}", broken, violation.where.empty() ? "" : "：", violation.where.zh);
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
