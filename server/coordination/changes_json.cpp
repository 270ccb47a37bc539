#include "server/base/time.hpp"
#include "server/coordination/changes.hpp"
#include "server/coordination/json_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::coordination {

namespace {

namespace json = boost::json;

constexpr std::array change_names{"vehicles", "posts",   "earlier", "later",     "move", "unpin", "allow_day",
                                  "open_day", "weekday", "gate",    "at_school", "pin",  "forbid"};

constexpr int most_of_anything = 1'000;  // vehicles, posts, seats, days
constexpr int a_day_minutes = 24 * 60;

class ChangeReader {
public:
    explicit ChangeReader(const Case& question) : question_{question} {
        for (const School& school : question.schools) schools_.push_back(school.code);
    }

    [[nodiscard]] Change read(const Json& from) const {
        Change change;
        change.kind = kind(from["kind"]);
        switch (change.kind) {
            case ChangeKind::vehicles: vehicles(from, change); break;
            case ChangeKind::posts:
                day(from, change);
                change.count = from["count"].whole(1, most_of_anything);
                break;
            case ChangeKind::earlier:
            case ChangeKind::later:
                leg(from, change);
                change.minutes = Minutes{from["minutes"].whole(1, a_day_minutes)};
                break;
            case ChangeKind::move:
                leg(from, change);
                change.count = from["count"].whole(-most_of_anything, most_of_anything);
                break;
            case ChangeKind::gate:
            case ChangeKind::at_school:
                leg(from, change);
                change.count = from["count"].whole(1, most_of_anything);
                break;
            case ChangeKind::unpin: leg(from, change); break;
            case ChangeKind::pin:
                leg(from, change);
                day(from, change);
                change.at = from["at"].minutes();
                break;
            default: leg(from, change); day(from, change);
        }
        return change;
    }

private:
    static ChangeKind kind(const Json& from) {
        const std::string name = from.text();
        const auto known = std::ranges::find(change_names, name);
        if (known == change_names.end()) from.fail("is no kind of change: " + name);
        return known == change_names.end() ? ChangeKind::unpin
                                           : static_cast<ChangeKind>(known - change_names.begin());
    }

    void day(const Json& from, Change& change) const {
        change.on = from["on"].day();
        if (!question_.holds(*change.on)) from["on"].fail("is no day of this case");
    }

    void vehicles(const Json& from, Change& change) const {
        change.count = from["count"].whole(1, most_added_vehicles);
        change.seats = from["seats"].whole(1, most_of_anything);
        change.stages = from.has("stages") ? from["stages"].stages() : every_stage;
        if (from.has("on")) day(from, change);
    }

    void leg(const Json& from, Change& change) const {
        const Json told = from["leg"];
        change.school = told["school"].code_of(schools_);
        const int number = told["break"].whole(0, most_of_anything);
        const std::string way = told["way"].text();
        if (way != "home" && way != "back") told["way"].fail("is neither home nor back");
        change.leg = LegKey{0, way == "back" ? Way::back : Way::home};
        const auto known = std::ranges::find_if(question_.breaks, [&](const Break& of) {
            return of.school == change.school && of.number == number && of.leg(change.leg->way).has_value();
        });
        if (known == question_.breaks.end())
            told["break"].fail("is no such leg of this case");
        else
            change.leg->of = static_cast<std::size_t>(known - question_.breaks.begin());
    }

    const Case& question_;
    std::vector<std::string> schools_;
};

}  // namespace

std::string_view change_name(ChangeKind kind) { return change_names[static_cast<std::size_t>(kind)]; }

json::object to_value(const Change& change, const Case& question) {
    json::object value{{"kind", change_name(change.kind)}};
    if (change.leg) {
        const Break& of = question.breaks[change.leg->of];
        value["leg"] = json::object{{"school", question.schools[of.school].code},
                                    {"break", of.number},
                                    {"way", change.leg->way == Way::home ? "home" : "back"}};
    }
    if (change.on) value["on"] = to_iso(std::chrono::year_month_day{*change.on});
    if (change.kind == ChangeKind::pin) value["at"] = to_text(change.at);
    if (change.count != 0) value["count"] = change.count;
    if (change.seats != 0) value["seats"] = change.seats;
    if (change.kind == ChangeKind::vehicles) value["stages"] = texts_of(change.stages);
    if (change.minutes.count() != 0) value["minutes"] = change.minutes.count();
    return value;
}

Result<std::vector<Change>> read_changes(const json::value& list, const Case& question) {
    std::string fault;
    const json::value held = json::object{{"changes", list}};
    const Json from{&held, "", fault};
    const ChangeReader reader{question};
    std::vector<Change> changes;
    const auto entries = from["changes"].entries(most_changes);
    changes.reserve(entries.size());
    int added = 0;
    for (const Json& entry : entries) {
        changes.push_back(reader.read(entry));
        if (changes.back().kind != ChangeKind::vehicles) continue;
        added += changes.back().count;
        if (added > most_added_vehicles)
            entry["count"].fail(fmt::format("makes {} added vehicles, and {} are the most of all changes",
                                            added, most_added_vehicles));
    }
    if (!fault.empty()) return Error{ErrorCode::malformed, fault};
    return changes;
}

Result<Case> with_changes(const json::value& list, const Case& question) {
    const auto changes = read_changes(list, question);
    if (!changes) return changes.error();
    Case changed = question;
    for (const Change& change : *changes) changed = apply(change, std::move(changed));
    // Written and read, so that it keeps the limits of any case.
    auto checked = read_case(to_json(changed));
    if (!checked) return Error{ErrorCode::malformed, "with these changes " + checked.error().what};
    return checked;
}

}  // namespace husong::coordination
