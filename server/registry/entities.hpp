// What the county knows: the registers' rows as plain structs. Validity and recording time stand in
// Versioned<T>.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"
#include "server/registry/plate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace husong::registry {

// One row version: what was valid in [valid_from, valid_until), recorded at recorded_at. `version` is the
// row's number in the store: evidence keeps it, so that a finding shows what the register said then.
template <class T>
struct Versioned {
    T value;
    Time valid_from{};
    Time valid_until = end_of_time;
    Time recorded_at{};
    std::int64_t version = 0;

    [[nodiscard]] bool valid_at(Time t) const { return valid_from <= t && t < valid_until; }
};

struct Operator {  // 校车服务提供者
    std::string code;
    std::string name;
    std::string kind;  // school_bus_company | passenger_company | bus_company | school | individual
};

struct School {
    std::string code;
    std::string name;
    std::string stage;  // kindergarten | primary | junior_high | nine_year | senior_high
    bool boarding = false;
    double latitude_deg = 0;  // WGS-84, the gate
    double longitude_deg = 0;
    double gate_radius_m = 100;
};

enum class VehicleClass : std::uint8_t { large, medium, small, micro, goods, tricycle, tractor, motorcycle };
enum class VehicleStatus : std::uint8_t { active, stopped, retired, banned };

struct Vehicle {
    VehicleId id;
    Plate plate;
    VehicleClass vehicle_class = VehicleClass::large;
    char use_nature = 'A';               // 使用性质, GA 24.3 letter A…U (rules.md §1.7)
    int approved_persons = 0;            // 核定载人数: everybody aboard, driver included
    std::optional<int> approved_pupils;  // where the licence states it
    std::optional<double> length_m;
    std::string operator_code;
    VehicleStatus status = VehicleStatus::active;
    bool counts_driver = false;  // does the door counter see the driver
    bool counts_escort = true;   // … and the escort
};

struct SchoolBusPlate {  // 校车标牌: shown on the bus, issued by the police
    std::string number;
    VehicleId vehicle;
    std::string issuer;
    std::string route;
    std::vector<std::string> driver_codes;
};

struct Permit {  // 校车使用许可: the county government's permission behind the plate
    std::string number;
    VehicleId vehicle;
    std::string school;
    std::string route;
};

struct Driver {
    std::string code;
    std::string name;
    std::string licence_class;
    std::optional<std::chrono::year_month_day> birth_on;
    std::optional<Time> qualified_until;  // 校车驾驶资格, exclusive end
    std::string operator_code;
};

enum class TerminalKind : std::uint8_t { jt808, phone };

struct Terminal {
    TerminalId id;
    std::string phone;        // jt808: phone key (digits, leading zeros removed); phone: device id
    std::string terminal_id;  // as 0x0100 tells it
    std::string maker;
    std::string model;
    int edition = 2013;
    TerminalKind kind = TerminalKind::jt808;
    VehicleId vehicle;
};

}  // namespace husong::registry
