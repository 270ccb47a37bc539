// One bus and its pupils over the school days of a record. Pure and repeatable.
#pragma once

#include "device_sim/bus_run.hpp"
#include "device_sim/riders.hpp"

#include <string>
#include <vector>

namespace husong::device_sim {

// A run as the register knows it.
struct PlannedRun {
    std::string code, date, time;  // 2026-03-02, 06:40
    Direction direction = Direction::to_school;
    Time at{};
};
// Of a vehicle on the day that begins at `midnight`.
std::vector<PlannedRun> planned_runs(const Scenario& scenario, std::size_t vehicle, Time midnight);

class BusTerm {
public:
    // Parked from `begin` on. County, scenario and lines must outlive it.
    BusTerm(const County& county, const Scenario& scenario, std::size_t vehicle, RecordLines& lines);

    // The day that begins at `midnight`, the how-manieth school day from 0; parked until it ends.
    std::vector<RunTruth> play_day(int day, Time midnight);

    [[nodiscard]] const std::vector<std::string>& pupil_codes() const { return pupil_codes_; }
    [[nodiscard]] const Riders& riders() const { return riders_; }
    [[nodiscard]] const Vehicle& vehicle() const { return vehicle_; }
    [[nodiscard]] CounterFamily counter_family() { return bus_.counter().family(); }

private:
    [[nodiscard]] RunOrder order(const PlannedRun& planned, int run);
    [[nodiscard]] const std::string& other_driver() const;
    [[nodiscard]] std::vector<RunCall> calls(Direction direction,
                                             const std::vector<std::size_t>& riding) const;

    const County& county_;
    const Scenario& scenario_;
    const Vehicle& vehicle_;
    const Line& line_;
    std::size_t index_;
    RecordLines& lines_;
    Random random_;
    Riders riders_;
    Path home_;
    std::vector<std::string> stop_names_, pupil_codes_;
    RecordedBus bus_;
};

}  // namespace husong::device_sim
