// A bus with its instruments, of which each report goes into a record log: stands, drives, opens its doors.
#pragma once

#include "device_sim/record_lines.hpp"
#include "device_sim/scenario.hpp"
#include "device_sim/sensors.hpp"

#include <functional>
#include <optional>

namespace husong::device_sim {

class RecordedBus {
public:
    struct Setup {
        const Vehicle& vehicle;
        const Scenario& scenario;
        CounterPlan counter;
        Random random;
    };
    // Parked on the path from `begin` on. Vehicle, scenario, path and lines must outlive it.
    RecordedBus(const Setup& setup, const Path& path, Time begin, RecordLines& lines);

    void park_until(Time until);  // no further than that, its ignition off
    void set_path(const Path& path);
    void set_ignition(bool on);
    void wait(int seconds_waited);
    void drive_to(double along_m);
    void open_doors();
    // What the counter told of the people who moved; none: its window was lost.
    std::optional<Flow> close_doors(const Flow& moved);
    // What the terminal measures in [lost, back) is heard after it.
    void lose_signal(Time lost, Time back);
    // Told every second with the doors open or driving.
    void watch(std::function<void()> watcher) { watcher_ = std::move(watcher); }

    [[nodiscard]] Time now() const { return now_; }
    [[nodiscard]] double speed_mps() const { return speed_mps_; }
    [[nodiscard]] const Vehicle& vehicle() const { return setup_.vehicle; }
    [[nodiscard]] const Path& path() const { return *path_; }
    [[nodiscard]] FlowCounter& counter() { return counter_; }

private:
    void second();
    void report();
    [[nodiscard]] Telling told_now();

    Setup setup_;
    const Path* path_;
    RecordLines& lines_;
    Random random_;
    Receiver receiver_;
    FlowCounter counter_;
    std::function<void()> watcher_;
    Time now_;
    Time next_report_{};
    Time opened_{};
    Time signal_lost_{}, signal_back_{};
    double along_m_ = 0, speed_mps_ = 0;
    bool ignition_ = false, door_open_ = false;
};

}  // namespace husong::device_sim
