// A door counter that errs as its family does. Pure and repeatable.
#pragma once

#include "device_sim/random.hpp"
#include "device_sim/record_plan.hpp"

#include <optional>
#include <string_view>

namespace husong::device_sim {

std::string_view name_of(CounterFamily family);

struct Flow {
    int boarded = 0;
    int alighted = 0;
    bool operator==(const Flow&) const = default;
};

class FlowCounter {
public:
    FlowCounter(const CounterPlan& plan, Random random) : plan_{plan}, random_{random} {}

    void begin_day(int day) { day_ = day; }  // from 0
    // What it tells of a stop at which so many really moved; nothing when the window is lost.
    std::optional<Flow> count(const Flow& truth);

    [[nodiscard]] bool broken() const { return plan_.broken_from_day >= 0 && day_ >= plan_.broken_from_day; }
    [[nodiscard]] CounterFamily family() const { return plan_.family; }
    // What went wrong in a way that no rate explains, at the last stop: "", "repeated" or "lost".
    [[nodiscard]] std::string_view fault() const { return fault_; }

private:
    [[nodiscard]] int seen(int people, int miss_per_mille);
    [[nodiscard]] int seen_together(int people);

    CounterPlan plan_;
    Random random_;
    int day_ = 0;
    Flow before_;
    std::string_view fault_;
};

}  // namespace husong::device_sim
