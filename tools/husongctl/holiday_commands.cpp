// husongctl holidays: the schools' holidays, coordinated.
#include "server/solver/coordinate.hpp"
#include "tools/husongctl/holidays.hpp"

#include <fmt/core.h>

#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace husong::ctl {

namespace {

struct PlanArguments {
    Question question;
    std::filesystem::path answer;
    double seconds = 50;
};

void print_stages(const coordination::Plan& plan) {
    for (const coordination::StageResult& stage : plan.stages)
        fmt::print(stderr, "{:9} {:.6g}, no plan is below {:.6g} (gap {:.1f} %), {:.1f} s\n", stage.name,
                   stage.value, stage.bound, stage.gap() * 100, stage.seconds);
}

Result<int> plan_holidays(const PlanArguments& given, const Program& program) {
    const auto question = read_question(given.question, program);
    if (!question) return question.error();
    hold_back();
    constexpr double for_the_decisive_week = 0.2;
    const auto plan =
        solver::coordinate(*question, {given.seconds, given.seconds * for_the_decisive_week, {}});
    if (!plan) return plan.error();
    print_stages(*plan);
    const std::string answer = to_json(*plan, *question) + "\n";
    if (given.answer.empty()) {
        fmt::print("{}", answer);
        return done;
    }
    const auto written = write_private_file(given.answer, answer);  // whole or not at all
    return written ? Result<int>{done} : Result<int>{written.error()};
}

}  // namespace

Result<coordination::Case> read_holiday_case(const std::filesystem::path& file) {
    const auto text = read_file(file);
    if (!text) return text.error();
    auto question = coordination::read_case(*text);
    if (!question) return Error{question.error().code, file.string() + ": " + question.error().what};
    return question;
}

Result<coordination::Case> read_question(const Question& given, const Program& program) {
    if (given.file.empty() == given.term.code.empty())
        return Error{ErrorCode::malformed, "either --case or --term"};
    return given.file.empty() ? case_of(given.term, program) : read_holiday_case(given.file);
}

void add_question_options(CLI::App& command, Question& question) {
    command.add_option("--case", question.file, "the term's case, JSON (docs/decisions/0024)");
    add_term_options(command, question.term);
}

void hold_back() {
    constexpr int nicer = 10;
    constexpr rlim_t most_memory = rlim_t{8} << 30U;
    static_cast<void>(::nice(nicer));
    const rlimit memory{most_memory, most_memory};
    static_cast<void>(::setrlimit(RLIMIT_AS, &memory));
}

void add_holiday_commands(CLI::App& app, Program& program) {
    auto* holidays = app.add_subcommand("holidays", "the boarding schools' holidays, coordinated");
    holidays->require_subcommand(1);
    auto* plan = holidays->add_subcommand("plan", "dates, dismissal times and vehicles for a term");
    const auto given = std::make_shared<PlanArguments>();
    add_question_options(*plan, given->question);
    plan->add_option("--out", given->answer, "the plan, JSON; else it is printed");
    plan->add_option("--seconds", given->seconds, "how long it may take")
        ->capture_default_str()
        ->check(CLI::Range(1, 3'600));
    plan->callback(
        [given, &program] { program.run = [given, &program] { return plan_holidays(*given, program); }; });
    add_holiday_case_command(*holidays, program);
    add_holiday_explain_command(*holidays, program);
    add_holiday_plan_commands(*holidays, program);
    add_holiday_replan_commands(*holidays, program);
}

}  // namespace husong::ctl
