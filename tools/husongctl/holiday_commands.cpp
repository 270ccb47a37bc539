// husongctl holidays: the schools' holidays, coordinated.
#include "server/coordination/changes.hpp"
#include "server/plan_check/check.hpp"
#include "server/solver/keeping.hpp"
#include "tools/husongctl/holidays.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/core.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace husong::ctl {

namespace {

struct PlanArguments {
    Question question;
    std::filesystem::path answer, in_force;
    double seconds = 50;
};

void print_stages(const coordination::Plan& plan) {
    for (const coordination::StageResult& stage : plan.stages)
        fmt::print(stderr, "{:9} {:.6g}, bound {:.6g} (gap {:.1f} %), {:.1f} s\n", stage.name, stage.value,
                   stage.bound, stage.gap() * 100, stage.seconds);
}

solver::Effort effort_of(double seconds) {
    constexpr double for_the_decisive_week = 0.2;
    return {seconds, seconds * for_the_decisive_week, {}};
}

// With what is in force kept, where that makes a lawful plan.
Result<coordination::Plan> planned(const coordination::Case& question, const PlanArguments& given) {
    if (given.in_force.empty()) return solver::coordinate(question, effort_of(given.seconds));
    const auto in_force = read_file(given.in_force);
    if (!in_force) return in_force.error();
    constexpr double to_keep = 0.5;
    auto kept = solver::coordinate_keeping(question, *in_force, effort_of(given.seconds * to_keep));
    if (!kept && kept.error().code == ErrorCode::malformed)
        return Error{kept.error().code, given.in_force.string() + ": " + kept.error().what};
    if (kept && kept->unserved == 0) {
        const auto report = plan_check::check(to_json(question), to_json(*kept, question));
        if (report && report->found == 0) return kept;
    }
    fmt::print(stderr, "what is in force cannot be kept: everything is planned anew\n");
    return solver::coordinate(question, effort_of(given.seconds * (1 - to_keep)));
}

Result<int> plan_holidays(const PlanArguments& given, const Program& program) {
    const auto question = read_question(given.question, program);
    if (!question) return question.error();
    hold_back();
    const auto plan = planned(*question, given);
    if (!plan) return plan.error();
    print_stages(*plan);
    const std::string answer = to_json(*plan, *question) + "\n";
    if (const auto lawful = expect_lawful(to_json(*question), answer); !lawful) return lawful.error();
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
    auto question = given.file.empty() ? case_of(given.term, program) : read_holiday_case(given.file);
    return question ? changed(*question, given.changes) : question;
}

Result<coordination::Case> changed(const coordination::Case& question, const std::filesystem::path& changes) {
    boost::json::value list = boost::json::array{};
    if (!changes.empty()) {
        const auto text = read_file(changes);
        if (!text) return text.error();
        boost::system::error_code wrong;
        list = boost::json::parse(*text, wrong);
        if (wrong) return Error{ErrorCode::malformed, changes.string() + ": no JSON: " + wrong.message()};
    }
    auto made = coordination::with_changes(list, question);
    if (!made) return Error{made.error().code, changes.string() + ": " + made.error().what};
    return made;
}

void add_changes_option(CLI::App& command, std::filesystem::path& changes) {
    command.add_option("--changes", changes, "what if: a list of changes, JSON (docs/decisions/0029)");
}

void add_question_options(CLI::App& command, Question& question) {
    command.add_option("--case", question.file, "the term's case, JSON (docs/decisions/0024)");
    add_term_options(command, question.term);
    add_changes_option(command, question.changes);
}

void hold_back() {
    constexpr int nicer = 10;
    constexpr rlim_t more_memory = rlim_t{8} << 30U;
    static_cast<void>(::nice(nicer));
    std::ofstream{"/proc/self/oom_score_adj"} << 1000;  // where memory ends, it is this one that goes
    // Of addresses, on top of those it has: a build with sanitizers has terabytes of them.
    std::uint64_t pages = 0;
    std::ifstream{"/proc/self/statm"} >> pages;
    const rlim_t most = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + more_memory;
    const rlimit memory{most, most};
    static_cast<void>(::setrlimit(RLIMIT_AS, &memory));
}

void add_holiday_commands(CLI::App& app, Program& program) {
    auto* holidays = app.add_subcommand("holidays", "the boarding schools' holidays, coordinated");
    holidays->require_subcommand(1);
    auto* plan = holidays->add_subcommand("plan", "dates, dismissal times and vehicles for a term");
    const auto given = std::make_shared<PlanArguments>();
    add_question_options(*plan, given->question);
    plan->add_option("--out", given->answer, "the plan, JSON; else it is printed");
    plan->add_option("--keep", given->in_force,
                     "the plan in force, JSON: of it everything stays that need not move");
    plan->add_option("--seconds", given->seconds, "how long it may take")
        ->capture_default_str()
        ->check(CLI::Range(1, 3'600));
    plan->callback(
        [given, &program] { program.run = [given, &program] { return plan_holidays(*given, program); }; });
    add_holiday_case_command(*holidays, program);
    add_holiday_check_command(*holidays, program);
    add_holiday_explain_command(*holidays, program);
    add_holiday_plan_commands(*holidays, program);
    add_holiday_replan_commands(*holidays, program);
}

}  // namespace husong::ctl
