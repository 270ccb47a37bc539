// Does the escort count those who board at a stop? By the door counter's windows and her own counts (ES-02).
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

// A window tells of some who boarded at the stop where the vehicle stands or stood last: of one stand there
// may be several.
void board_here(Trip& trip, int boarded);

// The vehicle has left the stop: from now on she has so long to count. Returns whether she has missed the one
// before.
bool leave_stop(Trip& trip, const Motion& motion, Time at, Milliseconds count_confirm);

// She has not.
void miss_count(Trip& trip);

// The escort counted: those who boarded at a stop, or everybody.
void count_by_escort(Trip& trip, Time at);

}  // namespace husong::tracking
