// husongctl holidays submit, list, show, agree, object, withdraw, publish, export: a plan's way through the
// hands.
#include "db/csv.hpp"
#include "server/holidays/publication.hpp"
#include "tools/husongctl/holidays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace husong::ctl {

namespace {

using registry::HolidayAct;
using registry::HolidayPlan;
using registry::HolidayStep;
using registry::Party;

struct StepArguments {
    std::filesystem::path question, answer, out;
    std::int64_t number = 0;
    std::string party = "bureau", who, reason;
    bool dry_run = false;
};

Result<HolidayPlan> read_stored(const StepArguments& given, Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    auto plan = (*reader)->holiday_plan(given.number);
    if (!plan) return plan.error();
    if (!*plan) return Error{ErrorCode::not_found, fmt::format("there is no plan {}", given.number)};
    return std::move(**plan);
}

std::string line_of(const HolidayStep& step) {
    return fmt::format("{} {} {}{}{}{}", to_iso(step.at), party_name(step.party), act_name(step.act),
                       step.who.empty() ? "" : " by " + printable(step.who), step.reason.empty() ? "" : ": ",
                       printable(step.reason));
}

Result<int> submit_plan(const StepArguments& given, const Program& program) {
    const auto question = read_file(given.question);
    if (!question) return question.error();
    const auto answer = read_file(given.answer);
    if (!answer) return answer.error();
    const auto submission = holidays::submission_of(*question, *answer, now());
    if (!submission) return submission.error();
    auto session = open_session(program);
    if (!session) return session.error();
    const auto number =
        session->admin->put_holiday_plan(*submission, {.who = given.who, .reason = given.reason, .at = now()},
                                         console_entry("holidays submit", ""));
    if (!number) return number.error();
    fmt::print("plan {} of {}: {} vehicles at most at once, {} riders without one\n", *number,
               submission->head.term, submission->head.peak_vehicles, submission->head.unserved);
    return done;
}

Result<int> list_plans(const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto plans = (*reader)->holiday_plans();
    if (!plans) return plans.error();
    std::vector<std::vector<std::string>> rows{{"plan", "term", "vehicles", "without one", "last step"}};
    for (const auto& plan : *plans)
        rows.push_back({fmt::to_string(plan.number), plan.term, fmt::to_string(plan.peak_vehicles),
                        fmt::to_string(plan.unserved), line_of(plan.steps.back())});
    print_table(rows);
    return done;
}

Result<int> show_plan(const StepArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto plan = read_stored(given, *session);
    if (!plan) return plan.error();
    for (const HolidayStep& step : plan->head.steps) fmt::print("{}\n", line_of(step));
    if (!given.question.empty())
        if (auto written = write_private_file(given.question, plan->question + "\n"); !written)
            return written.error();
    if (!given.answer.empty())
        if (auto written = write_private_file(given.answer, plan->answer + "\n"); !written)
            return written.error();
    return done;
}

Result<int> take_step(HolidayAct act, const StepArguments& given, const Program& program) {
    const auto party = registry::parse_party(given.party);
    if (!party)
        return Error{ErrorCode::malformed, fmt::format("--as: '{}' is not police or transport", given.party)};
    auto session = open_session(program);
    if (!session) return session.error();
    const auto taken = session->admin->take_holiday_step(
        {given.number, act, *party, given.who, given.reason, now()}, {},
        console_entry(fmt::format("holidays {}", act_name(act)),
                      fmt::format("plan {}: {}", given.number, given.party)));
    if (!taken) return taken.error();
    fmt::print("plan {}: {} {}\n", given.number, given.party, act_name(act));
    return done;
}

// As the store will, in the step's own transaction.
Result<> check_step_now(const HolidayPlan& plan, const HolidayStep& step, Session& session) {
    if (auto allowed = check_step(plan.head, step); !allowed) return allowed;
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    const auto plans = (*reader)->holiday_plans();
    if (!plans) return plans.error();
    const auto* newest = registry::in_force(*plans, plan.head.term);
    return registry::check_newest(plan.head, newest ? newest->number : 0);
}

void print_counts(const holidays::PublicationCounts& counts) {
    fmt::print("{} departures added, {} changed, {} called off, {} taken over by another vehicle\n",
               counts.added, counts.changed, counts.cancelled, counts.relieved);
    if (counts.too_late > 0)
        fmt::print("too late for {}: due already, and not as the register has them; it is left as it is\n",
                   counts.too_late);
}

Result<holidays::Publication> read_publication(const HolidayPlan& plan, Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    return holidays::publication_of(plan, registry::Registry{std::move(*rows)}, now());
}

Result<int> publish_plan(const StepArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto plan = read_stored(given, *session);
    if (!plan) return plan.error();
    const HolidayStep step{given.number, HolidayAct::published, Party::bureau,
                           given.who,    given.reason,          now()};
    if (auto allowed = check_step_now(*plan, step, *session); !allowed) return allowed.error();
    const auto publication = read_publication(*plan, *session);
    if (!publication) return publication.error();
    if (given.dry_run) {
        print_counts(*publication);
        fmt::print("dry run: nothing was published\n");
        return done;
    }
    const auto rows = rows_of(*publication);
    const auto taken = session->admin->take_holiday_step(
        step, rows, console_entry("holidays publish", fmt::format("plan {}", given.number)));
    if (!taken) return taken.error();
    print_counts(*publication);
    fmt::print("plan {} is published\n", given.number);
    return done;
}

std::string clock_of(coordination::Minutes at) {
    return fmt::format("{:02}:{:02}", at.count() / 60, at.count() % 60);
}

// One run as its vehicle's list has it.
std::vector<std::string> row_of(const coordination::PlannedLeg& leg, const coordination::Run& run,
                                const coordination::Case& question) {
    const auto& line = question.lines[run.line];
    const auto* vehicle = run.vehicle ? &question.vehicles[*run.vehicle] : nullptr;
    std::string places;
    for (const auto& load : run.loads)
        places +=
            fmt::format("{}{} {}", places.empty() ? "" : "; ", line.places[load.place].name, load.riders);
    return {vehicle ? vehicle->plate : "",
            to_iso(std::chrono::year_month_day{leg.at.on}),
            clock_of(run.at_gate),
            vehicle ? vehicle->driver : "",
            leg.way == coordination::Way::home ? "home" : "to_school",
            question.schools[line.school].code,
            line.code,
            fmt::to_string(run.riders),
            places};
}

// What each vehicle does, one after the other.
std::string vehicle_lists(const coordination::Case& question, const coordination::Plan& plan) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& leg : plan.legs)
        for (const auto& run : leg.runs) rows.push_back(row_of(leg, run, question));
    std::ranges::sort(rows);  // by plate, day and time
    std::string text{db::byte_order_mark};
    text += db::csv_line(
        {"plate", "date", "at_gate", "driver", "direction", "school", "line", "riders", "places"});
    for (const auto& row : rows) text += db::csv_line(row);
    return text;
}

Result<int> export_plan(const StepArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto stored = read_stored(given, *session);
    if (!stored) return stored.error();
    const auto question = coordination::read_case(stored->question);
    if (!question) return question.error();
    const auto plan = coordination::read_plan(stored->answer, *question);
    if (!plan) return plan.error();
    const std::string text = vehicle_lists(*question, *plan);
    if (given.out.empty()) {
        fmt::print("{}", text);
        return done;
    }
    const auto written = write_private_file(given.out, text);
    return written ? Result<int>{done} : Result<int>{written.error()};
}

using Work = Result<int> (*)(const StepArguments&, const Program&);

// A subcommand with the arguments that all of them share.
CLI::App* add_step(CLI::App& group, Program& program, std::pair<const char*, const char*> name,
                   const std::shared_ptr<StepArguments>& given, Work work) {
    CLI::App* command = group.add_subcommand(name.first, name.second);
    command->callback(
        [given, &program, work] { program.run = [given, &program, work] { return work(*given, program); }; });
    return command;
}

}  // namespace

void add_holiday_plan_commands(CLI::App& holidays, Program& program) {
    const auto given = std::make_shared<StepArguments>();
    const auto numbered = [&](CLI::App* command) {
        command->add_option("plan", given->number, "the plan's number")->required();
        return command;
    };
    const auto by = [&](CLI::App* command, const char* note) {
        command->add_option("--who", given->who, "by whom, as others will read it")->required();
        command->add_option("--reason", given->reason, note);
        return command;
    };
    const auto answers = [&](CLI::App* command) {
        command->add_option("--as", given->party, "police (交警) or transport (运管)")->required();
    };
    CLI::App* submit =
        by(add_step(holidays, program, {"submit", "a plan is laid before the others"}, given, submit_plan),
           "what is to be said of it");
    submit->add_option("--case", given->question, "the term's case, JSON")->required();
    submit->add_option("--plan", given->answer, "its plan, JSON")->required();
    add_step(holidays, program, {"list", "all plans and their last step"}, given,
             [](const StepArguments&, const Program& of) { return list_plans(of); });
    CLI::App* show = numbered(add_step(holidays, program, {"show", "a plan's steps"}, given, show_plan));
    show->add_option("--case", given->question, "write its case there");
    show->add_option("--plan-file", given->answer, "write the plan there");
    answers(by(numbered(add_step(holidays, program, {"agree", "a party agrees"}, given,
                                 [](const StepArguments& told, const Program& of) {
                                     return take_step(HolidayAct::agreed, told, of);
                                 })),
               "what is to be said beside"));
    answers(by(numbered(add_step(holidays, program, {"object", "a party objects, with its reason"}, given,
                                 [](const StepArguments& told, const Program& of) {
                                     return take_step(HolidayAct::objected, told, of);
                                 })),
               "why not"));
    by(numbered(add_step(holidays, program, {"withdraw", "the bureau takes a plan back"}, given,
                         [](const StepArguments& told, const Program& of) {
                             return take_step(HolidayAct::withdrawn, told, of);
                         })),
       "why");
    by(numbered(add_step(holidays, program, {"publish", "its runs become the county's departures"}, given,
                         publish_plan)),
       "what is to be said of it")
        ->add_flag("--dry-run", given->dry_run, "only tell what would change");
    numbered(
        add_step(holidays, program, {"export", "a list of runs for each vehicle, CSV"}, given, export_plan))
        ->add_option("--out", given->out, "else it is printed");
}

}  // namespace husong::ctl
