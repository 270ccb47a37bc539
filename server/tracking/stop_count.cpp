#include "server/tracking/stop_count.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

// The windows of one stop may be told one after the other when the vehicle is on its way again.
bool is_same_stop(const Trip& trip, const Motion& motion, Time left_at) {
    return motion.since <= left_at && trip.stand_seen <= left_at;
}

}  // namespace

void board_here(Trip& trip, int boarded) {
    trip.boarded_here = static_cast<std::int16_t>(std::min(trip.boarded_here + boarded, 9'999));
}

bool leave_stop(Trip& trip, const Motion& motion, Time at, Milliseconds count_confirm) {
    const bool counted = trip.counted_by_escort_at >= motion.since - count_confirm;
    const bool asked = trip.stage == TripStage::under_way && trip.escort.on_duty() && !counted;
    const bool boarded = trip.boarded_here > 0;
    trip.boarded_here = 0;
    if (!asked || !boarded) return false;
    const bool pending = trip.count_due != never;
    if (pending && is_same_stop(trip, motion, trip.count_due - count_confirm)) return false;
    if (pending) miss_count(trip);
    trip.count_due = at + count_confirm;
    return pending;
}

void miss_count(Trip& trip) {
    ++trip.stops_uncounted;
    trip.count_missing = true;
}

void count_by_escort(Trip& trip, Time at) {
    trip.counted_by_escort_at = at;
    trip.count_due = never;
    trip.boarded_here = 0;
    trip.count_missing = false;
}

}  // namespace husong::tracking
