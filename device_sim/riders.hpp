// Who rides one vehicle: the same pupils from day to day, but for those who stay at home, and on the way home
// those who came. Pure and repeatable.
#pragma once

#include "device_sim/random.hpp"
#include "device_sim/record_plan.hpp"

#include <cstddef>
#include <vector>

namespace husong::device_sim {

struct Seating {
    int approved_persons = 0;
    int adults = 1;
    [[nodiscard]] int pupils() const { return approved_persons - adults; }
};

class Riders {
public:
    // The vehicle's own habits are drawn here. `stops` of its line: the school is none of them.
    Riders(const LoadPlan& plan, const Seating& usual, std::size_t stops, Random random);

    // The stop at which each pupil lives, by the number of the pupil: those of the line first, then those who
    // ride when it takes others, or too many.
    [[nodiscard]] const std::vector<std::size_t>& home_stops() const { return home_stops_; }
    // So many of them are the line's: no more than there are seats.
    [[nodiscard]] std::size_t of_the_line() const { return of_the_line_; }
    [[nodiscard]] bool over_by_habit() const { return habit_ == Habit::over; }

    void begin_day(int runs);
    // Pupils of the line who stay at home today, by number.
    [[nodiscard]] std::vector<std::size_t> absent() const;
    // The pupils of one run of the day, by number.
    std::vector<std::size_t> draw(int run, const Seating& seating);

private:
    enum class Habit : std::uint8_t { below, full, over };

    [[nodiscard]] int wanted(int run, int seats);

    LoadPlan plan_;
    Random random_;
    Habit habit_ = Habit::below;
    int usual_ = 0;   // pupils: of `below` those of the line, of `over` those who ride
    int unlike_ = 0;  // today so many more than seats, or below 0 fewer; 0: as usual
    int unlike_run_ = every_run;
    static constexpr int every_run = -1;
    std::size_t of_the_line_ = 0;
    std::vector<bool> absent_;  // today, of those of the line
    std::vector<std::size_t> home_stops_;
};

}  // namespace husong::device_sim
