#include "server/coordination/duty.hpp"

#include "server/coordination/movement.hpp"

#include <algorithm>

namespace husong::coordination {

Duty duty_of(const Run& run, const PlannedLeg& leg, const Case& question) {
    const bool home = leg.way == Way::home;
    const std::size_t school = question.breaks[leg.of].school;
    const std::vector<Place>& places = question.lines[run.line].places;
    const maps::Wgs84 gate = question.schools[school].gate, far = places[run.loads.front().place].position;
    Duty duty;
    duty.school = school;
    duty.riders = run.riders;
    duty.span = in_use(run, leg.way, question.rules);
    duty.begins_at_gate = home && !run.stand;
    duty.ends_at_gate = !home;
    duty.begin = home ? gate : far;
    duty.end = home ? far : gate;
    duty.begin_from_gate = home ? Minutes{0} : run.way;
    duty.end_from_gate = home ? run.way : Minutes{0};
    if (run.stand) {
        duty.begin = run.stand->place ? places[*run.stand->place].position : gate;
        duty.begin_from_gate = run.stand->from_school;
    }
    duty.loaded = home ? Span{run.at_gate + duty.begin_from_gate, run.at_gate + run.way}
                       : Span{run.at_gate - duty.begin_from_gate, run.at_gate};
    duty.driving = duty.loaded.until - duty.loaded.from;
    return duty;
}

Duty later(Duty duty, Minutes by) {
    for (Minutes* moment : {&duty.span.from, &duty.span.until, &duty.loaded.from, &duty.loaded.until})
        *moment += by;
    return duty;
}

Minutes empty_way(const Duty& from, const Duty& to, const Case& question) {
    if (from.school == to.school && from.ends_at_gate != to.begins_at_gate)
        return to.begins_at_gate ? from.end_from_gate : to.begin_from_gate;
    return road_minutes(from.end, to.begin, question.rules);
}

bool is_free(const Vehicle& vehicle, const Duty& duty, Day day, const Rules& rules) {
    if (is_busy(vehicle, day, duty.span)) return false;
    return std::ranges::all_of(vehicle.busy, [&](const Busy& busy) {
        if (!busy.place || !is_on(busy, day)) return true;
        if (duty.loaded.from < busy.from)
            return duty.loaded.until + road_minutes(duty.end, *busy.place, rules) + rules.turn <= busy.from;
        return busy.until + road_minutes(*busy.place, duty.begin, rules) <= duty.loaded.from;
    });
}

bool suits(const Vehicle& vehicle, const Duty& duty, Day day, const Case& question) {
    const Stages pupils = question.schools[duty.school].stages;
    return vehicle.seats >= duty.riders && (vehicle.stages & pupils) == pupils &&
           is_free(vehicle, duty, day, question.rules);
}

bool has_room(std::vector<Duty> duties, const Duty& duty, const Case& question) {
    put_in_order(duties, duty);
    Minutes driven{0};
    for (std::size_t i = 0; i < duties.size(); ++i) {
        driven += duties[i].driving;
        if (i == 0) continue;
        const Minutes empty = empty_way(duties[i - 1], duties[i], question);
        if (duties[i - 1].loaded.until + empty + question.rules.turn > duties[i].loaded.from) return false;
        driven += empty;
    }
    return driven <= question.rules.driving_a_day;
}

void put_in_order(std::vector<Duty>& duties, const Duty& duty) {
    const auto after = std::ranges::upper_bound(duties, duty.loaded.from, {},
                                                [](const Duty& each) { return each.loaded.from; });
    duties.insert(after, duty);
}

}  // namespace husong::coordination
