#include "server/http/holiday_wishes.hpp"

#include "server/coordination/words.hpp"
#include "server/http/json_fields.hpp"
#include "server/planning/desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace husong::http {

namespace json = boost::json;
using coordination::Case;
using coordination::Way;
using pages::PlanningFields;

namespace {

constexpr int usual_seconds = 60;

constexpr int most_vehicles = 200, most_seats = 100;  // as the form's fields have it

// What is wrong with one of the what-ifs, counted from 1.
Error not_so(std::size_t number, std::string_view why) {
    const std::string words = fmt::format("第 {} 个假如：{}", number, why);
    return {ErrorCode::malformed, words, words};
}

std::optional<int> whole_number(std::string_view text, int most) {
    int number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = wrong == std::errc{} && end == text.data() + text.size();
    return whole && number >= 1 && number <= most ? std::optional{number} : std::nullopt;
}

// 15:30
bool is_time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return false;
    const auto below = [&](std::size_t at, int end) {
        const auto digit = [&](std::size_t place) { return text[place] >= '0' && text[place] <= '9'; };
        return digit(at) && digit(at + 1) && (text[at] - '0') * 10 + (text[at + 1] - '0') < end;
    };
    return below(0, 24) && below(3, 60);
}

// A day of the case. Errors: none was written, or it is not of the term.
Result<coordination::Day> day_typed(const std::string& text, const Case& question, std::size_t number) {
    const auto on = parse_date(text);
    if (!on) return not_so(number, "请填日期");
    if (!question.holds(coordination::Day{*on}))
        return not_so(number, fmt::format("{} 不在这个学期里", text));
    return coordination::Day{*on};
}

// The school's break whose way is wished nearest to the day.
Result<json::object> nearest_leg(const PlanningFields& fields, const Case& question, coordination::Day on,
                                 std::size_t number) {
    const Way way = fields.way != "back" ? Way::home : Way::back;
    const coordination::Break* nearest = nullptr;
    const auto distance = [&](const coordination::Break& of) {
        return std::abs((of.leg(way)->wish.on - on).count());
    };
    for (const coordination::Break& of : question.breaks) {
        if (question.schools[of.school].code != fields.school || !of.leg(way)) continue;
        if (!nearest || distance(of) < distance(*nearest)) nearest = &of;
    }
    if (!nearest) return not_so(number, "这所学校在这个学期没有放假");
    return json::object{
        {"school", fields.school}, {"break", nearest->number}, {"way", way == Way::home ? "home" : "back"}};
}

Result<json::object> change_of_day(const PlanningFields& fields, const Case& question, std::size_t number) {
    const auto on = day_typed(fields.on, question, number);
    if (!on) return on.error();
    const bool only = fields.only != "not";
    if (only && !is_time_of_day(fields.at)) {
        const coordination::Words words{question, coordination::Language::zh};
        return not_so(number, fmt::format("只能在{}要写时间，如 15:30", words.day(*on)));
    }
    const auto leg = nearest_leg(fields, question, *on, number);
    if (!leg) return leg.error();
    json::object change{{"kind", only ? "pin" : "forbid"}, {"leg", *leg}, {"on", fields.on}};
    if (only) change["at"] = fields.at;
    return change;
}

Result<json::object> change_of_vehicles(const PlanningFields& fields, const Case& question,
                                        std::size_t number) {
    const auto count = whole_number(fields.vehicles, most_vehicles);
    if (!count) return not_so(number, fmt::format("多几辆车要写 1 到 {} 的数", most_vehicles));
    const auto seats = whole_number(fields.seats, most_seats);
    if (!seats) return not_so(number, fmt::format("每辆学生座位要写 1 到 {} 的数", most_seats));
    json::object change{{"kind", "vehicles"}, {"count", *count}, {"seats", *seats}};
    if (fields.vehicles_on.empty()) return change;
    if (const auto on = day_typed(fields.vehicles_on, question, number); !on) return on.error();
    change["on"] = fields.vehicles_on;
    return change;
}

Result<json::value> changes_of_form(const PlanningFields& fields, const Case& question) {
    json::array changes;
    if (!fields.changes.empty()) {
        boost::system::error_code wrong;
        const json::value told = json::parse(fields.changes, wrong);
        if (wrong || !told.is_array()) return not_so(1, "看不懂，请重新填写");
        changes = told.as_array();
    }
    const auto add = [&](const Result<json::object>& change) -> Result<> {
        if (!change) return change.error();
        changes.push_back(*change);
        return {};
    };
    if (fields.school.empty() && !(fields.on.empty() && fields.at.empty()))
        return not_so(changes.size() + 1, "写了日期或时间，没有选学校");
    if (!fields.school.empty())
        if (auto added = add(change_of_day(fields, question, changes.size() + 1)); !added)
            return added.error();
    if (fields.vehicles.empty() && !(fields.seats.empty() && fields.vehicles_on.empty()))
        return not_so(changes.size() + 1, "写了座位或日期，没有写多几辆车");
    if (!fields.vehicles.empty())
        if (auto added = add(change_of_vehicles(fields, question, changes.size() + 1)); !added)
            return added.error();
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
