// Four weeks of a coordinated plan, day by day: what it asks of the county, and when each school goes and
// comes.
#pragma once

#include "server/coordination/plan.hpp"

namespace husong::holidays {

// All schools together.
struct CoordinatedDay {
    coordination::Day on{};
    int home_riders = 0, back_riders = 0;
    int vehicles = 0;       // in use at once, at most
    int schools_apart = 0;  // whose gates are busy in the same quarter hour, at most: posts of the police
    int posts = 0;          // that the police can man
    bool rest = false;
};

struct CoordinatedLeg {
    coordination::Minutes at{};
    int runs = 0, riders = 0;
    int without_vehicle = 0;  // riders
    bool moved = false;       // from the school's wish
    coordination::Moment wish;
};

struct CoordinatedSchool {
    std::string code, name;
    int riders = 0;  // of one leg
    struct Cell {
        std::optional<CoordinatedLeg> home, back;
    };
    std::vector<Cell> days;
};

struct CoordinatedWeeks {
    std::vector<CoordinatedDay> days;  // 28, from the Monday of the week asked for
    std::vector<CoordinatedSchool> schools;
    int moved = 0;  // legs of the whole plan that are not as wished, of `legs`
    int legs = 0;
};

CoordinatedWeeks weeks_of_plan(const coordination::Case& question, const coordination::Plan& plan,
                               coordination::Day from);

}  // namespace husong::holidays
