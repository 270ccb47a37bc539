// The simulated county: roads, schools, lines, vehicles, papers, people, terminals, all invented from a seed.
// Texts are those of the register's import files.
#pragma once

#include "device_sim/road_network.hpp"
#include "server/base/time.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace husong::device_sim {

using Date = std::chrono::year_month_day;

struct School {
    std::string code, name;
    std::string_view stage;  // kindergarten, primary, junior_high, nine_year, senior_high
    bool boarding = false;
    maps::CircleFence gate;
    std::size_t place = 0;
};

struct Operator {
    std::string code, name;
    std::string_view kind;
};

struct Stop {
    std::string name;
    double along_m = 0;  // on the line's path towards the school
};

// One vehicle's line: from a village to the school. The way home is the same in reverse.
struct Line {
    std::string code, name;
    std::size_t school = 0;
    Path path;                // ends at the school's gate
    std::vector<Stop> stops;  // where pupils board, the first at 0; the school itself is not among them
};

// What the simulator knows about a vehicle and the server has to find out.
enum class Role { lawful, overloaded, expired, non_commercial, unregistered };
std::string_view name_of(Role role);

struct Terminal {
    std::string phone;  // without leading zeros; of a phone the id under which it is enrolled
    std::string terminal_id, maker, model;
    std::string_view edition;  // 2011, 2013, 2019; empty for a phone
    std::string_view kind;     // jt808, phone
    std::size_t vehicle = 0;
};

struct Driver {
    std::string code, name;
    std::string_view licence_class;
    Date birth_on, qualified_until;
    std::size_t operator_index = 0;
};

struct Vehicle {
    std::string plate;
    std::string_view colour, vehicle_class, use_nature;
    int approved_persons = 0, approved_pupils = 0;
    double length_m = 0;
    std::size_t operator_index = 0;
    Role role = Role::lawful;
    std::size_t driver = 0;
    std::size_t line = 0;
    bool has_escort = true;
    int pupils = 0;  // how many ride on a day when nobody is absent
};

struct CountyPlan {
    std::uint64_t seed = 1;
    std::size_t schools = 12;
    std::size_t vehicles = 60;  // registered, those with a role included
    std::size_t overloaded = 1, expired = 1, non_commercial = 1;
    std::size_t unregistered = 1;   // beside the registered ones, without a terminal
    Date today{};                   // papers are valid around this day
    std::vector<int> capacities{};  // 核载 of the vehicles in turn; empty: as the models come
};

struct County {
    CountyPlan plan;
    RoadNetwork network;
    std::vector<School> schools;
    std::vector<Operator> operators;
    std::vector<Line> lines;
    std::vector<Driver> drivers;
    std::vector<Vehicle> vehicles;  // those with a role first, then the lawful, the unregistered last
    std::vector<Terminal>
        terminals;  // one for each registered vehicle, and the escort's phone of overloaded ones
};

// Is there a school bus of that 核载?
bool has_bus_for(int approved_persons);

// The same plan gives the same county on every machine. A plan without schools or places is a caller's bug.
County make_county(const CountyPlan& plan);

}  // namespace husong::device_sim
