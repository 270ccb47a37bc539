#include "server/pages/change_notes.hpp"

#include "server/gate/words.hpp"
#include "server/holidays/rider_note.hpp"
#include "server/pages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureChange;
using registry::DepartureStatus;
using registry::Registry;

// The words for one step.
class ChangeWriter {
public:
    ChangeWriter(const DepartureChange& change, const ChangeSource& source)
        : change_{change},
          source_{source},
          registry_{source.registry},
          for_family_{source.reader == ChangeReader::family} {}

    [[nodiscard]] std::string run() const {
        const Departure& known = change_.before ? *change_.before : *change_.after;
        std::string text = fmt::format("{} {} {}", day_text(known.leaves_at), clock_text(known.leaves_at),
                                       known.direction == registry::Direction::home ? "离校" : "返校");
        if (for_family_) return text;
        return fmt::format("{} {} {}", text, line(known), plate(known));
    }

    // Empty: nothing that this reader is told of.
    [[nodiscard]] std::string what() {
        if (!change_.before) return "新增";
        const Departure& before = *change_.before;
        const Departure& after = *change_.after;
        if (after.status == DepartureStatus::cancelled)
            return before.status == DepartureStatus::cancelled ? "" : cancelled(after);
        // Another family's line is no business of theirs.
        if (for_family_ && !source_.concerns(after)) return "不再走孩子的线路";
        if (for_family_ && !source_.concerns(before)) return "新增";
        if (before.status == DepartureStatus::cancelled) add("恢复");
        add_time(before, after);
        if (for_family_) {
            if (before.vehicle != after.vehicle) add("换了一辆车");
            return text_;
        }
        if (before.line != after.line) add_pair("线路", line(before), line(after));
        if (before.vehicle != after.vehicle) add_pair("车", plate(before), plate(after));
        if (before.driver != after.driver) add_pair("驾驶人", driver(before), driver(after));
        if (before.escort != after.escort) add_pair("照管员", escort(before), escort(after));
        if (before.note != after.note) add_pair("乘坐", or_none(before.note), or_none(after.note));
        return text_;
    }

private:
    static std::string cancelled(const Departure& run) {
        const bool has_reason = !run.note.empty() && !holidays::tells_riders(run.note);
        return has_reason ? fmt::format("取消（{}）", run.note) : "取消";
    }
    static std::string_view or_none(const std::string& note) {
        return note.empty() ? std::string_view{"没有写明"} : std::string_view{note};
    }
    void add(std::string_view part) {
        if (!text_.empty()) text_ += "；";
        text_ += part;
    }
    void add_pair(std::string_view what, std::string_view before, std::string_view after) {
        // Two people of one family name read alike.
        if (before == after) return add(fmt::format("换了{}（{}）", what, after));
        add(fmt::format("{}由 {} 改为 {}", what, before, after));
    }
    void add_time(const Departure& before, const Departure& after) {
        if (before.leaves_at == after.leaves_at) return;
        const auto whole = [](Time t) { return day_text(t) + " " + clock_text(t); };
        if (china_date(before.leaves_at) == china_date(after.leaves_at))
            add_pair("时间", clock_text(before.leaves_at), clock_text(after.leaves_at));
        else
            add_pair("日期", whole(before.leaves_at), whole(after.leaves_at));
    }

    [[nodiscard]] std::string line(const Departure& run) const {
        const auto* row = registry_.line_by_code(run.line, run.leaves_at);
        return row ? row->value.name : run.line;
    }
    [[nodiscard]] std::string plate(const Departure& run) const {
        const registry::Plate* plate = registry_.plate_of(run.vehicle);
        return plate ? registry::display_plate(plate->text) : "没有登记";
    }
    template <class Row>
    static std::string person(const Row* row) {
        return row ? gate::family_name_zh(row->value.name) : "没有登记";
    }
    [[nodiscard]] std::string driver(const Departure& run) const {
        return person(registry_.driver_by_code(run.driver, run.leaves_at));
    }
    [[nodiscard]] std::string escort(const Departure& run) const {
        return person(registry_.escort_by_code(run.escort, run.leaves_at));
    }

    const DepartureChange& change_;
    const ChangeSource& source_;
    const Registry& registry_;
    bool for_family_;
    std::string text_;
};

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

// A school's way on which a publication has called something off: what it puts in its place on other days is
// told with it.
using Moved = std::set<std::tuple<Time, std::string_view, registry::Direction>>;
Moved moved_in(std::span<const DepartureChange> changes) {
    Moved moved;
    for (const DepartureChange& change : changes)
        if (change.before && change.before->status != DepartureStatus::cancelled &&
            change.after->status == DepartureStatus::cancelled)
            moved.emplace(change.at, change.after->school, change.after->direction);
    return moved;
}

void count_first(ChangeNotes& notes, Time leaves_at) {
    notes.first_day = notes.first_published == 0 ? leaves_at : std::min(notes.first_day, leaves_at);
    notes.last_day = std::max(notes.last_day, leaves_at);
    ++notes.first_published;
}

}  // namespace

ChangeNotes change_notes(const ChangeSource& source, Time now) {
    ChangeNotes notes;
    const Moved moved = moved_in(source.changes);
    for (const DepartureChange& change : source.changes) {
        if (!is_told(change, source, now)) continue;
        if (change.first_of_leg &&
            !moved.contains({change.at, change.after->school, change.after->direction})) {
            if (source.reader == ChangeReader::office) count_first(notes, change.after->leaves_at);
            continue;
        }
        ChangeWriter writer{change, source};
        std::string what = writer.what();
        if (what.empty()) continue;
        if (is_of_today(change, now)) ++notes.of_today;
        if (notes.told.size() < source.most_told)
            notes.told.push_back({writer.run(), std::move(what), change.at});
        else
            ++notes.more;
    }
    return notes;
}

ChangeNotes changes_of_school(std::string_view school, const Registry& registry, Time now) {
    return change_notes({.changes = registry.departure_changes().of_school(school),
                         .concerns = [](const Departure&) { return true; },
                         .registry = registry},
                        now);
}

void insert_changes(Fill& page, const ChangeNotes& notes, ChangesShown shown) {
    if (notes.empty()) return;
    Fill part = page.show("CHANGES").insert("CHANGE_NOTES", "change_notes.html");
    if (shown == ChangesShown::open || notes.of_today > 0) part.show("OPEN");
    part.set("COUNT", static_cast<long long>(notes.told.size()) + notes.more);
    if (!notes.told.empty()) part.show("SOME");
    if (notes.of_today > 0) part.show("TODAY").set("COUNT", notes.of_today);
    for (const ChangeNote& note : notes.told)
        part.show("CHANGE")
            .set("RUN", note.run)
            .set("WHAT", note.what)
            .set("AT", day_text(note.at) + " " + clock_text(note.at));
    if (notes.more > 0) part.show("MORE").set("COUNT", notes.more);
    if (notes.first_published > 0)
        part.show("FIRST")
            .set("COUNT", notes.first_published)
            .set("FROM", day_text(notes.first_day))
            .set("UNTIL", day_text(notes.last_day));
}

}  // namespace husong::pages
