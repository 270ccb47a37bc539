#include "server/holidays/term_case.hpp"

#include "maps/daylight.hpp"
#include "server/holidays/plan.hpp"
#include "server/holidays/term_parts.hpp"
#include "server/rules/thresholds.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>

namespace husong::holidays {

using coordination::CalendarDay;
using coordination::Case;
using coordination::Minutes;
using std::chrono::days;
using std::chrono::year_month_day;

namespace {

const registry::Term* find_term(const registry::Registry& registry, std::string_view code, Time now) {
    for (const auto& row : registry.rows().terms)
        if (row.value.code == code && row.valid_at(now)) return &row.value;
    return nullptr;
}

Time nearest_in(const registry::Term& term, Time now) {
    return std::clamp(now, china_midnight(term.first_on), china_midnight(term.last_on));
}

bool is_weekend(Day day) { return std::chrono::weekday{day}.iso_encoding() >= 6; }

bool is_off(const TermView& view, Day day) {
    const auto* known = public_day(view.registry, day, view.at);
    return known && known->kind == "off";
}

bool is_rest(const TermView& view, Day day) {
    const auto* known = public_day(view.registry, day, view.at);
    return known ? known->kind == "off" : is_weekend(day);
}

// By day and by weekday; none: nobody told.
class Posts {
public:
    explicit Posts(const TermView& view) {
        for (const auto& row : view.registry.rows().police_posts) {
            if (!row.valid_at(view.at)) continue;
            if (row.value.on)
                by_day_[Day{*row.value.on}] = row.value.posts;
            else
                by_weekday_[static_cast<unsigned>(row.value.weekday)] = row.value.posts;
        }
    }
    [[nodiscard]] std::optional<int> on(Day day) const {
        if (const auto own = by_day_.find(day); own != by_day_.end()) return own->second;
        const auto weekly = by_weekday_.find(std::chrono::weekday{day}.iso_encoding());
        return weekly == by_weekday_.end() ? std::nullopt : std::optional{weekly->second};
    }

private:
    std::map<Day, int> by_day_;
    std::map<unsigned, int> by_weekday_;
};

bool is_closed(const TermView& view, Day day, const std::string& school) {
    const registry::LocalDay* told = nullptr;
    for (const auto& row : view.registry.rows().local_days) {
        if (Day{row.value.on} != day || !row.valid_at(view.at)) continue;
        if (row.value.school == school || (row.value.school.empty() && !told)) told = &row.value;
    }
    return told && told->kind == "closed";
}

void note_calendar(const TermView& view, int without_posts) {
    if (without_posts > 0)
        view.note("police_posts", "for {} days nobody told how many gate roads can be manned: no limit",
                  "有 {} 天没有登记交警能管几个校门口：不限制", without_posts);
    const auto known_of = [&](const registry::Versioned<registry::PublicDay>& row) {
        const Day day{row.value.on};
        return row.valid_at(view.at) && day >= view.first() && day <= view.last();
    };
    const auto& rows = view.registry.rows().public_days;
    const auto first = std::ranges::find_if(rows, known_of);
    if (first == rows.end())
        view.note("public_days", "none is told within the term", "这个学期没有登记节假日");
    const auto unpublished = std::ranges::find_if(rows, [&](const auto& row) {
        return known_of(row) && row.value.notice.find("未公布") != std::string::npos;
    });
    if (unpublished != rows.end())
        view.note("public_days", "{}: {}", "{}：{}", to_iso(unpublished->value.on),
                  unpublished->value.notice);
}

coordination::Rules rules_of(const TermView& view) {
    coordination::Rules rules;
    for (const rules::OwnThreshold& own : rules::own_thresholds_at(view.registry, view.at))
        if (own.parameter->name == "driving_in_a_day_minutes") rules.driving_a_day = Minutes{own.value};
    return rules;
}

// With their lines. Who has none to ride on is told of all schools at once.
Result<> add_schools(Case& question, const TermView& view, std::span<const BoardingSchool> schools) {
    std::string lacking;
    for (const BoardingSchool& each : schools) {
        coordination::School school = school_of(each);
        auto lines = lines_of(view, each, question.schools.size(), school.stages);
        if (!lines) {
            lacking += (lacking.empty() ? "" : "; ") + lines.error().what;
            continue;
        }
        std::ranges::move(*lines, std::back_inserter(question.lines));
        question.schools.push_back(std::move(school));
    }
    if (!lacking.empty()) return Error{ErrorCode::conflict, "the registers lines and stops: " + lacking};
    return {};
}

Result<> add_breaks(Case& question, const TermView& view, std::span<const BoardingSchool> schools,
                    const coordination::TermDays& calendar) {
    for (std::size_t i = 0; i < schools.size(); ++i) {
        auto breaks = breaks_of(view, schools[i], i, calendar);
        if (!breaks) return breaks.error();
        std::ranges::move(*breaks, std::back_inserter(question.breaks));
    }
    return {};
}

}  // namespace

coordination::TermDays days_of(const TermView& view, std::span<const coordination::School> schools) {
    coordination::TermDays calendar{view.first(), view.last(), view.first() - around_term, {}};
    const Posts posts{view};
    int without_posts = 0;
    for (Day day = calendar.begins; day <= view.last() + around_term; day += days{1}) {
        CalendarDay made;
        made.rest = is_rest(view, day);
        made.no_return = is_off(view, day) && !is_rest(view, day - days{1});
        if (!posts.on(day)) ++without_posts;
        made.posts = posts.on(day).value_or(static_cast<int>(schools.size()));
        for (const coordination::School& school : schools)
            if (is_closed(view, day, school.code)) made.closed.push_back(school.code);
        calendar.days.push_back(std::move(made));
    }
    note_calendar(view, without_posts);
    return calendar;
}

// Over a county dusk moves evenly: it is nowhere earlier than at a corner of the box around its places.
void add_dusk(Case& question) {
    if (question.schools.empty()) return;
    const maps::Wgs84 any = question.schools.front().gate;
    maps::Box box{any.latitude_deg, any.longitude_deg, any.latitude_deg, any.longitude_deg};
    const auto widen = [&](const maps::Wgs84& place) {
        box.south_deg = std::min(box.south_deg, place.latitude_deg);
        box.north_deg = std::max(box.north_deg, place.latitude_deg);
        box.west_deg = std::min(box.west_deg, place.longitude_deg);
        box.east_deg = std::max(box.east_deg, place.longitude_deg);
    };
    for (const coordination::School& school : question.schools) widen(school.gate);
    for (const coordination::Line& line : question.lines)
        for (const coordination::Place& place : line.places) widen(place.position);
    const std::array corners{
        maps::Wgs84{box.south_deg, box.west_deg}, maps::Wgs84{box.south_deg, box.east_deg},
        maps::Wgs84{box.north_deg, box.west_deg}, maps::Wgs84{box.north_deg, box.east_deg}};
    Day day = question.first;
    for (CalendarDay& of : question.days) {
        for (const maps::Wgs84& corner : corners)
            if (const auto dusk = maps::civil_dusk(year_month_day{day}, corner))
                of.dusk = std::min(of.dusk, moment_of(*dusk).at);
        day += days{1};
    }
}

Result<TermCase> case_of_term(const registry::Registry& registry, std::string_view term, Time now) {
    const auto* known = find_term(registry, term, now);
    if (!known)
        return Error{ErrorCode::not_found, fmt::format("there is no term '{}' in the register terms", term)};
    TermCase made;
    Case& question = made.question;
    const TermView view{registry, *known, nearest_in(*known, now), made.notes};
    question.term = known->code;
    question.rules = rules_of(view);
    const auto schools = boarding_schools(view);
    if (auto added = add_schools(question, view, schools); !added) return added.error();
    const auto calendar = days_of(view, question.schools);
    question.first = calendar.begins;
    question.days = calendar.days;
    add_dusk(question);
    if (auto added = add_breaks(question, view, schools, calendar); !added) return added.error();
    settle_past(question, view, now);
    question.vehicles = vehicles_of(view, question);
    if (const auto wrong = contradiction_of(question); !wrong.empty())
        return Error{ErrorCode::conflict, "the registers contradict themselves: " + wrong};
    return made;
}

}  // namespace husong::holidays
