// One vehicle driving its line: stops, pupils, bends, dead zones. Advances second by second; pure and
// repeatable.
#pragma once

#include "device_sim/sensors.hpp"

#include <utility>
#include <vector>

namespace husong::device_sim {

class VehicleDay {
public:
    // The county and the scenario must outlive it.
    VehicleDay(const County& county, const Scenario& scenario, std::size_t vehicle, Time begin);

    // Lives one second, which ends at `now`.
    void step(Time now);
    // What happened since the last call, in order.
    std::vector<Event> take_events() { return std::exchange(events_, {}); }

    [[nodiscard]] Load aboard() const { return load_; }
    [[nodiscard]] bool is_parked() const { return phase_ == Phase::parked; }
    [[nodiscard]] std::size_t school() const { return line_.school; }

private:
    enum class Phase { parked, driving, serving };
    struct Call {  // one stop of the present run
        double along_m = 0;
        int board = 0, alight = 0;
    };

    void begin_run(Direction direction);
    void plan_calls();
    [[nodiscard]] Time run_begins(std::size_t number) const;
    [[nodiscard]] bool run_is_due() const;
    void drive();
    void arrive();
    void serve();
    void depart();
    void move_pupils(Call& call);
    void end_run();
    void watch_signal();
    void watch_terminal();
    void report();
    [[nodiscard]] bool with_gate_interest() const;
    [[nodiscard]] const Path& path() const { return direction_ == Direction::home ? home_ : line_.path; }
    // At the school's end of the line.
    [[nodiscard]] bool at_school_gate() const;
    void tell(Happening what);

    const County& county_;
    const Scenario& scenario_;
    const Vehicle& vehicle_;
    const Line& line_;
    std::size_t index_;
    Time begin_;
    Random random_;
    Receiver receiver_;
    DoorCounter counter_;
    Path home_;
    seconds stagger_{0};

    Phase phase_ = Phase::parked;
    std::size_t runs_begun_ = 0;
    Direction direction_ = Direction::to_school;
    double along_m_ = 0, speed_mps_ = 0, odometer_m_ = 0;
    std::vector<Call> calls_;
    std::size_t next_call_ = 0;
    int served_s_ = 0;   // since the door opened
    int at_school_ = 0;  // pupils brought there and not yet taken home
    Load load_;
    bool signal_ = true;
    int signal_lost_for_s_ = 0;
    bool report_now_ = false;  // doors and ignition are told at once
    Time now_{};
    std::vector<Event> events_;
};

}  // namespace husong::device_sim
