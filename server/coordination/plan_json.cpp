#include "server/base/time.hpp"
#include "server/coordination/answers_json.hpp"
#include "server/coordination/json_texts.hpp"
#include "server/coordination/plan.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace husong::coordination {

namespace {

namespace json = boost::json;

constexpr int most_riders = 1'000'000;
constexpr int longest_day = 24 * 60;  // minutes

// What a plan refers to, by name.
class PlanReader {
public:
    explicit PlanReader(const Case& question) : question_{question} {
        for (const Line& line : question.lines) lines_.push_back(line.code);
        for (const Vehicle& vehicle : question.vehicles) plates_.push_back(vehicle.plate);
        for (const School& school : question.schools) schools_.push_back(school.code);
    }

    [[nodiscard]] PlannedLeg leg(const Json& from) const {
        PlannedLeg leg;
        const std::size_t school = from["school"].code_of(schools_);
        const int number = from["break"].whole(0, most_riders);
        leg.way = way(from["way"]);
        const auto known = std::ranges::find_if(question_.breaks, [&](const Break& of) {
            return of.school == school && of.number == number && of.leg(leg.way).has_value();
        });
        if (known == question_.breaks.end())
            from["break"].fail("is no such leg of this case");
        else
            leg.of = static_cast<std::size_t>(known - question_.breaks.begin());
        leg.at = from["at"].moment();
        if (!question_.holds(leg.at.on)) from["at"]["on"].fail("is no day of this case");
        for (const Json& each : from["runs"].entries()) leg.runs.push_back(run(each, school));
        return leg;
    }

private:
    static Way way(const Json& from) {
        const std::string name = from.text();
        if (name != "home" && name != "back") from.fail("is neither home nor back");
        return name == "back" ? Way::back : Way::home;
    }

    [[nodiscard]] Run run(const Json& from, std::size_t school) const {
        Run run;
        run.line = from["line"].code_of(lines_);
        if (run.line >= question_.lines.size()) return run;
        if (question_.lines[run.line].school != school) from["line"].fail("is another school's");
        const auto names = places_of(run.line);
        for (const Json& load : from["loads"].entries()) {
            run.loads.push_back({load["place"].code_of(names), load["riders"].whole(1, most_riders)});
            run.riders += run.loads.back().riders;
        }
        if (run.loads.empty()) from["loads"].fail("is empty");
        if (from["riders"].whole(0, most_riders) != run.riders)
            from["riders"].fail("is not the sum of loads");
        run.seats = from["seats"].whole(0, most_riders);
        run.way = Minutes{from["way_minutes"].whole(0, longest_day)};
        run.at_gate = from["at_gate"].minutes();
        if (from.has("plate")) run.vehicle = from["plate"].code_of(plates_);
        if (from.has("stand")) run.stand = stand(from["stand"], names);
        return run;
    }

    [[nodiscard]] Stand stand(const Json& from, std::span<const std::string> places) const {
        Stand stand{from["plate"].code_of(plates_), from["at"].minutes(),
                    Minutes{from["minutes"].whole(0, longest_day)}, std::nullopt};
        if (from.has("place")) stand.place = from["place"].code_of(places);
        return stand;
    }

    [[nodiscard]] std::vector<std::string> places_of(std::size_t line) const {
        std::vector<std::string> names;
        for (const Place& place : question_.lines[line].places) names.push_back(place.name);
        return names;
    }

    const Case& question_;
    std::vector<std::string> lines_, plates_, schools_;
};

StageResult read_stage(const Json& from) {
    constexpr double most = 1e12;
    return {from["name"].text(), from["value"].number(-most, most), from["bound"].number(-most, most),
            from["seconds"].number(0, most)};
}

}  // namespace

Minutes time_for_riders(const Run& run, Way way) {
    return run.stand && way == Way::home ? run.at_gate + run.stand->from_school : run.at_gate;
}

json::object to_value(const Run& run, const Case& question) {
    const Line& line = question.lines[run.line];
    json::array loads;
    for (const Load& load : run.loads)
        loads.emplace_back(json::object{{"place", line.places[load.place].name}, {"riders", load.riders}});
    json::object written{
        {"line", line.code},  {"loads", std::move(loads)},      {"riders", run.riders},
        {"seats", run.seats}, {"way_minutes", run.way.count()}, {"at_gate", to_text(run.at_gate)}};
    if (run.vehicle) {
        written["plate"] = question.vehicles[*run.vehicle].plate;
        written["driver"] = question.vehicles[*run.vehicle].driver;
    }
    if (run.stand) {
        json::object stand{{"plate", question.vehicles[run.stand->vehicle].plate},
                           {"at", to_text(run.stand->at)},
                           {"minutes", run.stand->from_school.count()}};
        if (run.stand->place) stand["place"] = line.places[*run.stand->place].name;
        written["stand"] = std::move(stand);
    }
    return written;
}

std::string to_json(const Plan& plan, const Case& question) {
    json::array legs, stages;
    for (const PlannedLeg& leg : plan.legs) {
        const Break& of = question.breaks[leg.of];
        json::array runs;
        for (const Run& run : leg.runs) runs.emplace_back(to_value(run, question));
        legs.emplace_back(json::object{{"school", question.schools[of.school].code},
                                       {"break", of.number},
                                       {"way", leg.way == Way::home ? "home" : "back"},
                                       {"at", to_value(leg.at)},
                                       {"runs", std::move(runs)}});
    }
    for (const StageResult& stage : plan.stages)
        stages.emplace_back(json::object{{"name", stage.name},
                                         {"value", stage.value},
                                         {"bound", stage.bound},
                                         {"gap", stage.gap()},
                                         {"seconds", stage.seconds}});
    return json::serialize(json::object{{"term", question.term},
                                        {"peak_vehicles", plan.peak_vehicles},
                                        {"unserved", plan.unserved},
                                        {"legs", std::move(legs)},
                                        {"stages", std::move(stages)}});
}

Result<Plan> read_plan(std::string_view text, const Case& question) {
    boost::system::error_code error;
    const json::value parsed = json::parse(json::string_view{text.data(), text.size()}, error);
    if (error) return Error{ErrorCode::malformed, "the plan is no JSON: " + error.message()};
    std::string fault;
    const Json from{&parsed, "", fault};
    if (from["term"].text() != question.term) from["term"].fail("is not the case's: " + question.term);
    Plan plan;
    plan.peak_vehicles = from["peak_vehicles"].whole(0, most_riders);
    plan.unserved = from["unserved"].whole(0, most_riders * 100);
    const PlanReader reader{question};
    for (const Json& leg : from["legs"].entries()) plan.legs.push_back(reader.leg(leg));
    for (const Json& stage : from["stages"].entries()) plan.stages.push_back(read_stage(stage));
    if (!fault.empty()) return Error{ErrorCode::malformed, fault};
    return plan;
}

}  // namespace husong::coordination
