#include "device_sim/riders.hpp"

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr int by_habit = 70;   // per cent of the overloads, where overloads repeat: the others are of one day
constexpr int as_usual = 900;  // per mille of the days of a vehicle that is full, or over, by habit
constexpr int all_day = 600;   // per mille of the days unlike the others: on every run of the day
constexpr int seldom_fewer = 3;  // on a day on which a full vehicle is not full, at most
constexpr int spare_pupils = 6;  // who ride when others are absent
constexpr int all_runs = 1'000;  // per mille
constexpr int another_way = 10;  // per mille of the riders, on a run

int share_of(int per_mille, int of_per_mille) {
    return std::min(all_runs, per_mille * all_runs / of_per_mille);
}

}  // namespace

Riders::Riders(const LoadPlan& plan, const Seating& usual, std::size_t stops, Random random)
    : plan_{plan}, random_{random} {
    const int seats = usual.pupils();
    const int habitual = plan.over_repeats ? plan.over_per_mille * by_habit / 100 : 0;
    // Drawn by everybody, so that one vehicle's habit moves nothing of the others.
    const int draw = random_.between(0, all_runs - 1), more = random_.between(1, plan.over_most),
              some = random_.between(seats / 2, seats - 2);
    const int over = share_of(habitual, as_usual);
    if (draw < over)
        habit_ = Habit::over;
    else if (draw < over + (all_runs - over) * share_of(plan.full_per_mille, as_usual) / all_runs)
        habit_ = Habit::full;
    usual_ = habit_ == Habit::over ? seats + more : some;
    of_the_line_ = static_cast<std::size_t>(habit_ == Habit::below ? usual_ : seats);
    // Pupils live rather at the far end of a line, where walking is no choice: the lower of two draws.
    const auto count = static_cast<std::uint32_t>(stops);
    for (int i = 0; i < usual.approved_persons + plan.over_most + spare_pupils; ++i)
        home_stops_.push_back(std::min(random_.below(count), random_.below(count)));
}

void Riders::begin_day(int runs) {
    absent_.assign(of_the_line_, false);
    for (std::size_t pupil = 0; pupil < of_the_line_; ++pupil)
        absent_[pupil] = random_.chance_per_mille(plan_.absent_per_mille);
    const int of_one_day =
        plan_.over_repeats ? plan_.over_per_mille * (100 - by_habit) / 100 : plan_.over_per_mille;
    // Some of them are on one run only: so many more days.
    const int runs_of_such_a_day = all_day + (all_runs - all_day) / runs;
    const bool over = random_.chance_per_mille(share_of(of_one_day, runs_of_such_a_day));
    const bool every = random_.chance_per_mille(all_day);
    const int which = random_.between(0, runs - 1), more = random_.between(1, plan_.over_most);
    const bool usual = random_.chance_per_mille(as_usual);
    const int fewer = random_.between(habit_ == Habit::over ? 0 : 1, seldom_fewer);
    unlike_ = 0;
    unlike_run_ = every_run;
    if (over && habit_ != Habit::over) {
        unlike_ = more;
        if (!every) unlike_run_ = which;
    } else if (!usual && habit_ != Habit::below) {
        unlike_ = -fewer;
    }
}

std::vector<std::size_t> Riders::absent() const {
    std::vector<std::size_t> absent;
    for (std::size_t pupil = 0; pupil < absent_.size(); ++pupil)
        if (absent_[pupil]) absent.push_back(pupil);
    return absent;
}

int Riders::wanted(int run, int seats) {
    if (unlike_ > 0 && (unlike_run_ == every_run || unlike_run_ == run)) return seats + unlike_;
    if (habit_ == Habit::full) return seats + std::min(unlike_, 0);
    // One that is over by habit is on most days over by about as many, and on some keeps the limit.
    if (habit_ == Habit::over)
        return unlike_ < 0 ? seats + unlike_ : std::max(seats + 1, usual_ + random_.between(-1, 1));
    int riding = static_cast<int>(std::ranges::count(absent_, false));
    for (int i = riding; i > 0; --i) riding -= random_.chance_per_mille(another_way) ? 1 : 0;
    return std::clamp(riding, 1, seats - 1);
}

std::vector<std::size_t> Riders::draw(int run, const Seating& seating) {
    const auto most = static_cast<std::size_t>(wanted(run, seating.pupils()));
    std::vector<std::size_t> riding;
    for (std::size_t pupil = 0; pupil < home_stops_.size() && riding.size() < most; ++pupil)
        if (pupil >= absent_.size() || !absent_[pupil]) riding.push_back(pupil);
    return riding;
}

}  // namespace husong::device_sim
