// Against a hundred made-up edits: whatever the fold asks of a vehicle's past, where the answer is another
// one the vehicle is touched, and only there.
#include "server/registry/edits.hpp"
#include "server/registry/runs.hpp"
#include "tests/registry/edited_county.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <sstream>
#include <string>

namespace husong::registry {
namespace {

using edited::noon;
using edited::week_ago;

constexpr std::chrono::minutes step{30};

class Asking {
public:
    Asking(const Registry& registry, VehicleId vehicle) : registry_{registry}, vehicle_{vehicle} {}

    // Everything the fold may ask when a record of that instant is told, in words.
    std::string at(Time instant) {
        words_.str({});
        say_papers(instant);
        say_own_car(instant);
        say_gates(instant);
        const RunQuery around{.from = instant - 6h + 1ms, .until = instant + 7h, .vehicle = vehicle_};
        for (const Run& run : find_runs(around, registry_)) {
            const Departure& course = run.value;
            if (course.leaves_at - 1h >= noon) continue;  // nothing has seen it yet
            words_ << course.code << to_millis(course.leaves_at) << course.line << course.school
                   << course.driver << course.escort << static_cast<int>(course.direction)
                   << to_millis(course.part.from) << to_millis(course.part.until)
                   << course.part.relieved.value << shares_line(course, registry_);
            if (instant >= course.leaves_at - 1h) say_on_the_way(course, instant);
        }
        return words_.str();
    }

private:
    void say_papers(Time instant) {
        const auto* row = registry_.vehicle(vehicle_, instant);
        words_ << (row ? row->value.approved_persons : 0);
        const auto* plate = registry_.school_bus_plate(vehicle_, instant);
        const auto* ended = plate ? nullptr : registry_.last_school_bus_plate(vehicle_, instant);
        words_ << (plate ? plate->value.number : "-") << (ended ? to_millis(ended->valid_until) : 0);
    }
    void say_own_car(Time instant) {
        const auto guardians = registry_.guardians_with_car(vehicle_, instant);
        for (const Guardian* guardian : guardians)
            words_ << guardian->pupil << (registry_.pupil_by_code(guardian->pupil, instant) != nullptr);
        if (guardians.empty()) return;
        bool goes = false;
        for (const auto* row : registry_.timetables_of(vehicle_)) goes = goes || row->valid_at(instant);
        for (const auto* row : registry_.departures_of(vehicle_))
            goes = goes || china_date(row->value.leaves_at) == china_date(instant);
        words_ << goes;
    }
    // Of whoever is no school bus.
    void say_gates(Time instant) {
        if (vehicle_ != edited::own_car) return;
        for (std::chrono::days back{0}; back < std::chrono::days{20}; ++back)
            words_ << is_school_day(china_date(instant - back), registry_);
        if (const auto* school = registry_.school_by_code("X1", instant))
            words_ << school->value.gate_radius_m;
    }
    void say_on_the_way(const Departure& run, Time instant) {
        if (const auto* driver = registry_.driver_by_code(run.driver, instant))
            words_ << 'D' << driver->value.qualified_until.has_value();
        if (const auto* school = registry_.school_by_code(run.school, run.leaves_at))
            words_ << 'S' << school->value.gate_radius_m;
        for (const Stop* stop : registry_.stops_of(run.line, run.leaves_at))
            words_ << stop->name << stop->latitude_deg;
        for (const Rider& rider : registry_.travels_of_line(run.line, run.direction, run.leaves_at))
            say_rider(rider.pupil->value.code, run, instant);
    }
    void say_rider(const std::string& code, const Departure& run, Time instant) {
        words_ << code;
        if (run.direction != Direction::home || registry_.pupil_by_code(code, instant) == nullptr) return;
        const auto* way = registry_.travel(code, Direction::home, instant);
        if (way == nullptr || way->value.collector.empty()) return;
        words_ << way->value.collector;
        for (const Guardian* guardian : registry_.guardians_of(code, instant))
            words_ << guardian->code << guardian->may_collect;
    }

    const Registry& registry_;
    VehicleId vehicle_;
    std::ostringstream words_;
};

class MadeUpEdits : public testing::TestWithParam<unsigned> {
protected:
    int pick(int below) { return std::uniform_int_distribution{0, below - 1}(random_); }
    Time instant() { return noon - step * pick(2 * 24 * 10) + 12h; }

    template <class T>
    void say_somewhere(std::vector<Versioned<T>>& rows, const std::function<void(T&)>& change) {
        const Time from = instant();
        std::vector<std::size_t> valid;
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (rows[i].valid_from < from && from < rows[i].valid_until) valid.push_back(i);
        if (!valid.empty())
            edited::say<T>(rows, from, change,
                           valid[static_cast<std::size_t>(pick(static_cast<int>(valid.size())))]);
    }
    void edit_places(RegistryRows& rows) {
        switch (pick(3)) {
            case 0: say_somewhere<Stop>(rows.stops, [](Stop& row) { row.latitude_deg += 1; }); break;
            case 1: say_somewhere<School>(rows.schools, [](School& row) { row.gate_radius_m += 1; }); break;
            default: say_somewhere<Line>(rows.lines, [](Line& row) { row.school += "a"; });
        }
    }
    void edit_own_car(RegistryRows& rows) {
        if (pick(3) == 0)
            return say_somewhere<Guardian>(rows.guardians,
                                           [](Guardian& row) { row.vehicle = edited::spare_bus; });
        if (pick(2) == 0)
            return say_somewhere<Timetable>(rows.timetables,
                                            [](Timetable& row) { row.vehicle = edited::own_car; });
        rows.departures.push_back(
            {.value = edited::departure("B" + std::to_string(pick(1'000'000)), instant())});
        rows.departures.back().value.vehicle = edited::own_car;
    }
    void edit_people(RegistryRows& rows) {
        const std::string line = pick(2) == 0 ? "L1" : "L2";
        switch (pick(6)) {
            case 5: edit_own_car(rows); break;
            case 0: say_somewhere<Pupil>(rows.pupils, [&](Pupil& row) { row.line = line; }); break;
            case 1:
                say_somewhere<Guardian>(rows.guardians, [](Guardian& row) { row.may_collect ^= true; });
                break;
            case 2:
                say_somewhere<Driver>(rows.drivers, [](Driver& row) { row.qualified_until.reset(); });
                break;
            case 3: say_somewhere<Travel>(rows.travels, [&](Travel& row) { row.collector += "b"; }); break;
            default: {
                auto way = edited::way_by(line, pick(2) == 0 ? Direction::home : Direction::to_school);
                way.collector = pick(2) == 0 ? "张某" : "";
                const Time from = instant();
                rows.travels.push_back(
                    {.value = way, .valid_from = from, .valid_until = from + 3h * pick(40)});
            }
        }
    }
    void edit_runs(RegistryRows& rows) {
        const Time midnight = china_midnight(instant());
        switch (pick(5)) {
            case 0:
                say_somewhere<Timetable>(rows.timetables, [&](Timetable& row) { row.leaves_at += 1h; });
                break;
            case 1:
                say_somewhere<Timetable>(rows.timetables,
                                         [&](Timetable& row) { row.vehicle = edited::spare_bus; });
                break;
            case 2:
                rows.public_days.push_back(
                    {.value = {china_date(midnight), pick(2) == 0 ? "off" : "work", "", ""}});
                break;
            case 3:
                rows.departures.push_back({.value = edited::departure("A" + std::to_string(pick(1'000'000)),
                                                                      midnight + 30min * pick(48))});
                break;
            default:
                rows.reliefs.push_back(
                    {.value = {"T1/" + to_iso(china_date(midnight)), edited::spare_bus, "D2", "", ""},
                     .valid_from = midnight + 14h + 30min * pick(8)});
        }
    }
    void edit_papers(RegistryRows& rows) {
        if (pick(2) == 0)
            return say_somewhere<Vehicle>(rows.vehicles, [](Vehicle& row) { --row.approved_persons; });
        SchoolBusPlate plate;
        plate.number = "校" + std::to_string(pick(100));
        plate.vehicle = edited::home_bus;
        const Time from = instant();
        rows.school_bus_plates.push_back(
            {.value = plate, .valid_from = from, .valid_until = from + 12h * pick(30)});
    }
    void edit(RegistryRows& rows) {
        switch (pick(4)) {
            case 0: return edit_places(rows);
            case 1: return edit_people(rows);
            case 2: return edit_runs(rows);
            default: return edit_papers(rows);
        }
    }

    std::mt19937 random_{GetParam()};
};

TEST_P(MadeUpEdits, TouchAVehicleWhereWhatIsAskedOfItsPastIsAnotherAndNowhereElse) {
    RegistryRows rows = edited::lawful_county();
    edited::add_own_car(rows);
    std::int64_t versions = 0;
    for (int earlier = pick(6); earlier > 0; --earlier) edit(rows);
    edited::number(rows, versions);
    RegistryRows later = rows;
    edit(later);
    edited::number(later, versions);
    const Registry before{rows};
    const Registry after{later};
    const auto touched = touched_between(before, after, week_ago, noon);
    for (const VehicleId vehicle :
         {edited::home_bus, edited::school_bus, edited::spare_bus, edited::own_car}) {
        Asking was{before, vehicle};
        Asking is{after, vehicle};
        Time first = noon;
        for (Time instant = week_ago; instant < noon && first == noon; instant += step)
            if (was.at(instant) != is.at(instant)) first = instant;
        const auto found = touched.find(vehicle);
        const Time from = found == touched.end() ? noon : found->second;
        EXPECT_LE(from, first) << "vehicle " << vehicle.value;
        EXPECT_GT(from + step, first - (first == noon ? 0h : 1h)) << "vehicle " << vehicle.value;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, MadeUpEdits, testing::Range(1U, 121U));

}  // namespace
}  // namespace husong::registry
