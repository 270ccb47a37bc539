#include "device_sim/recorded_bus.hpp"

#include "device_sim/driving.hpp"

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr int soonest_ms = 800, latest_ms = 3'000;          // on the way to the server
constexpr int after_signal_ms = 2'000, upload_ms = 20'000;  // what was kept meanwhile comes within so long

}  // namespace

RecordedBus::RecordedBus(const Setup& setup, const Path& path, Time begin, RecordLines& lines)
    : setup_{setup},
      path_{&path},
      lines_{lines},
      random_{setup.random},
      receiver_{setup.scenario.faults, random_.split()},
      counter_{setup.counter, random_.split()},
      now_{begin} {
    const auto interval = static_cast<std::uint32_t>(setup.scenario.record.interval.count());
    next_report_ = begin + seconds{random_.below(interval)};
}

Telling RecordedBus::told_now() {
    Time received = now_ + Milliseconds{random_.between(soonest_ms, latest_ms)};
    if (now_ >= signal_lost_ && now_ < signal_back_)
        received = signal_back_ + Milliseconds{random_.between(after_signal_ms, upload_ms)};
    return {setup_.vehicle, "terminal", now_, received};
}

void RecordedBus::report() {
    Fix fix = receiver_.measure(path_->line.point_at(along_m_));
    fix.altitude_m = path_->elevation_m[path_->line.segment_at(along_m_)];
    fix.speed_mps = speed_mps_;
    fix.course_deg = path_->line.course_at_deg(along_m_);
    fix.door_open = door_open_;
    fix.ignition_on = ignition_;
    lines_.position(told_now(), fix);
}

void RecordedBus::second() {
    now_ += seconds{1};
    if (watcher_) watcher_();
    if (now_ < next_report_) return;
    report();
    next_report_ = now_ + setup_.scenario.record.interval;
}

void RecordedBus::park_until(Time until) {
    while (next_report_ <= until) {
        now_ = std::max(now_, next_report_);
        report();
        next_report_ = now_ + setup_.scenario.record.parked_interval;
    }
    now_ = std::max(now_, until);
}

void RecordedBus::set_path(const Path& path) {
    path_ = &path;
    along_m_ = 0;
}

// A terminal tells at once when its ignition is turned, and keeps its intervals from there.
void RecordedBus::set_ignition(bool on) {
    ignition_ = on;
    report();
    const RecordPlan& plan = setup_.scenario.record;
    next_report_ = now_ + (on ? plan.interval : plan.parked_interval);
}

void RecordedBus::wait(int seconds_waited) {
    for (int i = 0; i < seconds_waited; ++i) second();
}

void RecordedBus::drive_to(double along_m) {
    while (along_m - along_m_ > arrival_m) {
        speed_mps_ = next_speed_mps(*path_, along_m_, speed_mps_, along_m - along_m_);
        along_m_ += speed_mps_;
        second();
    }
    speed_mps_ = 0;
}

void RecordedBus::open_doors() {
    door_open_ = true;
    opened_ = now_;
    report();
}

std::optional<Flow> RecordedBus::close_doors(const Flow& moved) {
    door_open_ = false;
    const auto told = counter_.count(moved);
    if (told) lines_.flow(told_now(), opened_, *told);
    report();
    return told;
}

void RecordedBus::lose_signal(Time lost, Time back) {
    signal_lost_ = lost;
    signal_back_ = back;
}

}  // namespace husong::device_sim
