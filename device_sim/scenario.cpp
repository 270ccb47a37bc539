#include "device_sim/scenario.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace husong::device_sim {

namespace {

namespace json = boost::json;

constexpr std::int64_t a_week_s = 7 * 24 * 3600;

// Takes known keys out of an object one after another and keeps the first complaint.
class Keys {
public:
    Keys(const json::object& object, std::string_view where) : object_{object}, where_{where} {}

    // Bounded by what `fits` says; left as it is when the key is missing.
    template <class T>
    void number(std::string_view key, T& value, std::int64_t lowest, std::int64_t highest) {
        const json::value* found = find(key);
        if (!found) return;
        boost::system::error_code not_whole;
        const auto given = found->to_number<std::int64_t>(not_whole);
        if (not_whole || given < lowest || given > highest)
            return complain(
                fmt::format("{}{} must be a whole number from {} to {}", where_, key, lowest, highest));
        value = static_cast<T>(given);
    }
    void duration(std::string_view key, seconds& value) {
        std::int64_t count = value.count();
        number(key, count, 0, a_week_s);
        value = seconds{count};
    }
    void flag(std::string_view key, bool& value) {
        const json::value* found = find(key);
        if (!found) return;
        if (!found->is_bool()) return complain(fmt::format("{}{} must be true or false", where_, key));
        value = found->get_bool();
    }
    void text(std::string_view key, std::string& value) {
        const json::value* found = find(key);
        if (!found) return;
        if (!found->is_string()) return complain(fmt::format("{}{} must be a text", where_, key));
        value = found->get_string().c_str();
    }
    // One of the names, whose index becomes the value.
    template <class T, std::size_t N>
    void choice(std::string_view key, T& value, const std::array<std::string_view, N>& names) {
        std::string name;
        text(key, name);
        if (name.empty()) return;
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) return complain(fmt::format("{}{} cannot be '{}'", where_, key, name));
        value = static_cast<T>(at - names.begin());
    }
    const json::value* find(std::string_view key) {
        const auto at = object_.find(key);
        if (at == object_.end()) return nullptr;
        known_.push_back(key);
        return &at->value();
    }
    void complain(std::string what) {
        if (complaint_.empty()) complaint_ = std::move(what);
    }
    // After all keys were asked for: an unknown one is a complaint too.
    Result<> finish() {
        for (const auto& member : object_)
            if (std::find(known_.begin(), known_.end(), member.key()) == known_.end())
                complain(fmt::format("no scenario has the key {}{}", where_, std::string_view{member.key()}));
        if (!complaint_.empty()) return Error{ErrorCode::malformed, complaint_};
        return {};
    }

private:
    const json::object& object_;
    std::string where_;
    std::string complaint_;
    std::vector<std::string_view> known_;
};

constexpr std::array<std::string_view, 2> direction_names{"to_school", "home"};
constexpr std::array<std::string_view, 2> act_names{"head_count", "sighting"};
constexpr std::array<std::string_view, 5> role_names{"lawful", "overloaded", "expired", "non_commercial",
                                                     "unregistered"};

Result<> read_county(const json::object& object, CountyPlan& plan) {
    Keys keys{object, "county."};
    keys.number("seed", plan.seed, 0, INT64_MAX);
    keys.number("schools", plan.schools, 1, 200);
    keys.number("vehicles", plan.vehicles, 1, 5'000);
    keys.number("overloaded", plan.overloaded, 0, 5'000);
    keys.number("expired", plan.expired, 0, 5'000);
    keys.number("non_commercial", plan.non_commercial, 0, 5'000);
    keys.number("unregistered", plan.unregistered, 0, 1'000);
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

// A list of objects, each read into a new element.
template <class T>
Result<> read_list(const json::value* list, std::vector<T>& out, Result<> (*read)(const json::object&, T&)) {
    if (!list) return {};
    if (!list->is_array()) return Error{ErrorCode::malformed, "runs and acts must be lists"};
    for (const json::value& each : list->get_array()) {
        if (!each.is_object()) return Error{ErrorCode::malformed, "runs and acts must hold objects"};
        if (auto done = read(each.get_object(), out.emplace_back()); !done) return done;
    }
    return {};
}

template <class T>
Result<> read_object(const json::value* value, T& out, Result<> (*read)(const json::object&, T&)) {
    if (!value) return {};
    if (!value->is_object()) return Error{ErrorCode::malformed, "county and faults must be objects"};
    return read(value->get_object(), out);
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
    if (auto done = read_object(keys.find("county"), scenario.county, read_county); !done)
        return done.error();
    if (auto done = read_object(keys.find("faults"), scenario.faults, read_faults); !done)
        return done.error();
    if (auto done = read_list(keys.find("runs"), scenario.runs, read_run); !done) return done.error();
    if (auto done = read_list(keys.find("acts"), scenario.acts, read_act); !done) return done.error();
    if (scenario.report_interval < seconds{1}) keys.complain("report_interval_s must be at least 1");
    check_runs(scenario, keys);
    const CountyPlan& plan = scenario.county;
    if (plan.overloaded + plan.expired + plan.non_commercial > plan.vehicles)
        keys.complain("county: more vehicles with a role than vehicles");
    if (auto done = keys.finish(); !done) return done.error();
    return scenario;
}

}  // namespace husong::device_sim
