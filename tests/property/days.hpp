// Random days of one vehicle, as records in order: what it drives, where it stops, who counts, who sees it.
#pragma once

#include "tests/property/deliveries.hpp"

#include <gtest/gtest.h>
// rapidcheck/gtest.h needs gtest before it
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace husong::rules {

// One thing that happens: which, and how much of it.
struct Act {
    int kind;
    int amount;
};

class DayWriter {
public:
    void act(const Act& act) {
        switch (act.kind % 10) {
            case 0:
            case 1: drive(act.amount % 30 + 1, 20 + act.amount % 40); break;
            case 2:
            case 3: stop(act.amount % 18, act.amount / 18 % 8); break;
            case 4: count(act.amount % 30, tracking::Source::escort); break;
            case 5: count(act.amount % 30, tracking::Source::police); break;
            case 6: see(act.amount % 2 == 0 ? tracking::Source::gate : tracking::Source::hotline); break;
            case 7: outlier(act.amount); break;
            case 8: park(act.amount % 25 + 1); break;
            default: now_ += std::chrono::seconds{act.amount * 3}; break;  // silence
        }
    }
    [[nodiscard]] Records records() const { return records_; }

private:
    void fix(const telling::Place& place) {
        now_ += 10s;
        records_.push_back(telling::fix(now_, place));
    }
    void drive(int fixes, double speed_kmh) {
        for (int i = 0; i < fixes; ++i) {
            north_m_ += speed_kmh / 3.6 * 10;
            fix({north_m_, speed_kmh});
        }
    }
    void stop(int boarded, int alighted) {
        for (int i = 0; i < 3; ++i) fix({north_m_, 0, i < 2});
        records_.push_back(telling::flow(now_ - 25s, now_, boarded, alighted));
        drive(8, 36);
    }
    void park(int minutes) {
        for (int i = 0; i < minutes; ++i) {
            now_ += 50s;
            fix({north_m_, 0, false, false});
        }
    }
    void count(int pupils, tracking::Source source) {
        now_ += 1s;
        records_.push_back(telling::count(now_, pupils, 2, source));
    }
    void see(tracking::Source source) {
        now_ += 1s;
        records_.push_back(telling::seen(now_, tracking::PupilsSeen::some, source));
    }
    void outlier(int amount) { fix({north_m_ + 5'000.0 + amount * 10, 50}); }

    Records records_;
    Time now_ = morning;
    double north_m_ = 0;
};

inline Records write_day(const std::vector<Act>& acts) {
    DayWriter day;
    for (const Act& act : acts) day.act(act);
    return day.records();
}

// A small bus, so that it is easily overloaded; without a plate for half of the days.
struct Scene {
    explicit Scene(bool with_plate) : registry{rows(with_plate)} {}
    static registry::RegistryRows rows(bool with_plate) {
        auto county = lawful_county();
        vehicle_of(county).approved_persons = 19;
        vehicle_of(county).vehicle_class = registry::VehicleClass::medium;
        if (!with_plate) county.school_bus_plates.clear();
        return county;
    }
    registry::Registry registry;
    tracking::TrackingSettings tracking;
    RuleSettings rules;
    FoldContext context{registry, tracking, rules};
};

inline rc::Gen<std::vector<Act>> acts() {
    return rc::gen::container<std::vector<Act>>(
        rc::gen::construct<Act>(rc::gen::inRange(0, 100), rc::gen::inRange(0, 1'000)));
}

inline rc::Gen<Records> days() { return rc::gen::map(acts(), write_day); }

}  // namespace husong::rules

namespace rc {
template <>
struct Arbitrary<husong::rules::Act> {
    static Gen<husong::rules::Act> arbitrary() {
        return gen::construct<husong::rules::Act>(gen::inRange(0, 100), gen::inRange(0, 1'000));
    }
};
}  // namespace rc
