// Makes a county's term for `husongctl holidays plan`, and judges the plan by the tests' own checker.
//   holidays_probe make CASE --seed N --term autumn|spring [--schools N --boarders N --places N --vehicles N]
//   holidays_probe judge CASE PLAN …   the terms of a year: prints one line of JSON
#include "server/coordination/movement.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/coordination/checker.hpp"
#include "tests/coordination/made_up_county.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include <fstream>
#include <sstream>

namespace {

using namespace husong;

struct Arguments {
    std::string question, term = "autumn";
    std::uint64_t seed = 1;
    coordination::CountySize size;
    std::vector<std::string> files;  // case and plan by turns
};

// Of a year: the worse term's peaks and gap, both terms' pupils.
struct Judgement {
    int peak = 0, bound = 0, wished_peak = 0, greedy_peak = 0;
    int unserved = 0, wished_unserved = 0, greedy_unserved = 0;
    double gap = 0;
    std::size_t violations = 0;
};

std::string text_of(const std::string& file) {
    std::ifstream in{file};
    if (!in) throw std::runtime_error(file + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

void make(const Arguments& given) {
    const auto term =
        given.term == "spring" ? coordination::TermOf2026::spring : coordination::TermOf2026::autumn;
    std::ofstream out{given.question};
    out << to_json(made_up_county(given.seed, term, given.size));
    if (!out.flush()) throw std::runtime_error(given.question + ": cannot be written");
}

void judge(const std::string& question_text, const std::string& plan_text, Judgement& year) {
    const auto report = checker::check(question_text, plan_text);
    const int bound = checker::peak_bound(question_text);
    const auto question = coordination::read_case(question_text);
    if (!question) throw std::runtime_error(question.error().what);
    auto wished = solver::as_wished(*question);
    coordination::assign_vehicles(wished, *question);
    const auto greedy = solver::first_fit(*question);
    for (const std::string& violation : report.violations) fmt::print(stderr, "{}\n", violation);
    year.peak = std::max(year.peak, report.peak_vehicles);
    year.bound = std::max(year.bound, bound);
    year.wished_peak = std::max(year.wished_peak, wished.peak_vehicles);
    year.greedy_peak = std::max(year.greedy_peak, greedy.peak_vehicles);
    year.unserved += report.unserved;
    year.wished_unserved += wished.unserved;
    year.greedy_unserved += greedy.unserved;
    year.gap = std::max(year.gap, static_cast<double>(report.peak_vehicles) / std::max(bound, 1) - 1);
    year.violations += report.violations.size();
}

int judge(const Arguments& given) {
    Judgement year;
    for (std::size_t i = 0; i + 1 < given.files.size(); i += 2)
        judge(text_of(given.files[i]), text_of(given.files[i + 1]), year);
    fmt::print(
        R"({{"peak_vehicles": {}, "bound": {}, "gap": {:.4f}, "baseline_peak_vehicles": {}, )"
        R"("greedy_peak_vehicles": {}, "unserved": {}, "baseline_unserved": {}, "greedy_unserved": {}, )"
        R"("violations": {}}})"
        "\n",
        year.peak, year.bound, year.gap, year.wished_peak, year.greedy_peak, year.unserved,
        year.wished_unserved, year.greedy_unserved, year.violations);
    return year.violations == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    Arguments given;
    CLI::App app{"a county's term, made and judged"};
    app.require_subcommand(1);
    auto* maker = app.add_subcommand("make");
    maker->add_option("case", given.question)->required();
    maker->add_option("--seed", given.seed);
    maker->add_option("--term", given.term)->check(CLI::IsMember({"autumn", "spring"}));
    maker->add_option("--schools", given.size.schools);
    maker->add_option("--boarders", given.size.boarders);
    maker->add_option("--places", given.size.places);
    maker->add_option("--vehicles", given.size.vehicles);
    auto* judged = app.add_subcommand("judge");
    judged->add_option("files", given.files, "case and plan by turns")->required();
    CLI11_PARSE(app, count, arguments);
    try {
        if (*judged) return judge(given);
        make(given);
        return 0;
    } catch (const std::exception& failed) {
        fmt::print(stderr, "holidays_probe: {}\n", failed.what());
        return 2;
    }
}
