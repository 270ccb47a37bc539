#include "device_sim/flow_counter.hpp"

#include "device_sim/bus_run.hpp"
#include "device_sim/riders.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace husong::device_sim {
namespace {

// Of many stops at which ten board, how many the counter told, and how far these numbers lie apart.
struct Told {
    double mean = 0, variance = 0;
};
Told tell_of_tens(CounterPlan plan, int stops = 4'000) {
    FlowCounter counter{plan, Random{7}};
    double sum = 0, squares = 0;
    int told = 0;
    for (int i = 0; i < stops; ++i) {
        const auto flow = counter.count({10, 0});
        if (!flow) continue;
        ++told;
        sum += flow->boarded;
        squares += flow->boarded * flow->boarded;
    }
    const double mean = sum / told;
    return {mean, squares / told - mean * mean};
}

TEST(FlowCounter, AnIndependentOneMissesAsOftenAsItsPlanSays) {
    const Told told = tell_of_tens({.miss_per_mille = 100, .double_per_mille = 0});
    EXPECT_NEAR(told.mean, 9, 0.1);
    EXPECT_NEAR(told.variance, 10 * 0.1 * 0.9, 0.1);
}

TEST(FlowCounter, MissesOfAnOverDispersedOneComeTogether) {
    const Told told = tell_of_tens({.family = CounterFamily::over_dispersed,
                                    .miss_per_mille = 100,
                                    .double_per_mille = 0,
                                    .concentration = 3});
    EXPECT_NEAR(told.mean, 9, 0.15);
    EXPECT_NEAR(told.variance, 10 * 0.1 * 0.9 * (3 + 10) / (3 + 1), 0.5);  // of a beta-binomial
}

TEST(FlowCounter, ACrowdIsMissedOftenerThanAFew) {
    CounterPlan plan{.family = CounterFamily::crowded, .miss_per_mille = 0, .double_per_mille = 0};
    plan.crowd_from = 5;
    plan.crowd_miss_per_mille = 20;
    EXPECT_NEAR(tell_of_tens(plan).mean, 10 * (1 - 5 * 0.02), 0.1);
    FlowCounter counter{plan, Random{1}};
    EXPECT_EQ(counter.count({5, 0})->boarded, 5);
}

TEST(FlowCounter, AStickingOneLosesAStopOrRepeatsTheOneBefore) {
    CounterPlan plan{.family = CounterFamily::sticking, .miss_per_mille = 0, .double_per_mille = 0};
    plan.repeat_per_mille = plan.lost_per_mille = 100;
    FlowCounter counter{plan, Random{3}};
    std::map<std::string_view, int> faults;
    Flow before;
    for (int stop = 1; stop <= 1'000; ++stop) {
        const Flow truth{stop % 7, stop % 5};
        const auto told = counter.count(truth);
        ++faults[counter.fault()];
        if (counter.fault() == "lost") EXPECT_FALSE(told);
        if (counter.fault() == "repeated") EXPECT_EQ(told, before);
        if (counter.fault().empty()) EXPECT_EQ(told, truth);
        if (told) before = *told;
    }
    EXPECT_NEAR(faults["lost"], 100, 40);
    EXPECT_NEAR(faults["repeated"], 90, 40);
}

TEST(FlowCounter, ADriftingOneMissesMoreEveryDay) {
    CounterPlan plan{.family = CounterFamily::drifting, .miss_per_mille = 0, .double_per_mille = 0};
    plan.drift_per_mille_per_day = 10;
    FlowCounter counter{plan, Random{5}};
    EXPECT_EQ(counter.count({60, 60}), (Flow{60, 60}));
    counter.begin_day(20);
    int told = 0;
    for (int i = 0; i < 100; ++i) told += counter.count({60, 0})->boarded;
    EXPECT_NEAR(told, 6'000 * 0.8, 200);
}

TEST(FlowCounter, ABrokenOneMissesAThirdInAndOutFromItsDayOn) {
    CounterPlan plan{.family = CounterFamily::over_dispersed, .miss_per_mille = 0, .double_per_mille = 0};
    plan.broken_from_day = 3;
    FlowCounter counter{plan, Random{5}};
    counter.begin_day(2);
    EXPECT_EQ(counter.count({60, 60}), (Flow{60, 60}));
    counter.begin_day(3);
    Flow told;
    for (int i = 0; i < 100; ++i) {
        const auto flow = counter.count({60, 60});
        told = {told.boarded + flow->boarded, told.alighted + flow->alighted};
    }
    EXPECT_NEAR(told.boarded, 4'000, 200);
    EXPECT_NEAR(told.alighted, 4'000, 200);
}

TEST(Typing, AMistypedNumberHasANeighbourASwapOrALessDigit) {
    Random random{11};
    std::map<std::string_view, int> errors;
    for (int i = 0; i < 300; ++i) {
        std::string_view error;
        const int number = typed(43, 1'000, random, error);
        ++errors[error];
        EXPECT_NE(number, 43);
        if (error == "swapped") EXPECT_EQ(number, 34);
        if (error == "missing") EXPECT_TRUE(number == 4 || number == 3) << number;
    }
    EXPECT_EQ(errors.size(), 3U);
    std::string_view error;
    EXPECT_EQ(typed(43, 0, random, error), 43);
    EXPECT_EQ(error, "");
}

constexpr Seating of_45{45, 2};

TEST(Riders, AreTheSamePupilsEveryDayButForThoseWhoStayAtHome) {
    LoadPlan plan;
    plan.full_per_mille = plan.over_per_mille = 0;
    Riders riders{plan, of_45, 8, Random{2}};
    for (int day = 0; day < 40; ++day) {
        riders.begin_day(2);
        const auto absent = riders.absent();
        for (int run = 0; run < 2; ++run)
            for (const std::size_t pupil : riders.draw(run, of_45)) {
                EXPECT_LT(pupil, riders.of_the_line());
                EXPECT_EQ(std::ranges::find(absent, pupil), absent.end());
            }
    }
    EXPECT_LT(riders.of_the_line(), 43U);  // not full
}

struct Fill {
    int runs = 0, full = 0, over = 0, most = 0, of_habitual = 0;
};
Fill fill(const LoadPlan& plan) {
    Fill fill;
    constexpr int vehicles = 400, days = 25;
    for (std::uint64_t vehicle = 0; vehicle < vehicles; ++vehicle) {
        Riders riders{plan, of_45, 8, Random{vehicle}};
        for (int day = 0; day < days; ++day) {
            riders.begin_day(2);
            for (int run = 0; run < 2; ++run) {
                const int people = static_cast<int>(riders.draw(run, of_45).size()) + 2;
                ++fill.runs;
                fill.full += people == 45 ? 1 : 0;
                fill.over += people > 45 ? 1 : 0;
                fill.of_habitual += people > 45 && riders.over_by_habit() ? 1 : 0;
                fill.most = std::max(fill.most, people);
            }
        }
    }
    return fill;
}

TEST(Riders, AreAsManyAsThePlanSays) {
    LoadPlan plan;
    plan.full_per_mille = 500;
    plan.over_per_mille = 20;
    plan.over_repeats = false;
    const Fill one_day = fill(plan);
    EXPECT_NEAR(one_day.full, one_day.runs * 0.49, one_day.runs * 0.05);
    EXPECT_NEAR(one_day.over, one_day.runs * 0.02, one_day.runs * 0.004);
    EXPECT_EQ(one_day.most, 55);
    EXPECT_EQ(one_day.of_habitual, 0);
}

TEST(Riders, AreTooManyMostlyInTheSameVehicles) {
    LoadPlan plan;
    plan.over_per_mille = 20;
    const Fill repeated = fill(plan);
    EXPECT_NEAR(repeated.over, repeated.runs * 0.02, repeated.runs * 0.01);
    EXPECT_GT(repeated.of_habitual, repeated.over / 2);
    EXPECT_LT(repeated.of_habitual, repeated.over);
}

}  // namespace
}  // namespace husong::device_sim
