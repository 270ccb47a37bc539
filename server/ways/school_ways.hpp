// How the pupils of a school, or of all schools, come and go: sums for who answers for them, and whom to talk
// to. Pure.
#pragma once

#include "server/ways/class_ways.hpp"

#include <string>
#include <vector>

namespace husong::ways {

struct Concern {
    const registry::Pupil* pupil = nullptr;
    std::string way;   // 非营运车 冀H6K218
    std::string text;  // why it is one
};

struct ClassSums {
    std::string name;
    Sums sums;
};

struct SchoolWays {
    const registry::School* school = nullptr;
    std::vector<ClassSums> classes;  // by name
    Sums sums;
    std::vector<Concern> concerns;  // by class and name; a pupil once
};

// Of schools that have pupils, by code; with `school` of that one only. As the register holds today.
std::vector<SchoolWays> ways_of_schools(const registry::Registry& registry, std::string_view school,
                                        Time now);

// 非营运车 2、拼车 1: who goes by a forbidden way in some direction, by mode; empty: nobody.
std::string forbidden_zh(const Sums& sums);

// One sum of several.
Sums added_up(std::span<const SchoolWays> schools);

}  // namespace husong::ways
