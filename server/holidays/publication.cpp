#include "server/holidays/publication.hpp"

#include "server/plan_check/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace husong::holidays {

namespace {

using coordination::Case;
using coordination::PlannedLeg;
using coordination::Run;
using coordination::Way;
using registry::Departure;
using registry::Versioned;

std::string note_of(const Run& run, const coordination::Line& line) {
    std::string note;
    for (const auto& load : run.loads)
        note += fmt::format("{}{} {}人", note.empty() ? "" : "、", line.places[load.place].name, load.riders);
    return note;
}

bool is_same(const Departure& a, const Departure& b) {
    return a.leaves_at == b.leaves_at && a.line == b.line && a.vehicle == b.vehicle && a.driver == b.driver &&
           a.seats == b.seats && a.status == b.status && a.note == b.note;
}

constexpr std::size_t most_told = 20;  // violations: who made the plan reads them one by one

std::string words_of(const plan_check::Report& report) {
    std::string told = report.found == 1 ? "the plan breaks a constraint"
                                         : fmt::format("the plan breaks {} constraints", report.found);
    if (report.found > report.violations.size())
        told += fmt::format(", of which these are the first {}", report.violations.size());
    for (const auto& violation : report.violations) told += "\n" + in_words(violation);
    return told;
}

// One plan on its way into the register.
class Publisher {
public:
    Publisher(const Case& question, const registry::Registry& registry, Time now)
        : question_{question}, registry_{registry}, now_{now} {}

    Result<Publication> publish(const coordination::Plan& plan) {
        for (const PlannedLeg& leg : plan.legs) {
            std::map<std::size_t, int> of_line;
            for (const Run& run : leg.runs)
                if (auto added = add(leg, run, ++of_line[run.line]); !added) return added.error();
        }
        cancel_others();
        return std::move(made_);
    }

private:
    [[nodiscard]] std::string term_prefix() const { return question_.term + "/"; }

    [[nodiscard]] std::string code_of(const PlannedLeg& leg, const Run& run, int number) const {
        const auto& of = question_.breaks[leg.of];
        return fmt::format("{}{}/{}{}/{}/{}", term_prefix(), question_.schools[of.school].code, of.number,
                           leg.way == Way::home ? "H" : "B", question_.lines[run.line].code, number);
    }

    Result<> add(const PlannedLeg& leg, const Run& run, int number) {
        auto made = departure_of(leg, run, code_of(leg, run, number));
        if (!made) return made.error();
        planned_.insert(made->code);
        const auto* known = registry_.departure_by_code(made->code);
        if (made->leaves_at <= now_ || (known && known->value.leaves_at <= now_)) return {};
        if (known) made->escort = known->value.escort;  // whom the operator named stays
        if (!known)
            ++made_.added;
        else if (!is_same(known->value, *made))
            ++made_.changed;
        made_.runs.push_back({.value = std::move(*made)});
        return {};
    }

    [[nodiscard]] Result<Departure> departure_of(const PlannedLeg& leg, const Run& run,
                                                 std::string code) const {
        const auto& line = question_.lines[run.line];
        if (!run.vehicle) return Error{ErrorCode::conflict, code + ": has no vehicle yet"};
        const auto& vehicle = question_.vehicles[*run.vehicle];
        const Time at_gate = china_midnight(std::chrono::year_month_day{leg.at.on}) + run.at_gate;
        const auto id = vehicle_of(vehicle.plate, at_gate);
        if (!id)
            return Error{ErrorCode::conflict, fmt::format("{}: vehicle {} is not registered for {}", code,
                                                          vehicle.plate, to_iso(china_date(at_gate)))};
        const auto* known_line = registry_.line_by_code(line.code, at_gate);
        if (!known_line)
            return Error{ErrorCode::conflict, fmt::format("{}: line {} is not registered for {}", code,
                                                          line.code, to_iso(china_date(at_gate)))};
        if (!vehicle.driver.empty() && !registry_.driver_by_code(vehicle.driver, at_gate))
            return Error{ErrorCode::conflict, fmt::format("{}: driver {} is not registered for {}", code,
                                                          vehicle.driver, to_iso(china_date(at_gate)))};
        Departure made;
        made.code = std::move(code);
        made.school = question_.schools[line.school].code;
        made.direction = leg.way == Way::home ? registry::Direction::home : registry::Direction::to_school;
        made.leaves_at = leg.way == Way::home ? at_gate : at_gate - way_of_line(line.code, run, at_gate);
        made.line = line.code;
        made.vehicle = *id;
        made.driver = vehicle.driver;
        made.seats = vehicle.seats;
        made.note = note_of(run, line);
        return made;
    }

    // To school a departure leaves from the line's farthest stop, whether anybody waits there or not.
    [[nodiscard]] std::chrono::minutes way_of_line(const std::string& line, const Run& run, Time at) const {
        const auto stops = registry_.stops_of(line, at);
        return stops.empty() ? run.way : std::max(run.way, stops.back()->from_school);
    }

    [[nodiscard]] std::optional<VehicleId> vehicle_of(const std::string& plate, Time at) const {
        for (const VehicleId id : registry_.find_all_colours(plate))
            if (registry_.vehicle(id, at)) return id;
        return std::nullopt;
    }

    // Of the term, to come, and in the plan no more.
    void cancel_others() {
        for (const auto* known : registry_.departures_between(now_, end_of_time)) {
            const Departure& departure = known->value;
            if (!departure.code.starts_with(term_prefix()) || planned_.contains(departure.code)) continue;
            if (departure.status == registry::DepartureStatus::cancelled) continue;
            Versioned<Departure> cancelled{.value = departure};
            cancelled.value.status = registry::DepartureStatus::cancelled;
            made_.runs.push_back(std::move(cancelled));
            ++made_.cancelled;
        }
    }

    const Case& question_;
    const registry::Registry& registry_;
    Time now_;
    std::set<std::string> planned_;
    Publication made_;
};

}  // namespace

Result<Publication> publication_of(const Case& question, const coordination::Plan& plan,
                                   const registry::Registry& registry, Time now) {
    return Publisher{question, registry, now}.publish(plan);
}

Result<registry::HolidayPlan> submission_of(std::string_view case_json, std::string_view plan_json,
                                            Time now) {
    // First: what reads it for the store takes for granted what is checked here.
    const auto report = plan_check::check(case_json, plan_json, {now, most_told});
    if (!report) return report.error();
    if (report->found > 0) return Error{ErrorCode::conflict, words_of(*report)};
    const auto question = coordination::read_case(case_json);
    if (!question) return Error{question.error().code, "case: " + question.error().what};
    const auto plan = coordination::read_plan(plan_json, *question);
    if (!plan) return Error{plan.error().code, "plan: " + plan.error().what};
    registry::HolidayPlan submission{.head = {.number = 0,
                                              .term = question->term,
                                              .unserved = report->unserved,
                                              .peak_vehicles = report->peak_vehicles,
                                              .steps = {}},
                                     .question = to_json(*question),
                                     .answer = to_json(*plan, *question)};
    return submission;
}

Result<Publication> publication_of(const registry::HolidayPlan& plan, const registry::Registry& registry,
                                   Time now) {
    const auto question = coordination::read_case(plan.question);
    if (!question) return question.error();
    const auto answer = coordination::read_plan(plan.answer, *question);
    if (!answer) return answer.error();
    return publication_of(*question, *answer, registry, now);
}

}  // namespace husong::holidays
