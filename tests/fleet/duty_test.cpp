#include "server/fleet/duty.hpp"

#include <gtest/gtest.h>

namespace husong::fleet {
namespace {

using tracking::Trip;
using tracking::TripStage;
using namespace std::chrono_literals;

constexpr Time seven = from_millis(1'788'217'200'000);

registry::Departure run(const char* code, Milliseconds after_seven) {
    registry::Departure departure;
    departure.code = code;
    departure.leaves_at = seven + after_seven;
    return departure;
}

Duty duty(const registry::Departure& departure, const Trip& trip) {
    static const registry::Registry registry{registry::RegistryRows{}};
    return duty_of({Post::escort, "E1"}, departure, &trip, registry, seven);
}

Trip over(const char* code) {
    Trip trip;
    trip.stage = TripStage::over;
    trip.departure = tracking::code_hash(code);
    trip.leaves_at = seven;
    trip.boarded = 3;
    return trip;
}

TEST(Duty, ASweepIsMissingAsLongAsNobodyHasLookedAndAgainWhenSomethingStirs) {
    Trip trip = over("R1");
    EXPECT_TRUE(duty(run("R1", 0ms), trip).sweep_missing);
    trip.swept_at = seven + 30min;
    EXPECT_FALSE(duty(run("R1", 0ms), trip).sweep_missing);
    trip.cabin_motion_at = seven + 3h;
    EXPECT_TRUE(duty(run("R1", 0ms), trip).sweep_missing);
}

TEST(Duty, ASweepThatIsOwedIsToldOfTheRunBeforeOrTheOneExpectedAndOfNoneToCome) {
    Trip trip;
    trip.stage = TripStage::expected;
    trip.departure = tracking::code_hash("R2");
    trip.leaves_at = seven + 5h;
    trip.sweep_owed = true;
    EXPECT_TRUE(duty(run("R1", 0ms), trip).may_sweep);
    EXPECT_TRUE(duty(run("R2", 5h), trip).may_sweep);
    EXPECT_FALSE(duty(run("R3", 10h), trip).may_sweep);
    trip.stage = TripStage::under_way;
    EXPECT_FALSE(duty(run("R1", 0ms), trip).may_sweep) << "others are aboard";
    EXPECT_FALSE(duty(run("R2", 5h), trip).may_sweep);
}

}  // namespace
}  // namespace husong::fleet
