// One vehicle one file, one person one file (一车一档, 一人一档): what the county keeps beside the bare
// registers. Plain structs; validity and recording time stand in Versioned<T>. Source of the fields:
// docs/decisions/0014.
#pragma once

#include "server/registry/entities.hpp"

namespace husong::registry {

// ---- the vehicle's file ----

// A dated paper of a vehicle; its row's validity is the paper's. Kinds, as in files and API:
//   inspection            机动车检验 (校车安全管理条例 第二十条: every six months)
//   compulsory_insurance  交强险
//   carrier_insurance     承运人责任险
//   transport_certificate 道路运输证
//   charter_sign          包车客运标志牌
//   charter_contract      包车合同
//   school_bus_standard   符合校车国家标准的证明        } with inspection, the permit's qualified drivers and
//   operating_plan        运行方案: route, times, stops } carrier_insurance the five proofs of 第十四条
//   safety_system         安全管理制度                  }
struct VehicleDocument {
    std::string kind;
    std::string number;
    VehicleId vehicle;
    std::string issuer;
};

// Hammers, extinguisher, first-aid box, lamp, stop arm, belts, positioning device: looked at on a day.
struct EquipmentCheck {
    VehicleId vehicle;
    std::chrono::year_month_day on;
    std::string faults;  // in words; empty: none
    std::string checker;
};

struct Maintenance {
    VehicleId vehicle;
    std::chrono::year_month_day on;
    std::string workshop;
    std::string work;
};

// Approved against the table of stages and bus types, for the validity of its row (条例 第六十二条).
struct StageOverride {
    VehicleId vehicle;
    std::string stage;
    std::string approved_by;
    std::string reason;
};

// ---- the driver's file ----

enum class OffenceKind : std::uint8_t {
    other,
    overload,        // 客车严重超员
    speeding,        // 客车严重超速
    drink_driving,   // 酒驾, 醉驾: for ever
    twelve_points,   // 一个记分周期满 12 分
    fatal_accident,  // 负有责任的致人死亡或者重伤事故
    crime,
};

struct Offence {         // copied from the police every month (条例 第三十七条)
    std::string driver;  // code
    OffenceKind kind{};
    std::chrono::year_month_day on;
    int points = 0;
    std::string text;
};

// ---- agreements and offices ----

struct Agreement {  // 校车安全管理责任书 (条例 第十一条)
    std::string school;
    std::string operator_code;
    std::string number;
    std::optional<std::chrono::year_month_day> filed_on;  // with the bureau
};

struct DutyShift {          // who answers, by hour, every day of the row's validity
    std::string post_kind;  // school | police | transport | bureau
    std::string post;       // the school's code, or the post's name
    int from_hour = 0;      // [from, until) of the China day; until <= from: over midnight
    int until_hour = 24;
    std::string name;
    std::string telephone;
};

struct GateFacility {  // rules.md GA-08
    std::string school;
    std::string kind;  // crossing | sign | hump | light | guard
    bool present = false;
    std::chrono::year_month_day checked_on;
};

struct LocalRule {  // a threshold that the county set, with the clause that says so
    std::string parameter;
    std::string value;
    std::string title;
    std::string clause;
    std::string file;
};

struct Notice {        // 恶劣天气, 道路管制: in force while its row is
    std::string kind;  // weather | road
    std::string mark;  // 冰雪 | 泥泞 | 雾 | 雨 | 雪 | 沙尘 | 冰雹 | closed | suspended
    std::string area;  // a line's code, a township, or empty: the whole county
    std::string text;
    std::string issuer;
};

struct JointCheck {  // 联合检查
    std::chrono::year_month_day on;
    std::string place;
    std::string bodies;  // who took part
    int vehicles = 0;
    std::string result;
};

// ---- the way of a pupil ----

struct Travel {         // 学生交通情况登记: per direction, for the validity of its row (a term)
    std::string pupil;  // code
    Direction direction = Direction::home;
    std::string mode;  // of travel_modes
    std::string line;  // school_bus, charter, line_coach
    std::string stop;
    std::string plate;      // guardian, shared …: the vehicle's plate as told
    int minutes = 0;        // usual; 0: not told
    std::string collector;  // named to take the child over; empty: nobody has to
};

struct Guardian {
    std::string code;
    std::string pupil;
    std::string name;
    std::string relation;
    std::string telephone;
    bool may_collect = true;
    std::optional<std::chrono::year_month_day> consented_on;  // PIPL 31
    VehicleId vehicle{};  // 家长自家车, on the register of vehicles or not; 0: none
};

// ---- a vehicle that cannot go on ----

// From the row's valid_from on another vehicle carries a run: a departure, or a timetable's day
// (T12/2026-09-01).
struct Relief {
    std::string run;
    VehicleId vehicle;
    std::string driver;  // codes
    std::string escort;
    std::string note;  // why
};

// ---- the way of a line ----

struct RoadSection {  // of a line, from the school outwards
    std::string line;
    int from_m = 0;
    int until_m = 0;
    std::string road_class;  // street | ordinary | expressway | motorway
    int limit_kmh = 0;       // posted; 0: none
    std::string tags;        // cliff;water;steep;sharp;narrow;no_barrier
    std::string approval;    // of a danger section (条例 第二十八条); empty: none
};

struct Timetable {  // one run of a line that goes on every school day of the week it names
    std::string code;
    std::string line;
    Direction direction = Direction::home;
    std::string weekdays;              // 1 Monday … 7 Sunday, as 12345
    std::chrono::minutes leaves_at{};  // after midnight in China
    VehicleId vehicle;
    std::string driver;
    std::string escort;
};

}  // namespace husong::registry
