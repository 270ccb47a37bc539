// A vehicle's state fed record by record, as the fold feeds it: deadlines first, each at its own instant.
#pragma once

#include "server/tracking/vehicle_state.hpp"
#include "tests/tracking/telling.hpp"

namespace husong::tracking {

class Journey {
public:
    explicit Journey(CounterTraits counter = {45, true, true}) : traits{counter} {}

    void fire_until(Time until) {
        for (Time at = state.next_deadline(); at <= until && at != never; at = state.next_deadline())
            fire(state, at, settings);
    }
    void tell(const Record& record) {
        fire_until(record.measured_at);
        apply(state, record, settings, traits);
        fire_until(record.measured_at);
        now = record.measured_at;
    }
    // Reports every `interval` for so long.
    void drive(Milliseconds length, double speed_kmh = 36, Milliseconds interval = 10s) {
        for (const Time end = now + length; now < end;) {
            north_m += speed_kmh / 3.6 * static_cast<double>(interval.count()) / 1'000;
            tell(telling::fix(now + interval, {north_m, speed_kmh}));
        }
    }
    void stand(Milliseconds length, bool door = false, bool acc = true, Milliseconds interval = 10s) {
        for (const Time end = now + length; now < end;)
            tell(telling::fix(now + interval, {north_m, 0, door, acc}));
    }
    void board(int boarded, int alighted = 0) { tell(telling::flow(now - 20s, now, boarded, alighted)); }
    void count(int pupils, int adults, Source source = Source::escort) {
        tell(telling::count(now, pupils, adults, source));
    }
    // A bus that has been parked empty, then stood with people boarding, and drove off.
    void park_empty() { stand(std::chrono::minutes{12}, false, false, 60s); }

    [[nodiscard]] People people() const {
        return people_aboard(state.load, state.motion.moving, traits, settings);
    }
    [[nodiscard]] bool count_is_fresh() const {
        const HumanCount& latest = state.load.count;
        return latest.known() && !latest.boarding_possible && !latest.expired && !latest.disputed;
    }

    TrackingSettings settings;
    CounterTraits traits;
    VehicleState state;
    Time now = telling::morning;
    double north_m = 0;
};

inline constexpr People unknown{};
inline constexpr CounterTraits sees_everybody{20, true, true};

// A bus that was empty, let people board at one stop and drives.
inline Journey loaded(int boarded, CounterTraits traits = sees_everybody) {
    Journey bus{traits};
    bus.park_empty();
    bus.stand(60s, true);
    bus.board(boarded);
    bus.drive(60s);
    return bus;
}

}  // namespace husong::tracking
