#include "tests/coordination/checker.hpp"

#include "maps/geometry.hpp"
#include "tests/coordination/checker_case.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace husong::checker {

namespace {

namespace json = boost::json;

// Where another vehicle broke down and this run begins.
struct Stand {
    std::string plate, place;  // empty: the gate
    int at = 0, minutes = 0;
};
struct Run {
    std::string line, plate, far;       // far: its first place by the plan
    std::map<std::string, int> riders;  // by place
    int sum = 0, way = 0, at = 0;
    std::optional<Stand> stand;
};
struct Planned {
    LegKey key;
    Moment at;
    std::vector<Run> runs;
};

class Check {
public:
    Check(const std::string& case_json, const std::string& plan_json) : case_{read_case(case_json)} {
        const json::value plan = json::parse(plan_json);
        for (const auto& leg : plan.at("legs").as_array()) legs_.push_back(read_leg(leg));
        told_peak_ = static_cast<int>(plan.at("peak_vehicles").as_int64());
        told_unserved_ = static_cast<int>(plan.at("unserved").as_int64());
    }

    Report report() {
        for (const Planned& leg : legs_) {
            check_moment(leg);
            check_riders(leg);
            check_gate(leg);
            for (const Run& run : leg.runs) check_run(leg, run);
        }
        check_all_legs();
        check_posts();
        check_vehicles();
        for (const auto& [code, school] : case_.schools) check_breaks(code, school);
        check_sums();
        return std::move(report_);
    }

private:
    template <class... Values>
    void fault(std::string_view kind, fmt::format_string<Values...> text, Values&&... values) {
        report_.violations.push_back(
            fmt::format("{}: {}", kind, fmt::format(text, std::forward<Values>(values)...)));
    }

    static Planned read_leg(const json::value& from) {
        Planned leg{
            {std::string{from.at("school").as_string()}, static_cast<int>(from.at("break").as_int64()),
             from.at("way").as_string() == "home"},
            {day_of(from.at("at").at("on").as_string()), minute_of(from.at("at").at("at").as_string())},
            {}};
        for (const auto& run : from.at("runs").as_array()) {
            Run made;
            made.line = run.at("line").as_string();
            if (const auto* plate = run.as_object().if_contains("plate")) made.plate = plate->as_string();
            for (const auto& load : run.at("loads").as_array()) {
                const int riders = static_cast<int>(load.at("riders").as_int64());
                if (made.far.empty()) made.far = load.at("place").as_string();
                made.riders[std::string{load.at("place").as_string()}] += riders;
                made.sum += riders;
            }
            made.way = static_cast<int>(run.at("way_minutes").as_int64());
            made.at = minute_of(run.at("at_gate").as_string());
            if (const auto* stand = run.as_object().if_contains("stand")) made.stand = read_stand(*stand);
            leg.runs.push_back(std::move(made));
        }
        return leg;
    }

    static Stand read_stand(const json::value& from) {
        Stand stand{std::string{from.at("plate").as_string()},
                    {},
                    minute_of(from.at("at").as_string()),
                    static_cast<int>(from.at("minutes").as_int64())};
        if (const auto* place = from.as_object().if_contains("place")) stand.place = place->as_string();
        return stand;
    }

    [[nodiscard]] std::pair<int, int> in_use(const Planned& leg, const Run& run) const {
        if (leg.key.home) return {run.at, run.at + 2 * run.way + case_.turn};
        return {run.at - 2 * (run.stand ? run.stand->minutes : run.way), run.at + case_.turn};
    }

    // From where another one broke down a run home does not pass the gate; a run of no vehicle does not
    // either.
    static bool is_at_gate(const Planned& leg, const Run& run) {
        return !run.plate.empty() && (!run.stand || !leg.key.home);
    }

    // The pupils are still aboard or wait further on, and the vehicle comes to the nearest place it can know.
    void check_stand(const Planned& leg, const Run& run) {
        const auto& places = case_.lines.at(run.line).places;
        const Stand& stand = *run.stand;
        int nearest = stand.minutes, told = stand.minutes;
        for (const auto& [name, place] : places) {
            nearest = std::min(nearest, std::abs(place.minutes - stand.minutes));
            if (name == stand.place) told = std::abs(place.minutes - stand.minutes);
        }
        if (told != nearest) fault("stand", "{} comes to {}", run.plate, stand.place);
        if (leg.key.home)
            for (const auto& [name, riders] : run.riders)
                if (places.contains(name) && places.at(name).minutes <= stand.minutes)
                    fault("stand", "{} brings riders of {} again", run.plate, name);
        const int begins = leg.key.home ? run.at + stand.minutes : run.at - stand.minutes;
        if (!run.plate.empty() && begins < stand.at + case_.turn)
            fault("stand", "{} is there at minute {}, at once", run.plate, begins);
        if (run.plate == stand.plate) fault("stand", "{} serves on", run.plate);
    }

    void check_moment(const Planned& leg) {
        const auto wanted = case_.legs.find(leg.key);
        if (wanted == case_.legs.end()) return fault("leg", "{} {} is none", leg.key.school, leg.key.number);
        const School& school = case_.schools.at(leg.key.school);
        const auto day = case_.days.find(leg.at.day);
        if (day == case_.days.end()) return fault("day", "{} is outside the term", leg.key.school);
        const Leg& wish = wanted->second;
        if (wish.pinned && (wish.pin.day != leg.at.day || wish.pin.minute != leg.at.minute))
            fault("pinned", "{} {}", leg.key.school, leg.key.number);
        if (!wish.pinned && std::abs(leg.at.day - wish.wish.day) > wish.shift)
            fault("shift", "{} {} by {} days", leg.key.school, leg.key.number, leg.at.day - wish.wish.day);
        if (wish.forbidden.contains(leg.at.day)) fault("forbidden", "{} {}", leg.key.school, leg.key.number);
        if (day->second.closed.contains(leg.key.school))
            fault("closed", "{} {}", leg.key.school, leg.key.number);
        const int from = leg.key.home ? school.home_from : school.back_from;
        const int until = leg.key.home ? school.home_until : school.back_until;
        if (!wish.pinned && (leg.at.minute < from || leg.at.minute > until))
            fault("window", "{} {} at minute {}", leg.key.school, leg.key.number, leg.at.minute);
        if (leg.key.home && (school.weekdays >> case_.weekday(leg.at.day) & 1) == 0)
            fault("weekday", "{} {}", leg.key.school, leg.key.number);
        if (!leg.key.home && day->second.no_return)
            fault("no_return", "{} {}", leg.key.school, leg.key.number);
    }

    void check_riders(const Planned& leg) {
        std::map<std::pair<std::string, std::string>, int> carried;
        for (const Run& run : leg.runs)
            for (const auto& [place, riders] : run.riders) carried[{run.line, place}] += riders;
        for (const auto& [code, line] : case_.lines) {
            if (line.school != leg.key.school) continue;
            for (const auto& [name, place] : line.places) {
                const int seated = carried[{code, name}];
                carried.erase({code, name});
                if (seated != place.riders)
                    fault("riders", "{} of {} from {} on {}", seated, place.riders, name, code);
            }
        }
        for (const auto& [where, riders] : carried)
            if (riders != 0) fault("riders", "{} has no place {}", where.first, where.second);
    }

    void check_gate(const Planned& leg) {
        const int most = case_.schools.at(leg.key.school).gate;
        std::vector<int> times;
        for (const Run& run : leg.runs)
            if (is_at_gate(leg, run)) times.push_back(run.at);
        std::ranges::sort(times);
        for (std::size_t i = 0; i + static_cast<std::size_t>(most) < times.size(); ++i)
            if (times[i + static_cast<std::size_t>(most)] < times[i] + quarter)
                return fault("gate", "{} {} at minute {}", leg.key.school, leg.key.number, times[i]);
        if (!times.empty() && times.front() < leg.at.minute)
            fault("gate", "{} before the time", leg.key.school);
    }

    void check_run(const Planned& leg, const Run& run) {
        const Line& line = case_.lines.at(run.line);
        int farthest = 0;
        for (const auto& [place, riders] : run.riders)
            if (const auto known = line.places.find(place); known != line.places.end())
                farthest = std::max(farthest, known->second.minutes);
        const auto far = line.places.find(run.far);
        if (run.way != farthest || far == line.places.end() || far->second.minutes != farthest)
            fault("way", "{} is {} minutes, not {}", run.line, farthest, run.way);
        const School& school = case_.schools.at(leg.key.school);
        if (leg.key.home && run.at + run.way > case_.days.at(leg.at.day).dusk)
            fault("dusk", "{} on {} is down at minute {}", leg.key.school, run.line, run.at + run.way);
        if (!leg.key.home && run.at > school.back_until)
            fault("late", "{} comes at minute {}", run.line, run.at);
        if (!leg.key.home && in_use(leg, run).first < case_.first_way) fault("night", "{}", run.line);
        if (run.stand) check_stand(leg, run);
        if (run.plate.empty()) {
            report_.unserved += run.sum;
            return;
        }
        const auto vehicle = case_.vehicles.find(run.plate);
        if (vehicle == case_.vehicles.end()) return fault("vehicle", "{} is not of the case", run.plate);
        if (run.sum > vehicle->second.seats) fault("seats", "{} in {}", run.sum, run.plate);
        if (!std::ranges::includes(vehicle->second.stages, school.stages))
            fault("stage", "{} for {}", run.plate, leg.key.school);
    }

    void check_all_legs() {
        std::set<LegKey> planned;
        for (const Planned& leg : legs_)
            if (!planned.insert(leg.key).second) fault("leg", "{} {} twice", leg.key.school, leg.key.number);
        for (const auto& [key, leg] : case_.legs)
            if (!planned.contains(key)) fault("leg", "{} {} is missing", key.school, key.number);
    }

    void check_posts() {
        std::map<std::pair<int, int>, int> manned;  // by day and quarter hour
        for (const Planned& leg : legs_) {
            int last = leg.at.minute;
            for (const Run& run : leg.runs)
                if (is_at_gate(leg, run)) last = std::max(last, run.at);
            for (int q = leg.at.minute / quarter; q <= last / quarter; ++q) ++manned[{leg.at.day, q}];
        }
        for (const auto& [when, schools] : manned)
            if (case_.days.contains(when.first) && schools > case_.days.at(when.first).posts)
                fault("posts", "{} schools in quarter hour {}", schools, when.second);
    }

    // One run of a vehicle: with pupils from `begins` to `ends`, from so many minutes from the gate to so
    // many.
    struct Duty {
        int from = 0, until = 0, begins = 0, ends = 0, begin_way = 0, end_way = 0;
        bool gate_first = true, gate_last = false;
        std::string school;
        Place begin, end;
    };

    [[nodiscard]] Duty duty_of(const Planned& leg, const Run& run) const {
        const auto [from, until] = in_use(leg, run);
        const School& school = case_.schools.at(leg.key.school);
        const Place gate{0, 0, school.latitude, school.longitude};
        const auto& places = case_.lines.at(run.line).places;
        const auto place_of = [&](const std::string& name, const Place& otherwise) {
            const auto known = places.find(name);
            return known == places.end() ? otherwise : known->second;
        };
        const Place far = place_of(run.far, Place{});
        Duty duty{from,
                  until,
                  leg.key.home ? run.at : run.at - run.way,
                  leg.key.home ? run.at + run.way : run.at,
                  leg.key.home ? 0 : run.way,
                  leg.key.home ? run.way : 0,
                  leg.key.home,
                  !leg.key.home,
                  leg.key.school,
                  leg.key.home ? gate : far,
                  leg.key.home ? far : gate};
        if (run.stand) {
            duty.begins = leg.key.home ? run.at + run.stand->minutes : run.at - run.stand->minutes;
            duty.gate_first = false;
            duty.begin_way = run.stand->minutes;
            duty.begin = place_of(run.stand->place, gate);
        }
        return duty;
    }

    void check_vehicles() {
        std::map<std::pair<std::string, int>, std::vector<Duty>> duties;  // by plate and day
        for (const Planned& leg : legs_)
            for (const Run& run : leg.runs)
                if (!run.plate.empty()) duties[{run.plate, leg.at.day}].push_back(duty_of(leg, run));
        for (auto& [whose, list] : duties) {
            std::ranges::sort(list, {}, &Duty::begins);
            int driven = 0;
            for (std::size_t i = 0; i < list.size(); ++i) {
                check_busy(whose.first, whose.second, list[i]);
                const int empty = i > 0 ? way(list[i - 1], list[i]) : 0;
                driven += list[i].ends - list[i].begins + empty;
                if (i > 0 && list[i - 1].ends + empty + case_.turn > list[i].begins)
                    fault("overlap", "{}", whose.first);
            }
            if (driven > case_.driving) fault("hours", "{} drives {} minutes", whose.first, driven);
        }
    }

    void check_busy(const std::string& plate, int day, const Duty& duty) {
        const auto vehicle = case_.vehicles.find(plate);
        if (vehicle == case_.vehicles.end()) return;
        for (const Busy& busy : vehicle->second.busy) {
            const bool then = busy.on >= 0 ? busy.on == day : (busy.weekdays >> case_.weekday(day) & 1) != 0;
            if (!then) continue;
            const bool at_once = busy.from < duty.until && duty.from < busy.until;
            const Place place{0, 0, busy.latitude, busy.longitude};
            const bool before = duty.begins < busy.from;
            const bool in_time = before ? duty.ends + road(duty.end, place) + case_.turn <= busy.from
                                        : busy.until + road(place, duty.begin) <= duty.begins;
            if (at_once || (busy.placed && !in_time)) fault("busy", "{}", plate);
        }
    }

    [[nodiscard]] int way(const Duty& from, const Duty& to) const {
        if (from.school == to.school && from.gate_last != to.gate_first)
            return to.gate_first ? from.end_way : to.begin_way;
        return road(from.end, to.begin);
    }
    [[nodiscard]] int road(const Place& from, const Place& to) const {
        const double metres =
            maps::distance_m({from.latitude, from.longitude}, {to.latitude, to.longitude}) * case_.detour;
        return static_cast<int>(std::ceil(metres / 1000 / case_.kmh * 60));
    }

    void check_breaks(const std::string& code, const School& school) {
        std::map<int, std::pair<int, int>> breaks;  // by number: days of going home and coming back; -1: none
        for (const Planned& leg : legs_) {
            if (leg.key.school != code) continue;
            auto& days = breaks.try_emplace(leg.key.number, -1, -1).first->second;
            (leg.key.home ? days.first : days.second) = leg.at.day;
        }
        int back = -1, since = -1, given = 0;
        for (const auto& [number, days] : breaks) {
            const auto [home, returned] = days;
            if (back >= 0 && home >= 0 && (home - back < school.least_on || home - back > school.most_on))
                fault("on_days", "{} {}: {} days", code, number, home - back);
            if (home >= 0 && returned >= 0) {
                if (returned <= home) fault("order", "{} {}", code, number);
                given += returned - home;
                if (since >= 0 && pays(code, school, number) && given < rest_days(since, returned))
                    fault("rest", "{} {}: {} of {} days", code, number, given, rest_days(since, returned));
            }
            if (returned >= 0 && since < 0) since = returned;
            if (returned >= 0) back = returned;
        }
    }

    [[nodiscard]] bool pays(const std::string& code, const School& school, int number) const {
        return school.owes_rest && (case_.legs.at({code, number, true}).shift > 0 ||
                                    case_.legs.at({code, number, false}).shift > 0);
    }

    [[nodiscard]] int rest_days(int since, int until) const {
        int rest = 0;
        for (int day = since + 1; day <= until; ++day)
            if (const auto known = case_.days.find(day); known != case_.days.end() && known->second.rest)
                ++rest;
        return rest;
    }

    void check_sums() {
        std::map<int, int> in_use_at;  // by quarter hour
        for (const Planned& leg : legs_)
            for (const Run& run : leg.runs) {
                const auto [from, until] = in_use(leg, run);
                for (int q = from / quarter; q * quarter < until; ++q) ++in_use_at[leg.at.day * 96 + q];
            }
        for (const auto& [q, vehicles] : in_use_at)
            report_.peak_vehicles = std::max(report_.peak_vehicles, vehicles);
        if (report_.peak_vehicles != told_peak_)
            fault("peak", "is {}, not {}", report_.peak_vehicles, told_peak_);
        if (report_.unserved != told_unserved_)
            fault("unserved", "is {}, not {}", report_.unserved, told_unserved_);
    }

    Case case_;
    std::vector<Planned> legs_;
    int told_peak_ = 0, told_unserved_ = 0;
    Report report_;
};

}  // namespace

bool Report::has(const std::string& kind) const {
    return std::ranges::any_of(violations,
                               [&](const std::string& text) { return text.starts_with(kind + ": "); });
}

Report check(const std::string& case_json, const std::string& plan_json) {
    return Check{case_json, plan_json}.report();
}

}  // namespace husong::checker
