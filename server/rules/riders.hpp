// Who is bound to which line: the travel register for the day, else the line in the pupil's own row.
#pragma once

#include "server/rules/register_facts.hpp"

namespace husong::rules {

struct Rider {
    const registry::Pupil* pupil = nullptr;
    Time bound_from{};  // by the row that binds it
};

class Riders {
public:
    explicit Riders(const RegisterView& view, std::span<const PlannedRun> runs);

    // Of a run: on a departure at its instant, on a timetable now. Day pupils ride by the timetable and
    // boarders by departures; where a line has no timetable in this direction, everybody by departures.
    [[nodiscard]] std::vector<Rider> of(const PlannedRun& run) const;
    // kindergarten | primary | junior_high | senior_high; empty: not known (a nine-year school's pupil).
    [[nodiscard]] std::string_view stage_of(const registry::Pupil& pupil) const;

private:
    using TravelRow = registry::Versioned<registry::Travel>;
    using PupilRow = registry::Versioned<registry::Pupil>;

    [[nodiscard]] bool rides(const registry::Pupil& pupil, const PlannedRun& run) const;

    using PupilRows = std::vector<const PupilRow*>;
    using TravelRows = std::vector<const TravelRow*>;
    // Each with what is told of the same pupil in the other register, found once.
    struct LineOfPupil {
        const PupilRow* row;
        const TravelRows* travels;  // nullptr: none
    };
    struct LineOfTravel {
        const TravelRow* row;
        const PupilRows* pupils;
    };

    Time now_{};
    std::unordered_map<std::string_view, PupilRows> by_code_;  // of those in the travel register
    std::unordered_map<std::string_view, TravelRows> travels_;
    std::unordered_map<std::string_view, std::vector<LineOfPupil>> by_line_;
    std::unordered_map<std::string_view, std::vector<LineOfTravel>> travels_by_line_;
    std::unordered_map<std::string_view, std::string_view> stages_;  // of schools
    std::unordered_map<std::string_view, unsigned> daily_;           // lines with a timetable: directions
};

}  // namespace husong::rules
