#include "device_sim/bus_term.hpp"

#include "device_sim/schedule_files.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::device_sim {

namespace {

constexpr std::uint64_t seed_stride = 1'000'003;
constexpr int earliest_s = -60, latest_s = 180;  // against the plan

Random random_of(const Scenario& scenario, std::size_t vehicle, std::uint64_t purpose) {
    Random random{(scenario.county.seed * seed_stride + vehicle) * 16 + purpose};
    return random.split();
}

// Each vehicle has its own counter, of the plan's families by their shares.
CounterPlan counter_for(const RecordPlan& plan, Random random) {
    int all = 0;
    for (const CounterPlan& counter : plan.counters) all += counter.share;
    int drawn = random.between(1, all);
    for (const CounterPlan& counter : plan.counters)
        if ((drawn -= counter.share) <= 0) return counter;
    return plan.counters.back();
}

seconds stagger_of(const Scenario& scenario, std::size_t vehicle) {
    if (scenario.stagger == seconds{0}) return seconds{0};
    Random random = random_of(scenario, vehicle, 1);
    return seconds{random.below(static_cast<std::uint32_t>(scenario.stagger.count()))};
}

std::vector<std::string> codes_of(const Line& line, std::size_t pupils) {
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < pupils; ++i) codes.push_back(fmt::format("P-{}-{:02}", line.code, i + 1));
    return codes;
}

}  // namespace

std::vector<PlannedRun> planned_runs(const Scenario& scenario, std::size_t vehicle, Time midnight) {
    const Time start = scenario.start.value_or(midnight);
    std::vector<PlannedRun> runs;
    for (const Run& run : scenario.runs) {
        const Time at = midnight + (start - china_midnight(start)) + run.at + stagger_of(scenario, vehicle);
        const Time minute{std::chrono::floor<std::chrono::minutes>(at)};
        const std::string text = to_iso(minute);  // 2026-03-02T06:40:00.000+08:00
        const std::string date = text.substr(0, 10), time = text.substr(11, 5);
        runs.push_back({fmt::format("{}-{}{}-{:03}", date, time.substr(0, 2), time.substr(3), vehicle + 1),
                        date, time, run.direction, minute});
    }
    return runs;
}

BusTerm::BusTerm(const County& county, const Scenario& scenario, std::size_t vehicle, RecordLines& lines)
    : county_{county},
      scenario_{scenario},
      vehicle_{county.vehicles[vehicle]},
      line_{county.lines[vehicle_.line]},
      index_{vehicle},
      lines_{lines},
      random_{random_of(scenario, vehicle, 2)},
      riders_{scenario.record.loads,
              {vehicle_.approved_persons, vehicle_.has_escort ? 2 : 1},
              line_.stops.size(),
              random_of(scenario, vehicle, 3)},
      home_{reversed(line_.path)},
      stop_names_{stop_names(line_)},
      pupil_codes_{codes_of(line_, riders_.home_stops().size())},
      bus_{{vehicle_, scenario, counter_for(scenario.record, random_of(scenario, vehicle, 4)),
            random_of(scenario, vehicle, 5)},
           line_.path,
           china_midnight(*scenario.start),
           lines} {}

std::vector<RunTruth> BusTerm::play_day(int day, Time midnight) {
    bus_.park_until(midnight);
    bus_.counter().begin_day(day);
    std::vector<RunTruth> truths;
    const std::vector<PlannedRun> runs = planned_runs(scenario_, index_, midnight);
    riders_.begin_day(static_cast<int>(runs.size()));
    for (const PlannedRun& planned : runs) {
        bus_.set_path(planned.direction == Direction::home ? home_ : line_.path);
        BusRun run{bus_,
                   order(planned, static_cast<int>(truths.size())),
                   {scenario_.record, pupil_codes_, lines_},
                   random_.split()};
        truths.push_back(run.play());
        truths.back().line = line_.code;
        truths.back().counter_broken = bus_.counter().broken();
        truths.back().vehicle = index_;
    }
    bus_.park_until(midnight + std::chrono::days{1});
    return truths;
}

// The next one who may drive such a vehicle.
const std::string& BusTerm::other_driver() const {
    const auto& drivers = county_.drivers;
    for (std::size_t next = 1; next < drivers.size(); ++next) {
        const Driver& driver = drivers[(vehicle_.driver + next) % drivers.size()];
        if (driver.licence_class == drivers[vehicle_.driver].licence_class) return driver.code;
    }
    return drivers[vehicle_.driver].code;
}

RunOrder BusTerm::order(const PlannedRun& planned, int run) {
    const CrewPlan& crew = scenario_.record.crew;
    RunOrder order;
    order.code = planned.code;
    order.date = planned.date;
    order.direction = planned.direction;
    order.starts = std::max(planned.at + seconds{random_.between(earliest_s, latest_s)}, bus_.now() + 15min);
    order.planned_driver = order.driver = county_.drivers[vehicle_.driver].code;
    const bool other = random_.chance_per_mille(crew.other_driver_per_mille);
    if (other) order.driver = other_driver();
    const bool missing = random_.chance_per_mille(crew.escort_missing_per_mille);
    if (vehicle_.has_escort && !missing) order.escort = escort_code(index_);
    const Seating seating{vehicle_.approved_persons, vehicle_.has_escort ? 2 : 1};  // hers stays empty
    order.calls = calls(order.direction, riders_.draw(run, seating));
    order.absent = riders_.absent();
    order.over_by_habit = riders_.over_by_habit();
    return order;
}

// A stop where nobody waits or gets off is passed; but every way home ends at the end of the line.
std::vector<RunCall> BusTerm::calls(Direction direction, const std::vector<std::size_t>& riding) const {
    const bool home = direction == Direction::home;
    const double length_m = line_.path.line.length_m();
    RunCall school{home ? 0 : length_m, county_.schools[line_.school].name, {}, {}, true};
    (home ? school.board : school.alight) = riding;
    std::vector<RunCall> calls;
    for (std::size_t i = 0; i < line_.stops.size(); ++i) {
        RunCall call{
            home ? length_m - line_.stops[i].along_m : line_.stops[i].along_m, stop_names_[i], {}, {}, false};
        for (const std::size_t pupil : riding)
            if (riders_.home_stops()[pupil] == i) (home ? call.alight : call.board).push_back(pupil);
        if (!call.board.empty() || !call.alight.empty() || (home && i == 0)) calls.push_back(std::move(call));
    }
    if (home) std::ranges::reverse(calls);
    calls.insert(home ? calls.begin() : calls.end(), std::move(school));
    return calls;
}

}  // namespace husong::device_sim
