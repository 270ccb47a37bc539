// The parts of a term's case, and what they share. Of term_case.cpp only.
#pragma once

#include "server/coordination/calendar.hpp"
#include "server/holidays/term_case.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace husong::holidays {

using coordination::Day;

inline constexpr std::chrono::days around_term{7};  // that the case knows, too

// The registers as one term is asked about.
struct TermView {
    const registry::Registry& registry;
    const registry::Term& term;
    Time at;  // whose rows hold
    std::vector<Note>& notes;

    [[nodiscard]] Day first() const { return term.first_on; }
    [[nodiscard]] Day last() const { return term.last_on; }
    // The same values in both languages.
    template <class... Values>
    void note(std::string about, fmt::format_string<const Values&...> en,
              fmt::format_string<const Values&...> zh, const Values&... values) const {
        notes.push_back({std::move(about), {fmt::format(en, values...), fmt::format(zh, values...)}});
    }
};

inline coordination::Moment moment_of(Time at) {
    return {Day{china_date(at)}, std::chrono::floor<coordination::Minutes>(at - china_midnight(at))};
}

// A school that boards pupils, and its rule: its own row's, or what stands in place of one.
struct BoardingSchool {
    registry::School school;
    registry::HolidayRule rule;
};
// By code.
std::vector<BoardingSchool> boarding_schools(const TermView& view);
coordination::Stages stages_of(const registry::School& school);
coordination::School school_of(const BoardingSchool& of);

// The lines on which boarders of the school ride, with the places at which they get off; into `stages` those
// of its riders. Errors: conflict: some need a seat, and it has no line with stops.
[[nodiscard]] Result<std::vector<coordination::Line>> lines_of(const TermView& view, const BoardingSchool& of,
                                                               std::size_t school,
                                                               coordination::Stages& stages);

// The term's days and a week before and after it, without dusk.
coordination::TermDays days_of(const TermView& view, std::span<const coordination::School> schools);
void add_dusk(coordination::Case& question);

// The school's breaks: as proposed, else as its rule has it; with what is published of them. Errors:
// conflict.
[[nodiscard]] Result<std::vector<coordination::Break>> breaks_of(const TermView& view,
                                                                 const BoardingSchool& of, std::size_t school,
                                                                 const coordination::TermDays& days);

// What has left by `now` is pinned to what is published, or else kept on the day of its wish; what leaves
// later on that day is pinned to its hour; what is to come is not before now. Days that are past forbid
// nothing any more.
void settle_past(coordination::Case& question, const TermView& view, Time now);

// Those that may carry pupils on holidays, by plate.
std::vector<coordination::Vehicle> vehicles_of(const TermView& view, const coordination::Case& question);
// Whether a dated run is one of the holidays that are asked about, and not in their way.
bool is_holiday_run(const registry::Departure& departure, const coordination::Case& question);

}  // namespace husong::holidays
