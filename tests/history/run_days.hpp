// Days of one line told through the product's intake: a school, four stops five kilometres apart, a departure
// a day, and the keeper that keeps its runs.
#pragma once

#include "server/history/run_keeper.hpp"
#include "tests/ingest/intake_fixture.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace husong::history {

using ingest::IntakeTest;
using tracking::Record;

inline constexpr std::chrono::days one_day{1};
inline constexpr double stop_every_m = 5'000;

// How a bus drove from the school past its stops.
struct Drive {
    Milliseconds stretch = 8min;  // from place to place; ten minutes by the timetable
    Milliseconds stood = 30s;     // at each
    Milliseconds late{0};         // it left so much after its time
    Milliseconds report_every = 10s;
};

class RunDays : public IntakeTest {
protected:
    RunDays() { put_register(); }

    // The day's departure, at 16:22; day 0 is a Tuesday.
    static Time leaves_at(int day) { return test::school_day + 9h + 22min + one_day * day; }
    static std::string code(int day) { return "T" + std::to_string(100 + day); }
    // From when on its run may be kept: two hours and ten minutes after its last stop is due.
    static Time over_at(int day) { return leaves_at(day) + 40min + 2h + 10min; }

    [[nodiscard]] std::vector<Record> records_of(int day, const Drive& drive = {}) const {
        std::vector<Record> records;
        const Time leaves = leaves_at(day) + drive.late;
        for (Time at = leaves - 5min; at < leaves; at += drive.report_every)
            records.push_back(test::position(county_.lawful, at, 0, 0));
        const Milliseconds leg = drive.stretch + drive.stood;
        const double speed_kmh = stop_every_m * 3.6 / (static_cast<double>(drive.stretch.count()) / 1'000);
        for (Milliseconds gone{0}; gone <= 4 * leg; gone += drive.report_every) {
            const auto stops = gone / leg;
            const Milliseconds since = gone % leg;
            const bool drives = since < drive.stretch && stops < 4;
            const double part = static_cast<double>(std::min(since, drive.stretch).count()) /
                                static_cast<double>(drive.stretch.count());
            const double metres = stop_every_m * (static_cast<double>(stops) + (stops < 4 ? part : 0));
            records.push_back(test::position(county_.lawful, leaves + gone, metres, drives ? speed_kmh : 0));
        }
        return records;
    }
    void tell_all(const std::vector<Record>& records) {
        for (const Record& record : records) tell(record);
        intake_->drain();
    }
    // As they are measured, one commit after the other.
    void tell_day(int day, const Drive& drive = {}) {
        now_ = to_millis(leaves_at(day) + 1h);
        tell_all(records_of(day, drive));
    }
    void set_clock(Time at) { now_ = to_millis(at); }

    std::unique_ptr<RunKeeper> make_keeper() {
        return RunKeeper::open(*store_, *intake_, *world_, [this] { return from_millis(now_.load()); })
            .value();
    }
    std::size_t turn() { return make_keeper()->turn().value(); }

    // What is kept, by code.
    [[nodiscard]] std::vector<db::RunHead> kept() const {
        auto heads = store_->reader().value()->made_runs(Time{}).value();
        std::ranges::sort(heads, {}, &db::RunHead::code);
        return heads;
    }
    [[nodiscard]] std::vector<tracking::PlaceTimes> times(const db::RunHead& head) const {
        return store_->reader().value()->times_of_run(head.id).value();
    }
    [[nodiscard]] std::vector<std::vector<tracking::PlaceTimes>> all_times() const {
        std::vector<std::vector<tracking::PlaceTimes>> all;
        for (const auto& head : kept()) all.push_back(times(head));
        return all;
    }
    [[nodiscard]] tracking::Accuracy accuracy() const {
        return store_->reader().value()->accuracy_between(Time{}, end_of_time).value();
    }

    static constexpr int days = 30;

    template <class T>
    static registry::Versioned<T> always(T value) {
        return {.value = std::move(value), .valid_from = test::year_begin};
    }
    void put_register() {
        registry::RegistryRows rows = county_.rows();
        rows.schools.push_back(always(registry::School{.code = "S1",
                                                       .name = "松岭镇初中",
                                                       .stage = "junior_high",
                                                       .boarding = true,
                                                       .latitude_deg = 40.77,
                                                       .longitude_deg = 118.17,
                                                       .gate_radius_m = 100}));
        rows.lines.push_back(always(registry::Line{"L7", "柳湾线 L07", "S1"}));
        const std::vector<std::string> names{"甲村", "乙村", "丙村", "丁村"};
        for (int i = 0; i < 4; ++i)
            rows.stops.push_back(
                always(registry::Stop{"L7", i + 1, names[static_cast<std::size_t>(i)],
                                      40.77 + stop_every_m * (i + 1) / 111'000.0, 118.17, 10min * (i + 1)}));
        for (int day = 0; day < days; ++day) {
            registry::Departure departure;
            departure.code = code(day);
            departure.school = "S1";
            departure.leaves_at = leaves_at(day);
            departure.line = "L7";
            departure.vehicle = county_.lawful;
            departure.seats = 43;
            rows.departures.push_back(always(departure));
        }
        store_->admin().value()->put_rows(rows, test::year_begin).value();
    }
};

}  // namespace husong::history
