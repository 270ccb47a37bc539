// Each leg and each of its runs for itself.
#include "server/plan_check/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace husong::plan_check {

namespace {

constexpr int longest_wait = 60;  // minutes beyond what the gate needs

class LegCheck {
public:
    LegCheck(Findings& findings, const Leg& leg, const Day& day)
        : findings_{findings},
          case_{findings.question},
          leg_{leg},
          school_{case_.schools[leg.key.school]},
          day_{day} {}

    void check() {
        check_day();
        check_time();
        check_riders();
        check_gate();
        for (const Run& run : leg_.runs) {
            check_way(run);
            check_hour(run);
            if (run.stand) check_stand(run, *run.stand);
            check_vehicle(run);
        }
    }

private:
    template <class... Values>
    void fault(Constraint of, fmt::format_string<Values...> text, Values&&... values) {
        findings_.add(of, leg_, fmt::format(text, std::forward<Values>(values)...));
    }
    template <class... Values>
    void fault(const Run& run, Constraint of, fmt::format_string<Values...> text, Values&&... values) {
        findings_.add(of, leg_, run, fmt::format(text, std::forward<Values>(values)...));
    }

    void check_day() {
        const Wish& wish = *leg_.wish;
        const int moved = leg_.at.day - wish.at.day;
        if (!wish.pin && std::abs(moved) > wish.shift)
            fault(Constraint::shift, "it is {} days from its wish, {}; {} are allowed", std::abs(moved),
                  date(wish.at.day), wish.shift);
        if (wish.forbidden.contains(leg_.at.day))
            fault(Constraint::forbidden, "the school rules that day out");
        if (day_.closed.contains(leg_.key.school))
            fault(Constraint::closed, "the school has exams or is closed to travel on that day");
        if (leg_.key.home && (school_.weekdays >> Question::weekday(leg_.at.day) & 1) == 0)
            fault(Constraint::weekday, "the school does not dismiss on that weekday");
        if (!leg_.key.home && day_.no_return)
            fault(Constraint::no_return, "nobody comes back on a statutory holiday's first day");
    }

    void check_time() {
        const Wish& wish = *leg_.wish;
        if (wish.pin && *wish.pin != leg_.at)
            fault(Constraint::pinned, "it is at {}, and pinned to {} {}", clock(leg_.at.minute),
                  date(wish.pin->day), clock(wish.pin->minute));
        const int from = leg_.key.home ? school_.home_from : school_.back_from;
        const int until = leg_.key.home ? school_.home_until : school_.back_until;
        if (!wish.pin && (leg_.at.minute < from || leg_.at.minute > until))
            fault(Constraint::window, "{} is not between {} and {}, the school's hours",
                  clock(leg_.at.minute), clock(from), clock(until));
    }

    // Everybody has one seat, from their own place.
    void check_riders() {
        std::map<std::pair<std::size_t, std::size_t>, long> seated;  // by line and place
        for (const Run& run : leg_.runs) {
            if (run.told_riders != run.riders)
                fault(run, Constraint::riders, "it tells {} riders, and its loads are {}", run.told_riders,
                      run.riders);
            if (!run.line || case_.lines[*run.line].school != leg_.key.school) {
                fault(run, Constraint::line, "{} is no line of this school", run.line_code);
                continue;
            }
            for (const Load& load : run.loads) {
                if (load.place)
                    seated[{*run.line, *load.place}] += load.riders;
                else
                    fault(run, Constraint::riders, "the line has no place {}", load.name);
            }
        }
        for (const std::size_t line : school_.lines) {
            const Line& its = case_.lines[line];
            if (!findings_.spend(its.places.size())) return;
            for (std::size_t place = 0; place < its.places.size(); ++place) {
                const auto found = seated.find({line, place});
                const long riders = found == seated.end() ? 0 : found->second;
                if (riders != its.places[place].riders)
                    fault(Constraint::riders, "{} of {} pupils of {} on line {} have a seat", riders,
                          its.places[place].riders, its.places[place].name, its.code);
            }
        }
    }

    // In any quarter hour.
    void check_gate() {
        std::vector<const Run*> at_gate;
        for (const Run& run : leg_.runs)
            if (run.is_at_gate(leg_.key.home)) at_gate.push_back(&run);
        std::ranges::stable_sort(at_gate, {}, &Run::at);
        const auto most = static_cast<std::size_t>(school_.gate_per_quarter);
        for (std::size_t i = most; i < at_gate.size(); ++i) {
            if (at_gate[i]->at >= at_gate[i - most]->at + quarter) continue;
            fault(*at_gate[i], Constraint::gate,
                  "the gate lets {} vehicles through in a quarter hour, and so many are there since {}", most,
                  clock(at_gate[i - most]->at));
        }
        if (!at_gate.empty() && at_gate.front()->at < leg_.at.minute)
            fault(*at_gate.front(), Constraint::gate, "it is there before the time of the school, {}",
                  clock(leg_.at.minute));
        if (!at_gate.empty()) check_wait(*at_gate.back(), static_cast<int>((at_gate.size() - 1) / most));
    }

    // By when the last one could be through. Where a vehicle has broken down they leave when there is one.
    void check_wait(const Run& last, int turn) {
        const int through = leg_.at.minute + quarter * turn;
        if (last.at <= through + longest_wait || findings_.is_near(leg_)) return;
        fault(last, Constraint::wait, "it is at the gate at {}, and all could be through at {}",
              clock(last.at), clock(through));
    }

    void check_way(const Run& run) {
        if (!run.line) return;
        const auto& places = case_.lines[*run.line].places;
        int farthest = 0;
        for (const Load& load : run.loads)
            if (load.place) farthest = std::max(farthest, places[*load.place].minutes);
        if (run.way != farthest)
            fault(run, Constraint::way, "its farthest place is {} minutes away, not {}", farthest, run.way);
        const auto& first = run.loads.front();
        if (first.place && places[*first.place].minutes != farthest)
            fault(run, Constraint::way, "its first place, {}, is not its farthest", first.name);
    }

    // Who waits at the road where a vehicle stands is fetched however late: that is told, and no fault.
    void check_hour(const Run& run) {
        const auto late = [&](Constraint of, const std::string& what) {
            if (run.stand)
                findings_.remark(leg_, run, what + "; pupils wait where " + run.stand->plate + " stands");
            else
                findings_.add(of, leg_, run, what);
        };
        const int ends = run.ends(leg_.key.home);
        if (leg_.key.home && ends > day_.dusk)
            late(Constraint::dusk, fmt::format("the last pupil gets off at {}, and dusk is at {}",
                                               clock(ends), clock(day_.dusk)));
        if (!leg_.key.home && run.at > school_.back_until)
            late(Constraint::late, fmt::format("everybody has to be back by {}", clock(school_.back_until)));
        if (!leg_.key.home && run.used_from(false) < case_.first_way)
            fault(run, Constraint::night, "its vehicle sets out at {}, and none does before {}",
                  clock(run.used_from(false)), clock(case_.first_way));
    }

    // The pupils are still aboard or wait further on, and the vehicle comes to the nearest place it can know.
    void check_stand(const Run& run, const Stand& stand) {
        if (!run.line) return;
        const auto& places = case_.lines[*run.line].places;
        if (!findings_.spend(places.size())) return;
        const int told = stand.place ? std::abs(places[*stand.place].minutes - stand.minutes) : stand.minutes;
        int nearest = stand.minutes;  // the gate's
        for (const Place& place : places)
            nearest = std::min(nearest, std::abs(place.minutes - stand.minutes));
        if (!case_.vehicle_by_plate.contains(stand.plate))
            fault(run, Constraint::stand, "the case has no vehicle {} that could stand there", stand.plate);
        if (told != nearest || (!stand.name.empty() && !stand.place))
            fault(run, Constraint::stand, "{} is not the place nearest to where {} stands, {} minutes away",
                  stand.name.empty() ? "the gate" : stand.name, stand.plate, stand.minutes);
        if (leg_.key.home)
            for (const Load& load : run.loads)
                if (load.place && places[*load.place].minutes <= stand.minutes)
                    fault(run, Constraint::stand, "{} had brought the pupils of {} before it stood",
                          stand.plate, load.name);
        const int begins = run.begins(leg_.key.home);
        if (!run.plate.empty() && begins < stand.at + case_.turn)
            fault(run, Constraint::stand, "it cannot be there at {}: {} stands there since {}", clock(begins),
                  stand.plate, clock(stand.at));
        if (run.plate == stand.plate)
            fault(run, Constraint::stand, "the vehicle that stands there serves on");
    }

    void check_vehicle(const Run& run) {
        if (run.plate.empty()) return;
        if (!run.vehicle) return fault(run, Constraint::vehicle, "the case has no such vehicle");
        const Vehicle& vehicle = case_.vehicles[*run.vehicle];
        if (run.riders > vehicle.seats)
            fault(run, Constraint::seats, "{} pupils ride, and it has {} seats for pupils", run.riders,
                  vehicle.seats);
        if ((vehicle.stages & school_.stages) != school_.stages)
            fault(run, Constraint::stage, "it may not carry the pupils of this school's stage");
        if (!run.driver.empty() && run.driver != vehicle.driver)
            fault(run, Constraint::driver, "the plan tells driver {}, and the case {}", run.driver,
                  vehicle.driver.empty() ? "none" : vehicle.driver);
    }

    Findings& findings_;
    const Question& case_;
    const Leg& leg_;
    const School& school_;
    const Day& day_;
};

}  // namespace

void check_legs(Findings& findings) {
    for (const Leg* leg : findings.legs())
        if (const Day* day = findings.question.day(leg->at.day)) LegCheck{findings, *leg, *day}.check();
}

}  // namespace husong::plan_check
