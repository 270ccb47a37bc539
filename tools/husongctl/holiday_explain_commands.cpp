// husongctl holidays explain: why a term cannot be coordinated.
#include "server/solver/explain.hpp"
#include "tools/husongctl/holidays.hpp"

#include <CLI/Validators.hpp>
#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

struct ExplainArguments {
    Question question;
    std::string language = "zh";
    bool json = false;
    double seconds = 120;
};

Result<int> explain_holidays(const ExplainArguments& given, const Program& program) {
    const auto question = read_question(given.question, program);
    if (!question) return question.error();
    const auto moment = moment_asked(given.question.term.as_of);
    if (!moment) return moment.error();
    hold_back();
    const auto explanations = solver::explain(*question, given.seconds, china_date(*moment));
    if (given.json) {
        fmt::print("{}\n", to_json(explanations, *question));
    } else {
        const auto language = given.language == "en" ? solver::Language::en : solver::Language::zh;
        for (std::size_t i = 0; i < explanations.size(); ++i)
            fmt::print("{}{}", i == 0 ? "" : "\n", in_words(explanations[i], *question, language));
    }
    const bool possible = explanations.front().kind == solver::Impossible::nothing;
    return possible ? done : refused;
}

}  // namespace

void add_holiday_explain_command(CLI::App& holidays, Program& program) {
    auto* explain = holidays.add_subcommand(
        "explain",
        "why a term has no plan: what collides, and what would help; exit status 1 where it has none");
    const auto given = std::make_shared<ExplainArguments>();
    add_question_options(*explain, given->question);
    explain->add_option("--lang", given->language, "zh or en")
        ->capture_default_str()
        ->check(CLI::IsMember({"zh", "en"}));
    explain->add_flag("--json", given->json, "as JSON, in both languages");
    explain->add_option("--seconds", given->seconds, "about how long it may take")
        ->capture_default_str()
        ->check(CLI::Range(1, 3'600));
    explain->callback(
        [given, &program] { program.run = [given, &program] { return explain_holidays(*given, program); }; });
}

}  // namespace husong::ctl
