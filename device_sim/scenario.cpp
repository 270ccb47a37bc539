#include "device_sim/scenario.hpp"

#include "device_sim/record_keys.hpp"
#include "device_sim/scenario_keys.hpp"

namespace husong::device_sim {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> direction_names{"to_school", "home"};
constexpr std::array<std::string_view, 2> act_names{"head_count", "sighting"};
constexpr std::array<std::string_view, 5> role_names{"lawful", "overloaded", "expired", "non_commercial",
                                                     "unregistered"};

// Only what a model of the fleet has.
void read_capacities(const json::value* list, Keys& keys, std::vector<int>& capacities) {
    if (list == nullptr) return;
    const auto fits = [](const json::value& value) {
        return value.is_int64() && has_bus_for(static_cast<int>(value.get_int64()));
    };
    if (!list->is_array() || !std::ranges::all_of(list->get_array(), fits))
        return keys.complain("county.capacities must be a list of 9, 18, 19, 36, 40, 45 and 56");
    for (const json::value& value : list->get_array())
        capacities.push_back(static_cast<int>(value.get_int64()));
}

Result<> read_county(const json::object& object, CountyPlan& plan) {
    Keys keys{object, "county."};
    keys.number("seed", plan.seed, 0, INT64_MAX);
    keys.number("schools", plan.schools, 1, 200);
    keys.number("vehicles", plan.vehicles, 1, 5'000);
    keys.number("overloaded", plan.overloaded, 0, 5'000);
    keys.number("expired", plan.expired, 0, 5'000);
    keys.number("non_commercial", plan.non_commercial, 0, 5'000);
    keys.number("unregistered", plan.unregistered, 0, 1'000);
    read_capacities(keys.find("capacities"), keys, plan.capacities);
    return keys.finish();
}

Result<> read_faults(const json::object& object, Faults& faults) {
    Keys keys{object, "faults."};
    int noise_m = static_cast<int>(faults.gps_noise_m);
    keys.number("gps_noise_m", noise_m, 0, 100);
    faults.gps_noise_m = noise_m;
    keys.number("outlier_per_mille", faults.outlier_per_mille, 0, 1'000);
    keys.number("no_fix_per_mille", faults.no_fix_per_mille, 0, 1'000);
    keys.number("counter_miss_per_mille", faults.counter_miss_per_mille, 0, 1'000);
    keys.number("counter_double_per_mille", faults.counter_double_per_mille, 0, 1'000);
    keys.flag("dead_zones", faults.dead_zones);
    keys.flag("counts_survive", faults.counts_survive);
    keys.number("link_losses_per_day", faults.link_losses_per_day, 0, 10'000);
    keys.number("restarts_per_day", faults.restarts_per_day, 0, 10'000);
    return keys.finish();
}

Result<> read_run(const json::object& object, Run& run) {
    Keys keys{object, "runs[]."};
    keys.choice("direction", run.direction, direction_names);
    keys.duration("at_s", run.at);
    return keys.finish();
}

Result<> read_act(const json::object& object, Act& act) {
    Keys keys{object, "acts[]."};
    keys.choice("kind", act.kind, act_names);
    keys.duration("at_s", act.at);
    keys.choice("vehicle", act.role, role_names);
    keys.text("by", act.by);
    return keys.finish();
}

Result<> read_start(const json::value* value, std::optional<Time>& start) {
    if (!value) return {};
    if (!value->is_string()) return Error{ErrorCode::malformed, "start must be a time or \"now\""};
    const std::string_view text = value->get_string();
    if (text == "now") return {};
    const auto time = parse_time(text);
    if (!time) return time.error();
    start = *time;
    return {};
}

// A bus that went to school must come home before it can go there again.
void check_runs(const Scenario& scenario, Keys& keys) {
    const auto& runs = scenario.runs;
    for (std::size_t i = 1; i < runs.size(); ++i) {
        if (runs[i].direction == runs[i - 1].direction)
            keys.complain("runs must alternate to_school and home");
        if (runs[i].at < runs[i - 1].at) keys.complain("runs must stand in the order of their at_s");
    }
    if (scenario.repeat_every > seconds{0} && runs.size() % 2 != 0)
        keys.complain("runs that repeat must be to_school and home in pairs");
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view text) {
    boost::system::error_code failure;
    const json::value document = json::parse(text, failure);
    if (failure || !document.is_object())
        return Error{ErrorCode::malformed, "the scenario is not a JSON object"};
    Scenario scenario;
    Keys keys{document.get_object(), ""};
    keys.text("name", scenario.name);
    keys.find("about");  // for the reader
    keys.duration("warm_start_s", scenario.warm_start);
    keys.duration("duration_s", scenario.duration);
    keys.duration("report_interval_s", scenario.report_interval);
    keys.duration("stagger_s", scenario.stagger);
    keys.duration("repeat_every_s", scenario.repeat_every);
    if (auto done = read_start(keys.find("start"), scenario.start); !done) return done.error();
    if (auto done = read_object("county", keys.find("county"), scenario.county, read_county); !done)
        return done.error();
    if (auto done = read_object("faults", keys.find("faults"), scenario.faults, read_faults); !done)
        return done.error();
    if (auto done = read_list("runs", keys.find("runs"), scenario.runs, read_run); !done) return done.error();
    if (auto done = read_object("record", keys.find("record"), scenario.record, read_record); !done)
        return done.error();
    if (auto done = read_list("acts", keys.find("acts"), scenario.acts, read_act); !done) return done.error();
    if (scenario.report_interval < seconds{1}) keys.complain("report_interval_s must be at least 1");
    check_runs(scenario, keys);
    const CountyPlan& plan = scenario.county;
    if (plan.overloaded + plan.expired + plan.non_commercial > plan.vehicles)
        keys.complain("county: more vehicles with a role than vehicles");
    if (auto done = keys.finish(); !done) return done.error();
    return scenario;
}

}  // namespace husong::device_sim
