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
    std::string leader{};     // 责任领导: who answers for its pupils' ways
    std::string telephone{};  // of its duty room
};

enum class VehicleClass : std::uint8_t { large, medium, small, micro, goods, tricycle, tractor, motorcycle };
enum class VehicleStatus : std::uint8_t { active, stopped, retired, banned };
enum class LicenceState : std::uint8_t {
    normal,
    expired,
    suspended,
    revoked,
    scrapped,
    deregistered,
    assembled
};
enum class CounterKind : std::uint8_t { none, infrared, camera, cards };

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
    CounterKind counter = CounterKind::infrared;
    std::string vin{};
    std::string model{};            // 厂牌型号
    std::string school_bus_type{};  // infant | primary | primary_junior | nondedicated; empty: no school bus
    LicenceState licence = LicenceState::normal;  // of the 行驶证: 报废, 注销, 拼装 …
    std::optional<int> licence_persons{};         // 核定载人数 as read from the scan of the licence
    std::optional<std::chrono::year_month_day> first_registered_on{};
    std::optional<std::chrono::year_month_day> scrap_on{};  // 强制报废期止
    std::optional<std::chrono::year_month_day> retired_on{};
    std::string owner{};   // unit or person
    std::string leader{};  // 责任领导
    bool operator==(const Vehicle&) const = default;
};

struct SchoolBusPlate {  // 校车标牌: shown on the bus, issued by the police
    std::string number;
    VehicleId vehicle;
    std::string issuer;
    std::string route;
    std::vector<std::string> driver_codes;
    std::string times{};  // 运行时间, as printed on it
    std::string stops{};  // 停靠站点, as printed on it
    std::optional<std::chrono::year_month_day> returned_on{};
    bool operator==(const SchoolBusPlate&) const = default;
};

struct Permit {  // 校车使用许可: the county government's permission behind the plate
    std::string number;
    VehicleId vehicle;
    std::string school;
    std::string route;
    bool operator==(const Permit&) const = default;
};

struct Driver {
    std::string code;
    std::string name;
    std::string licence_class;
    std::optional<std::chrono::year_month_day> birth_on;
    std::optional<Time> qualified_until;  // 校车驾驶资格, exclusive end
    std::string operator_code;
    std::optional<std::chrono::year_month_day> first_licensed_on{};  // 初次领证
    LicenceState licence = LicenceState::normal;
    std::optional<std::chrono::year_month_day> period_end_on{};  // of the scoring period, 记分周期止
    std::optional<std::chrono::year_month_day> reviewed_on{};    // the last yearly review, 审验
    std::optional<std::chrono::year_month_day> trained_on{};     // the last training, 安全教育
    std::optional<std::chrono::year_month_day> health_until_on{};
};

struct Escort {  // 随车照管人员
    std::string code;
    std::string name;
    std::string operator_code;
    std::optional<std::chrono::year_month_day> trained_on{};
    std::optional<std::chrono::year_month_day> health_until_on{};
};

struct Line {  // 线路: where a school's vehicles go
    std::string code;
    std::string name;
    std::string school;
    std::string leader{};  // 责任领导
};

// A stop of a line. Stops are counted from the school outwards; the way to school is the reverse.
struct Stop {  // 停靠站点
    std::string line;
    int place = 0;  // from 1, the one nearest the school
    std::string name;
    double latitude_deg = 0;  // WGS-84
    double longitude_deg = 0;
    std::chrono::minutes from_school{};  // by the timetable
};

struct Boarders {  // how many boarders of a school live where
    std::string school;
    std::string home_place;
    int pupils = 0;
};

struct Pupil {
    std::string code;
    std::string name;
    std::string school;
    std::string class_name;
    bool boarding = false;
    std::string home_place;
    std::string line{};        // empty: does not ride
    std::string stop{};        // the name of a stop of that line
    std::string stage{};       // kindergarten | primary | junior_high | senior_high; empty: as the school's
    bool left_behind = false;  // 留守儿童
};

enum class Direction : std::uint8_t { home, to_school };
enum class DepartureStatus : std::uint8_t { planned, cancelled };

// Which part of a run a vehicle serves, where another one takes it over (register `reliefs`).
struct RunPart {
    Time from{};  // 0: from its beginning
    Time until = end_of_time;
    VehicleId relieved{};  // whom it took the run over from; 0: nobody
    bool operator==(const RunPart&) const = default;
};

// One dated run of a line, as published.
struct Departure {
    std::string code;
    std::string school;
    Direction direction = Direction::home;
    Time leaves_at{};  // from the school on the way home, from the last stop on the way to school
    std::string line;
    VehicleId vehicle;
    std::string driver;  // codes
    std::string escort;
    int seats = 0;  // for pupils
    DepartureStatus status = DepartureStatus::planned;
    std::string note;
    int sequence = 0;  // how often it was published anew; given by the store
    RunPart part{};    // not of the row: runs.hpp gives it
};

// A public holiday, or a weekend day on which people work for one (调休).
struct PublicDay {
    std::chrono::year_month_day on;
    std::string kind;  // off | work | plain (an ordinary day after all)
    std::string name;
    std::string notice;  // who says so; 未公布 while only the law's own days are known
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
