// husongctl holidays check: whether a plan keeps what its case asks, whoever made it.
#include "server/holidays/publication.hpp"
#include "server/plan_check/check.hpp"
#include "tools/husongctl/holidays.hpp"

#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

struct CheckArguments {
    std::filesystem::path question, plan;
    std::string as_of;
};

void print_report(const plan_check::Report& report) {
    for (const auto& violation : report.violations) fmt::print("{}\n", printable(in_words(violation)));
    for (const std::string& remark : report.remarks) fmt::print("to be known: {}\n", printable(remark));
    if (report.past > 0) fmt::print("{} constraints were broken by what has left\n", report.past);
    fmt::print("{} constraints are broken; {} vehicles at most at once, {} pupils without one\n",
               report.found, report.peak_vehicles, report.unserved);
}

Result<int> check_plan(const CheckArguments& given) {
    const auto moment = moment_asked(given.as_of);
    if (!moment) return moment.error();
    const auto question = read_file(given.question);
    if (!question) return question.error();
    const auto plan = read_file(given.plan);
    if (!plan) return plan.error();
    const auto report = plan_check::check(*question, *plan, {*moment});
    if (!report) return report.error();
    print_report(*report);
    if (report->found > 0) return refused;
    // What else a submission asks, so that the answer here is the answer there.
    const auto submission = holidays::submission_of(*question, *plan, *moment);
    return submission ? Result<int>{done} : Result<int>{submission.error()};
}

}  // namespace

Result<Time> moment_asked(const std::string& text) {
    if (text.empty()) return now();
    const auto time = parse_time(text + ":00+08:00");
    if (!time) return Error{ErrorCode::malformed, "no moment like 2026-10-30T15:10: " + text};
    return *time;
}

Result<> expect_lawful(std::string_view case_json, std::string_view plan_json) {
    const auto report = plan_check::check(case_json, plan_json);
    if (!report) return Error{report.error().code, "the planner's own plan: " + report.error().what};
    if (report->found == 0) return {};
    for (const auto& violation : report->violations)
        fmt::print(stderr, "{}\n", printable(in_words(violation)));
    return Error{
        ErrorCode::conflict,
        fmt::format("the plan that was found breaks {} constraints: the planner is wrong, and nothing "
                    "was written",
                    report->found)};
}

void add_holiday_check_command(CLI::App& holidays, Program& program) {
    auto* check = holidays.add_subcommand(
        "check", "whether a plan keeps what its case asks: all that it breaks; exit status 1 where it does");
    const auto given = std::make_shared<CheckArguments>();
    check->add_option("--case", given->question, "the term's case, JSON (docs/decisions/0024)")->required();
    check->add_option("--plan", given->plan, "its plan, JSON")->required();
    check->add_option("--as-of", given->as_of,
                      "what has left by then is not asked: 2026-10-30T15:10; else now");
    check->callback([given, &program] { program.run = [given] { return check_plan(*given); }; });
}

}  // namespace husong::ctl
