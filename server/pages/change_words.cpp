#include "server/pages/change_words.hpp"

#include "server/gate/words.hpp"
#include "server/holidays/rider_note.hpp"
#include "server/pages/words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::DepartureChange;
using registry::DepartureStatus;
using registry::Registry;

// What the register calls what a run names.
class RunNames {
public:
    explicit RunNames(const Registry& registry) : registry_{registry} {}

    [[nodiscard]] std::string head(const Departure& run) const {
        return fmt::format("{} {} {} {}", day_text(run.leaves_at), clock_text(run.leaves_at),
                           direction_words(run), line(run));
    }
    [[nodiscard]] std::string line(const Departure& run) const {
        const auto* row = registry_.line_by_code(run.line, run.leaves_at);
        return row ? row->value.name : run.line;
    }
    [[nodiscard]] std::string plate(VehicleId vehicle) const {
        const registry::Plate* plate = registry_.plate_of(vehicle);
        return plate ? registry::display_plate(plate->text) : "没有登记";
    }
    [[nodiscard]] std::string driver(const Departure& run) const {
        return person(registry_.driver_by_code(run.driver, run.leaves_at));
    }
    [[nodiscard]] std::string escort(const Departure& run) const {
        return person(registry_.escort_by_code(run.escort, run.leaves_at));
    }

private:
    template <class Row>
    static std::string person(const Row* row) {
        return row ? gate::family_name_zh(row->value.name) : "没有登记";
    }

    const Registry& registry_;
};

// The words for one step. The newest stands under what it made of the run, and tells what that was; one
// before it tells both.
class StepWords {
public:
    StepWords(const DepartureChange& change, const ChangeSource& source, bool newest)
        : change_{change},
          names_{source.registry},
          newest_{newest},
          tells_crew_{source.reader == ChangeReader::office} {}

    [[nodiscard]] std::string text() {
        if (!change_.before) return newest_ ? "新增" : "";
        const Departure& before = *change_.before;
        const Departure& after = *change_.after;
        if (after.status == DepartureStatus::cancelled)
            return before.status == DepartureStatus::cancelled ? "" : cancelled_words(after);
        if (before.status == DepartureStatus::cancelled) add("恢复");
        add_time(before, after);
        if (before.line != after.line) add_change("线路", names_.line(before), names_.line(after));
        if (before.vehicle != after.vehicle)
            add_change("车", names_.plate(before.vehicle), names_.plate(after.vehicle));
        if (!was_.empty()) add("原来 " + was_);
        if (tells_crew_ && before.driver != after.driver)
            add_pair("驾驶人", names_.driver(before), names_.driver(after));
        if (tells_crew_ && before.escort != after.escort)
            add_pair("照管员", names_.escort(before), names_.escort(after));
        if (before.note != after.note) add_pair("乘坐", or_none(before.note), or_none(after.note));
        return text_;
    }

private:
    static std::string_view or_none(const std::string& note) {
        return note.empty() ? std::string_view{"没有写明"} : std::string_view{note};
    }
    void add(std::string_view part) {
        if (!text_.empty()) text_ += "；";
        text_ += part;
    }
    void add_pair(std::string_view what, std::string_view before, std::string_view after) {
        // Two people of one family name read alike.
        if (before == after) return add(fmt::format("{}换成另一位{}", what, after));
        add(fmt::format("{}由 {} 改为 {}", what, before, after));
    }
    // What stands in the heading as it is now.
    void add_change(std::string_view what, std::string_view before, std::string_view after) {
        if (!newest_) return add_pair(what, before, after);
        if (!was_.empty()) was_ += " ";
        was_ += before;
    }
    void add_time(const Departure& before, const Departure& after) {
        if (before.leaves_at == after.leaves_at) return;
        const auto whole = [](Time t) { return day_text(t) + " " + clock_text(t); };
        if (china_date(before.leaves_at) == china_date(after.leaves_at))
            add_change("时间", clock_text(before.leaves_at), clock_text(after.leaves_at));
        else
            add_change("日期", whole(before.leaves_at), whole(after.leaves_at));
    }

    const DepartureChange& change_;
    RunNames names_;
    bool newest_, tells_crew_;
    std::string text_, was_;
};

}  // namespace

std::string_view direction_words(const Departure& run) {
    return run.direction == registry::Direction::home ? "离校" : "返校";
}

std::string cancelled_words(const Departure& run) {
    const bool has_reason = !run.note.empty() && !holidays::tells_riders(run.note);
    return has_reason ? fmt::format("取消（{}）", run.note) : "取消";
}

ChangeDraft office_draft(const RunSteps& steps, const ChangeSource& source) {
    const DepartureChange& last = *steps.front();
    const bool off = last.before && last.after->status == DepartureStatus::cancelled;
    const Departure& known = off ? *last.before : *last.after;
    const RunNames names{source.registry};
    ChangeDraft draft{.leaves_at = known.leaves_at, .run = names.head(known)};
    draft.plates = {names.plate(known.vehicle)};
    std::string earlier;
    for (const DepartureChange* step : steps) {
        const bool newest = draft.what.empty();
        const std::string words = StepWords{*step, source, newest}.text();
        if (words.empty()) continue;
        if (newest) {
            draft.what = words;
            draft.at = step->at;
        } else {
            earlier += (earlier.empty() ? "" : "；") + words;
        }
    }
    if (!earlier.empty()) draft.what += "；先前：" + earlier;
    return draft;
}

ChangeDraft relief_draft(const registry::Versioned<registry::Relief>& relief, const Departure& before,
                         const ChangeSource& source) {
    const RunNames names{source.registry};
    const std::string from = clock_text(relief.valid_from);
    ChangeDraft draft{.leaves_at = before.leaves_at, .run = {}};
    draft.at = relief.recorded_at;
    if (source.reader == ChangeReader::family) {
        draft.run = fmt::format("{} {} {}", day_text(before.leaves_at), clock_text(before.leaves_at),
                                direction_words(before));
        draft.what = fmt::format("{} 起换一辆车接", from);
        return draft;
    }
    draft.run = names.head(before);
    draft.what = fmt::format("由 {} 接替 {}，{} 起", names.plate(relief.value.vehicle),
                             names.plate(before.vehicle), from);
    return draft;
}

}  // namespace husong::pages
