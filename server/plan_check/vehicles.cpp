// What runs are among each other: what one vehicle and one driver do in a day, and how many are in use at
// once.
#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::plan_check {

namespace {

// Of a driver: 道路交通安全法实施条例 62(7).
constexpr int longest_drive = 4 * 60;  // minutes
constexpr int shortest_pause = 20;     // minutes
constexpr int a_week = 7 * 24 * 60;    // minutes

// One run as its vehicle sees it.
struct Duty {
    const Leg* leg = nullptr;
    const Run* run = nullptr;
    int begins = 0, ends = 0;        // with pupils aboard, or about to come aboard
    int begin_way = 0, end_way = 0;  // minutes from the school's gate
    bool gate_first = true, gate_last = false;
    maps::Wgs84 begin, end;
};

// None: the case does not know where it goes.
std::optional<Duty> duty_of(const Leg& leg, const Run& run, const Question& question) {
    if (!run.line || !run.loads.front().place) return std::nullopt;
    const bool home = leg.key.home;
    const auto& places = question.lines[*run.line].places;
    const maps::Wgs84 gate = question.schools[leg.key.school].gate;
    const maps::Wgs84 far = places[*run.loads.front().place].position;
    Duty duty{&leg, &run,  run.begins(home),  run.ends(home),   home ? 0 : run.way, home ? run.way : 0,
              home, !home, home ? gate : far, home ? far : gate};
    if (run.stand) {
        duty.gate_first = false;
        duty.begin_way = run.stand->minutes;
        duty.begin = run.stand->place ? places[*run.stand->place].position : gate;
    }
    return duty;
}

// Without pupils, from one run to the next: as the line tells it, or else by the road.
int empty_way(const Duty& from, const Duty& to, const Question& question) {
    if (from.leg->key.school == to.leg->key.school && from.gate_last != to.gate_first)
        return to.gate_first ? from.end_way : to.begin_way;
    return question.road(from.end, to.begin);
}

using Duties = std::vector<Duty>;                                // of one day
using DutiesOf = std::map<std::pair<std::size_t, int>, Duties>;  // by whose they are, and the day

class DayCheck {
public:
    DayCheck(Findings& findings, Duties& duties)
        : findings_{findings}, case_{findings.question}, duties_{duties} {
        std::ranges::stable_sort(duties_, {}, &Duty::begins);
    }

    void check_vehicle() {
        int driven = 0, at_the_wheel = 0;
        for (std::size_t i = 0; i < duties_.size(); ++i) {
            const Duty& duty = duties_[i];
            check_busy(duty, case_.vehicles[*duty.run->vehicle]);
            const int empty = i > 0 ? empty_way(duties_[i - 1], duty, case_) : 0;
            driven += duty.ends - duty.begins + empty;
            if (i > 0) check_overlap(duties_[i - 1], duty, empty);
            at_the_wheel = i > 0 ? rested(at_the_wheel, empty, duty.begins - duties_[i - 1].ends) : 0;
            at_the_wheel += duty.ends - duty.begins;
            if (at_the_wheel > longest_drive)
                fault(duty, Constraint::pause, "{} minutes at the wheel without {} minutes of rest",
                      at_the_wheel, shortest_pause);
        }
        check_hours(driven);
    }

    // Of one who drives several vehicles.
    void check_driver(const std::string& driver) {
        int driven = 0;
        bool several = false;
        for (std::size_t i = 0; i < duties_.size(); ++i) {
            const Duty& duty = duties_[i];
            driven += duty.ends - duty.begins;
            if (i == 0) continue;
            const Duty& before = duties_[i - 1];
            const int empty = empty_way(before, duty, case_);
            driven += empty;
            if (before.run->vehicle == duty.run->vehicle) continue;
            several = true;
            if (before.ends + empty + case_.turn > duty.begins)
                fault(duty, Constraint::driver, "driver {} drives {} until {}, and has {} minutes of way",
                      driver, before.run->plate, clock(before.ends), empty);
        }
        if (several) check_hours(driven);
    }

private:
    template <class... Values>
    void fault(const Duty& duty, Constraint of, fmt::format_string<Values...> text, Values&&... values) {
        findings_.add(of, *duty.leg, *duty.run, fmt::format(text, std::forward<Values>(values)...));
    }

    void check_overlap(const Duty& before, const Duty& duty, int empty) {
        if (before.ends + empty + case_.turn <= duty.begins) return;
        fault(duty, Constraint::overlap,
              "its run before, for {}, ends at {}; with {} minutes of way and {} to turn round it is there "
              "at {}, "
              "not at {}",
              findings_.words(before.leg->key).en, clock(before.ends), empty, case_.turn,
              clock(before.ends + empty + case_.turn), clock(duty.begins));
    }

    void check_hours(int driven) {
        if (driven > case_.driving)
            fault(duties_.back(), Constraint::hours, "{} minutes of driving on that day; {} are allowed",
                  driven, case_.driving);
    }

    // At the wheel without a rest when the next run begins: the rest, if there is one, is where it helps
    // most.
    static int rested(int at_the_wheel, int empty, int between) {
        if (between - empty < shortest_pause) return at_the_wheel + empty;
        return at_the_wheel + empty <= longest_drive ? 0 : empty;
    }

    void check_busy(const Duty& duty, const Vehicle& vehicle) {
        const int day = duty.leg->at.day;
        for (const Busy& busy : vehicle.weekly)
            if ((busy.weekdays >> Question::weekday(day) & 1) != 0 && !check_busy(duty, busy)) return;
        const auto dated = vehicle.dated.find(day);
        if (dated == vehicle.dated.end()) return;
        for (const Busy& busy : dated->second)
            if (!check_busy(duty, busy)) return;
    }

    // False: enough was compared.
    bool check_busy(const Duty& duty, const Busy& busy) {
        if (!findings_.spend()) return false;
        const bool home = duty.leg->key.home;
        if (busy.from < duty.run->used_until(home, case_.turn) && duty.run->used_from(home) < busy.until) {
            fault(duty, Constraint::busy, "it is not to be had from {} to {}", clock(busy.from),
                  clock(busy.until));
        } else if (busy.place && duty.begins < busy.from) {
            const int there = duty.ends + case_.road(duty.end, *busy.place) + case_.turn;
            if (there > busy.from)
                fault(duty, Constraint::busy, "it is awaited elsewhere at {}, and is there at {}",
                      clock(busy.from), clock(there));
        } else if (busy.place) {
            const int there = busy.until + case_.road(*busy.place, duty.begin);
            if (there > duty.begins)
                fault(duty, Constraint::busy, "it is busy elsewhere until {}, and is there at {}, not at {}",
                      clock(busy.until), clock(there), clock(duty.begins));
        }
        return true;
    }

    Findings& findings_;
    const Question& case_;
    Duties& duties_;
};

// Drivers whom the case names on several vehicles.
std::map<std::string_view, std::size_t> shared_drivers(const Question& question) {
    std::map<std::string_view, std::size_t> vehicles;
    for (const Vehicle& vehicle : question.vehicles)
        if (!vehicle.driver.empty()) ++vehicles[vehicle.driver];
    std::erase_if(vehicles, [](const auto& driver) { return driver.second < 2; });
    std::size_t number = 0;
    for (auto& [driver, its] : vehicles) its = number++;
    return vehicles;
}

}  // namespace

void check_vehicles(Findings& findings) {
    const auto drivers = shared_drivers(findings.question);
    DutiesOf of_vehicles, of_drivers;
    for (const Leg* leg : findings.legs())
        for (const Run& run : leg->runs) {
            if (!run.vehicle) continue;
            const auto duty = duty_of(*leg, run, findings.question);
            if (!duty) continue;
            of_vehicles[{*run.vehicle, leg->at.day}].push_back(*duty);
            const auto driver = drivers.find(findings.question.vehicles[*run.vehicle].driver);
            if (driver != drivers.end()) of_drivers[{driver->second, leg->at.day}].push_back(*duty);
        }
    for (auto& [whose, duties] : of_vehicles) DayCheck{findings, duties}.check_vehicle();
    for (auto& [whose, duties] : of_drivers)
        DayCheck{findings, duties}.check_driver(
            findings.question.vehicles[*duties.front().run->vehicle].driver);
}

void check_sums(Findings& findings) {
    const Bilingual the_plan{"the plan", "方案"};
    const Question& question = findings.question;
    Report& report = findings.report;
    constexpr std::size_t around = 4 * quarters_a_day;  // a vehicle may be in use before its day and after it
    std::vector<int> changes(question.days.size() * quarters_a_day + 2 * around, 0);
    long unserved = 0;
    for (const Leg* leg : findings.legs())
        for (const Run& run : leg->runs) {
            const int midnight = (leg->at.day - question.first) * quarters_a_day + static_cast<int>(around);
            const int from = run.used_from(leg->key.home),
                      until = run.used_until(leg->key.home, question.turn);
            const auto quarter_of = [&](int minute) {  // rounded down, also before midnight
                return static_cast<std::size_t>(midnight + (minute + a_week) / quarter - a_week / quarter);
            };
            ++changes[quarter_of(from)];
            --changes[quarter_of(until - 1) + 1];
            if (!run.vehicle) unserved += run.riders;
        }
    int in_use = 0;
    for (const int change : changes) report.peak_vehicles = std::max(report.peak_vehicles, in_use += change);
    report.unserved = static_cast<int>(std::min<long>(unserved, std::numeric_limits<int>::max()));
    if (question.term != findings.plan.term)
        findings.add(Constraint::term, always, the_plan,
                     fmt::format("it is of term {}, and the case of {}", findings.plan.term, question.term));
    if (report.peak_vehicles != findings.plan.peak_vehicles)
        findings.add(Constraint::peak, always, the_plan,
                     fmt::format("it tells {} vehicles in use at once, and they are {}",
                                 findings.plan.peak_vehicles, report.peak_vehicles));
    if (report.unserved != findings.plan.unserved)
        findings.add(Constraint::unserved, always, the_plan,
                     fmt::format("it tells {} pupils without a vehicle, and they are {}",
                                 findings.plan.unserved, report.unserved));
}

}  // namespace husong::plan_check
