#include "server/coordination/changes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::coordination {

namespace {

using std::chrono::days;

constexpr Minutes whole_day{24 * 60};

void add_vehicles(Case& question, const Change& change) {
    Vehicle vehicle;
    vehicle.seats = change.seats;
    vehicle.stages = change.stages;
    for (std::size_t i = 0; change.on && i < question.days.size(); ++i)
        if (const Day day = question.first + days{i}; day != *change.on)
            vehicle.busy.push_back({0, day, Minutes{0}, whole_day});
    for (int i = 0; i < change.count; ++i) {
        vehicle.plate = fmt::format("+{}", question.vehicles.size());
        question.vehicles.push_back(vehicle);
    }
}

// Further from its wish in one direction.
void move_leg(std::optional<Leg>& leg, int count) {
    if (!leg) return;
    const int farther = std::abs(count);
    const days there{count > 0 ? 1 : -1};
    for (int i = 1; i <= farther; ++i) leg->forbidden.push_back(leg->wish.on - there * (leg->shift_days + i));
    leg->shift_days += farther;
}

// A pin beyond what the leg's rule allows takes the other leg with it: the break stays as long as it was
// wished, or grows by what the other leg may be moved.
void pin_leg(Break& of, Way way, Moment at) {
    Leg& leg = *of.leg(way);
    auto& other = of.leg(way == Way::home ? Way::back : Way::home);
    const days moved = at.on - leg.wish.on, allowed{leg.shift_days};
    leg.pinned = at;
    if (!other || other->pinned || (-allowed <= moved && moved <= allowed)) return;
    const days length = abs(other->wish.on - leg.wish.on), growth{other->shift_days};
    move_leg(other, static_cast<int>(moved.count()));
    const auto [first, last] = days_of(*other);
    for (Day day = first; day <= last; day += days{1}) {
        const days off = way == Way::home ? day - at.on : at.on - day;
        if (off < length || off > length + growth) other->forbidden.push_back(day);
    }
}

void change_leg(Case& question, const Change& change) {
    auto& of = question.breaks[change.leg->of];
    Leg& leg = *of.leg(change.leg->way);
    switch (change.kind) {
        case ChangeKind::move:  // a break as a whole: it must not become shorter
            move_leg(of.home, change.count);
            move_leg(of.back, change.count);
            break;
        case ChangeKind::unpin: leg.pinned.reset(); break;
        case ChangeKind::pin: pin_leg(of, change.leg->way, {*change.on, change.at}); break;
        case ChangeKind::forbid: leg.forbidden.push_back(*change.on); break;
        default: std::erase(leg.forbidden, *change.on);
    }
}

void change_school(Case& question, const Change& change) {
    School& school = question.schools[change.school];
    const bool home = change.leg && change.leg->way == Way::home;
    switch (change.kind) {
        case ChangeKind::earlier:
            (home ? school.earliest_home : school.earliest_back) -= change.minutes;
            break;
        case ChangeKind::later: (home ? school.latest_home : school.latest_back) += change.minutes; break;
        case ChangeKind::weekday:
            school.home_weekdays |=
                static_cast<std::uint8_t>(1U << (std::chrono::weekday{*change.on}.iso_encoding() - 1));
            break;
        case ChangeKind::gate: school.gate_per_quarter += change.count; break;
        default:
            school.least_on_days = std::min(school.least_on_days, change.count);
            school.most_on_days = std::max(school.most_on_days, change.count);
    }
}

}  // namespace

DayRange days_of(const Leg& leg) {
    if (leg.pinned) return {leg.pinned->on, leg.pinned->on};
    return {leg.wish.on - days{leg.shift_days}, leg.wish.on + days{leg.shift_days}};
}

Case apply(const Change& change, Case question) {
    const auto on = change.on ? static_cast<std::size_t>((*change.on - question.first).count()) : 0;
    const bool within = change.on && question.holds(*change.on);
    switch (change.kind) {
        case ChangeKind::vehicles: add_vehicles(question, change); break;
        case ChangeKind::posts:
            if (within) question.days[on].posts += change.count;
            break;
        case ChangeKind::open_day:
            if (within) std::erase(question.days[on].closed, question.schools[change.school].code);
            break;
        case ChangeKind::move:
        case ChangeKind::unpin:
        case ChangeKind::pin:
        case ChangeKind::forbid:
        case ChangeKind::allow_day: change_leg(question, change); break;
        default: change_school(question, change);
    }
    return question;
}

}  // namespace husong::coordination
