// The words for what has changed of a run, by who reads them. Pure.
#pragma once

#include "server/pages/change_notes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::pages {

// One run's steps that a reader is told of, the newest first; at least one.
using RunSteps = std::vector<const registry::DepartureChange*>;

// A note on its way into the list.
struct ChangeDraft {
    Time leaves_at{};  // by which it stands in the list
    std::string run;   // 03-26 周五 14:00 离校 榆树坪线
    std::vector<std::string> plates{};
    std::string what{};  // empty: nothing that this reader is told of
    Time at{};
    bool of_today = false;
};

// The run as it is now, and what it was.
ChangeDraft office_draft(const RunSteps& steps, const ChangeSource& source);
// Who takes a run over, from when on; `before`: as it is served until then.
ChangeDraft relief_draft(const registry::Versioned<registry::Relief>& relief,
                         const registry::Departure& before, const ChangeSource& source);

// For guardians: of all runs of the child's line that go the same way on one day, as nobody knows which of
// them is its own.
std::vector<ChangeDraft> family_drafts(const std::vector<RunSteps>& runs, const ChangeSource& source,
                                       Time now);

std::string_view direction_words(const registry::Departure& run);
// 取消（大雪封路）
std::string cancelled_words(const registry::Departure& run);

}  // namespace husong::pages
