// One day of a plan while it is changed: its runs, which vehicle serves them, and what gates, police posts
// and hours leave.
#pragma once

#include "server/coordination/duty.hpp"

namespace husong::coordination {

// From a moment on these vehicles serve nobody on that day, or not before they are ready again.
struct Breakdown {
    std::vector<std::size_t> vehicles;  // several: all that a driver who cannot drive would have driven
    Moment at;
    std::optional<Minutes> until;  // ready again where it stands; none: not on that day
};

// A run of the day, by its number.
struct DayRun {
    std::size_t leg = 0;  // of the plan
    std::size_t was = 0;  // which of the leg's runs, or a part of it
    std::size_t of = 0;   // which run of the day it is a part of; itself, if of none
    Run run;
    Minutes planned{};      // at the gate, before anything changed
    bool open = false;      // it needs another vehicle than was planned
    bool replaced = false;  // by its parts
};

// Vehicles counted by why they cannot serve a run.
struct Refusals {
    int out = 0;      // broken down themselves
    int seats = 0;    // too few
    int pupils = 0;   // that they must not carry
    int no_room = 0;  // between their own runs and what else they do, or in their drivers' hours
    int free = 0;     // they could
};

class OneDay {
public:
    // Runs under way are cut where the vehicle stands; what needs another vehicle is open.
    OneDay(const Case& question, const Plan& plan, Breakdown breakdown);

    [[nodiscard]] const Case& question() const { return *question_; }
    [[nodiscard]] const std::vector<DayRun>& runs() const { return runs_; }
    [[nodiscard]] const std::vector<Duty>& served_by(std::size_t vehicle) const { return serves_[vehicle]; }
    [[nodiscard]] Way way(const DayRun& run) const { return plan_->legs[run.leg].way; }
    [[nodiscard]] bool is_out(std::size_t vehicle) const;
    // Whether its vehicle may still be another one: it has not begun.
    [[nodiscard]] bool can_change(std::size_t number) const;

    // What a run asks for, looked at once for all vehicles.
    struct Wanted {
        Duty duty;
        Minutes at_gate{}, latest{};
        int gate_per_quarter = 0;
        std::vector<Minutes> at_the_gate;  // others of the leg; empty where it does not pass
        bool passes_gate = true;
    };
    // Until when it may be at the gate: at its own time, or as dusk, the school's hours and the posts allow.
    // A run that begins where another vehicle stands has no time of its own.
    enum class Until : std::uint8_t { own_time, allowed, whenever };
    [[nodiscard]] Wanted wanted(const DayRun& run, Until until) const;
    // The soonest that the vehicle can be at the gate for it.
    [[nodiscard]] std::optional<Minutes> earliest(std::size_t vehicle, const Wanted& wanted) const;
    [[nodiscard]] Refusals refusals(const Wanted& wanted) const;
    // How many more vehicles may be at the gate at its own time.
    [[nodiscard]] static int free_at_gate(const Wanted& wanted);

    void put(std::size_t number, std::size_t vehicle, Minutes at_gate);
    void take(std::size_t number);
    // An open run is served by parts of it; each then counts as a run.
    void divide(std::size_t number) { runs_[number].replaced = true; }
    std::size_t add_part(std::size_t number, Run part);

    // The plan as it is now.
    [[nodiscard]] Plan plan() const;

private:
    void add(std::size_t leg, std::size_t was);
    std::size_t push(DayRun run);
    void cut(std::size_t leg, std::size_t was);
    [[nodiscard]] bool is_ready_again(const Run& run, const Duty& duty) const;
    [[nodiscard]] Minutes latest(const DayRun& run) const;
    [[nodiscard]] Minutes posts_until(std::size_t leg) const;
    [[nodiscard]] int last_quarter(std::size_t leg) const;
    [[nodiscard]] bool passes_gate(const DayRun& run) const {
        return !run.replaced && (!run.run.stand || way(run) == Way::back);
    }

    const Case* question_;
    const Plan* plan_;
    Breakdown breakdown_;
    std::vector<DayRun> runs_;
    std::vector<std::vector<Duty>> serves_;  // by vehicle, in time's order
};

// In use at once, in the quarter hour in which they are most.
int peak_of(const Plan& plan, const Case& question);

}  // namespace husong::coordination
