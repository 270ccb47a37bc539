// One expected vehicle as the gate sees it: in which column of the board it stands, and why.
#pragma once

#include "server/gate/release.hpp"
#include "server/tracking/arrival.hpp"

#include <memory>
#include <string>
#include <vector>

namespace husong::gate {

// In the order of the board.
enum class Column : std::uint8_t { overdue, near, at_gate, expected, released };
inline constexpr std::size_t column_count = 5;
std::string_view column_zh(Column column);    // 超时未到
std::string_view column_name(Column column);  // "overdue": its place in the page

// How old the last position is (rules.md DV-01).
enum class PositionAge : std::uint8_t { none, fresh, late, lost };

// The driver's card that was put in last and not taken out since (0x0702).
struct DutyCard {
    std::string name;  // as the certificate has it; empty: a card that tells no name
    Time at{};
};

// What a visit is made from. All of it outlives the visit's making only.
struct VisitSource {
    const registry::Departure& departure;
    const registry::Registry& registry;
    const tracking::TripPlan& plan;
    const tracking::TripTrace& trace;
    std::span<const tracking::GateAct> acts;  // of the departure, in their order
    const rules::VehicleFold* state;          // nullptr: nothing was ever told of the vehicle
    bool provisional = false;                 // late data of it waits to be folded
    std::optional<DutyCard> card{};           // in its terminal's reader
    std::shared_ptr<const tracking::SegmentHistory>
        history{};  // of its line and direction; none: the timetable's
};

struct VisitSettings {
    const GateSettings& gate;
    const rules::VerdictSettings& verdict;
};

struct Visit {
    registry::Departure departure;
    registry::Plate plate;
    std::string line;    // its name, or its code when the register has none
    std::string driver;  // 张某
    std::string escort;
    std::string relief;  // 07:20 起接替 冀H·00318; empty: the run is one vehicle's
    Time due_at{};       // at the gate, by the timetable
    Column column{};
    bool over = false;  // it should have ended long ago, and nobody told of it: where it was is not looked up

    // Where it is.
    PositionAge position = PositionAge::none;
    std::optional<Time> position_at;
    std::string last_place;                          // the last place of its line it reached; empty: none yet
    std::optional<tracking::PlaceArrival> estimate;  // at the gate, on the way to school
    std::chrono::minutes late{};                     // overdue by so much; 0: not overdue
    std::optional<Time> seen_at_gate;                // by its positions
    std::optional<Time> left_unreleased_at;          // by its positions, nobody had let it go then

    // Who drives, by the card in the reader.
    std::optional<DutyCard> card;  // its name shortened like `driver`
    bool other_driver = false;     // another name than the list's

    // What the gate did.
    std::optional<Time> arrived_at;             // told by a person
    std::optional<tracking::HumanCount> count;  // that holds
    std::optional<tracking::GateAct> checked;   // the latest comparison with the list
    std::optional<tracking::GateAct> released;
    std::optional<tracking::GateAct> refused;   // the latest, when nothing was done since
    std::optional<tracking::GateAct> undoable;  // may still be taken back
    bool present = true;                        // false: the vehicle is on another run, or was last
    bool over_after_release = false;            // a person counted too many once it was let go

    rules::Verdict verdict;
    std::optional<Refusal> hindrance;  // why it may not be released; none: it may

    [[nodiscard]] int people_planned() const;  // pupils' seats, the driver, the escort
    [[nodiscard]] bool mismatched() const;     // plate, driver or escort differ from the list
};

// When a departure's vehicle is due at the gate by the timetable.
Time due_at_gate(const registry::Departure& departure, const tracking::TripPlan& plan,
                 const GateSettings& settings);

Visit make_visit(const VisitSource& source, Time now, const VisitSettings& settings);

// The act that may be taken back: the latest that stands, for undo_within.
const tracking::GateAct* undoable_act(std::span<const tracking::GateAct> acts, Time now);

}  // namespace husong::gate
