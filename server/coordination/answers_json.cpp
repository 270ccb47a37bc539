#include "server/coordination/answers_json.hpp"

#include "server/base/time.hpp"
#include "server/coordination/json_texts.hpp"

#include <boost/json/array.hpp>

namespace husong::coordination {

namespace {

namespace json = boost::json;

// Of which leg something is told.
json::object leg_object(std::size_t of, Way way, const Case& question) {
    const Break& known = question.breaks[of];
    return {{"school", question.schools[known.school].code},
            {"break", known.number},
            {"way", way == Way::home ? "home" : "back"}};
}

json::value moment_or_null(const std::optional<Moment>& moment) {
    return moment ? to_value(*moment) : json::value(nullptr);
}

json::value dated_or_null(const std::optional<DatedRun>& dated, const Case& question) {
    if (!dated) return nullptr;
    json::object written{{"on", to_iso(std::chrono::year_month_day{dated->on})}};
    json::object run = to_value(dated->run, question);
    written.insert(run.begin(), run.end());
    return written;
}

json::array changed_legs(const Differences& differences, const Case& question) {
    json::array legs;
    for (const LegChange& leg : differences.legs) {
        json::object written = leg_object(leg.of, leg.way, question);
        written["before"] = moment_or_null(leg.before);
        written["after"] = moment_or_null(leg.after);
        legs.push_back(std::move(written));
    }
    return legs;
}

json::array changed_runs(const Differences& differences, const Case& question) {
    json::array runs;
    for (const RunChange& change : differences.runs) {
        json::object written = leg_object(change.of, change.way, question);
        written["line"] = question.lines[change.run().line].code;
        json::array what;
        for (const std::string_view each : changed_parts(change)) what.emplace_back(each);
        written["changed"] = std::move(what);
        written["before"] = dated_or_null(change.before, question);
        written["after"] = dated_or_null(change.after, question);
        runs.push_back(std::move(written));
    }
    return runs;
}

json::object concerned_object(const Concerned& concerned, const Case& question) {
    json::array schools, places, vehicles;
    for (const std::size_t school : concerned.schools)
        schools.push_back(
            json::object{{"code", question.schools[school].code}, {"name", question.schools[school].name}});
    for (const Line& line : concerned.places)
        for (const Place& place : line.places)
            places.push_back(
                json::object{{"line", line.code}, {"place", place.name}, {"riders", place.riders}});
    for (const std::size_t vehicle : concerned.vehicles)
        vehicles.push_back(json::object{{"plate", question.vehicles[vehicle].plate},
                                        {"driver", question.vehicles[vehicle].driver}});
    return {
        {"schools", std::move(schools)}, {"places", std::move(places)}, {"vehicles", std::move(vehicles)}};
}

json::object why_not_object(const WhyNot& why) {
    json::object written{{"means", means_name(why.means)}, {"proven", why.proven}};
    if (!why.run) return written;
    written["affected"] = *why.run;
    written["vehicles"] = json::object{{"out", why.vehicles.out},
                                       {"seats", why.vehicles.seats},
                                       {"pupils", why.vehicles.pupils},
                                       {"no_room", why.vehicles.no_room},
                                       {"free", why.vehicles.free}};
    return written;
}

json::object leg_of_plan(const Plan& plan, std::size_t leg, const Case& question) {
    return leg_object(plan.legs[leg].of, plan.legs[leg].way, question);
}

}  // namespace

json::object to_value(const Differences& differences, const Case& question) {
    return {{"same", !differences.any()},
            {"legs", changed_legs(differences, question)},
            {"runs", changed_runs(differences, question)},
            {"concerned", concerned_object(differences.concerned, question)},
            {"unserved",
             json::object{{"before", differences.unserved_before}, {"after", differences.unserved_after}}},
            {"peak_vehicles",
             json::object{{"before", differences.peak_before}, {"after", differences.peak_after}}}};
}

json::object to_value(const Replanned& answer, const Plan& before, const Case& question) {
    json::array why, affected, gave_way, left_over;
    for (const WhyNot& each : answer.why_not) why.push_back(why_not_object(each));
    for (const Affected& each : answer.affected) {
        json::object written = leg_of_plan(before, each.leg, question);
        written["by"] = means_name(each.by);
        written["before"] = to_value(each.before, question);
        json::array after;
        for (const Run& run : each.after) after.push_back(to_value(run, question));
        written["after"] = std::move(after);
        affected.push_back(std::move(written));
    }
    for (const GaveWay& each : answer.gave_way) {
        json::object written = leg_of_plan(before, each.leg, question);
        written["before"] = to_value(each.before, question);
        written["after"] = to_value(each.after, question);
        gave_way.push_back(std::move(written));
    }
    for (const LeftOver& each : answer.left_over) {
        json::object written = leg_of_plan(before, each.leg, question);
        written["run"] = to_value(each.run, question);
        written["too_late"] = each.too_late ? json::value(to_value(*each.too_late, question)) : nullptr;
        left_over.push_back(std::move(written));
    }
    return {{"term", question.term},
            {"needed", means_name(answer.needed)},
            {"why_not", std::move(why)},
            {"affected", std::move(affected)},
            {"gave_way", std::move(gave_way)},
            {"left_over", std::move(left_over)},
            {"differences", to_value(differences_of(before, answer.plan, question), question)}};
}

}  // namespace husong::coordination
