#include "device_sim/record_keys.hpp"

namespace husong::device_sim {

namespace {

using boost::json::object;

constexpr std::array<std::string_view, 5> counter_names{"independent", "over_dispersed", "crowded",
                                                        "sticking", "drifting"};

void share(Keys& keys, std::string_view key, int& per_mille) { keys.number(key, per_mille, 0, 1'000); }

Result<> read_loads(const object& given, LoadPlan& plan) {
    Keys keys{given, "record.loads."};
    share(keys, "full_per_mille", plan.full_per_mille);
    share(keys, "over_per_mille", plan.over_per_mille);
    keys.number("over_most", plan.over_most, 1, 30);
    keys.flag("over_repeats", plan.over_repeats);
    share(keys, "absent_per_mille", plan.absent_per_mille);
    return keys.finish();
}

Result<> read_counter(const object& given, CounterPlan& plan) {
    Keys keys{given, "record.counters[]."};
    keys.choice("family", plan.family, counter_names);
    keys.number("share", plan.share, 1, 1'000);
    share(keys, "miss_per_mille", plan.miss_per_mille);
    share(keys, "double_per_mille", plan.double_per_mille);
    keys.number("concentration", plan.concentration, 1, 1'000);
    keys.number("crowd_from", plan.crowd_from, 0, 100);
    share(keys, "crowd_miss_per_mille", plan.crowd_miss_per_mille);
    share(keys, "repeat_per_mille", plan.repeat_per_mille);
    share(keys, "lost_per_mille", plan.lost_per_mille);
    keys.number("drift_per_mille_per_day", plan.drift_per_mille_per_day, -100, 100);
    keys.number("broken_from_day", plan.broken_from_day, -1, 10'000);
    share(keys, "broken_miss_per_mille", plan.broken_miss_per_mille);
    return keys.finish();
}

Result<> read_counts(const object& given, CountPlan& plan) {
    Keys keys{given, "record.counts."};
    share(keys, "escort_per_mille", plan.escort_per_mille);
    share(keys, "gate_per_mille", plan.gate_per_mille);
    share(keys, "gate_off_per_mille", plan.gate_off_per_mille);
    share(keys, "typing_error_per_mille", plan.typing_error_per_mille);
    share(keys, "recount_per_mille", plan.recount_per_mille);
    share(keys, "stops_per_mille", plan.stops_per_mille);
    return keys.finish();
}

Result<> read_crew(const object& given, CrewPlan& plan) {
    Keys keys{given, "record.crew."};
    keys.flag("tells", plan.tells);
    share(keys, "sign_in_forgotten_per_mille", plan.sign_in_forgotten_per_mille);
    share(keys, "other_driver_per_mille", plan.other_driver_per_mille);
    share(keys, "escort_missing_per_mille", plan.escort_missing_per_mille);
    share(keys, "escort_leaves_per_mille", plan.escort_leaves_per_mille);
    share(keys, "walk_round_forgotten_per_mille", plan.walk_round_forgotten_per_mille);
    share(keys, "marked_per_mille", plan.marked_per_mille);
    share(keys, "mark_forgotten_per_mille", plan.mark_forgotten_per_mille);
    share(keys, "mark_left_open_per_mille", plan.mark_left_open_per_mille);
    share(keys, "swept_untold_per_mille", plan.swept_untold_per_mille);
    share(keys, "swept_falsely_per_mille", plan.swept_falsely_per_mille);
    return keys.finish();
}

Result<> read_pupils(const object& given, PupilPlan& plan) {
    Keys keys{given, "record.pupils."};
    share(keys, "left_behind_per_mille", plan.left_behind_per_mille);
    share(keys, "marked_off_by_habit_per_mille", plan.marked_off_by_habit_per_mille);
    share(keys, "roll_call_per_mille", plan.roll_call_per_mille);
    share(keys, "safe_home_per_mille", plan.safe_home_per_mille);
    share(keys, "not_home_per_mille", plan.not_home_per_mille);
    share(keys, "excused_per_mille", plan.excused_per_mille);
    return keys.finish();
}

Result<> read_gate(const object& given, GatePlan& plan) {
    Keys keys{given, "record.gate."};
    keys.flag("notes", plan.notes);
    return keys.finish();
}

Result<> read_late(const object& given, LatePlan& plan) {
    Keys keys{given, "record.late."};
    share(keys, "per_mille", plan.per_mille);
    keys.duration("longest_s", plan.longest);
    return keys.finish();
}

}  // namespace

Result<> read_record(const object& given, RecordPlan& plan) {
    Keys keys{given, "record."};
    keys.duration("interval_s", plan.interval);
    keys.duration("parked_interval_s", plan.parked_interval);
    const auto part = [&keys](std::string_view name, auto& out, auto read) {
        return read_object(fmt::format("record.{}", name), keys.find(name), out, read);
    };
    if (auto ok = part("loads", plan.loads, read_loads); !ok) return ok;
    if (auto ok = part("counts", plan.counts, read_counts); !ok) return ok;
    if (auto ok = part("crew", plan.crew, read_crew); !ok) return ok;
    if (auto ok = part("pupils", plan.pupils, read_pupils); !ok) return ok;
    if (auto ok = part("gate", plan.gate, read_gate); !ok) return ok;
    if (auto ok = part("late", plan.late, read_late); !ok) return ok;
    if (const auto* counters = keys.find("counters"); counters != nullptr) {
        plan.counters.clear();
        if (auto ok = read_list("record.counters", counters, plan.counters, read_counter); !ok) return ok;
        if (plan.counters.empty()) keys.complain("record.counters must hold one or more");
    }
    constexpr std::chrono::seconds least{1};
    if (plan.interval < least || plan.parked_interval < least)
        keys.complain("record.interval_s and record.parked_interval_s must be at least 1");
    return keys.finish();
}

}  // namespace husong::device_sim
