// The run that a vehicle is on: which one, how far, who is aboard by name, who drives and escorts, and how it
// ended. A part of the vehicle's state: small, without heap, folded like the rest. The plan itself stays in
// the register.
#pragma once

#include "server/registry/registry.hpp"
#include "server/tracking/driving.hpp"
#include "server/tracking/record.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace husong::tracking {

// A code of the register in 32 bits: crews and riders of one vehicle are few; 0: nobody.
using CodeHash = std::uint32_t;
CodeHash code_hash(std::string_view code);

using RiderMarkBits = std::uint16_t;

// What is known of one rider. Bits of Rider::marks.
namespace rider {
inline constexpr RiderMarkBits planned = 1 << 0;      // by the register rides this run
inline constexpr RiderMarkBits boarded = 1 << 1;      // marked, or by card
inline constexpr RiderMarkBits alighted = 1 << 2;     // …
inline constexpr RiderMarkBits excused = 1 << 3;      // does not ride today
inline constexpr RiderMarkBits seen_off = 1 << 4;     // is at school, or safe at home: not in the vehicle
inline constexpr RiderMarkBits wrong_hands = 1 << 5;  // given to somebody who is on no list
inline constexpr RiderMarkBits handed_over = 1 << 6;  // went over to the vehicle that takes the run over
inline constexpr RiderMarkBits found_since = 1 << 7;  // after a run before: at school, or excused
inline constexpr RiderMarkBits not_home = 1 << 8;     // a guardian says so, and nobody otherwise since
inline constexpr RiderMarkBits unheard =
    1 << 9;  // got off a run home before; nobody has told that she is there
}  // namespace rider

struct Rider {
    CodeHash code = 0;
    RiderMarkBits marks = 0;
    std::int16_t alighted_after = 0;  // minutes after Trip::leaves_at; only with alighted or unheard
    [[nodiscard]] bool has(RiderMarkBits bits) const { return (marks & bits) == bits; }
    [[nodiscard]] bool aboard() const {
        return has(rider::boarded) && !has(rider::alighted) && !has(rider::handed_over);
    }
    bool operator==(const Rider&) const = default;
};

struct Riders {
    static constexpr std::size_t capacity = 96;  // the largest school bus holds 56
    std::array<Rider, capacity> entries{};
    std::uint8_t count = 0;

    // Marks of a rider, made if there is none; nullptr: one beyond the capacity, who is counted nowhere.
    Rider* mark(CodeHash code, RiderMarkBits marks, RiderMarkBits no_longer = 0);
    [[nodiscard]] std::span<const Rider> all() const { return {entries.data(), count}; }
    [[nodiscard]] int with(RiderMarkBits bits) const {
        return static_cast<int>(
            std::ranges::count_if(all(), [&](const Rider& each) { return each.has(bits); }));
    }
    [[nodiscard]] int aboard() const {
        return static_cast<int>(std::ranges::count_if(all(), &Rider::aboard));
    }
    bool operator==(const Riders& other) const { return std::ranges::equal(all(), other.all()); }
};

// Who does not ride a run to come, as told before the vehicle was expected to drive it; the oldest gives way.
struct ExcusedAhead {
    struct Entry {
        CodeHash departure = 0, rider = 0;
        bool operator==(const Entry&) const = default;
    };
    std::array<Entry, 24> entries{};
    std::uint8_t next = 0;

    void add(CodeHash departure, CodeHash rider) {
        if (std::ranges::find(entries, Entry{departure, rider}) != entries.end()) return;
        next = static_cast<std::uint8_t>(next % entries.size());  // of a checkpoint it may be anything
        entries[next++] = {departure, rider};
    }
    bool operator==(const ExcusedAhead&) const = default;
};

enum class TripStage : std::uint8_t {
    none,       // of no run
    expected,   // its time has come, it has not begun
    under_way,  // people are aboard, or it has left its first place
    over,       // at its last place, parked, or its time is up
};

struct CrewMark {  // somebody signed in
    CodeHash code = 0;
    Time since = never;
    Time left_at = never;  // signed out, and nobody has taken over
    [[nodiscard]] bool on_duty() const { return code != 0 && left_at == never; }
    bool operator==(const CrewMark&) const = default;
};

struct WalkRound {
    CodeHash driver = 0;  // who signed; 0: nobody
    Time at{};
    std::int16_t faults = 0;  // items found wrong
    bool operator==(const WalkRound&) const = default;
};

// Of the last drivers who signed one, the latest first: each drives again on the same day.
struct WalkRounds {
    std::array<WalkRound, 3> entries{};

    void add(const WalkRound& signed_now) {
        auto gives_way = std::ranges::find(entries, signed_now.driver, &WalkRound::driver);
        if (gives_way == entries.end()) --gives_way;
        std::copy_backward(entries.begin(), gives_way, gives_way + 1);
        entries.front() = signed_now;
    }
    bool operator==(const WalkRounds&) const = default;
};

// It stood at its last place past places that it had not reached, and nobody has got off since.
struct DoubtfulEnd {
    Time since = never;         // that stand
    std::uint8_t reached = 0;   // places before it
    std::int16_t alighted = 0;  // so many had got off before
    [[nodiscard]] bool known() const { return since != never; }
    bool operator==(const DoubtfulEnd&) const = default;
};

struct Trip {
    TripStage stage = TripStage::none;
    registry::Direction direction{};
    CodeHash departure = 0;  // of the departure's code; 0: no run of the register, pupils are aboard
    Time leaves_at{};        // by the register; of an unplanned one when it began
    Time look_at{};          // the register is asked again from then on
    Time begun_at = never;   // under way since
    Time ended_at = never;
    bool seen_to_end = false;  // parked, or at its last place; not merely out of time
    bool window_lost = false;  // of the counter: who boarded or alighted there is unknown
    std::uint8_t places = 0;   // of its plan; 0: unknown
    std::uint8_t reached = 0;  // places reached so far
    Time reached_at = never;   // the last of them
    DoubtfulEnd doubt;         // was that the last of them?
    Time stand_seen{};         // the stand that was looked at last
    bool shared = false;       // several vehicles go this way today: who rides in which is unknown

    // Whether they ever tell: nobody is accused of what is never told of this vehicle.
    bool crew_tells = false, gate_tells = false;
    CrewMark driver, escort;
    WalkRounds walk_rounds;

    Driving driving;
    Riders riders;
    ExcusedAhead excused_ahead;
    std::int16_t boarded = 0;  // by the counter, in this run
    std::int16_t alighted = 0;
    std::int16_t boarded_here = 0;     // at the stop it stands at or stood at last
    Time counted_by_escort_at{};       // the last count of hers, of a stop or of everybody
    std::int16_t stops_uncounted = 0;  // left without her count of those who boarded
    bool count_missing = false;        // … the last of them, and she has not counted since
    std::int16_t crew_pupils =
        -1;  // aboard by the escort's count, if nobody got on or off since; -1: unknown
    std::int16_t before_gate = -1;  // … when it came to the school, by her count or, without one,
    bool before_by_names = false;   // … by the names, of which one may be forgotten
    std::int16_t gate_pupils = -1;  // counted at the gate where it ends, pupils aboard; -1: nobody counted
    Time swept_at = never;          // after the last place; until it has begun, for the run before
    bool sweep_owed = false;        // there was a reason to look on runs before, and nobody has
    bool moved_on = false;          // after it was over
    Time gate_seen_at = never;      // somebody at the gate noted it, or counted
    Time off_list_at = never;       // kept at a gate that had no run of it on its list
    bool gate_compared = false;     // … and compared it with its list
    std::uint8_t gate_differs = 0;  // bits of gate_differs, as last checked
    std::int16_t outsiders = 0;     // as last told
    std::int16_t front_seat = 0;    // …
    Time cabin_motion_at = never;

    // When what is missing has been missing long enough.
    Time end_due = never;
    Time until = never;      // its time is up
    Time alone_due = never;  // moving without an escort
    Time count_due = never;  // of the escort, after a stop
    Time sweep_due = never;
    Time gate_due = never;
    Time roll_due = never;      // at school: who is missing now is missing
    Time roll_told_at = never;  // the last who was found there
    Time home_due = never;      // … and at home
    Time dusk_at = never;       // of a run home: when it gets dark where the first got off
    Time parked_due = never;

    [[nodiscard]] bool active() const {
        return stage == TripStage::expected || stage == TripStage::under_way;
    }
    [[nodiscard]] bool known() const { return stage != TripStage::none; }
    [[nodiscard]] bool at_last_place() const { return places > 0 && reached == places; }
    // Pupils aboard by name, until the first gets off: later a mark may be missing. 0: nobody tells names.
    [[nodiscard]] int named_aboard() const {
        const bool only_boarding = stage == TripStage::under_way && alighted == 0;
        return only_boarding && riders.with(rider::alighted) == 0 ? riders.aboard() : 0;
    }
    // People of this run were aboard, as far as anything tells.
    [[nodiscard]] bool had_pupils() const { return boarded > 0 || riders.with(rider::boarded) > 0; }
    // Nobody has looked through the vehicle since there was a reason to.
    [[nodiscard]] bool misses_sweep() const {
        return sweep_owed || cabin_motion_at != never || (had_pupils() && swept_at == never);
    }
    [[nodiscard]] Time alighted_at(const Rider& each) const {
        return leaves_at + std::chrono::minutes{each.alighted_after};
    }
    // She got off on the way home, and nobody has told that she is there, where families tell of it.
    [[nodiscard]] bool waits_for_home(const Rider& each) const {
        if (each.has(rider::seen_off)) return false;
        const bool told_of =
            direction == registry::Direction::home && riders.with(rider::alighted | rider::seen_off) > 0;
        return each.has(rider::unheard) || (told_of && each.has(rider::alighted));
    }
    [[nodiscard]] Time next_deadline() const {
        return std::min({end_due, until, alone_due, count_due, sweep_due, gate_due, roll_due, home_due,
                         parked_due, driving.due});
    }
    bool operator==(const Trip&) const = default;
};

struct VehicleState;

// What a run is followed by. The register gives the runs of this vehicle, their stops and riders.
struct TripContext {
    VehicleId vehicle;
    const registry::Registry& registry;
    // What lasts is judged by those that held when it began, so that a deadline and what it was set for
    // agree.
    SettingsInTime settings;
};

// After apply() and fire() of the vehicle's state; both return whether anything changed that rules judge by.
bool follow_trip(VehicleState& state, const Record& record, const TripContext& context);
bool fire_trip(VehicleState& state, Time at, const TripContext& context);

// The run as the register has it; none: it is of no run of the register, or that was taken back.
std::optional<registry::Departure> departure_of(const Trip& trip, VehicleId vehicle,
                                                const registry::Registry& registry);

}  // namespace husong::tracking
