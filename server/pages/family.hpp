// What a guardian is told of one child's trip, in one sentence with its age, and the page that tells it.
// Pure. Nothing of anybody else: no counts, no other stop's children, no coordinates.
#pragma once

#include "server/fleet/crew.hpp"
#include "server/pages/change_notes.hpp"
#include "server/registry/runs.hpp"
#include "server/tracking/arrival.hpp"
#include "server/tracking/rider_marks.hpp"
#include "server/tracking/settings.hpp"

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
    // So long after a stop its riders are marked, as it is with the escort's count (ES-02); from then on the
    // page tells that this child is not.
    Milliseconds marked_within = tracking::TripFollowing{}.count_confirm;
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

// Whether the child's way is that run's, by its line and by who rides by which runs.
bool may_ride(const registry::Pupil& pupil, const registry::Departure& run,
              const registry::Registry& registry);

// What was published lately of the runs that the child may ride in.
ChangeNotes changes_for(const registry::Pupil& pupil, const registry::Registry& registry, Time now);

// Those that may still be the child's when it is known to have ridden in some: these alone, whatever way was
// found, and one of these is told. None: what was found stays.
void keep_ridden(FamilyDepartures& found, std::span<const registry::Departure* const> ridden, Time now);

// What the child rides in that direction: the stop where it is fetched or brought to, and whether it is bound
// to this very run. It is not where several runs share the line, nor is a boarder to a timetable's run.
struct FamilyWay {
    std::string stop;
    bool bound = false;
};
FamilyWay way_of(const registry::Pupil& pupil, const registry::Departure& departure,
                 const registry::Registry& registry);

// When positions may be told of a departure, as far as the timetable says; only then they are read. It ends
// sooner when the child has got off.
struct FamilyWindow {
    Time from{};
    Time until{};
    [[nodiscard]] bool holds(Time t) const { return from <= t && t < until; }
};
FamilyWindow window_of(const registry::Departure& departure, const registry::Registry& registry,
                       const FamilySettings& settings);

// What is left to tell of a run of today when another one stands on the page.
struct FamilyRecord {
    const registry::Departure* departure = nullptr;
    tracking::RiderMarks marks;
    std::string place;  // where the child got off; empty: not known
};

// Of one departure that may be the child's; the first six are the same for all of them.
struct FamilyFacts {
    const registry::Pupil& pupil;
    std::string school_name;
    FamilyDepartures departures;
    std::string calendar_path;
    std::vector<FamilyRecord> records{};  // in the order in which they left
    ChangeNotes changes{};
    const registry::Departure* departure = nullptr;  // none: there is none
    FamilyWindow window;
    fleet::RunTime run_time{};
    tracking::RiderMarks marks{};  // of this child alone
    FamilyWay way{};
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
    std::string mark;  // what the crew has marked, beside it; empty: nothing to tell
    Tone mark_tone = Tone::plain;
    std::optional<Time> position_at;  // of what is said; only while the window is open
    bool position_late = false;
    std::vector<FamilyStop> stops;  // only while the window is open
};

FamilyView view_for_family(const FamilyFacts& facts, const FamilySettings& settings);

struct FamilyHome;  // family_home.hpp

struct FamilyPageOptions {
    bool big = false;  // 大字
    bool ages = true;  // false: without what changes by itself, to know whether anything else did
    const FamilyHome* home = nullptr;  // what is asked about the way home; none: nothing
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
