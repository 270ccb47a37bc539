// People aboard: an interval [lower, upper] that rests on human counts and on the door counter's windows, and
// says what it does not know. What that means against a limit, estimate.hpp says.
#pragma once

#include "server/tracking/counter.hpp"
#include "server/tracking/motion.hpp"
#include "server/tracking/tellers.hpp"
#include "server/tracking/usual_load.hpp"

namespace husong::tracking {

// What the running figure starts from.
enum class LoadBasis : std::uint8_t {
    none,        // nothing was ever told
    counter,     // the counter alone, from an unknown beginning: only a lower bound
    empty,       // the vehicle was known to be empty
    head_count,  // a person counted
};

// What was odd about the counter. Bits of Load::oddities, until the next human count.
namespace oddity {
inline constexpr std::uint8_t negative = 1 << 0;    // more alighted than were aboard
inline constexpr std::uint8_t overlap = 1 << 1;     // a window overlaps one that was added already
inline constexpr std::uint8_t bad_window = 1 << 2;  // a window that ends before it begins, or never ends
inline constexpr std::uint8_t stop_without_data = 1 << 3;  // a stop, or a silence, that no window covers
}  // namespace oddity

// The latest human count, whether or not the present figure still rests on it.
struct HumanCount {
    OrderKey record;  // of kind 0: there was none
    Source source = Source::escort;
    TellerHash who = 0;
    HeadCount heads;
    bool disputed = false;           // far below what was known before: kept, but it settles nothing
    bool boarding_possible = false;  // since then somebody may have boarded unseen
    bool expired = false;
    bool followed = false;         // the doors have told of others since
    bool contradicts = false;      // it differs from the counter by more than that can be off
    std::int16_t by_counter = -1;  // the counter's figure at that moment; -1: it had none
    [[nodiscard]] bool known() const { return record.kind != RecordKind{}; }
    [[nodiscard]] Time at() const { return record.measured_at; }
    bool operator==(const HumanCount&) const = default;
};

// Stops (or silences) that happened after the figure's beginning and that no counter window has covered yet.
struct Uncovered {
    Time from = never;
    Time until = never;
    Time newest = never;  // where the last of them began
    [[nodiscard]] bool any() const { return from != never; }
    bool operator==(const Uncovered&) const = default;
};

// What the counter told since the vehicle was last known to be empty.
struct RunCount {
    bool whole = false;  // it began empty, and every window since was counted
    Time began_at{};     // with the first that boarded
    std::int32_t boarded = 0;
    std::int32_t alighted = 0;
    std::int32_t fullest = 0;  // most boarded less alighted
    std::uint8_t stops = 0;    // at which people boarded
    std::uint8_t stops_to_fullest = 0;
    std::int32_t counted_at =
        -1;  // a person counted while so many were aboard by the counter: -1: nobody did
    std::int32_t counted_more = 0;  // … and found so many more
    std::int32_t twice = 0;         // people in the largest window that said the same as the one before
    [[nodiscard]] int aboard() const { return boarded - alighted; }
    bool operator==(const RunCount&) const = default;
};

struct Load {
    LoadBasis basis = LoadBasis::none;
    Time since{};              // the basis holds from here on
    std::int32_t people = 0;   // basis and counter, never negative
    std::int32_t fullest = 0;  // the most of them since then
    std::int32_t boarded = 0;  // by the counter, since then
    std::int32_t alighted = 0;
    bool counter_used = false;      // the counter has contributed: its error band applies
    std::int32_t may_be_more = 0;   // boarded in windows that lie across the basis or across each other
    std::int32_t may_be_fewer = 0;  // alighted likewise
    std::int32_t disputed = 0;      // a disputed count says so many fewer
    bool contested = false;         // a disputed count says more than may be aboard
    Time counted_until{};           // end of the counter's last window
    OrderKey last_flow;             // of kind 0: there was none
    Uncovered uncovered;
    HumanCount count;
    std::uint8_t oddities = 0;
    Time silence_due = never;  // without a good fix until then, the count is no longer sure
    Time expiry_due = never;   // of the human count
    Time hole_due = never;     // a silence becomes a hole
    RunCount run;
    CounterRecord counter;
    UsualLoads usual;
    Tellers tellers;

    // Does the figure rest on the latest human count, unchanged?
    [[nodiscard]] bool is_head_count() const {
        return basis == LoadBasis::head_count && !counter_used && !count.disputed;
    }
    bool operator==(const Load&) const = default;
};

// What the register says about a vehicle's load and its counter.
struct CounterTraits {
    int approved_persons = 0;  // 0: not known
    bool counts_driver = false;
    bool counts_escort = true;
};

struct People {
    int lower = -1;     // -1: unknown
    int expected = -1;  // the single figure, where one must be named
    int upper = -1;
    bool operator==(const People&) const = default;
};

// The driver is certainly aboard while the vehicle moves, an escort may be; both count as people aboard. A
// counter that is known to be bad tells nothing.
People people_aboard(const Load& load, bool moving, const CounterTraits& traits,
                     const TrackingSettings& settings);

void add(Load& load, const PassengerFlow& flow, const Record& record, const TrackingSettings& settings,
         const CounterTraits& traits);
// `before`: who was aboard as far as was known. A count below what the counter was sure of is disputed, and a
// police count of less than half the figure before, whatever that rests on: a slip of the finger must not
// make a full bus an empty one. What the police find when they count again holds.
void add(Load& load, const HeadCount& heads, const Record& record, const People& before,
         const TrackingSettings& settings);
// The count holds from now on, whatever was known before.
void believe(Load& load, const HeadCount& heads, const Record& record, const TrackingSettings& settings);

// A count above what may be aboard of which the counter, what is usual or another count makes it doubtful: it
// is asked for again, and a second one above it is believed.
void contest(Load& load, const HeadCount& heads, const Record& record, const TrackingSettings& settings);
// What a head count says of the counter, and the counter of it; before either changes.
struct CounterCheck {
    bool possible = false;
    CounterTrial trial;
    bool contradicts = false;
};
CounterCheck check_counter(const Load& load, const HeadCount& heads, const CounterTraits& traits,
                           const TrackingSettings& settings);
// What the count teaches about the counter and the vehicle. Who counts on behalf of the operator teaches
// nothing that would make an overload disappear: neither that a counter tells too many, nor, of a nearly full
// vehicle, by how much it is off.
void learn(Load& load, const CounterCheck& check, Source source, const CounterTraits& traits,
           const TrackingSettings& settings);

// The vehicle stood, or was silent, from an instant on, so that people may have boarded. Unless the counter's
// last window tells of it already, the figure is unknown until one does. `until`: never while it lasts.
void may_have_boarded(Load& load, Time from, Time until, const TrackingSettings& settings);
// The stand or silence that lasted is over.
void end_uncovered(Load& load, Time until);

// The vehicle is empty at an instant: a run is over, and says what the counter and the vehicle are like.
void set_empty(Load& load, Time at, const TrackingSettings& settings);

}  // namespace husong::tracking
