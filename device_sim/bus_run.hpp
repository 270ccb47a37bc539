// One run of a bus: who boards and alights where, what crew and gate tell of it, and what is true. Pure and
// repeatable.
#pragma once

#include "device_sim/recorded_bus.hpp"
#include "device_sim/run_truth.hpp"

#include <string>
#include <vector>

namespace husong::device_sim {

// A place where the bus stops, and whom it meets there: pupils by their number on the line.
struct RunCall {
    double along_m = 0;
    std::string name;
    std::vector<std::size_t> board, alight;
    bool school = false;
};

// What is settled before the run begins.
struct RunOrder {
    std::string code, date;
    Direction direction = Direction::to_school;
    Time starts{};
    std::string driver, planned_driver;
    std::string escort;  // empty: none comes
    std::vector<RunCall> calls;
    std::vector<std::size_t> absent;  // of the line, who stay at home
    bool over_by_habit = false;       // the vehicle
};

class BusRun {
public:
    struct Setting {
        const RecordPlan& plan;
        const std::vector<std::string>& pupil_codes;  // by number
        RecordLines& lines;
    };
    // The bus is parked where the run begins, its path set. All must outlive the run.
    BusRun(RecordedBus& bus, RunOrder order, const Setting& setting, Random random);

    // Until the bus is parked again and nobody is left in it.
    RunTruth play();

private:
    enum class Sweep { done, untold, falsely_told };

    void settle_what_happens();
    void sign_in();
    void serve(std::size_t call);
    void let_off(const RunCall& call, StopTruth& stop);
    void let_on(const RunCall& call, StopTruth& stop);
    void gate_before(const RunCall& call);
    void after_doors(std::size_t call);
    void count_heads(std::string_view by);
    int count_once(std::string_view by);
    int count_once(std::string_view by, int pupils);
    void count_off();
    void excuse();
    void settle_marks();
    void sweep();
    void find_the_left();
    void tell_of_pupils();
    void watch_load();
    void tell(std::string_view source, Time at, const CrewEvent& event);
    void mark(std::string_view kind, std::size_t pupil);
    [[nodiscard]] bool stays_behind(std::size_t pupil) const;
    [[nodiscard]] const std::string& code_of(std::size_t pupil) const { return setting_.pupil_codes[pupil]; }

    RecordedBus& bus_;
    RunOrder order_;
    Setting setting_;
    Random random_;
    RunTruth truth_;
    Crowd aboard_;
    Sweep sweep_ = Sweep::done;
    std::vector<std::size_t> left_;  // who will not get off
    std::vector<std::size_t> open_;  // marked on, off by now or asleep, and not marked off
    std::size_t counted_at_ = 0;  // the call after which people are counted: the last at which pupils board
    bool escort_counts_ = false, gate_counts_ = false, stops_counted_ = false;
    bool escort_leaves_ = false, roll_call_ = false, gate_counts_off_ = false;
};

// A number as it is typed: mostly right. `error` names what went wrong: neighbour, swapped, missing, or "".
int typed(int number, int error_per_mille, Random& random, std::string_view& error);

}  // namespace husong::device_sim
