#include "server/base/time.hpp"
#include "server/coordination/json_texts.hpp"
#include "server/coordination/plan.hpp"

#include <boost/json/serialize.hpp>

namespace husong::coordination {

namespace {

namespace json = boost::json;

json::object write_run(const Run& run, const Case& question) {
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
    return written;
}

}  // namespace

std::string to_json(const Plan& plan, const Case& question) {
    json::array legs, stages;
    for (const PlannedLeg& leg : plan.legs) {
        const Break& of = question.breaks[leg.of];
        json::array runs;
        for (const Run& run : leg.runs) runs.emplace_back(write_run(run, question));
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

}  // namespace husong::coordination
