// A record: one thing that happened to one vehicle, told by somebody. Records are the truth; all else is
// folded from them.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace husong::tracking {

// The order of the enumerators is the order of records that share an instant.
enum class RecordKind : std::uint8_t {
    position = 1,
    passenger_flow = 2,
    head_count = 3,
    sighting = 4,
    trip_event = 5
};

enum class Source : std::uint8_t {
    terminal = 1,
    phone,
    escort,
    gate,
    police,
    patrol,
    camera,
    hotline,
    guardian,
    teacher
};
std::string_view source_name(Source source);     // "terminal", as in store and API
std::string_view source_name_zh(Source source);  // 终端, 照管员, 交警 …
std::optional<Source> parse_source(std::string_view name);

// What is older on arrival, or by an edit of the registers, is stored, and folded only by `replay`
// (architecture, point 5).
inline constexpr auto fold_horizon = std::chrono::hours{24 * 7};

inline constexpr std::uint8_t satellites_not_told = 255;

struct Position {
    double latitude_deg = 0;  // WGS-84
    double longitude_deg = 0;
    float altitude_m = 0;
    float speed_mps = 0;
    float course_deg = 0;
    float accuracy_m = 0;           // 0: not told (terminals never do)
    std::uint32_t alarm_bits = 0;   // 0x0200 alarm flags
    std::uint32_t status_bits = 0;  // 0x0200 status
    std::uint8_t satellites = satellites_not_told;
    bool located = false;  // status bit 1 on and bit 5 (shifted coordinates) off
    boost::container::small_vector<std::uint8_t, 32>
        items;  // additional items as they came, unknown ones too

    [[nodiscard]] bool acc_on() const { return (status_bits & 1U) != 0; }
    [[nodiscard]] bool any_door_open() const { return (status_bits >> 13 & 0x1FU) != 0; }
    bool operator==(const Position&) const = default;
};

struct PassengerFlow {  // 0x1005: a window total of the door counter
    Time from{};
    Time until{};
    std::uint16_t boarded = 0;
    std::uint16_t alighted = 0;
    bool operator==(const PassengerFlow&) const = default;
};

struct HeadCount {  // a person counted everybody aboard
    std::uint16_t pupils = 0;
    std::uint16_t adults = 0;  // driver and escorts included
    std::uint16_t others = 0;  // neither pupils nor crew
    [[nodiscard]] int people() const { return pupils + adults + others; }
    bool operator==(const HeadCount&) const = default;
};

enum class PupilsSeen : std::uint8_t { not_told = 0, none, some };

struct Sighting {  // somebody saw the vehicle; a lead, not an offence
    PupilsSeen pupils_seen = PupilsSeen::not_told;
    std::optional<std::uint16_t> pupils;  // about how many
    std::optional<double> latitude_deg;   // WGS-84
    std::optional<double> longitude_deg;
    std::string place;  // in words
    std::string note;
    std::string photo;  // reference, empty: none
    bool operator==(const Sighting&) const = default;
};

// What people and devices tell of a run beside counts: who drives, what was looked at, who boarded.
enum class EventKind : std::uint8_t {
    driver_on = 1,  // 驾驶人签到; person
    driver_off,     // 签退
    escort_on,      // 照管人员签到; person
    escort_off,     // 签退, 中途下车
    walk_round,     // 出车前 7 项检查 signed by person; number: items found wrong
    boarded,        // 学生上车: person
    alighted,       // 学生下车: person; other: who took the child over
    stop_counted,   // the escort's count of who boarded at this stop: number
    swept,          // 清车确认 at the rear, by person
    excused,        // 学生请假: person does not ride this run
    at_school,      // 学生到校点名在校: person
    safe_home,      // 报平安: person has come home
    front_seat,     // 副驾驶坐学生, as somebody saw
    outsiders,      // 无关人员乘坐: number
    banned_load,  // 货车、农用车、三轮车载学生, as somebody saw: number of pupils, 0: not counted
    scrapped,     // the police say: 报废, 拼装
    cabin_motion,       // 熄火后车内移动, by a sensor or a person
    gate_arrived,       // seen at the school's gate
    gate_checked,       // number: bits of gate_differs
    gate_released,      // let go
    gate_refused,       // kept
    collector_refused,  // 接领人不符: person was given to other, who is on no list
    taken_back,         // 撤回: person was marked by mistake; number: the EventKind of the mark
    handed_over,        // 转乘: person went over to the vehicle that takes the run over
    not_home,           // 没接到: a guardian says that person has not come home
};
std::string_view event_name(EventKind kind);  // "driver_on", as in store, log and API
std::string_view event_name_zh(EventKind kind);
std::optional<EventKind> parse_event(std::string_view name);

namespace gate_differs {  // Bits of TripEvent::number of gate_checked
inline constexpr int plate = 1 << 0;
inline constexpr int driver = 1 << 1;
inline constexpr int escort = 1 << 2;
}  // namespace gate_differs

struct TripEvent {
    EventKind kind{};
    std::string trip;    // a departure's code; empty: the run that the vehicle is on
    std::string person;  // a code of the register
    std::string other;
    std::int32_t number = 0;
    std::string note;
    bool operator==(const TripEvent&) const = default;
};

using Payload = std::variant<Position, PassengerFlow, HeadCount, Sighting, TripEvent>;

// Why a record is stored but not judged, and what was odd about it. Bits of Record::flags.
namespace flag {
inline constexpr std::uint16_t no_time = 1 << 0;      // no usable device time: measured_at is 0; never judged
inline constexpr std::uint16_t too_old = 1 << 1;      // older than 7 days on arrival: only `replay` folds it
inline constexpr std::uint16_t clock_ahead = 1 << 2;  // more than clock_skew ahead of ours: never judged
inline constexpr std::uint16_t out_of_range = 1 << 3;  // coordinates impossible
inline constexpr std::uint16_t blind_area = 1 << 4;    // came by 0x0704 type 1 (盲区补报)
inline constexpr std::uint16_t bad_window = 1
                                            << 5;  // 0x1005 with end < start or longer than a day: not added
inline constexpr std::uint16_t malformed_items =
    1 << 6;  // an additional item ran past the end; what was good is kept
inline constexpr std::uint16_t partial_plate = 1 << 7;  // of a plate read in part: evidence for nobody
inline constexpr std::uint16_t not_judged = no_time | too_old | clock_ahead | partial_plate;
}  // namespace flag

// The place of a record in its vehicle's history: the order of the fold and the identity in the store.
struct OrderKey {
    Time measured_at{};
    RecordKind kind{};
    std::uint64_t key = 0;
    auto operator<=>(const OrderKey&) const = default;
};

struct Record {
    VehicleId vehicle;
    Time measured_at{};     // the teller's clock, UTC
    Time received_at{};     // ours
    std::uint64_t key = 0;  // record_key(): same content told twice is one record
    Source source = Source::terminal;
    std::uint16_t flags = 0;
    std::int64_t told_by = 0;  // terminal or account number
    Payload payload;

    [[nodiscard]] RecordKind kind() const { return static_cast<RecordKind>(payload.index() + 1); }
    [[nodiscard]] OrderKey order() const { return {measured_at, kind(), key}; }
    [[nodiscard]] bool judged() const { return (flags & flag::not_judged) == 0; }
};

inline constexpr int record_key_bits =
    44;  // with kind and instant beside it; keeps a position under 120 bytes

// Identity of a record's content: hash(vehicle, kind, measured_at, content) without serial, message id,
// received time or flags, so that a location told in 0x0200 and again inside 0x0704 is one. 0x1005: (vehicle,
// start, end).
std::uint64_t record_key(const Record& record);
// Identity of a human act: the idempotency key its sender chose, bound to who sent it.
std::uint64_t record_key(std::int64_t told_by, std::string_view idempotency_key);

}  // namespace husong::tracking
