// What a guardian is told of one child's trip, in one sentence with its age, and the page that tells it.
// Pure. Nothing of anybody else: no counts, no other stop's children, no coordinates.
#pragma once

#include "server/registry/runs.hpp"
#include "server/tracking/arrival.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::pages {

struct FamilySettings {
    std::chrono::minutes opens_before{
        30};  // positions are shown from so long before the trip (rules.md 4.3) …
    std::chrono::minutes shown_after{
        120};  // … and what became of it so long after its end, without positions
    std::chrono::minutes nearly_there{6};  // go out now
    tracking::TripSettings trip;
};

// Which of a line's runs concerns the child now: the one under way, else the one that ended lately, else the
// next.
struct FamilyDepartures {
    std::shared_ptr<const std::vector<registry::Run>> all{};  // what the others point into
    const registry::Departure* now = nullptr;                 // none: nothing is published
    // The register binds a child to a line, so that with several runs nobody knows which of them is its own.
    // Those that other vehicles drive at the same time, and `now`; and all that go the same way that day,
    // `now` too. In the order in which they leave.
    std::vector<const registry::Departure*> runs{};
    std::vector<const registry::Departure*> of_day{};
    bool some_today = false;                         // one left today, whichever way
    const registry::Departure* next_home = nullptr;  // of another day or way than these
    const registry::Departure* next_back = nullptr;
};
FamilyDepartures departures_for(const registry::Pupil& pupil, const registry::Registry& registry, Time now,
                                const FamilySettings& settings);

// When positions may be told of a departure, as far as the timetable says; only then they are read. It ends
// sooner when the child has got off.
struct FamilyWindow {
    Time from{};
    Time until{};
    [[nodiscard]] bool holds(Time t) const { return from <= t && t < until; }
};
FamilyWindow window_of(const registry::Departure& departure, const registry::Registry& registry,
                       const FamilySettings& settings);

// Of one departure that may be the child's; the first four are the same for all of them.
struct FamilyFacts {
    const registry::Pupil& pupil;
    std::string school_name;
    FamilyDepartures departures;
    std::string calendar_path;
    const registry::Departure* departure = nullptr;  // none: there is none
    FamilyWindow window;
    tracking::TripPlan plan;
    tracking::TripTrace trace;  // empty while the window is closed
    std::shared_ptr<const tracking::SegmentHistory>
        history{};              // of its line and direction; none: the timetable's
    std::string plate;          // 冀H·00318; empty: none
    std::string plate_class;    // yellow, blue, green: how it is drawn
    bool papers_valid = false;  // and nobody has counted too many aboard
    Time now{};
};

enum class Tone : std::uint8_t {
    plain,
    good,
    care,
    unknown
};  // how the sentence is marked, beside its words

struct FamilyStop {
    // here and left: the first place, where the vehicle stands until it sets out.
    enum class State : std::uint8_t { here, left, passed, ahead } state{};
    std::string name;
    Time at{};                // ahead: estimated, or by the timetable; else when
    bool timetable = true;    // ahead: not estimated
    bool unseen = false;      // passed, but nobody saw when
    bool own = false;         // the child's
    bool bus_before = false;  // the vehicle is between the place before and this one
};

struct FamilyView {
    std::string headline;  // the sentence
    std::string detail;    // what it rests on
    Tone tone = Tone::plain;
    std::optional<Time> position_at;  // of what is said; only while the window is open
    bool position_late = false;
    std::vector<FamilyStop> stops;  // only while the window is open
};

FamilyView view_for_family(const FamilyFacts& facts, const FamilySettings& settings);

struct FamilyPageOptions {
    bool big = false;  // 大字
    bool ages = true;  // false: without what changes by itself, to know whether anything else did
};
struct FamilyRide {
    FamilyFacts facts;
    FamilyView view;
};
// One ride, or each that may be the child's. Precondition: there is one.
std::string family_page(std::span<const FamilyRide> rides, const FamilyPageOptions& options);

// The one page for every link that does not open.
std::string no_such_link_page();

}  // namespace husong::pages
