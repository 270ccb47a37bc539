#include "tests/coordination/moves_between.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace husong::checker {

namespace {

namespace json = boost::json;

int minute_of(std::string_view written) {  // 15:30
    return std::stoi(std::string{written.substr(0, 2)}) * 60 + std::stoi(std::string{written.substr(3)});
}

struct ToldRun {
    std::string leg, on, plate;
    std::string whom;  // line and loads
    bool home = true;
    int at = 0, way = 0;
    std::map<std::string, int> riders;  // by leg, line and place
    bool operator==(const ToldRun&) const = default;

    [[nodiscard]] int ends() const { return home ? at + way : at; }
};

std::vector<ToldRun> told_runs(const std::string& plan_json) {
    std::vector<ToldRun> runs;
    const json::value plan(json::parse(plan_json));
    for (const auto& leg : plan.at("legs").as_array())
        for (const auto& run : leg.at("runs").as_array()) {
            ToldRun told;
            told.leg = json::serialize(leg.at("school")) + json::serialize(leg.at("break")) +
                       json::serialize(leg.at("way")) + json::serialize(leg.at("at"));
            told.on = leg.at("at").at("on").as_string();
            if (const auto* plate = run.as_object().if_contains("plate")) told.plate = plate->as_string();
            told.whom = json::serialize(run.at("line")) + json::serialize(run.at("loads"));
            if (const auto* stand = run.as_object().if_contains("stand"))
                told.whom += json::serialize(*stand);
            told.home = leg.at("way").as_string() == "home";
            told.at = minute_of(run.at("at_gate").as_string());
            told.way = static_cast<int>(run.at("way_minutes").as_int64());
            for (const auto& load : run.at("loads").as_array())
                told.riders[told.leg + json::serialize(run.at("line")) + json::serialize(load.at("place"))] +=
                    static_cast<int>(load.at("riders").as_int64());
            runs.push_back(std::move(told));
        }
    return runs;
}

std::string sentence(const ToldRun& run) { return fmt::format("{} {} at {}", run.plate, run.whom, run.at); }

bool take(std::vector<ToldRun>& from, auto is_it) {
    const auto found = std::ranges::find_if(from, is_it);
    if (found == from.end()) return false;
    from.erase(found);
    return true;
}

}  // namespace

Moves moves_between(const std::string& before_json, const std::string& after_json, const Outage& outage) {
    Moves moves;
    std::vector<ToldRun> after = told_runs(after_json), others;
    std::map<std::string, int> riders;
    for (const ToldRun& run : told_runs(before_json)) {
        const bool out = run.on == outage.on && outage.plates.contains(run.plate);
        if (take(after, [&](const ToldRun& each) { return each == run; })) {
            if (out && run.ends() > outage.minute)
                moves.faults.push_back("still served by it: " + sentence(run));
            continue;
        }
        if (out && run.ends() > outage.minute) {
            ++moves.taken_over;
            for (const auto& [where, sum] : run.riders) riders[where] += sum;
        } else {
            others.push_back(run);
        }
    }
    for (const ToldRun& run : others) {
        const auto same = [&](const ToldRun& each) { return each.leg == run.leg && each.whom == run.whom; };
        if (take(after, [&](const ToldRun& each) { return same(each) && each.at == run.at; }))
            moves.other_vehicles.push_back(sentence(run));
        else if (take(after, same))
            moves.other_times.push_back(sentence(run));
        else
            moves.faults.push_back("no more there: " + sentence(run));
    }
    for (const ToldRun& run : after) {
        for (const auto& [where, sum] : run.riders) riders[where] -= sum;
        if (outage.plates.contains(run.plate) && run.ends() > outage.minute)
            moves.faults.push_back("given to it: " + sentence(run));
    }
    for (const auto& [where, sum] : riders)
        if (sum != 0) moves.faults.push_back(fmt::format("{} riders of {} more than before", -sum, where));
    return moves;
}

}  // namespace husong::checker
