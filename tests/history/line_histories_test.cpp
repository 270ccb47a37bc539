#include "server/history/line_histories.hpp"

#include "tests/history/run_days.hpp"

namespace husong::history {
namespace {

struct LineKnown : RunDays {
    // Days 0 … count-1, told and kept.
    void live(int count, const Drive& drive = {}) {
        start();
        for (int day = 0; day < count; ++day) {
            tell_day(day, drive);
            set_clock(over_at(day));
            ASSERT_EQ(turn(), 1U);
        }
    }
    HistoryPtr ask(int day) {
        const auto registry = world_->registry();
        const registry::Departure run = registry->departure_by_code(code(day))->value;
        return histories
            .of(run, tracking::plan_trip(run, *registry, {}), *registry, *store_->reader().value())
            .value();
    }
    LineHistories histories{2};
};

TEST_F(LineKnown, WithoutRunsItIsTheTimetable) {
    start();
    const HistoryPtr history = ask(3);
    ASSERT_EQ(history->stretches.size(), 5U);
    EXPECT_EQ(history->stretches[1].runs, 0U);
    EXPECT_EQ(history->stretches[1].median_s, 600);
    EXPECT_TRUE(history->way.stretches.empty());
}

TEST_F(LineKnown, RunsOfEarlierDaysTellTimesAndWay) {
    live(6);
    const HistoryPtr history = ask(6);
    EXPECT_EQ(history->stretches[2].runs, 6U);
    EXPECT_NEAR(history->stretches[2].median_s, 480, 15);
    EXPECT_NEAR(history->stands[2].median_s, 30, 15);
    ASSERT_EQ(history->way.stretches.size(), 5U);
    for (std::size_t i = 1; i < 5; ++i) EXPECT_TRUE(history->way.stretches[i].known()) << i;
    EXPECT_EQ(ask(3)->stretches[2].runs, 3U) << "a day is told what the days before it knew";
}

TEST_F(LineKnown, ItIsReadOnceUntilItsRunsOrItsStopsAreOthers) {
    live(4);
    ask(4);
    ask(4);
    ask(5);
    EXPECT_EQ(histories.learnt(), 1U);

    set_clock(over_at(3) + 1h);
    tell_all({test::position(county_.lawful, leaves_at(2) + 12min + 3s, 7'777, 30)});
    EXPECT_EQ(ask(4)->stretches[2].runs, 3U) << "a run that is to be made again tells nothing meanwhile";
    ASSERT_EQ(turn(), 1U);
    EXPECT_EQ(ask(4)->stretches[2].runs, 4U);
    EXPECT_EQ(histories.learnt(), 3U);

    registry::RegistryRows rows;
    rows.stops.push_back({.value = {"L7", 2, "乙村", 40.77 + stop_every_m * 2 / 111'000.0, 118.17, 22min},
                          .valid_from = test::year_begin});
    store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    restart();
    ask(4);
    EXPECT_EQ(histories.learnt(), 4U);
}

TEST_F(LineKnown, NoMoreLinesAreKeptThanItsLimit) {
    start();
    const auto registry = world_->registry();
    registry::Departure run = registry->departure_by_code(code(0))->value;
    const auto plan = tracking::plan_trip(run, *registry, {});
    const auto reader = store_->reader().value();
    for (const char* line : {"A", "B", "A", "C"}) {
        run.line = line;
        histories.of(run, plan, *registry, *reader).value();
    }
    EXPECT_EQ(histories.size(), 2U);
    EXPECT_EQ(histories.learnt(), 3U);
    run.line = "A";
    histories.of(run, plan, *registry, *reader).value();
    EXPECT_EQ(histories.learnt(), 3U) << "the one asked for longest ago has gone";
}

TEST_F(LineKnown, HolidaysAreNoWeekdaysAndMakeUpDaysNoWeekends) {
    using namespace std::chrono_literals;
    registry::RegistryRows rows;
    rows.public_days = {{.value = {.on = 2026y / 10 / 1, .kind = "off", .name = "国庆节", .notice = ""}},
                        {.value = {.on = 2026y / 10 / 10, .kind = "work", .name = "国庆节", .notice = ""}}};
    const registry::Registry registry{rows};
    EXPECT_EQ(day_class(2026y / 9 / 30, registry), tracking::DayClass::weekday);
    EXPECT_EQ(day_class(2026y / 10 / 1, registry), tracking::DayClass::holiday);
    EXPECT_EQ(day_class(2026y / 10 / 10, registry), tracking::DayClass::weekday);
    EXPECT_EQ(day_class(2026y / 10 / 11, registry), tracking::DayClass::weekend);
}

}  // namespace
}  // namespace husong::history
