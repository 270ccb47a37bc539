#include "device_sim/vehicle_day.hpp"

#include "device_sim/driving.hpp"

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr int door_opens_s = 2;  // until the first person moves
constexpr int seconds_per_person = 2;
constexpr int door_closes_s = 4;  // after the last person
constexpr seconds parked_report_interval{300};
constexpr int seconds_per_day = 86'400;
constexpr int shortest_loss_s = 20, longest_loss_s = 120;
constexpr double first_odometer_m = 20'000'000, odometer_step_m = 7'311'000;
constexpr int absent_share = 6;  // up to one pupil in six is absent

}  // namespace

VehicleDay::VehicleDay(const County& county, const Scenario& scenario, std::size_t vehicle, Time begin)
    : county_{county},
      scenario_{scenario},
      vehicle_{county.vehicles[vehicle]},
      line_{county.lines[vehicle_.line]},
      index_{vehicle},
      begin_{begin},
      random_{county.plan.seed * 1'000'003 + vehicle},
      receiver_{scenario.faults, random_.split()},
      counter_{scenario.faults, random_.split()},
      home_{reversed(line_.path)},
      odometer_m_{first_odometer_m + odometer_step_m * static_cast<double>(vehicle % 23)} {
    const auto stagger = static_cast<std::uint32_t>(scenario.stagger.count());
    if (vehicle_.role == Role::lawful && stagger > 0) stagger_ = seconds{random_.below(stagger)};
    if (scenario.runs.empty() || scenario.runs.front().direction == Direction::to_school) return;
    direction_ = Direction::home;  // the day begins at the school, with the pupils in it
    at_school_ = vehicle_.pupils;
}

void VehicleDay::step(Time now) {
    now_ = now;
    watch_signal();
    watch_terminal();
    switch (phase_) {
        case Phase::parked:
            if (run_is_due()) begin_run(scenario_.runs[runs_begun_++ % scenario_.runs.size()].direction);
            break;
        case Phase::driving:
            drive();
            if (phase_ == Phase::driving && calls_[next_call_].along_m - along_m_ <= arrival_m) arrive();
            break;
        case Phase::serving: serve(); break;
    }
    report();
}

Time VehicleDay::run_begins(std::size_t number) const {
    const std::size_t count = scenario_.runs.size();
    return begin_ + scenario_.runs[number % count].at + stagger_ +
           scenario_.repeat_every * static_cast<std::int64_t>(number / count);
}

bool VehicleDay::run_is_due() const {
    if (scenario_.runs.empty()) return false;
    if (scenario_.repeat_every == seconds{0} && runs_begun_ >= scenario_.runs.size()) return false;
    return now_ >= run_begins(runs_begun_);
}

void VehicleDay::begin_run(Direction direction) {
    direction_ = direction;
    along_m_ = 0;
    speed_mps_ = 0;
    load_.adults = vehicle_.has_escort ? 2 : 1;
    plan_calls();
    next_call_ = 0;
    report_now_ = true;
    phase_ = Phase::driving;
}

// Pupils live rather at the far end of a line, where walking is no choice: the lower of two draws. Those of
// an overloaded bus all live in its far half, so that it is overloaded for most of the way.
void VehicleDay::plan_calls() {
    const auto count = static_cast<std::uint32_t>(line_.stops.size());
    const bool home = direction_ == Direction::home;
    const bool overloaded = vehicle_.role == Role::overloaded;
    int riders = vehicle_.pupils;
    if (home)
        riders = at_school_;
    else if (!overloaded)
        riders -= static_cast<int>(random_.below(static_cast<std::uint32_t>(riders / absent_share + 1)));
    std::vector<int> at_stop(count, 0);
    for (int i = 0; i < riders; ++i) {
        const std::uint32_t first = random_.below(overloaded ? (count + 1) / 2 : count);
        const std::uint32_t second = random_.below(count);
        ++at_stop[std::min(first, second)];
    }

    calls_.clear();
    const double length_m = path().line.length_m();
    if (home) calls_.push_back({0, riders, 0});
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t stop = home ? count - 1 - i : i;
        // Nobody there today: the bus does not stop. But every way home ends at the end of the line.
        if (at_stop[stop] == 0 && !(home && stop == 0)) continue;
        if (home)
            calls_.push_back({length_m - line_.stops[stop].along_m, 0, at_stop[stop]});
        else
            calls_.push_back({line_.stops[stop].along_m, at_stop[stop], 0});
    }
    if (!home) calls_.push_back({length_m, 0, riders});
}

void VehicleDay::drive() {
    const double left_m = std::max(0.0, calls_[next_call_].along_m - along_m_);
    speed_mps_ = next_speed_mps(path(), along_m_, speed_mps_, left_m);
    along_m_ += speed_mps_;
    odometer_m_ += speed_mps_;
}

bool VehicleDay::at_school_gate() const {
    return direction_ == Direction::to_school ? next_call_ + 1 == calls_.size() : next_call_ == 0;
}

void VehicleDay::arrive() {
    speed_mps_ = 0;
    served_s_ = 0;
    counter_.open(now_);
    report_now_ = true;
    phase_ = Phase::serving;
    if (at_school_gate() && with_gate_interest() && load_.pupils > 0)
        tell(Sighting{line_.school, load_.pupils, "gate"});
}

void VehicleDay::serve() {
    Call& call = calls_[next_call_];
    ++served_s_;
    if (call.board == 0 && call.alight == 0) {
        if (served_s_ >= door_opens_s + door_closes_s) depart();
        return;
    }
    if (served_s_ < door_opens_s || served_s_ % seconds_per_person != 0) return;
    move_pupils(call);
    if (call.board == 0 && call.alight == 0) served_s_ = door_opens_s;  // the door closes a moment later
}

void VehicleDay::move_pupils(Call& call) {
    if (call.alight > 0) {
        --call.alight;
        --load_.pupils;
        counter_.person_alights();
        if (at_school_gate()) ++at_school_;
        return;
    }
    --call.board;
    ++load_.pupils;
    counter_.person_boards();
    if (at_school_gate()) --at_school_;
}

void VehicleDay::depart() {
    tell(counter_.count());
    report_now_ = true;
    if (at_school_gate() && with_gate_interest() && load_.pupils > 0)
        tell(Sighting{line_.school, load_.pupils, "gate"});
    ++next_call_;
    if (next_call_ == calls_.size()) return end_run();
    phase_ = Phase::driving;
}

void VehicleDay::end_run() {
    load_.adults = 0;
    phase_ = Phase::parked;
}

// Gate staff note vehicles that are none of the school's buses.
bool VehicleDay::with_gate_interest() const {
    return vehicle_.role == Role::non_commercial || vehicle_.role == Role::unregistered;
}

void VehicleDay::watch_signal() {
    const Faults& faults = scenario_.faults;
    if (signal_lost_for_s_ > 0) --signal_lost_for_s_;
    if (faults.link_losses_per_day > 0 &&
        random_.below(seconds_per_day) < static_cast<std::uint32_t>(faults.link_losses_per_day))
        signal_lost_for_s_ = random_.between(shortest_loss_s, longest_loss_s);
    bool available = signal_lost_for_s_ == 0;
    if (faults.dead_zones) {
        const maps::Wgs84 here = path().line.point_at(along_m_);
        const auto& zones = county_.network.dead_zones;
        available = available && std::none_of(zones.begin(), zones.end(),
                                              [here](const auto& zone) { return maps::inside(zone, here); });
    }
    if (available == signal_) return;
    signal_ = available;
    tell(Signal{available});
}

void VehicleDay::watch_terminal() {
    const int restarts = scenario_.faults.restarts_per_day;
    if (restarts > 0 && random_.below(seconds_per_day) < static_cast<std::uint32_t>(restarts))
        tell(Restart{});
}

void VehicleDay::report() {
    const seconds interval = phase_ == Phase::parked ? parked_report_interval : scenario_.report_interval;
    const auto since =
        std::chrono::duration_cast<seconds>(now_ - begin_).count() + static_cast<std::int64_t>(index_);
    if (!std::exchange(report_now_, false) && since % interval.count() != 0) return;
    Fix fix = receiver_.measure(path().line.point_at(along_m_));
    const std::size_t segment = path().line.segment_at(along_m_);
    fix.altitude_m = path().elevation_m[segment];
    fix.speed_mps = speed_mps_;
    fix.course_deg = path().line.course_at_deg(along_m_);
    fix.odometer_m = odometer_m_;
    fix.door_open = phase_ == Phase::serving;
    fix.ignition_on = phase_ != Phase::parked;
    tell(fix);
}

void VehicleDay::tell(Happening what) { events_.push_back({now_, index_, load_, std::move(what)}); }

}  // namespace husong::device_sim
