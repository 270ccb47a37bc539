// What has changed lately of the published runs, as whom it concerns is told (docs/decisions/0031). Pure.
#pragma once

#include "server/base/time.hpp"
#include "server/pages/page.hpp"
#include "server/registry/registry.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::pages {

// A teacher is told nothing of who drives or goes along; a guardian only of days, times and that another
// vehicle comes.
enum class ChangeReader : std::uint8_t { office, teacher, family };

struct ChangeNote {
    std::string run;  // 10-30 周五 15:40 离校 东沟线 冀H·D0001, as it is now; of a cancelled one as it was
    std::string what;  // 原来 15:10；…
    Time at{};         // when it was published
};

struct ChangeNotes {
    // By the run as it is now, the soonest first, at most most_told; of a
    // guardian's next fortnight all. Runs of which the same is told are one.
    std::vector<ChangeNote> told;
    int more = 0;          // beyond those
    int of_today = 0;      // whose run leaves or left today
    std::string schedule;  // the school's page that has them all; empty: none, or not for who reads
    // New runs on days of which the school had published nothing before, where they take nothing's place; and
    // the first and last of those days.
    int first_published = 0;
    Time first_day{}, last_day{};

    [[nodiscard]] bool empty() const { return told.empty() && first_published == 0; }
};

struct ChangeSource {
    std::span<const registry::DepartureChange> changes;
    // Of a run as it was or as it is now.
    std::function<bool(const registry::Departure&)> concerns;
    const registry::Registry& registry;
    ChangeReader reader = ChangeReader::office;
    std::size_t most_told = 20;
};
// Published within registry::changes_told_for, of runs whose day is not over; and who takes over such a run.
ChangeNotes change_notes(const ChangeSource& source, Time now);

// As its gate is told.
ChangeNotes changes_of_school(std::string_view school, const registry::Registry& registry, Time now);

// Section CHANGES, with change_notes.html as its CHANGE_NOTES; nothing to tell: hidden.
enum class ChangesShown : std::uint8_t {
    open,
    today,   // open where a run of today is among them
    folded,  // the gate has its vehicles to look at
};
void insert_changes(Fill& page, const ChangeNotes& notes, ChangesShown shown);

}  // namespace husong::pages
