// What the crew's marks say of one child on one run, and what it says that there are none. Pure.
#pragma once

#include "server/pages/family.hpp"

namespace husong::pages {

// The place of the plan at which the child gets off on the way home, and on the way to school is fetched.
std::optional<std::size_t> own_place(const tracking::TripPlan& plan, std::string_view stop);

// Marked as aboard, and as far as the clock and the sweep tell it may still be: the next run of the vehicle
// sets nobody down.
bool may_be_aboard(const tracking::RiderMarks& marks, const fleet::RunTime& time, Time now);
// The child was marked as aboard, and the run still goes on: afterwards nobody knows where it is.
bool is_aboard(const FamilyFacts& facts);

// "已上车 07:12（北沟站）", "已下车 07:40（校门）": the place only where the child was to board or get off,
// and the vehicle had come there, and to no other since, when the mark was made. Precondition: it is marked
// so.
std::string boarded_text(const FamilyFacts& facts);
std::string alighted_text(const FamilyFacts& facts);
// Of that place alone; empty: not known.
std::string alighted_place(const tracking::TripPlan& plan, const tracking::TripTrace& trace,
                           std::string_view stop, Time at);
std::string alighted_text(Time at, std::string_view place);

enum class Unmarked : std::uint8_t {
    nothing,  // marked; or nobody knows whether it should be: nothing is said
    not_yet,  // the vehicle has just left where the child was to board
    missing,  // … long enough ago
};
// Only of a child that is bound to this run, whose crew has marked somebody else as boarded.
Unmarked unmarked(const FamilyFacts& facts, const FamilySettings& settings);

}  // namespace husong::pages
