#include "server/http/holiday_wishes.hpp"

#include "server/http/json_fields.hpp"
#include "server/planning/desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace husong::http {

namespace json = boost::json;
using coordination::Case;
using coordination::Way;
using pages::PlanningFields;

namespace {

constexpr int usual_seconds = 60;

// As typed; empty or no number: null, which the reader of changes then names.
json::value whole_number(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    return wrong == std::errc{} && end == text.data() + text.size() ? json::value(number) : nullptr;
}

// The school's break whose way is wished nearest to the day.
Result<json::object> nearest_leg(const PlanningFields& fields, const Case& question) {
    const auto on = parse_date(fields.on);
    if (!on) return Error{ErrorCode::malformed, "请填日期"};
    const bool home = fields.way != "back";
    const coordination::Break* nearest = nullptr;
    const auto distance = [&](const coordination::Break& of) {
        return std::abs((of.leg(home ? Way::home : Way::back)->wish.on - coordination::Day{*on}).count());
    };
    for (const coordination::Break& of : question.breaks) {
        if (question.schools[of.school].code != fields.school || !of.leg(home ? Way::home : Way::back))
            continue;
        if (!nearest || distance(of) < distance(*nearest)) nearest = &of;
    }
    if (!nearest) return Error{ErrorCode::malformed, "这所学校在这个学期没有放假"};
    return json::object{
        {"school", fields.school}, {"break", nearest->number}, {"way", home ? "home" : "back"}};
}

Result<json::value> changes_of_form(const PlanningFields& fields, const Case& question) {
    json::array changes;
    if (!fields.changes.empty()) {
        boost::system::error_code wrong;
        const json::value told = json::parse(fields.changes, wrong);
        if (wrong || !told.is_array()) return Error{ErrorCode::malformed, "changes is no list"};
        changes = told.as_array();
    }
    if (!fields.school.empty()) {
        const auto leg = nearest_leg(fields, question);
        if (!leg) return leg.error();
        json::object change{
            {"kind", fields.only == "not" ? "forbid" : "pin"}, {"leg", *leg}, {"on", fields.on}};
        if (fields.only != "not") change["at"] = fields.at;
        changes.push_back(std::move(change));
    }
    if (!fields.vehicles.empty()) {
        json::object change{{"kind", "vehicles"},
                            {"count", whole_number(fields.vehicles)},
                            {"seats", whole_number(fields.seats)}};
        if (!fields.vehicles_on.empty()) change["on"] = fields.vehicles_on;
        changes.push_back(std::move(change));
    }
    return json::value(std::move(changes));
}

}  // namespace

AskedPlanning asked_by_json(const json::object& body) {
    const auto* changes = body.if_contains("changes");
    const auto* explain = body.if_contains("explain");
    const auto* keep = body.if_contains("keep");
    return {.term = std::string{text_or_empty(body, "term")},
            .seconds = number_or_none<int>(body, "seconds").value_or(usual_seconds),
            .explain = explain && explain->as_bool(),
            .keep = !keep || keep->as_bool(),
            .changes = [list = changes ? *changes : json::value(json::array{})](const Case&) {
                return Result<json::value>{list};
            }};
}

PlanningFields fields_of_planning(const Request& request) {
    const auto text = [&](std::string_view name) { return std::string{request.form_field(name)}; };
    return {.term = text("term"),
            .seconds = text("seconds"),
            .explain = request.form_field("explain") == "1",
            .anew = request.form_field("anew") == "1",
            .school = text("school"),
            .way = text("way"),
            .only = text("only"),
            .on = text("on"),
            .at = text("at"),
            .vehicles = text("vehicles"),
            .seats = text("seats"),
            .vehicles_on = text("vehicles_on"),
            .changes = text("changes")};
}

AskedPlanning asked_by_form(const PlanningFields& fields) {
    int seconds = usual_seconds;
    std::from_chars(fields.seconds.data(), fields.seconds.data() + fields.seconds.size(), seconds);
    return {.term = fields.term,
            .seconds = std::clamp(seconds, planning::least_seconds, planning::most_seconds),
            .explain = fields.explain,
            .keep = !fields.anew,
            .changes = [fields](const Case& question) { return changes_of_form(fields, question); }};
}

}  // namespace husong::http
