#include "tests/bench/arrival_county.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace husong::bench {

namespace {

using tracking::TripPlace;

constexpr double step_m = 25;
constexpr double school_zone_m = 1'500;
constexpr Time first_day = from_millis(1'788'217'200'000);  // 2026-09-01 07:00 in China
constexpr double start_mps2 = 1.0;                          // buses with standing children start gently

double uniform(Random& random, double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random);
}
double bell(Random& random, double mean, double sigma) {
    return std::normal_distribution<double>{mean, sigma}(random);
}
bool chance(Random& random, double share) { return uniform(random, 0, 1) < share; }
double waiting(Random& random, double mean) {
    return std::exponential_distribution<double>{1 / mean}(random);
}
Milliseconds millis(double seconds) { return Milliseconds{std::llround(seconds * 1'000)}; }

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    std::seed_seq sequence{a, b, a >> 32, b >> 32};
    std::array<std::uint32_t, 2> words{};
    sequence.generate(words.begin(), words.end());
    return std::uint64_t{words[0]} << 32 | words[1];
}

Road make_road(maps::Wgs84 from, double course_deg, bool mountain, Random& random) {
    const double length_m = uniform(random, 1'000, mountain ? 3'500 : 4'500);
    const double bend_m = uniform(random, 300, 700);  // from one hairpin to the next
    const double swing_deg = mountain ? uniform(random, 40, 75) : uniform(random, 5, 20);
    const double usual = mountain ? uniform(random, 5.5, 9.5) : uniform(random, 9, 15);
    std::vector<maps::Wgs84> points{from};
    std::vector<double> speeds{usual};
    double drift = 0, mood = 0;
    for (double along = step_m; along < length_m; along += step_m) {
        drift += bell(random, 0, 1.5);
        mood = 0.95 * mood + bell(random, 0, 0.06);
        const double course =
            course_deg + drift + swing_deg * std::sin(along / bend_m * 2 * std::numbers::pi);
        points.push_back(maps::destination(points.back(), course, step_m));
        speeds.push_back(usual * std::exp(mood));
    }
    return {maps::Polyline{std::move(points)}, std::move(speeds)};
}

Road reversed(const Road& road) {
    std::vector<maps::Wgs84> points{road.line.points().begin(), road.line.points().end()};
    std::vector<double> speeds = road.speed_mps;
    std::reverse(points.begin(), points.end());
    std::reverse(speeds.begin(), speeds.end());
    return {maps::Polyline{std::move(points)}, std::move(speeds)};
}

// Drives one road: how long each step takes, braking for its ends.
double step_s(const Road& road, std::size_t step, double slower) {
    const double length_m = road.line.length_m();
    const double to_end_m =
        std::min(road.line.along_m(step), length_m - road.line.along_m(step)) + step_m / 2;
    const double reachable = std::sqrt(2 * start_mps2 * to_end_m);
    return step_m / std::min(road.speed_mps[step] / slower, reachable);
}
double usual_s(const Road& road) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < road.speed_mps.size(); ++i) sum += step_s(road, i, 1);
    return sum;
}

void slow_at_school(Road& road, double to_school_m) {
    for (std::size_t i = 0; i < road.speed_mps.size(); ++i)
        if (to_school_m + road.line.along_m(i) < school_zone_m)
            road.speed_mps[i] = std::min(road.speed_mps[i], 7.5);
}

// The line from the school outwards, with the timetable its planner wrote: whole minutes, and a guess.
BusLine make_home_line(std::uint64_t seed, int number, const CountySettings& settings) {
    Random random{mixed(seed, static_cast<std::uint64_t>(number))};
    BusLine line;
    line.mountain = chance(random, 0.5);
    constexpr std::array<int, 4> intervals{10, 15, 20, 30};
    line.report_every = std::chrono::seconds{intervals.at(random() % intervals.size())};
    const int stops = 6 + static_cast<int>(random() % 7);
    const maps::Wgs84 school{uniform(random, 40.6, 41.0), uniform(random, 117.9, 118.5)};
    double course = uniform(random, 0, 360), along_m = 0, typical_s = 0;
    const double guess = std::exp(bell(random, 0, settings.usual_timetable_error));
    const Time leaves = first_day + std::chrono::hours{9} + std::chrono::minutes{random() % 60};
    line.plan.direction = registry::Direction::home;
    line.plan.places.push_back({"school", school, 100, leaves});
    line.roads.emplace_back();
    line.riders.push_back(0);
    for (int i = 1; i <= stops; ++i) {
        const double mild = line.mountain && i > 1 ? 1 : 0;
        Road road = make_road(line.plan.places.back().at, course, mild > 0, random);
        slow_at_school(road, along_m);
        along_m += road.line.length_m();
        course += bell(random, 0, 20);
        const double riders = uniform(random, 1, 8);
        typical_s += usual_s(road);
        const auto due = std::chrono::round<std::chrono::minutes>(millis(typical_s * guess));
        // The register's place of a stop is where somebody stood with a phone.
        const maps::Wgs84 noted =
            maps::destination(road.line.points().back(), uniform(random, 0, 360), uniform(random, 0, 15));
        line.plan.places.push_back({"stop " + std::to_string(i), noted, 150, leaves + due});
        line.roads.push_back(std::move(road));
        line.riders.push_back(riders);
        typical_s += 10 + 3 * riders;
    }
    return line;
}

BusLine way_back(const BusLine& home) {
    BusLine line = home;
    line.plan.direction = registry::Direction::to_school;
    std::reverse(line.plan.places.begin(), line.plan.places.end());
    std::reverse(line.riders.begin(), line.riders.end());
    const Time end = home.plan.places.back().due;
    for (std::size_t i = 0; i < line.plan.places.size(); ++i)
        line.plan.places[i].due = home.plan.places.front().due - std::chrono::hours{10} +
                                  (end - home.plan.places[home.plan.places.size() - 1 - i].due);
    line.roads.assign(1, Road{});
    for (std::size_t i = home.roads.size() - 1; i > 0; --i) line.roads.push_back(reversed(home.roads[i]));
    return line;
}

struct Moment {
    Time at{};
    maps::Wgs84 place;
    double speed_mps = 0;
};

// One run, step by step.
class Driver {
public:
    Driver(const BusLine& line, int day, std::uint64_t seed, const CountySettings& settings)
        : line_{line}, settings_{settings}, random_{seed} {
        run_.plan = line.plan;
        for (TripPlace& place : run_.plan.places) place.due += std::chrono::days{day};
    }

    Run drive(double weather) && {
        const auto& places = run_.plan.places;
        slower_ = weather * std::exp(bell(random_, 0, settings_.day_spread));
        const double late_s = chance(random_, 0.5) ? bell(random_, 20, 40) : waiting(random_, 180);
        now_ = places.front().due - std::chrono::minutes{8} - millis(uniform(random_, 0, 240));
        place_ = line_.roads[1].line.points().front();
        arrive(0);
        stand(places.front().due + millis(std::max(late_s, -60.0)) - now_);
        run_.left.push_back(now_);
        for (std::size_t i = 1; i < places.size(); ++i) {
            go(i);
            arrive(i);
            if (i + 1 < places.size()) stand(millis(dwell_s(i)));
            run_.left.push_back(now_);
        }
        stand(std::chrono::minutes{3});
        report();
        return std::move(run_);
    }

private:
    void arrive(std::size_t place) {
        run_.arrived.push_back(now_);
        const auto most = static_cast<int>(std::lround(line_.riders[place]));
        run_.riders.push_back(most > 0 ? std::binomial_distribution<int>{most, 0.92}(random_) : 0);
    }

    double dwell_s(std::size_t place) {
        const int riders = run_.riders[place];
        if (riders == 0) return chance(random_, 0.6) ? 0 : 8;
        double seconds = std::max(4.0, bell(random_, 10, 4));
        for (int i = 0; i < riders; ++i) seconds += std::max(1.0, bell(random_, 3, 1));
        if (chance(random_, 0.06)) seconds += uniform(random_, 15, 70);  // one who comes running
        return seconds;
    }

    void stand(Milliseconds length) {
        for (Milliseconds step{0}; step < length; step += 1s) way_.push_back({now_ + step, place_, 0});
        now_ += std::max(length, Milliseconds{0});
    }

    void go(std::size_t place) {
        const Road& road = line_.roads[place];
        const double spread = settings_.stretch_spread * (line_.mountain ? 1.5 : 1);
        const double slower = slower_ * std::exp(bell(random_, 0, spread));
        const bool halts = chance(random_, settings_.halt_share);
        const auto halt_at = static_cast<std::size_t>(random_() % road.speed_mps.size());
        const bool morning = line_.plan.direction == registry::Direction::to_school;
        const double traffic = morning ? 1 + waiting(random_, settings_.school_traffic) : 1;
        for (std::size_t i = 0; i + 1 < road.speed_mps.size(); ++i) {
            const bool at_school = place + 1 == line_.roads.size() && morning &&
                                   road.line.length_m() - road.line.along_m(i) < school_zone_m;
            const double seconds = step_s(road, i, slower * (at_school ? traffic : 1));
            place_ = road.line.points()[i];
            way_.push_back({now_, place_, step_m / seconds});
            now_ += millis(seconds);
            if (halts && i == halt_at) stand(millis(uniform(random_, 20, 60) + waiting(random_, 60)));
        }
        place_ = road.line.points().back();
    }

    // Radio holes: what was measured in them comes later, or never.
    struct Hole {
        Time from{};
        Time until{};
        bool kept = true;
    };
    std::vector<Hole> make_holes() {
        std::vector<Hole> holes;
        const double share = line_.mountain ? settings_.hole_share_mountain : settings_.hole_share_valley;
        for (std::size_t i = 1; i < run_.arrived.size(); ++i)
            if (chance(random_, share)) {
                const Time from = run_.left[i - 1] + millis(uniform(random_, 0, 120));
                holes.push_back({from, from + millis(uniform(random_, 60, 300)), chance(random_, 0.7)});
            }
        return holes;
    }

    void report() {
        const auto holes = make_holes();
        const double noise_m = uniform(random_, 5, 10) / std::numbers::sqrt2;  // each way
        std::size_t next = 0;
        for (Time at = way_.front().at + millis(uniform(random_, 0, 30)); at < way_.back().at;
             at += line_.report_every) {
            while (next + 1 < way_.size() && way_[next + 1].at <= at) ++next;
            const auto hole = std::find_if(holes.begin(), holes.end(),
                                           [&](const Hole& h) { return h.from <= at && at < h.until; });
            if (hole != holes.end() && !hole->kept) continue;
            const Time heard = hole == holes.end() ? at : hole->until + 5s;
            run_.records.push_back(record_at(at, heard + millis(uniform(random_, 0.5, 3)), next, noise_m));
        }
    }

    tracking::Record record_at(Time at, Time heard, std::size_t moment, double noise_m) {
        const Moment& a = way_[moment];
        const Moment& b = way_[std::min(moment + 1, way_.size() - 1)];
        const double part = b.at > a.at ? static_cast<double>((at - a.at).count()) /
                                              static_cast<double>((b.at - a.at).count())
                                        : 0;
        const maps::DegreeLengths scale = maps::degree_lengths(a.place.latitude_deg);
        const auto mix = [&](double from, double to) { return from + (to - from) * part; };
        tracking::Position told;
        told.latitude_deg =
            mix(a.place.latitude_deg, b.place.latitude_deg) + bell(random_, 0, noise_m) / scale.latitude_m;
        told.longitude_deg =
            mix(a.place.longitude_deg, b.place.longitude_deg) + bell(random_, 0, noise_m) / scale.longitude_m;
        told.speed_mps = static_cast<float>(std::max(0.0, a.speed_mps + bell(random_, 0, 0.3)));
        told.satellites = 9;
        told.located = true;
        tracking::Record record;
        record.vehicle = VehicleId{1};
        record.measured_at = at;
        record.received_at = heard;
        record.payload = std::move(told);
        return record;
    }

    const BusLine& line_;
    const CountySettings& settings_;
    Random random_;
    Run run_;
    std::vector<Moment> way_;
    Time now_{};
    maps::Wgs84 place_;
    double slower_ = 1;
};

}  // namespace

std::vector<BusLine> make_lines(std::uint64_t seed, const CountySettings& settings) {
    std::vector<BusLine> lines;
    for (int i = 0; i < settings.lines; ++i) {
        lines.push_back(make_home_line(seed, i, settings));
        lines.push_back(way_back(lines.back()));
    }
    return lines;
}

Run drive(const BusLine& line, int day, std::uint64_t seed, const CountySettings& settings) {
    // Everybody has the same weather.
    Random sky{mixed(seed, 1'000'000 + static_cast<std::uint64_t>(day))};
    const bool bad = chance(sky, settings.weather_share);
    const double weather = bad ? uniform(sky, 1.1, line.mountain ? 1.45 : 1.25) : 1;
    const auto here = static_cast<std::uint64_t>(std::llround(line.roads[1].line.length_m() * 1'000)) +
                      static_cast<std::uint64_t>(to_millis(line.plan.places.front().due) % 86'400'000);
    return Driver{line, day, mixed(mixed(seed, here), static_cast<std::uint64_t>(day)), settings}.drive(
        weather);
}

}  // namespace husong::bench
