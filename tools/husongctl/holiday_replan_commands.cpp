// husongctl holidays replan, compare: a plan on the day, and what changed between two.
#include "server/base/time.hpp"
#include "server/coordination/answers_json.hpp"
#include "server/coordination/json_texts.hpp"
#include "server/holidays/case_plates.hpp"
#include "tools/husongctl/holidays.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace husong::ctl {

namespace {

using Cells = std::vector<std::string>;

struct ReplanArguments {
    std::filesystem::path question, plan, answer;
    coordination::ToldBreakdown told;
    bool json = false;
};
struct CompareArguments {
    std::filesystem::path question, other_question, before, after;
    bool json = false;
};

Result<coordination::Plan> plan_in(const std::filesystem::path& file, const coordination::Case& question) {
    const auto text = read_file(file);
    if (!text) return text.error();
    auto plan = coordination::read_plan(*text, question);
    if (!plan) return Error{plan.error().code, file.string() + ": " + plan.error().what};
    return plan;
}

std::string on_text(coordination::Day day) { return to_iso(std::chrono::year_month_day{day}); }

std::string plate_of(const coordination::Run& run, const coordination::Case& question) {
    return run.vehicle ? printable(question.vehicles[*run.vehicle].plate) : "nobody";
}

std::string places_of(const coordination::Run& run, const coordination::Case& question) {
    std::string told;
    for (const coordination::Load& load : run.loads)
        told += fmt::format("{}{} {}", told.empty() ? "" : ", ",
                            printable(question.lines[run.line].places[load.place].name), load.riders);
    return told;
}

std::string time_of(const coordination::Run& run, coordination::Way way) {
    return coordination::to_text(time_for_riders(run, way));
}

std::string way_text(coordination::Way way, const coordination::Run& run) {
    const std::string_view direction = way == coordination::Way::home ? "home" : "back";
    return run.stand ? fmt::format("{}, from where it stands", direction) : std::string{direction};
}

std::string words_of(const coordination::WhyNot& why, const coordination::Replanned& answer,
                     const coordination::Case& question) {
    if (!why.run) return why.proven ? "not for all runs at once" : "nothing was found";
    const coordination::Refusals& by = why.vehicles;
    return fmt::format(
        "not for {} riders of {}: of the vehicles {} have too few seats, {} must not carry them, "
        "{} have no time, {} are out, {} could",
        answer.affected[*why.run].before.riders,
        printable(question.lines[answer.affected[*why.run].before.line].code), by.seats, by.pupils,
        by.no_room, by.out, by.free);
}

void print_replanned(const coordination::Replanned& answer, const coordination::Plan& before,
                     const coordination::Case& question) {
    fmt::print("needed: {}\n", coordination::means_name(answer.needed));
    for (const coordination::WhyNot& why : answer.why_not)
        fmt::print("{}{}: {}\n", coordination::means_name(why.means), why.proven ? " (proven)" : "",
                   words_of(why, answer, question));
    std::vector<Cells> rows{{"line", "way", "riders", "before", "at", "now", "at", "places"}};
    const auto add = [&](std::size_t leg, const coordination::Run& from, const coordination::Run& to) {
        const coordination::Way way = before.legs[leg].way;
        rows.push_back({printable(question.lines[to.line].code), way_text(way, to), std::to_string(to.riders),
                        plate_of(from, question), time_of(from, way), plate_of(to, question),
                        to.vehicle ? time_of(to, way) : "", places_of(to, question)});
    };
    for (const coordination::Affected& run : answer.affected)
        for (const coordination::Run& part : run.after) add(run.leg, run.before, part);
    for (const coordination::GaveWay& run : answer.gave_way) add(run.leg, run.before, run.after);
    constexpr std::size_t planned = 4;  // by the time before
    std::ranges::stable_sort(rows.begin() + 1, rows.end(), {}, [](const Cells& row) { return row[planned]; });
    print_table(rows);
    for (const coordination::LeftOver& left : answer.left_over) {
        fmt::print("nobody for {} riders of {}: {}", left.run.riders,
                   printable(question.lines[left.run.line].code), places_of(left.run, question));
        if (left.too_late)
            fmt::print("; {} could at {}, too late", plate_of(*left.too_late, question),
                       time_of(*left.too_late, before.legs[left.leg].way));
        fmt::print("\n");
    }
}

Result<int> replan_holidays(const ReplanArguments& given) {
    const auto question = read_holiday_case(given.question);
    if (!question) return question.error();
    const auto plan = plan_in(given.plan, *question);
    if (!plan) return plan.error();
    coordination::ToldBreakdown told = given.told;
    told.plate = holidays::plate_in(*question, told.plate);
    const auto breakdown = breakdown_of(told, *question);
    if (!breakdown) return breakdown.error();
    const auto answer = replan(*question, *plan, *breakdown);
    if (!answer) return answer.error();
    if (given.json)
        fmt::print("{}\n", boost::json::serialize(to_value(*answer, *plan, *question)));
    else
        print_replanned(*answer, *plan, *question);
    if (given.answer.empty()) return done;
    const auto written = write_private_file(given.answer, to_json(answer->plan, *question) + "\n");
    return written ? Result<int>{done} : Result<int>{written.error()};
}

std::string moment_text(const std::optional<coordination::Moment>& moment) {
    return moment ? on_text(moment->on) + " " + coordination::to_text(moment->at) : "-";
}

std::string run_text(const std::optional<coordination::DatedRun>& dated, coordination::Way way,
                     const coordination::Case& question) {
    if (!dated) return "-";
    return fmt::format("{} {} {}", on_text(dated->on), time_of(dated->run, way),
                       plate_of(dated->run, question));
}

std::string what_text(const coordination::RunChange& change) {
    return fmt::format("{}", fmt::join(changed_parts(change), ", "));
}

void print_differences(const coordination::Differences& found, const coordination::Case& question) {
    std::vector<Cells> legs{{"school", "break", "way", "before", "after"}};
    for (const coordination::LegChange& leg : found.legs) {
        const coordination::Break& of = question.breaks[leg.of];
        legs.push_back({printable(question.schools[of.school].code), std::to_string(of.number),
                        leg.way == coordination::Way::home ? "home" : "back", moment_text(leg.before),
                        moment_text(leg.after)});
    }
    if (legs.size() > 1) print_table(legs);
    std::vector<Cells> runs{{"line", "way", "changed", "before", "after", "riders"}};
    for (const coordination::RunChange& change : found.runs)
        runs.push_back({printable(question.lines[change.run().line].code), way_text(change.way, change.run()),
                        what_text(change), run_text(change.before, change.way, question),
                        run_text(change.after, change.way, question), places_of(change.run(), question)});
    if (runs.size() > 1) print_table(runs);
    for (const std::size_t school : found.concerned.schools)
        fmt::print("concerns {} {}\n", printable(question.schools[school].code),
                   printable(question.schools[school].name));
    for (const coordination::Line& line : found.concerned.places)
        for (const coordination::Place& place : line.places)
            fmt::print("concerns {} {}: {} riders\n", printable(line.code), printable(place.name),
                       place.riders);
    for (const std::size_t vehicle : found.concerned.vehicles)
        fmt::print("concerns {}, driver {}\n", printable(question.vehicles[vehicle].plate),
                   printable(question.vehicles[vehicle].driver));
    fmt::print("unserved {} -> {}, peak {} -> {}\n", found.unserved_before, found.unserved_after,
               found.peak_before, found.peak_after);
}

Result<int> compare_holidays(const CompareArguments& given) {
    const auto& other = given.other_question.empty() ? given.question : given.other_question;
    const auto question = read_file(given.question), other_question = read_file(other),
               before = read_file(given.before), after = read_file(given.after);
    for (const auto* text : {&question, &other_question, &before, &after})
        if (!*text) return text->error();
    const auto compared = coordination::compare({given.before.string(), *question, *before},
                                                {given.after.string(), *other_question, *after});
    if (!compared) return compared.error();
    if (given.json)
        fmt::print("{}\n", boost::json::serialize(to_value(compared->found, compared->question)));
    else
        print_differences(compared->found, compared->question);
    return done;
}

}  // namespace

void add_holiday_replan_commands(CLI::App& holidays, Program& program) {
    constexpr auto case_help = "the term's case, JSON (docs/decisions/0024)";
    auto* replan = holidays.add_subcommand("replan", "who takes over when a vehicle breaks down on the day");
    const auto day = std::make_shared<ReplanArguments>();
    replan->add_option("--case", day->question, case_help)->required();
    replan->add_option("--plan", day->plan, "the plan as it was, JSON")->required();
    auto* plate = replan->add_option("--vehicle", day->told.plate, "the plate of the vehicle that is out");
    replan->add_option("--driver", day->told.driver, "the code of the driver who cannot drive")
        ->excludes(plate);
    replan->add_option("--at", day->told.at, "since when: 2026-10-30T15:10")->required();
    replan->add_option("--until", day->told.until,
                       "ready again, where it stands: 16:30; else not on that day");
    replan->add_option("--out", day->answer, "the new plan, JSON");
    replan->add_flag("--json", day->json, "as JSON, as the API answers");
    replan->callback([day, &program] {
        if (day->told.plate.empty() && day->told.driver.empty())
            throw CLI::RequiredError("--vehicle or --driver");
        program.run = [day] { return replan_holidays(*day); };
    });

    auto* compare =
        holidays.add_subcommand("compare", "what changed between two plans, and whom it concerns");
    const auto two = std::make_shared<CompareArguments>();
    compare->add_option("--case", two->question, case_help)->required();
    compare->add_option("--after-case", two->other_question,
                        "the other plan's case, where it is another one");
    compare->add_flag("--json", two->json, "as JSON, as the API answers");
    compare->add_option("before", two->before, "a plan, JSON")->required();
    compare->add_option("after", two->after, "the other one")->required();
    compare->callback([two, &program] { program.run = [two] { return compare_holidays(*two); }; });
}

}  // namespace husong::ctl
