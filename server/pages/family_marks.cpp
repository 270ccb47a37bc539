#include "server/pages/family_marks.hpp"

#include "maps/geometry.hpp"
#include "server/pages/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::pages {

namespace {

using registry::Direction;
using tracking::TripPhase;
using tracking::TripPlan;
using tracking::TripTrace;

// Of the plan, where the child is to board and to get off.
std::optional<std::size_t> place_of_boarding(const TripPlan& plan, std::string_view stop) {
    return plan.direction == Direction::home ? std::size_t{0} : own_place(plan, stop);
}
std::optional<std::size_t> place_of_alighting(const TripPlan& plan, std::string_view stop) {
    return plan.direction == Direction::home ? own_place(plan, stop) : plan.places.size() - 1;
}

std::string name_of_place(const TripPlan& plan, std::size_t place) {
    const bool gate = place == (plan.direction == Direction::home ? 0 : plan.places.size() - 1);
    return gate ? "校门" : plan.places[place].name;
}

// The vehicle had come there, and not to the next place yet. A place that it reached unseen might have been
// reached before.
bool was_last_at(const TripTrace& trace, std::size_t place, Time at) {
    if (place >= trace.reached || !trace.passed[place] || *trace.passed[place] > at) return false;
    const std::size_t next = place + 1;
    return next >= trace.reached || (trace.passed[next] && *trace.passed[next] > at);
}

std::string place_when_marked(const TripPlan& plan, const TripTrace& trace, std::optional<std::size_t> place,
                              Time at) {
    if (plan.places.empty() || !place || !was_last_at(trace, *place, at)) return {};
    return name_of_place(plan, *place);
}

std::string mark_text(std::string_view what, Time at, std::string_view place) {
    return place.empty() ? fmt::format("{} {}", what, clock_text(at))
                         : fmt::format("{} {}（{}）", what, clock_text(at), place);
}

// When it left a place, or at the latest: none while it may be there still.
std::optional<Time> left_place(const TripPlan& plan, const TripTrace& trace, std::size_t place) {
    if (trace.reached <= place) return std::nullopt;
    if (place == 0 && trace.left_at) return trace.left_at;
    const tracking::TripPlace& there = plan.places[place];
    const bool further = trace.reached > place + 1;
    const bool away = trace.position && !maps::inside({there.at, there.radius_m}, *trace.position);
    if (!further && (place == 0 || !away)) return std::nullopt;
    if (trace.visits[place].left) return trace.visits[place].left;
    for (std::size_t i = further ? place + 1 : place; i < trace.reached; ++i)
        if (trace.passed[i]) return trace.passed[i];
    return trace.position_at;
}

}  // namespace

std::optional<std::size_t> own_place(const TripPlan& plan, std::string_view stop) {
    const auto found = std::ranges::find(plan.places, stop, &tracking::TripPlace::name);
    if (found == plan.places.end()) return std::nullopt;
    return static_cast<std::size_t>(found - plan.places.begin());
}

bool may_be_aboard(const tracking::RiderMarks& marks, const fleet::RunTime& time, Time now) {
    if (!marks.aboard() || now < time.from) return false;
    return now < time.until || (now < time.latest && !marks.swept_at);
}

bool is_aboard(const FamilyFacts& facts) {
    return facts.trace.phase != TripPhase::ended && may_be_aboard(facts.marks, facts.run_time, facts.now);
}

std::string boarded_text(const FamilyFacts& facts) {
    const auto place = place_of_boarding(facts.plan, facts.way.stop);
    const Time at = *facts.marks.boarded_at;
    return mark_text("已上车", at, place_when_marked(facts.plan, facts.trace, place, at));
}

std::string alighted_text(const FamilyFacts& facts) {
    const Time at = *facts.marks.alighted_at;
    return alighted_text(at, alighted_place(facts.plan, facts.trace, facts.way.stop, at));
}

std::string alighted_place(const TripPlan& plan, const TripTrace& trace, std::string_view stop, Time at) {
    if (plan.places.empty()) return {};
    return place_when_marked(plan, trace, place_of_alighting(plan, stop), at);
}

std::string alighted_text(Time at, std::string_view place) { return mark_text("已下车", at, place); }

Unmarked unmarked(const FamilyFacts& facts, const FamilySettings& settings) {
    const tracking::RiderMarks& marks = facts.marks;
    if (!facts.way.bound || marks.any() || !marks.others_boarded) return Unmarked::nothing;
    if (facts.plan.places.empty()) return Unmarked::nothing;
    const auto place = place_of_boarding(facts.plan, facts.way.stop);
    const auto left = place ? left_place(facts.plan, facts.trace, *place) : std::nullopt;
    if (!left) return Unmarked::nothing;
    return facts.now - *left < settings.marked_within ? Unmarked::not_yet : Unmarked::missing;
}

}  // namespace husong::pages
