#include "server/pages/change_notes.hpp"

#include "server/base/hex.hpp"
#include "server/pages/change_words.hpp"
#include "server/pages/words.hpp"
#include "server/registry/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureChange;
using registry::DepartureStatus;
using registry::Registry;

// A guardian plans by the next fortnight: of its legs nothing is left out.
constexpr std::chrono::days always_told{14};

bool is_told(const DepartureChange& change, const ChangeSource& source, Time now) {
    if (change.at + registry::changes_told_for < now) return false;
    if (china_midnight(change.last_leaves_at()) < china_midnight(now)) return false;
    return source.concerns(*change.after) || (change.before && source.concerns(*change.before));
}

bool is_of_today(const DepartureChange& change, Time now) {
    const auto today = china_date(now);
    return china_date(change.after->leaves_at) == today ||
           (change.before && china_date(change.before->leaves_at) == today);
}

// A school's way on which a publication has called something off or moved it to another day: what it puts in
// its place on other days is told with it.
using MovedWays = std::set<std::tuple<Time, std::string_view, registry::Direction>>;
MovedWays moved_in(std::span<const DepartureChange> changes) {
    MovedWays moved;
    for (const DepartureChange& change : changes) {
        if (!change.before || change.before->status == DepartureStatus::cancelled) continue;
        const bool off = change.after->status == DepartureStatus::cancelled;
        if (off || china_date(change.before->leaves_at) != china_date(change.after->leaves_at))
            moved.emplace(change.at, change.after->school, change.after->direction);
    }
    return moved;
}

void count_first(ChangeNotes& notes, Time leaves_at) {
    notes.first_day = notes.first_published == 0 ? leaves_at : std::min(notes.first_day, leaves_at);
    notes.last_day = std::max(notes.last_day, leaves_at);
    ++notes.first_published;
}

// What is told one by one, by run; the rest is counted.
std::vector<RunSteps> steps_told(const ChangeSource& source, Time now, ChangeNotes& notes) {
    const MovedWays moved = moved_in(source.changes);
    std::map<std::string_view, std::size_t> places;
    std::vector<RunSteps> runs;
    for (const DepartureChange& change : source.changes) {
        if (!is_told(change, source, now)) continue;
        if (change.first_of_leg &&
            !moved.contains({change.at, change.after->school, change.after->direction})) {
            if (source.reader != ChangeReader::family) count_first(notes, change.after->leaves_at);
            continue;
        }
        const auto [place, fresh] = places.try_emplace(change.after->code, runs.size());
        if (fresh) runs.emplace_back();
        runs[place->second].push_back(&change);
    }
    return runs;
}

// Runs of which the same is told are one note, with all their vehicles.
std::vector<ChangeDraft> told_as_one(std::vector<ChangeDraft> drafts) {
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    std::vector<ChangeDraft> list;
    std::vector<int> runs;
    for (ChangeDraft& draft : drafts) {
        const auto [place, fresh] = places.try_emplace({draft.run, draft.what}, list.size());
        if (fresh) {
            list.push_back(std::move(draft));
            runs.push_back(1);
            continue;
        }
        ChangeDraft& known = list[place->second];
        ++runs[place->second];
        known.at = std::max(known.at, draft.at);
        known.of_today = known.of_today || draft.of_today;
        for (std::string& plate : draft.plates)
            if (std::ranges::find(known.plates, plate) == known.plates.end())
                known.plates.push_back(std::move(plate));
    }
    for (std::size_t i = 0; i < list.size(); ++i)
        if (runs[i] > 1) list[i].what += fmt::format("（{} 班）", runs[i]);
    return list;
}

std::vector<ChangeDraft> office_drafts(const std::vector<RunSteps>& runs, const ChangeSource& source,
                                       Time now) {
    std::vector<ChangeDraft> drafts;
    for (const RunSteps& steps : runs) {
        ChangeDraft draft = office_draft(steps, source);
        if (draft.what.empty()) continue;
        draft.of_today =
            std::ranges::any_of(steps, [&](const DepartureChange* step) { return is_of_today(*step, now); });
        drafts.push_back(std::move(draft));
    }
    return told_as_one(std::move(drafts));
}

Departure served_by(Departure run, const registry::Relief& relief) {
    run.vehicle = relief.vehicle;
    run.driver = relief.driver;
    run.escort = relief.escort;
    return run;
}

// Who takes over a run whose day is not over.
void add_reliefs(std::vector<ChangeDraft>& drafts, const ChangeSource& source, Time now) {
    for (const auto& relief : source.registry.rows().reliefs) {
        const auto published = registry::run_as_published(relief.value.run, source.registry);
        if (!published || published->value.status == DepartureStatus::cancelled) continue;
        Departure before = published->value;
        if (china_midnight(before.leaves_at) < china_midnight(now)) continue;
        for (const auto* earlier : source.registry.reliefs_of_run(before.code))
            if (earlier->valid_from < relief.valid_from) before = served_by(before, earlier->value);
        const Departure after = served_by(before, relief.value);
        if (before.vehicle == after.vehicle || !(source.concerns(before) || source.concerns(after))) continue;
        drafts.push_back(relief_draft(relief, before, source));
        drafts.back().of_today = china_date(before.leaves_at) == china_date(now);
    }
}

std::string heading_of(const ChangeDraft& draft) {
    return draft.plates.empty() ? draft.run : fmt::format("{} {}", draft.run, fmt::join(draft.plates, "、"));
}

}  // namespace

ChangeNotes change_notes(const ChangeSource& source, Time now) {
    ChangeNotes notes;
    const auto runs = steps_told(source, now, notes);
    auto drafts = source.reader == ChangeReader::family ? family_drafts(runs, source, now)
                                                        : office_drafts(runs, source, now);
    add_reliefs(drafts, source, now);
    std::ranges::stable_sort(drafts, {}, [](const ChangeDraft& draft) {
        return std::tuple{draft.leaves_at, -draft.at.time_since_epoch().count()};
    });
    for (const ChangeDraft& draft : drafts) {
        if (draft.of_today || china_date(draft.leaves_at) == china_date(now)) ++notes.of_today;
        const bool soon = source.reader == ChangeReader::family && draft.leaves_at < now + always_told;
        if (soon || notes.told.size() < source.most_told)
            notes.told.push_back({heading_of(draft), draft.what, draft.at});
        else
            ++notes.more;
    }
    return notes;
}

ChangeNotes changes_of_school(std::string_view school, const Registry& registry, Time now) {
    ChangeNotes notes =
        change_notes({.changes = registry.departure_changes().of_school(school),
                      .concerns = [school](const Departure& run) { return run.school == school; },
                      .registry = registry},
                     now);
    notes.schedule = fmt::format("/schedule/{}", percent_encode(school));
    return notes;
}

void insert_changes(Fill& page, const ChangeNotes& notes, ChangesShown shown) {
    if (notes.empty()) return;
    Fill part = page.show("CHANGES").insert("CHANGE_NOTES", "change_notes.html");
    const bool of_today = shown == ChangesShown::today && notes.of_today > 0;
    if (shown == ChangesShown::open || of_today) part.show("OPEN");
    part.set("COUNT", static_cast<long long>(notes.told.size()) + notes.more);
    if (!notes.told.empty()) part.show("SOME");
    if (notes.of_today > 0) part.show("TODAY").set("COUNT", notes.of_today);
    for (const ChangeNote& note : notes.told)
        part.show("CHANGE")
            .set("RUN", note.run)
            .set("WHAT", note.what)
            .set("AT", day_text(note.at) + " " + clock_text(note.at));
    if (notes.more > 0) {
        Fill more = part.show("MORE");
        more.set("COUNT", notes.more);
        if (!notes.schedule.empty()) more.show("ALL").set("ADDRESS", notes.schedule);
    }
    if (notes.first_published > 0)
        part.show("FIRST")
            .set("COUNT", notes.first_published)
            .set("FROM", day_text(notes.first_day))
            .set("UNTIL", day_text(notes.last_day));
}

}  // namespace husong::pages
