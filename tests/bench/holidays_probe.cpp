// Judges what `husongctl holidays plan` makes of a county's terms, by the server's check and the tests' own
// bound.
//   holidays_probe judge CASE PLAN …   the terms of a year: prints one line of JSON
//   holidays_probe check CASE PLAN     how long the check takes, and all that a submission does: the best of
//   ten
#include "server/coordination/movement.hpp"
#include "server/holidays/publication.hpp"
#include "server/plan_check/check.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/coordination/peak_bound.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <limits>
#include <sstream>

namespace {

using namespace husong;

// Of a year: the worse term's peaks and gap, both terms' pupils.
struct Judgement {
    int peak = 0, bound = 0, wished_peak = 0, greedy_peak = 0;
    int unserved = 0, wished_unserved = 0, greedy_unserved = 0;
    double gap = -1;  // below 0: better than a bound
    std::size_t violations = 0;
};

std::string text_of(const std::string& file) {
    std::ifstream in{file};
    if (!in) throw std::runtime_error(file + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

void judge(const std::string& question_text, const std::string& plan_text, Judgement& year) {
    const auto report = plan_check::check(question_text, plan_text).value();
    const int bound = checker::peak_bound(question_text);
    const auto question = coordination::read_case(question_text);
    if (!question) throw std::runtime_error(question.error().what);
    auto wished = solver::as_wished(*question);
    coordination::assign_vehicles(wished, *question);
    const auto greedy = solver::first_fit(*question);
    for (const auto& violation : report.violations) fmt::print(stderr, "{}\n", in_words(violation));
    year.peak = std::max(year.peak, report.peak_vehicles);
    year.bound = std::max(year.bound, bound);
    year.wished_peak = std::max(year.wished_peak, wished.peak_vehicles);
    year.greedy_peak = std::max(year.greedy_peak, greedy.peak_vehicles);
    year.unserved += report.unserved;
    year.wished_unserved += wished.unserved;
    year.greedy_unserved += greedy.unserved;
    year.gap = std::max(year.gap, static_cast<double>(report.peak_vehicles) / std::max(bound, 1) - 1);
    year.violations += report.found;
}

// Case and plan by turns.
int judge(const std::vector<std::string>& files) {
    Judgement year;
    for (std::size_t i = 0; i + 1 < files.size(); i += 2)
        judge(text_of(files[i]), text_of(files[i + 1]), year);
    fmt::print(
        R"({{"peak_vehicles": {}, "bound": {}, "gap": {:.4f}, "baseline_peak_vehicles": {}, )"
        R"("greedy_peak_vehicles": {}, "unserved": {}, "baseline_unserved": {}, "greedy_unserved": {}, )"
        R"("violations": {}}})"
        "\n",
        year.peak, year.bound, year.gap, year.wished_peak, year.greedy_peak, year.unserved,
        year.wished_unserved, year.greedy_unserved, year.violations);
    return year.violations == 0 ? 0 : 1;
}

double best_ms(const auto& work) {
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < 10; ++i) {
        const auto began = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        best = std::min(best, took.count());
    }
    return best;
}

int time_check(const std::vector<std::string>& files) {
    const std::string question = text_of(files.at(0)), plan = text_of(files.at(1));
    const double check = best_ms([&] { plan_check::check(question, plan).value(); });
    const double submission = best_ms([&] { holidays::submission_of(question, plan).value(); });
    fmt::print(R"({{"case_bytes": {}, "plan_bytes": {}, "check_ms": {:.1f}, "submission_ms": {:.1f}}})"
               "\n",
               question.size(), plan.size(), check, submission);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> files;
    CLI::App app{"plans of a county's terms, judged"};
    app.require_subcommand(1);
    app.add_subcommand("judge")->add_option("files", files, "case and plan by turns")->required();
    auto* timed = app.add_subcommand("check");
    timed->add_option("files", files, "case and plan")->required();
    CLI11_PARSE(app, count, arguments);
    try {
        return timed->parsed() ? time_check(files) : judge(files);
    } catch (const std::exception& failed) {
        fmt::print(stderr, "holidays_probe: {}\n", failed.what());
        return 2;
    }
}
