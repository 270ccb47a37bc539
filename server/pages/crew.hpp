// The pages of a driver or an escort: their runs (/c), and one of them (/c/t/{departure}).
#pragma once

#include "server/fleet/crew.hpp"
#include "server/fleet/duty.hpp"
#include "server/gate/visit.hpp"
#include "server/pages/change_notes.hpp"
#include "server/pages/gate_forms.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::pages {

inline constexpr std::string_view crew_style = "gate.css";

struct CrewRun {
    gate::Visit visit;
    std::string school;
    std::vector<fleet::CrewStop> stops;  // in the order in which they are reached
    fleet::RunTime time;                 // when what is known of the vehicle is of this run
    bool shared = false;                 // another run of the line goes the same way that day
    bool to_clear = false;               // it is over, and pupils are aboard or nobody has looked through it

    [[nodiscard]] int pupils() const;  // of the register who ride the line
    // What may be told of the vehicle now: who is aboard and where it is only during the run, its papers
    // always.
    [[nodiscard]] bool tells_verdict(Time now) const;
};

// Of a day after this one.
struct LaterRun {
    registry::Departure departure;
    std::string line;  // its name
};

struct CrewPage {
    std::string name;  // whose runs
    fleet::Post post{};
    std::string notice;  // about the person; empty: nothing
    const std::vector<CrewRun>&
        runs;  // of today: what is to be cleared, the one under way or next, those over
    const std::vector<LaterRun>& later;
    int beyond_later = 0;  // so many more in those days
    Time made_at{};
    std::string token;      // of the session's forms
    bool refreshes = true;  // by itself; a reader who needs more time stops it
    ChangeNotes changes{};
};
std::string render_crew(const CrewPage& page);

// What every form of the duty carries: the session's token, and a key made with the page.
struct DutyForm {
    std::string token;
    std::string key;
};

struct CrewRunPage {
    const CrewRun& run;
    fleet::Post post{};
    Time made_at{};
    std::optional<GateForm> form;       // the escort's count; none: not now, or not for who looks
    std::string no_form;                // why not; empty: not for who looks
    bool counted = false;               // her count was just stored
    const fleet::Duty* duty = nullptr;  // what who looks has told of the run
    std::string no_duty{};              // why nothing more may be told now; empty: it may
    DutyForm duty_form{};
    std::string told{};  // what was just stored; empty: nothing
};
// What stands in a form whose count is asked for once more: the same count told again is meant.
std::string sure_mark(std::string_view pupils, std::string_view adults);
// The vehicle that a count's form was made for.
std::string vehicle_mark(const registry::Plate& plate);
std::string render_crew_run(const CrewRunPage& page);

}  // namespace husong::pages
