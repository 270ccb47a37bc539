// What a run asks of the vehicle that serves it, and whether one vehicle can serve several.
#pragma once

#include "server/coordination/legs.hpp"

namespace husong::coordination {

// A run on its day, as its vehicle sees it.
struct Duty {
    std::size_t number = 0;  // the caller's
    std::size_t school = 0;
    int riders = 0;
    Minutes driving{};  // with pupils, or about to take them up
    Span span;          // in use, as the dates count it
    Span loaded;        // with pupils aboard, or about to come aboard
    // Its ends: the school's gate, or so many minutes from it.
    bool begins_at_gate = true, ends_at_gate = false;
    Minutes begin_from_gate{}, end_from_gate{};
    maps::Wgs84 begin, end;
};

Duty duty_of(const Run& run, const PlannedLeg& leg, const Case& question);
// The same so much later.
Duty later(Duty duty, Minutes by);

// From where one run ends to where the next one begins, without pupils: as the line tells it, or else by the
// road between them.
Minutes empty_way(const Duty& from, const Duty& to, const Case& question);

// Whether what else the vehicle does on that day leaves it the run, with the ways between and time to turn.
bool is_free(const Vehicle& vehicle, const Duty& duty, Day day, const Rules& rules);
// Whether the vehicle has the seats, may carry these pupils and is not busy.
bool suits(const Vehicle& vehicle, const Duty& duty, Day day, const Case& question);
// Whether one vehicle can serve the run beside these, which are in time's order: one after the other, with
// time to turn, within its driver's hours.
bool has_room(std::vector<Duty> duties, const Duty& duty, const Case& question);
// Puts it among those of one vehicle, in time's order.
void put_in_order(std::vector<Duty>& duties, const Duty& duty);

}  // namespace husong::coordination
