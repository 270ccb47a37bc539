#include "server/coordination/json_texts.hpp"
#include "server/solver/explain.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace husong::solver {

namespace {

namespace json = boost::json;
using coordination::Case;
using coordination::LegKey;
using coordination::Way;

std::string explained_day(coordination::Day on) {
    const std::chrono::year_month_day date{on};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

json::object value_of(LegKey key, const Case& question) {
    const auto& of = question.breaks[key.of];
    const auto& leg = *of.leg(key.way);
    json::object value{{"school", question.schools[of.school].code},
                       {"break", of.number},
                       {"way", key.way == Way::home ? "home" : "back"},
                       {"wish", to_value(leg.wish)}};
    if (leg.pinned) value["pinned"] = to_value(*leg.pinned);
    return value;
}

json::object value_of(const Relief& relief, const Case& question) {
    constexpr std::array frees{"these", "scope", "term"};
    json::object value = to_value(static_cast<const coordination::Change&>(relief), question);
    value["frees"] = frees[static_cast<std::size_t>(relief.frees)];
    if (relief.leg) value["leg"] = value_of(*relief.leg, question);
    value["zh"] = coordination::Words(question, Language::zh).change(relief);
    value["en"] = coordination::Words(question, Language::en).change(relief);
    return value;
}

template <class T, class Write>
json::array explained_list(const std::vector<T>& values, Write write) {
    json::array all;
    for (const T& value : values) all.emplace_back(write(value));
    return all;
}

json::object value_of(const OutOfReach& each, const Case& question) {
    const auto& line = question.lines[each.line];
    return {{"days", explained_list(each.days, explained_day)},
            {"line", line.code},
            {"place", line.places[each.place].name},
            {"way_minutes", line.places[each.place].from_school.count()},
            {"riders", each.riders},
            {"vehicles", each.vehicles},
            {"too_long", each.too_long},
            {"elsewhere", each.elsewhere},
            {"busy", each.busy}};
}

// What is told of vehicles that are not in time, and of whom a plan leaves.
void add_movement(json::object& value, const Explanation& of, const Case& question) {
    value["out_of_reach"] =
        explained_list(of.out_of_reach, [&](const OutOfReach& each) { return value_of(each, question); });
    value["without_vehicle"] = explained_list(of.without, [&](const WithoutVehicle& left) {
        json::object told = value_of(left.leg, question);
        told["on"] = explained_day(left.on);
        told["riders"] = left.riders;
        return told;
    });
    if (of.kind == Impossible::too_few_in_time) value["vehicles"] = of.vehicles;
    if (of.empty_way) value["empty_way_minutes"] = of.empty_way->count();
}

json::object value_of(const Explanation& of, const Case& question) {
    const auto leg = [&](LegKey key) { return value_of(key, question); };
    json::object value{{"kind", impossible_name(of.kind)},
                       {"minimal", of.minimal},
                       {"pupils", of.pupils},
                       {"all_tried", of.all_tried}};
    value["schools"] = explained_list(
        of.schools, [&](std::size_t school) { return json::value(question.schools[school].code); });
    value["legs"] = explained_list(of.legs, leg);
    value["pins"] = explained_list(of.pins, leg);
    value["reasons"] = explained_list(of.reasons, [](const Reason& reason) {
        return json::object{{"rule", rule_name(reason.rule)},
                            {"days", explained_list(reason.days, explained_day)}};
    });
    value["excluded"] = explained_list(of.excluded, [](const Excluded& each) {
        return json::object{{"on", explained_day(each.on)},
                            {"rule", rule_name(each.rule)},
                            {"moments", each.moments},
                            {"of", each.of}};
    });
    value["scarce"] = explained_list(of.scarce, [](const Scarce& each) {
        return json::object{{"resource", each.resource == Resource::posts ? "posts" : "vehicles"},
                            {"on", explained_day(each.on)},
                            {"from", coordination::to_text(each.from)},
                            {"until", coordination::to_text(each.until)},
                            {"available", each.available}};
    });
    add_movement(value, of, question);
    if (of.last_down) value["last_down"] = coordination::to_text(*of.last_down);
    if (of.owed > 0) {
        value["rest_owed_days"] = of.owed;
        value["rest_given_days"] = of.given;
    }
    value["reliefs"] =
        explained_list(of.reliefs, [&](const Relief& relief) { return value_of(relief, question); });
    value["zh"] = in_words(of, question, Language::zh);
    value["en"] = in_words(of, question, Language::en);
    return value;
}

}  // namespace

std::string to_json(std::span<const Explanation> explanations, const Case& question) {
    json::array all;
    for (const Explanation& each : explanations) all.emplace_back(value_of(each, question));
    const bool possible = explanations.size() == 1 && explanations.front().kind == Impossible::nothing;
    return json::serialize(
        json::object{{"term", question.term}, {"possible", possible}, {"explanations", std::move(all)}});
}

}  // namespace husong::solver
