#include "server/holidays/publication.hpp"

#include "server/coordination/duty.hpp"
#include "server/holidays/rider_note.hpp"
#include "server/holidays/run_matching.hpp"
#include "server/holidays/seats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <span>

namespace husong::holidays {

namespace {

using coordination::Case;
using coordination::PlannedLeg;
using coordination::Run;
using coordination::Stand;
using coordination::Way;
using registry::Departure;
using registry::DepartureStatus;
using registry::Relief;
using registry::Versioned;

bool is_same(const Departure& a, const Departure& b) {
    return a.leaves_at == b.leaves_at && a.line == b.line && a.vehicle == b.vehicle && a.driver == b.driver &&
           a.seats == b.seats && a.status == b.status && a.note == b.note;
}
// Whether what the register knows to have left is what the plan says.
bool left_as_planned(const Departure& known, const Departure& planned) {
    return known.leaves_at == planned.leaves_at && known.vehicle == planned.vehicle &&
           known.driver == planned.driver && known.status == planned.status;
}

// A code without its run's number: TERM/SCHOOL/3H/LINE/
std::string_view line_part(std::string_view code) {
    const auto slash = code.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : code.substr(0, slash + 1);
}
// 0: it has none.
int number_in(std::string_view code) {
    int number = 0;
    const auto text = code.substr(line_part(code).size());
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    return wrong == std::errc{} && end == text.data() + text.size() ? number : 0;
}

// The plan's runs of one leg on one line.
struct RunsOfLine {
    const PlannedLeg& leg;
    std::string codes;               // how theirs begin: TERM/SCHOOL/3H/LINE/
    std::vector<const Run*> runs;    // that begin at the line's end
    std::vector<const Run*> stands;  // that go on from where another vehicle stands
};

// One plan on its way into the register.
class Publisher {
public:
    Publisher(const Case& question, const registry::Registry& registry, Time now)
        : question_{question}, registry_{registry}, now_{now} {
        for (const auto* known : registry.departures())
            if (known->value.code.starts_with(term_prefix()))
                known_[std::string{line_part(known->value.code)}].push_back(&known->value);
    }

    Result<Publication> publish(const coordination::Plan& plan) {
        const auto& terms = registry_.rows().terms;
        const auto is_its = [&](const auto& row) { return row.value.code == question_.term; };
        if (std::ranges::none_of(terms, is_its))
            return Error{ErrorCode::conflict,
                         fmt::format("term {} is not in the register of terms", question_.term),
                         fmt::format("登记表里没有学期 {}", question_.term)};
        for (const PlannedLeg& leg : plan.legs)
            for (const RunsOfLine& of_line : lines_of(leg))
                if (auto added = add(of_line); !added) return added.error();
        cancel_others();
        for (auto& [run, rows] : reliefs_) end_each_by_the_next(rows);
        made_.register_version = registry_.version();
        return std::move(made_);
    }

private:
    // Who serves a run, by the register.
    struct Server {
        VehicleId vehicle;
        int seats = 0;
    };

    [[nodiscard]] std::string term_prefix() const { return question_.term + "/"; }

    [[nodiscard]] std::vector<RunsOfLine> lines_of(const PlannedLeg& leg) const {
        std::map<std::size_t, std::size_t> places;  // in the answer, by line
        std::vector<RunsOfLine> all;
        const auto& of = question_.breaks[leg.of];
        for (const Run& run : leg.runs) {
            const auto [place, is_new] = places.try_emplace(run.line, all.size());
            if (is_new)
                all.push_back(
                    {leg,
                     fmt::format("{}{}/{}{}/{}/", term_prefix(), question_.schools[of.school].code, of.number,
                                 leg.way == Way::home ? "H" : "B", question_.lines[run.line].code),
                     {},
                     {}});
            auto& of_line = all[place->second];
            (run.stand ? of_line.stands : of_line.runs).push_back(&run);
        }
        return all;
    }

    // As an error names it: a run has its code only when it is known which one it is.
    static std::string name_of(const RunsOfLine& of_line, const Run& run) {
        const auto at = time_for_riders(run, of_line.leg.way).count();
        return fmt::format("{} at {:02}:{:02}", of_line.codes.substr(0, of_line.codes.size() - 1), at / 60,
                           at % 60);
    }

    Result<> add(const RunsOfLine& of_line) {
        std::vector<Departure> planned;
        for (const Run* run : of_line.runs) {
            auto made = departure_of(of_line, *run);
            if (!made) return made.error();
            planned.push_back(std::move(*made));
        }
        int last = 0;
        for (const Departure* each : known_[of_line.codes]) last = std::max(last, number_in(each->code));
        const auto found = matched(planned, may_be_of(of_line, planned), now_);
        for (std::size_t i = 0; i < planned.size(); ++i) {
            if (!found[i]) planned[i].code = fmt::format("{}{}", of_line.codes, ++last);
            put(std::move(planned[i]), found[i]);
        }
        for (const Run* run : of_line.stands)
            if (auto relieved = relieve(of_line, *run); !relieved) return relieved;
        return {};
    }

    // The known departures of the line, but those that stand on the road and are no run of the plan any more.
    std::vector<const Departure*> may_be_of(const RunsOfLine& of_line, std::span<const Departure> planned) {
        std::vector<const Departure*> known = known_[of_line.codes];
        for (const Run* run : of_line.stands) {
            const auto* standing = departure_that_stands(of_line, *run->stand);
            const auto is_it = [&](const Departure& of) {
                return of.vehicle == standing->vehicle && of.leaves_at == standing->leaves_at;
            };
            if (standing && std::ranges::none_of(planned, is_it)) std::erase(known, standing);
        }
        return known;
    }

    void put(Departure made, const Departure* known) {
        if (known) {
            made.code = known->code;
            made.escort = known->escort;  // whom the operator named stays
            kept_.insert(known->code);
        }
        if (made.leaves_at <= now_) {
            if (!known || !left_as_planned(*known, made)) ++made_.too_late;
            return;
        }
        if (!known)
            ++made_.added;
        else if (!is_same(*known, made))
            ++made_.changed;
        made_.runs.push_back({.value = std::move(made)});
    }

    // Without its code.
    [[nodiscard]] Result<Departure> departure_of(const RunsOfLine& of_line, const Run& run) const {
        const auto& line = question_.lines[run.line];
        const std::string name = name_of(of_line, run);
        const bool home = of_line.leg.way == Way::home;
        const Time at_gate = time_of(of_line.leg, run.at_gate);
        Departure made;
        made.leaves_at = home ? at_gate : at_gate - way_of_line(line.code, run, at_gate);
        const auto loads = loads_at_first(of_line, run);
        int riders = 0;
        for (const auto& load : loads) riders += load.riders;
        const auto server = server_of(run, at_gate, made.leaves_at > now_ ? riders : 0, name);
        if (!server) return server.error();
        if (!registry_.line_by_code(line.code, at_gate))
            return Error{
                ErrorCode::conflict,
                fmt::format("{}: line {} is not registered for {}", name, line.code,
                            to_iso(china_date(at_gate))),
                fmt::format("{}：{} 那天线路 {} 没有登记", name, to_iso(china_date(at_gate)), line.code)};
        made.school = question_.schools[line.school].code;
        made.direction = home ? registry::Direction::home : registry::Direction::to_school;
        made.line = line.code;
        made.vehicle = server->vehicle;
        made.driver = question_.vehicles[*run.vehicle].driver;
        made.seats = server->seats;
        made.note = rider_note(loads, line);
        return made;
    }

    [[nodiscard]] Time time_of(const PlannedLeg& leg, coordination::Minutes of_day) const {
        return china_midnight(std::chrono::year_month_day{leg.at.on}) + of_day;
    }

    // Who comes aboard where the run begins: also those who go on in another vehicle.
    static std::vector<coordination::Load> loads_at_first(const RunsOfLine& of_line, const Run& run) {
        std::vector<coordination::Load> loads;
        if (of_line.leg.way == Way::home)
            for (const Run* rest : of_line.stands)
                if (rest->stand->vehicle == run.vehicle && run.at_gate < rest->stand->at &&
                    rest->stand->at <= run.at_gate + rest->way)
                    loads.insert(loads.end(), rest->loads.begin(), rest->loads.end());
        loads.insert(loads.end(), run.loads.begin(), run.loads.end());
        return loads;
    }

    // The run's vehicle and driver are registered, and the vehicle has seats for the riders still.
    [[nodiscard]] Result<Server> server_of(const Run& run, Time at, int riders,
                                           const std::string& name) const {
        if (!run.vehicle)
            return Error{ErrorCode::conflict, name + ": has no vehicle yet", name + "：还没有车"};
        const auto& vehicle = question_.vehicles[*run.vehicle];
        const std::string day = to_iso(china_date(at));
        const auto* row = registered(vehicle.plate, at);
        if (!row)
            return Error{ErrorCode::conflict,
                         fmt::format("{}: vehicle {} is not registered for {}", name, vehicle.plate, day),
                         fmt::format("{}：{} 那天车 {} 没有登记", name, day, vehicle.plate)};
        if (!vehicle.driver.empty() && !registry_.driver_by_code(vehicle.driver, at))
            return Error{ErrorCode::conflict,
                         fmt::format("{}: driver {} is not registered for {}", name, vehicle.driver, day),
                         fmt::format("{}：{} 那天驾驶人 {} 没有登记", name, day, vehicle.driver)};
        const int seats = std::min(vehicle.seats, seats_for_pupils(*row).value_or(vehicle.seats));
        if (riders > seats)
            return Error{ErrorCode::conflict,
                         fmt::format("{}: vehicle {} has {} seats for pupils on {}, and {} ride", name,
                                     vehicle.plate, seats, day, riders),
                         fmt::format("{}：{} 那天车 {} 只有 {} 个学生座位，要坐 {} 人", name, day,
                                     vehicle.plate, seats, riders)};
        return Server{row->id, seats};
    }

    // To school a departure leaves from the line's farthest stop, whether anybody waits there or not.
    [[nodiscard]] std::chrono::minutes way_of_line(const std::string& line, const Run& run, Time at) const {
        const auto stops = registry_.stops_of(line, at);
        return stops.empty() ? run.way : std::max(run.way, stops.back()->from_school);
    }

    [[nodiscard]] const registry::Vehicle* registered(const std::string& plate, Time at) const {
        for (const VehicleId id : registry_.find_all_colours(plate))
            if (const auto* row = registry_.vehicle(id, at)) return &row->value;
        return nullptr;
    }

    // The departure whose pupils wait for the run, which goes on from where another vehicle stands.
    [[nodiscard]] const Departure* departure_that_stands(const RunsOfLine& of_line, const Stand& stand) {
        const Time since = time_of(of_line.leg, stand.at);
        const auto* vehicle = registered(question_.vehicles[stand.vehicle].plate, since);
        const Departure* last = nullptr;
        if (!vehicle) return last;
        for (const Departure* each : known_[of_line.codes]) {
            if (each->status != DepartureStatus::planned || each->leaves_at > since) continue;
            const auto reliefs = registry_.reliefs_of_run(each->code);
            const bool is_its =
                each->vehicle == vehicle->id || std::ranges::any_of(reliefs, [&](const auto* row) {
                    return row->value.vehicle == vehicle->id && row->valid_from <= since;
                });
            if (is_its && (!last || each->leaves_at > last->leaves_at)) last = each;
        }
        return last;
    }

    // Another vehicle takes a departure over: a row of the register `reliefs` (docs/decisions/0021).
    Result<> relieve(const RunsOfLine& of_line, const Run& run) {
        const auto duty = duty_of(run, of_line.leg, question_);
        const Time from = time_of(of_line.leg, duty.loaded.from);
        const bool is_over = time_of(of_line.leg, duty.loaded.until) <= now_;
        const std::string name = name_of(of_line, run);
        const auto& standing = question_.vehicles[run.stand->vehicle].plate;
        const auto* known = departure_that_stands(of_line, *run.stand);
        if (known) kept_.insert(known->code);
        const auto server = server_of(run, from, is_over ? 0 : run.riders, name);
        if (!server) return server.error();
        if (known && serves_at(*known, from) == server->vehicle) return {};
        if (is_over) {
            ++made_.too_late;
            return {};
        }
        if (!known)
            return Error{ErrorCode::conflict,
                         fmt::format("{}: its pupils wait where vehicle {} stands, and no departure of that "
                                     "vehicle is published that could be taken over: publish the plan of "
                                     "before the breakdown first",
                                     name, standing),
                         fmt::format("{}：学生等在停下的车 {} 那里，可是那辆车没有公布过可以接替的班次："
                                     "请先公布故障以前的方案",
                                     name, standing)};
        auto& rows = reliefs_[known->code];
        const auto is_beside = [&](const Run* other) { return other != &run && other->stand == run.stand; };
        if (std::ranges::any_of(of_line.stands, is_beside))
            return Error{
                ErrorCode::conflict,
                fmt::format("{}: the pupils who wait where vehicle {} stands are divided between "
                            "vehicles, and one alone can take a departure over ({}): plan the day "
                            "anew so that one takes all of them, or tell who comes by import of "
                            "the registers reliefs and departures",
                            name, standing, known->code),
                fmt::format("{}：等在停下的车 {} 那里的学生分给了几辆车，而一个班次（{}）只能由一辆车"
                            "接替：请重新安排，由一辆车全部接走，或者导入 reliefs 和 departures 登记表",
                            name, standing, known->code)};
        const auto serves = [&](VehicleId vehicle, std::size_t by, Time since) {
            rows.push_back({.value = {.run = known->code,
                                      .vehicle = vehicle,
                                      .driver = question_.vehicles[by].driver,
                                      .escort = known->escort,  // waits with the pupils
                                      .note = fmt::format("{} 停在途中", standing)},
                            .valid_from = since});
        };
        for (const auto* other : registry_.reliefs_of_run(known->code))  // will not come after all
            if (other->valid_from > now_ && other->valid_from < from)
                serves(serves_at(*known, time_of(of_line.leg, run.stand->at)), run.stand->vehicle,
                       other->valid_from);
        serves(server->vehicle, *run.vehicle, from);
        ++made_.relieved;
        return {};
    }

    // Who has it then by the reliefs that are known.
    [[nodiscard]] VehicleId serves_at(const Departure& known, Time at) const {
        VehicleId vehicle = known.vehicle;
        for (const auto* row : registry_.reliefs_of_run(known.code))
            if (row->valid_at(at)) vehicle = row->value.vehicle;
        return vehicle;
    }

    void end_each_by_the_next(std::vector<Versioned<Relief>>& rows) {
        std::ranges::sort(rows, {}, &Versioned<Relief>::valid_from);
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) rows[i].valid_until = rows[i + 1].valid_from;
        std::ranges::move(rows, std::back_inserter(made_.reliefs));
    }

    // Of the term, to come, and in the plan no more.
    void cancel_others() {
        for (const auto* known : registry_.departures_between(now_, end_of_time)) {
            const Departure& departure = known->value;
            if (departure.leaves_at <= now_ || !departure.code.starts_with(term_prefix()) ||
                kept_.contains(departure.code) || departure.status == DepartureStatus::cancelled)
                continue;
            Versioned<Departure> cancelled{.value = departure};
            cancelled.value.status = DepartureStatus::cancelled;
            if (tells_riders(departure.note)) cancelled.value.note.clear();  // they ride with others
            made_.runs.push_back(std::move(cancelled));
            ++made_.cancelled;
        }
    }

    const Case& question_;
    const registry::Registry& registry_;
    Time now_;
    std::map<std::string, std::vector<const Departure*>, std::less<>> known_;  // of the term, by line_part
    std::set<std::string, std::less<>> kept_;  // codes of known departures that are in the plan
    std::map<std::string, std::vector<Versioned<Relief>>, std::less<>> reliefs_;  // by departure
    Publication made_;
};

}  // namespace

registry::RegistryRows rows_of(Publication publication) {
    registry::RegistryRows rows;
    rows.version = publication.register_version;
    rows.departures = std::move(publication.runs);
    rows.reliefs = std::move(publication.reliefs);
    return rows;
}

Result<Publication> publication_of(const Case& question, const coordination::Plan& plan,
                                   const registry::Registry& registry, Time now) {
    return Publisher{question, registry, now}.publish(plan);
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
