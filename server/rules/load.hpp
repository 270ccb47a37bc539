// Rules on the load (LD): are more people aboard than the licence allows? LD-01 is about school buses and
// coaches (with 校车标牌, or of use B, E, O, P, Q, S), LD-03 about every other vehicle; LD-02 about both.
// LD-04, the free children of a line coach, is part of lawful_persons().
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

// How many may be aboard: 核定载人数, and on a line coach without 校车标牌 up to a tenth more, children who
// travel free (道路交通安全法实施条例 第五十五条): no more than `pupils`, where somebody counted them; none:
// a sensor, which tells no child from an adult. 0: the register does not say.
int lawful_persons(const registry::Vehicle& vehicle, bool has_plate, std::optional<int> pupils = {});

// By how much a human count is over, of people or of pupils, whichever is more; none: it is not over.
struct Overload {
    int over = 0;
    int limit = 0;           // what it is over
    bool of_pupils = false;  // by 核载学生 rather than 核载
    // Share in tenths of a percent, rounded, as police and press state it.
    [[nodiscard]] int tenths_of_percent() const { return (over * 1'000 + limit / 2) / limit; }
};
std::optional<Overload> overload_of(const tracking::HeadCount& heads, const registry::Vehicle& vehicle,
                                    bool has_plate);

std::span<const Rule> load_rules();

Judgement judge_overload(const VehicleSnapshot& snapshot);          // LD-01
Judgement judge_other_overload(const VehicleSnapshot& snapshot);    // LD-03
Judgement judge_serious_overload(const VehicleSnapshot& snapshot);  // LD-02
bool count_clears_overload(const VehicleSnapshot& snapshot);
bool count_clears_serious_overload(const VehicleSnapshot& snapshot);
std::string_view overload_points(const registry::Vehicle& vehicle, bool has_plate, const Figures& figures);

}  // namespace husong::rules
