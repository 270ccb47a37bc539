#include "device_sim/record.hpp"

#include "device_sim/bus_term.hpp"
#include "device_sim/county_files.hpp"
#include "device_sim/csv_writer.hpp"
#include "device_sim/schedule_files.hpp"
#include "device_sim/traffic.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace husong::device_sim {

namespace {

using Buses = std::vector<std::unique_ptr<BusTerm>>;  // of each vehicle; none: its runs are not published

std::vector<Time> school_days(Time start, int days) {
    std::vector<Time> midnights;
    for (Time day = china_midnight(start); midnights.size() < static_cast<std::size_t>(days);
         day += std::chrono::days{1}) {
        const std::chrono::weekday weekday{std::chrono::sys_days{china_date(day)}};
        if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) midnights.push_back(day);
    }
    return midnights;
}

std::string riders_csv(const County& county, const Buses& buses) {
    CsvWriter csv{"code,name,school,class,boarding,home_place,line,stop"};
    for (const auto& bus : buses) {
        if (!bus) continue;
        const Line& line = county.lines[bus->vehicle().line];
        const School& school = county.schools[line.school];
        const auto stops = stop_names(line);
        for (std::size_t i = 0; i < bus->pupil_codes().size(); ++i) {
            const std::string& stop = stops[bus->riders().home_stops()[i]];
            const bool of_the_line = i < bus->riders().of_the_line();
            csv.row({bus->pupil_codes()[i],
                     fmt::format("学生{}{}", static_cast<char>('A' + i % 26), i / 26 + 1), school.code,
                     fmt::format("{}班", i % 6 + 1), school.boarding ? "yes" : "no", stop,
                     of_the_line ? line.code : std::string{}, of_the_line ? stop : std::string{}});
        }
    }
    return std::move(csv).text();
}

std::string runs_csv(const County& county, const Scenario& scenario, const std::vector<Time>& days) {
    CsvWriter csv{"code,school,direction,date,time,line,plate,colour,driver,escort,seats"};
    for (const Time midnight : days) {
        for (std::size_t i = 0; i < county.vehicles.size(); ++i) {
            const Vehicle& vehicle = county.vehicles[i];
            if (!is_published(vehicle)) continue;
            const Line& line = county.lines[vehicle.line];
            const int adults = vehicle.has_escort ? 2 : 1;
            for (const PlannedRun& run : planned_runs(scenario, i, midnight))
                csv.row({run.code, county.schools[line.school].code,
                         run.direction == Direction::home ? "home" : "to_school", run.date, run.time,
                         line.code, vehicle.plate, vehicle.colour, county.drivers[vehicle.driver].code,
                         vehicle.has_escort ? escort_code(i) : std::string{},
                         fmt::format("{}", vehicle.approved_persons - adults)});
        }
    }
    return std::move(csv).text();
}

// What the register knows before the first day.
std::vector<TextFile> register_files(const County& county, const Scenario& scenario, const Buses& buses,
                                     const std::vector<Time>& days) {
    std::vector<TextFile> files = county_files(county);
    std::erase_if(files, [](const TextFile& file) { return file.name == "truth.json"; });
    std::ranges::move(line_files(county), std::back_inserter(files));
    files.push_back({"pupils.csv", riders_csv(county, buses)});
    files.push_back({"departures.csv", runs_csv(county, scenario, days)});
    return files;
}

void count(RecordTotals& totals, const RunTruth& run) {
    ++totals.runs;
    if (run.over_from) ++totals.runs_over;
    totals.left_behind += run.left.size();
}

}  // namespace

Result<RecordTotals> record(const Scenario& scenario, const RecordOptions& options) {
    if (!scenario.start || scenario.runs.empty())
        return Error{ErrorCode::malformed, "a scenario to be recorded has runs and a fixed start"};
    const County county = county_of(scenario, *scenario.start);
    const std::vector<Time> days = school_days(*scenario.start, options.days);
    RecordLines lines;
    Buses buses(county.vehicles.size());
    RecordTotals totals;
    for (std::size_t i = 0; i < buses.size(); ++i) {
        if (!is_published(county.vehicles[i])) continue;
        buses[i] = std::make_unique<BusTerm>(county, scenario, i, lines);
        ++totals.vehicles;
    }
    if (auto written = write_files(register_files(county, scenario, buses, days), options.out / "register");
        !written)
        return written.error();

    std::ofstream log{options.out / "records.log", std::ios::binary}, truth{options.out / "truth.jsonl"};
    for (std::size_t day = 0; day < days.size(); ++day) {
        for (const auto& bus : buses) {
            if (!bus) continue;
            for (const RunTruth& run : bus->play_day(static_cast<int>(day), days[day])) {
                count(totals, run);
                truth << truth_line(run, bus->vehicle(), name_of(bus->counter_family())) << "\n";
            }
        }
        log << lines.take(days[day] + std::chrono::days{1});
    }
    log << lines.take(end_of_time);
    totals.records = lines.told();
    if (log.flush() && truth.flush()) return totals;
    return Error{ErrorCode::unavailable, fmt::format("cannot write into {}", options.out.string())};
}

}  // namespace husong::device_sim
