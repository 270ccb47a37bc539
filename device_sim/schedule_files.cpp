#include "device_sim/schedule_files.hpp"

#include "device_sim/csv_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace husong::device_sim {

namespace {

using std::chrono::minutes;

constexpr seconds stand_at_stop{40};
constexpr auto published_ahead = std::chrono::hours{6};
constexpr auto next_holiday = std::chrono::days{14};
constexpr int holiday_weeks = 4;          // so far ahead month holidays are published
constexpr std::size_t holiday_turns = 2;  // every boarding school goes home each second week
constexpr int pupils_named_per_line = 3;  // enough to look at; who else rides is not told
constexpr int walkers_of_class = 42;      // … and of the first school's 1班 who comes without its lines
constexpr auto told_before = std::chrono::days{200};  // the ways of that class: in an earlier term

// A stop as the register knows it.
struct TimedStop {
    std::string name;
    maps::Wgs84 at;
    minutes from_school{};
};

// How long a bus drives from a place on the line to the school.
seconds driving_time(const Path& path, double along_m) {
    double time_s = 0;
    for (std::size_t i = 1; i < path.line.points().size(); ++i) {
        const double from_m = std::max(path.line.along_m(i - 1), along_m), to_m = path.line.along_m(i);
        if (to_m > from_m) time_s += (to_m - from_m) / std::max(path.speed_mps[i - 1], 3.0);
    }
    return seconds{static_cast<std::int64_t>(time_s)};
}

// From the school outwards; two villages may bear one name.
std::vector<TimedStop> timed_stops(const Line& line) {
    std::vector<TimedStop> stops;
    std::set<std::string> names;
    for (std::size_t i = line.stops.size(); i-- > 0;) {
        const Stop& stop = line.stops[i];
        std::string name = stop.name;
        for (int number = 2; !names.insert(name).second; ++number)
            name = fmt::format("{}{}", stop.name, number);
        const seconds standing = stand_at_stop * static_cast<std::int64_t>(line.stops.size() - 1 - i);
        const seconds whole = driving_time(line.path, stop.along_m) + standing;
        stops.push_back(
            {std::move(name), line.path.line.point_at(stop.along_m), std::chrono::round<minutes>(whole)});
    }
    return stops;
}

std::string lines_csv(const County& county) {
    CsvWriter csv{"code,name,school"};
    for (const Line& line : county.lines) csv.row({line.code, line.name, county.schools[line.school].code});
    return std::move(csv).text();
}

std::string stops_csv(const County& county) {
    CsvWriter csv{"line,place,name,latitude_deg,longitude_deg,minutes"};
    for (const Line& line : county.lines) {
        int place = 0;
        for (const TimedStop& stop : timed_stops(line))
            csv.row({line.code, fmt::format("{}", ++place), stop.name,
                     fmt::format("{:.6f}", stop.at.latitude_deg),
                     fmt::format("{:.6f}", stop.at.longitude_deg),
                     fmt::format("{}", stop.from_school.count())});
    }
    return std::move(csv).text();
}

std::string escorts_csv(const County& county) {
    constexpr std::array<std::string_view, 6> names{"李某", "王某", "赵某", "刘某", "陈某", "杨某"};
    CsvWriter csv{"code,name,operator"};
    for (std::size_t i = 0; i < county.vehicles.size(); ++i)
        if (is_published(county.vehicles[i]) && county.vehicles[i].has_escort)
            csv.row({escort_code(i), names[i % names.size()],
                     county.operators[county.vehicles[i].operator_index].code});
    return std::move(csv).text();
}

// As many at each stop of a line; those of the first school's 1班 who walk are at home where it stands.
std::string boarders_csv(const County& county) {
    CsvWriter csv{"school,home_place,pupils"};
    std::map<std::pair<std::string, std::string>, int> boarders;
    for (const Vehicle& vehicle : county.vehicles) {
        const Line& line = county.lines[vehicle.line];
        const School& school = county.schools[line.school];
        const auto stops = school.boarding ? timed_stops(line) : std::vector<TimedStop>{};
        const int count = static_cast<int>(stops.size());
        for (int i = 0; i < count; ++i)
            boarders[{school.code, stops[static_cast<std::size_t>(i)].name}] +=
                vehicle.pupils * (i + 1) / count - vehicle.pupils * i / count;
    }
    const School& first = county.schools.front();
    if (first.boarding) boarders[{first.code, county.network.places[first.place].name}] += walkers_of_class;
    for (const auto& [where, pupils] : boarders)
        if (pupils > 0) csv.row({where.first, where.second, fmt::format("{}", pupils)});
    return std::move(csv).text();
}

std::string walker_code(const School& school, int i) { return fmt::format("P-{}-{:02}", school.code, i + 1); }

std::string pupils_csv(const County& county) {
    CsvWriter csv{"code,name,school,class,boarding,home_place,line,stop"};
    for (const Line& line : county.lines) {
        const auto stops = timed_stops(line);
        const School& school = county.schools[line.school];
        for (int i = 0; i < pupils_named_per_line; ++i) {
            const TimedStop& stop = stops[static_cast<std::size_t>(i) * (stops.size() - 1) / 2];
            csv.row({fmt::format("P-{}-{}", line.code, i + 1),
                     fmt::format("学生{}", static_cast<char>('A' + i)), school.code,
                     fmt::format("{}班", i + 1), school.boarding ? "yes" : "no", stop.name, line.code,
                     stop.name});
        }
    }
    const School& first = county.schools.front();
    for (int i = 0; i < walkers_of_class; ++i)
        csv.row({walker_code(first, i), fmt::format("学生{:02}", i + 1), first.code, "1班",
                 first.boarding ? "yes" : "no", county.network.places[first.place].name, "", ""});
    return std::move(csv).text();
}

// How those walkers came and went in an earlier term, for their class teacher to look through: one by a car
// that may not carry them.
std::string travels_csv(const County& county, Time live) {
    constexpr std::array<std::string_view, 5> modes{"walk", "guardian", "walk", "city_bus", "bicycle"};
    const std::string from = to_iso(china_date(live - told_before));
    CsvWriter csv{"pupil,direction,mode,valid_from"};
    for (int i = 0; i < walkers_of_class; ++i)
        for (const std::string_view direction : {"to_school", "home"}) {
            const bool hired = i + 1 == walkers_of_class && direction == "home";
            csv.row({walker_code(county.schools.front(), i), direction,
                     hired ? "non_commercial" : modes.at(static_cast<std::size_t>(i) % modes.size()), from});
        }
    return std::move(csv).text();
}

struct PublishedRun {
    Direction direction{};
    Time at{};
    std::optional<std::size_t> turn{};  // a month holiday of the boarding schools whose turn it is; none: all
};

// The turn of a boarding school; none: its pupils sleep at home.
std::optional<std::size_t> turn_of(const County& county, std::size_t school) {
    if (!county.schools[school].boarding) return std::nullopt;
    const auto end = county.schools.begin() + static_cast<std::ptrdiff_t>(school);
    const auto before =
        std::count_if(county.schools.begin(), end, [](const School& s) { return s.boarding; });
    return static_cast<std::size_t>(before) % holiday_turns;
}

// Home on Fridays and back on Sundays after the day of `live`, but for days on which all vehicles go anyway.
std::vector<PublishedRun> month_holidays(Time live) {
    const Time today = china_midnight(live);
    const auto weekday = std::chrono::weekday{std::chrono::sys_days{china_date(live)}};
    const Time friday = today + (std::chrono::Friday - weekday);
    const auto is_free = [&](Time day) { return day != today && day != today + next_holiday; };
    std::vector<PublishedRun> runs;
    for (int week = 0; week < holiday_weeks; ++week) {
        const std::size_t turn = static_cast<std::size_t>(week) % holiday_turns;
        const Time home = friday + std::chrono::weeks{week};
        const Time back = home + std::chrono::days{2};
        if (is_free(home)) runs.push_back({Direction::home, home + 16h + 20min, turn});
        if (is_free(back)) runs.push_back({Direction::to_school, back + 15h + 30min, turn});
    }
    return runs;
}

// Runs that begin within the next hours, in order, and what is published beyond them.
std::vector<PublishedRun> runs_of(const Scenario& scenario, Time live) {
    const Time begin = live - scenario.warm_start;
    std::vector<PublishedRun> runs;
    if (scenario.runs.empty()) {
        const Time day = china_midnight(live);
        return {{Direction::home, day + 16h + 20min},
                {Direction::to_school, day + std::chrono::days{2} + 15h + 30min}};
    }
    for (seconds shift{0}; shift < published_ahead; shift += scenario.repeat_every) {
        for (const Run& run : scenario.runs) runs.push_back({run.direction, begin + run.at + shift});
        if (scenario.repeat_every == seconds{0}) break;
    }
    const std::vector<PublishedRun> holidays = month_holidays(live);
    const std::size_t first_round = scenario.runs.size();
    runs.reserve(runs.size() + holidays.size() + first_round);
    for (std::size_t i = 0; i < first_round; ++i)
        runs.push_back({runs[i].direction, runs[i].at + next_holiday});
    runs.insert(runs.end(), holidays.begin(), holidays.end());
    return runs;
}

std::string departures_csv(const County& county, const Scenario& scenario, Time live) {
    CsvWriter csv{"code,school,direction,date,time,line,plate,colour,driver,escort,seats"};
    for (const PublishedRun& run : runs_of(scenario, live)) {
        // To the minute, as a timetable is; to_iso: 2026-11-27T16:22:00.000+08:00
        const std::string at = to_iso(Time{std::chrono::floor<minutes>(run.at)});
        const std::string date = at.substr(0, 10), time = at.substr(11, 5);
        for (std::size_t i = 0; i < county.vehicles.size(); ++i) {
            const Vehicle& vehicle = county.vehicles[i];
            if (!is_published(vehicle)) continue;
            const Line& line = county.lines[vehicle.line];
            if (run.turn && turn_of(county, line.school) != run.turn) continue;
            const std::string code =
                fmt::format("{}-{}{}-{:03}", date, time.substr(0, 2), time.substr(3), i + 1);
            const int adults = vehicle.has_escort ? 2 : 1;
            csv.row({code, county.schools[line.school].code,
                     run.direction == Direction::home ? "home" : "to_school", date, time, line.code,
                     vehicle.plate, vehicle.colour, county.drivers[vehicle.driver].code,
                     vehicle.has_escort ? escort_code(i) : std::string{},
                     fmt::format("{}", vehicle.approved_persons - adults)});
        }
    }
    return std::move(csv).text();
}

}  // namespace

// The county knows it and has given it a plate.
bool is_published(const Vehicle& vehicle) {
    return vehicle.role != Role::unregistered && vehicle.role != Role::non_commercial;
}

std::string escort_code(std::size_t vehicle) { return fmt::format("E{:04}", vehicle + 1); }

std::vector<std::string> stop_names(const Line& line) {
    std::vector<std::string> names;
    for (TimedStop& stop : timed_stops(line)) names.push_back(std::move(stop.name));
    std::ranges::reverse(names);
    return names;
}

std::vector<TextFile> line_files(const County& county) {
    return {{"lines.csv", lines_csv(county)},
            {"stops.csv", stops_csv(county)},
            {"escorts.csv", escorts_csv(county)},
            {"boarders.csv", boarders_csv(county)}};
}

std::vector<TextFile> schedule_files(const County& county, const Scenario& scenario, Time live) {
    std::vector<TextFile> files = line_files(county);
    files.push_back({"pupils.csv", pupils_csv(county)});
    files.push_back({"travels.csv", travels_csv(county, live)});
    files.push_back({"departures.csv", departures_csv(county, scenario, live)});
    return files;
}

}  // namespace husong::device_sim
