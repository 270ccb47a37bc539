#include "server/coordination/one_day.hpp"

#include <algorithm>
#include <map>

namespace husong::coordination {

namespace {

constexpr Minutes gate_window{15};
constexpr int window_minutes = 15;

// Whether one more may be at the gate then.
bool gate_allows(const OneDay::Wanted& wanted, Minutes at) {
    if (!wanted.passes_gate) return true;
    std::vector<Minutes> times = wanted.at_the_gate;
    const auto here = std::ranges::upper_bound(times, at) - times.begin();
    times.insert(times.begin() + here, at);
    const auto most = static_cast<std::ptrdiff_t>(wanted.gate_per_quarter);
    for (auto first = std::max<std::ptrdiff_t>(0, here - most); first <= here; ++first)
        if (first + most < std::ssize(times) && times[static_cast<std::size_t>(first + most)] <
                                                    times[static_cast<std::size_t>(first)] + gate_window)
            return false;
    return true;
}

std::optional<std::size_t> nearest_place(const Line& line, Minutes from_school) {
    std::optional<std::size_t> nearest;
    Minutes away = from_school;  // the gate's
    for (std::size_t i = 0; i < line.places.size(); ++i) {
        const Minutes its = std::chrono::abs(line.places[i].from_school - from_school);
        if (its >= away) continue;
        away = its;
        nearest = i;
    }
    return nearest;
}

}  // namespace

OneDay::OneDay(const Case& question, const Plan& plan, Breakdown breakdown)
    : question_{&question},
      plan_{&plan},
      breakdown_{std::move(breakdown)},
      serves_(question.vehicles.size()) {
    for (std::size_t leg = 0; leg < plan.legs.size(); ++leg) {
        if (plan.legs[leg].at.on != breakdown_.at.on) continue;
        for (std::size_t run = 0; run < plan.legs[leg].runs.size(); ++run) add(leg, run);
    }
}

void OneDay::add(std::size_t leg, std::size_t was) {
    const Run& run = plan_->legs[leg].runs[was];
    Duty duty = duty_of(run, plan_->legs[leg], *question_);
    const bool begun = duty.loaded.from < breakdown_.at.at, ended = duty.loaded.until <= breakdown_.at.at;
    const bool open = run.vehicle && is_out(*run.vehicle) && !ended && !is_ready_again(run, duty);
    if (open && begun) return cut(leg, was);
    duty.number = push({leg, was, 0, run, run.at_gate, open, false});
    if (open)
        runs_.back().run.vehicle.reset();
    else if (run.vehicle)
        put_in_order(serves_[*run.vehicle], duty);
}

std::size_t OneDay::push(DayRun run) {
    run.of = runs_.size();
    runs_.push_back(std::move(run));
    return runs_.size() - 1;
}

// The pupils who are still aboard, or wait for it, go on in another run from where it stands.
void OneDay::cut(std::size_t leg, std::size_t was) {
    const Run& run = plan_->legs[leg].runs[was];
    const bool home = plan_->legs[leg].way == Way::home;
    const Line& line = question_->lines[run.line];
    const Minutes from_school = home ? breakdown_.at.at - run.at_gate : run.at_gate - breakdown_.at.at;
    Run brought = run, rest = run;
    const auto is_brought = [&](const Load& load) {
        return home && line.places[load.place].from_school <= from_school;
    };
    std::erase_if(brought.loads, [&](const Load& load) { return !is_brought(load); });
    std::erase_if(rest.loads, is_brought);
    for (Run* part : {&brought, &rest}) {
        part->riders = 0;
        for (const Load& load : part->loads) part->riders += load.riders;
        if (!part->loads.empty()) part->way = line.places[part->loads.front().place].from_school;
    }
    if (!brought.loads.empty()) {
        Duty duty = duty_of(brought, plan_->legs[leg], *question_);
        duty.number = push({leg, was, 0, std::move(brought), run.at_gate, false, false});
        put_in_order(serves_[*run.vehicle], duty);
    }
    if (rest.loads.empty()) return;
    rest.seats = rest.riders;
    rest.stand = Stand{*run.vehicle, breakdown_.at.at, from_school, nearest_place(line, from_school)};
    rest.vehicle.reset();
    push({leg, was, 0, std::move(rest), run.at_gate, true, false});
}

bool OneDay::is_out(std::size_t vehicle) const {
    return std::ranges::find(breakdown_.vehicles, vehicle) != breakdown_.vehicles.end();
}

// Whether its own vehicle serves it all the same: from where its last run before ended, or was cut.
bool OneDay::is_ready_again(const Run& run, const Duty& duty) const {
    if (!breakdown_.until) return false;
    std::optional<Duty> before;
    for (const PlannedLeg& leg : plan_->legs) {
        if (leg.at.on != breakdown_.at.on) continue;
        for (const Run& each : leg.runs) {
            if (each.vehicle != run.vehicle) continue;
            const Duty its = duty_of(each, leg, *question_);
            if (its.loaded.from >= breakdown_.at.at || (before && its.loaded.from <= before->loaded.from))
                continue;
            before = its;
        }
    }
    Minutes empty{0};
    if (before) empty = empty_way(*before, duty, *question_);
    if (before && before->loaded.until > breakdown_.at.at)
        empty += before->driving;  // from anywhere along it
    return *breakdown_.until + empty + question_->rules.turn <= duty.loaded.from;
}

bool OneDay::can_change(std::size_t number) const {
    const DayRun& run = runs_[number];
    if (!run.run.vehicle || run.replaced || is_out(*run.run.vehicle)) return false;
    return duty_of(run.run, plan_->legs[run.leg], *question_).loaded.from > breakdown_.at.at;
}

OneDay::Wanted OneDay::wanted(const DayRun& run, Until until) const {
    Wanted wanted;
    Run planned = run.run;
    planned.at_gate = wanted.at_gate = run.planned;
    wanted.duty = duty_of(planned, plan_->legs[run.leg], *question_);
    wanted.gate_per_quarter = question_->schools[wanted.duty.school].gate_per_quarter;
    wanted.passes_gate = passes_gate(run);
    wanted.latest = until == Until::whenever ? Minutes{24 * 60}
                    : until == Until::own_time && !run.run.stand
                        ? run.planned
                        : std::max(run.run.stand ? Minutes{0} : run.planned, latest(run));
    for (const DayRun& each : runs_)
        if (each.leg == run.leg && &each != &run && passes_gate(each))
            wanted.at_the_gate.push_back(each.run.at_gate);
    std::ranges::sort(wanted.at_the_gate);
    return wanted;
}

Minutes OneDay::latest(const DayRun& run) const {
    const Minutes posts = passes_gate(run) ? posts_until(run.leg) : Minutes{24 * 60};
    if (way(run) == Way::home) return std::min(question_->day(breakdown_.at.on).dusk - run.run.way, posts);
    const School& school = question_->schools[question_->breaks[plan_->legs[run.leg].of].school];
    return std::min(school.latest_back, posts);
}

int OneDay::last_quarter(std::size_t leg) const {
    Minutes last = plan_->legs[leg].at.at;
    for (const Run& run : plan_->legs[leg].runs) last = std::max(last, run.at_gate);
    for (const DayRun& run : runs_)
        if (run.leg == leg && passes_gate(run) && run.run.vehicle) last = std::max(last, run.run.at_gate);
    return static_cast<int>(last.count()) / window_minutes;
}

// How long the leg's gate road can be manned, without more posts than there are.
Minutes OneDay::posts_until(std::size_t leg) const {
    std::vector<int> manned(quarters_in_day, 0);
    for (std::size_t each = 0; each < plan_->legs.size(); ++each) {
        const Moment& at = plan_->legs[each].at;
        if (each == leg || at.on != breakdown_.at.on || plan_->legs[each].runs.empty()) continue;
        for (int q = static_cast<int>(at.at.count()) / window_minutes; q <= last_quarter(each); ++q)
            if (q < quarters_in_day) ++manned[static_cast<std::size_t>(q)];
    }
    int after = last_quarter(leg) + 1;
    while (after < quarters_in_day &&
           manned[static_cast<std::size_t>(after)] < question_->day(breakdown_.at.on).posts)
        ++after;
    return Minutes{after * window_minutes - 1};
}

std::optional<Minutes> OneDay::earliest(std::size_t vehicle, const Wanted& wanted) const {
    const Vehicle& its = question_->vehicles[vehicle];
    const Duty& duty = wanted.duty;
    const Stages pupils = question_->schools[duty.school].stages;
    if (is_out(vehicle) || its.seats < duty.riders || (its.stages & pupils) != pupils) return std::nullopt;
    const std::vector<Duty>& own = serves_[vehicle];
    const Minutes turn = question_->rules.turn, longest = wanted.latest - wanted.at_gate;
    std::optional<Minutes> best;
    for (std::size_t gap = 0; gap <= own.size(); ++gap) {
        // Nobody is there at once: what was not planned begins `turn` after the moment at the soonest. A
        // vehicle without a run before is taken to come from the gate.
        Minutes by = std::max(Minutes{0}, breakdown_.at.at + turn - duty.span.from);
        if (gap > 0)
            by =
                std::max(Minutes{0}, std::max(own[gap - 1].loaded.until, breakdown_.at.at) +
                                         empty_way(own[gap - 1], duty, *question_) + turn - duty.loaded.from);
        const auto fits = [&] {
            return gate_allows(wanted, wanted.at_gate + by) &&
                   is_free(its, later(duty, by), breakdown_.at.on, question_->rules);
        };
        while (by <= longest && !fits()) by += Minutes{1};
        if (by > longest || (best && by >= *best)) continue;
        if (gap < own.size() && duty.loaded.until + by + turn > own[gap].loaded.from) continue;
        if (has_room(own, later(duty, by), *question_)) best = by;
    }
    if (!best) return std::nullopt;
    return wanted.at_gate + *best;
}

Refusals OneDay::refusals(const Wanted& wanted) const {
    Refusals counted;
    const Stages pupils = question_->schools[wanted.duty.school].stages;
    for (std::size_t i = 0; i < serves_.size(); ++i) {
        const Vehicle& vehicle = question_->vehicles[i];
        if (is_out(i))
            ++counted.out;
        else if ((vehicle.stages & pupils) != pupils)
            ++counted.pupils;
        else if (vehicle.seats < wanted.duty.riders)
            ++counted.seats;
        else
            ++(earliest(i, wanted) ? counted.free : counted.no_room);
    }
    return counted;
}

int OneDay::free_at_gate(const Wanted& wanted) {
    Wanted fuller = wanted;
    int free = 0;
    constexpr int enough = 100;
    while (free < enough && gate_allows(fuller, wanted.at_gate)) {
        ++free;
        fuller.at_the_gate.insert(std::ranges::upper_bound(fuller.at_the_gate, wanted.at_gate),
                                  wanted.at_gate);
    }
    return free;
}

void OneDay::put(std::size_t number, std::size_t vehicle, Minutes at_gate) {
    DayRun& run = runs_[number];
    run.run.vehicle = vehicle;
    run.run.at_gate = at_gate;
    Duty duty = duty_of(run.run, plan_->legs[run.leg], *question_);
    duty.number = number;
    put_in_order(serves_[vehicle], duty);
}

void OneDay::take(std::size_t number) {
    auto& vehicle = runs_[number].run.vehicle;
    std::erase_if(serves_[*vehicle], [&](const Duty& duty) { return duty.number == number; });
    vehicle.reset();
    runs_[number].run.at_gate = runs_[number].planned;
}

std::size_t OneDay::add_part(std::size_t number, Run part) {
    DayRun made = runs_[number];
    made.run = std::move(part);
    made.replaced = false;
    runs_.push_back(std::move(made));
    return runs_.size() - 1;
}

Plan OneDay::plan() const {
    Plan made = *plan_;
    for (PlannedLeg& leg : made.legs)
        if (leg.at.on == breakdown_.at.on) leg.runs.clear();
    std::vector<const DayRun*> sorted;
    for (const DayRun& run : runs_)
        if (!run.replaced) sorted.push_back(&run);
    std::ranges::stable_sort(sorted, {}, &DayRun::was);
    for (const DayRun* run : sorted) made.legs[run->leg].runs.push_back(run->run);
    made.unserved = 0;
    for (const PlannedLeg& leg : made.legs)
        for (const Run& run : leg.runs)
            if (!run.vehicle) made.unserved += run.riders;
    made.peak_vehicles = peak_of(made, *question_);
    return made;
}

int peak_of(const Plan& plan, const Case& question) {
    std::map<long, int> in_use_at;  // by quarter hour since 1970
    int peak = 0;
    for (const PlannedLeg& leg : plan.legs)
        for (const Run& run : leg.runs) {
            const Span span = in_use(run, leg.way, question.rules);
            const long midnight = long{leg.at.on.time_since_epoch().count()} * quarters_in_day;
            for (long q = span.from / gate_window; gate_window * q < span.until; ++q)
                peak = std::max(peak, ++in_use_at[midnight + q]);
        }
    return peak;
}

}  // namespace husong::coordination
