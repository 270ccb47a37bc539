#include "tests/bench/load_days.hpp"

#include "tests/rules/story.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace husong::load_truth {

namespace {

using rules::Level;
namespace telling = tracking::telling;

double share(Random& random) { return std::uniform_real_distribution{0.0, 1.0}(random); }
int whole(Random& random, int from, int until) { return std::uniform_int_distribution{from, until}(random); }
int drawn(Random& random, int of, double probability) {
    return std::binomial_distribution<int>{of, std::clamp(probability, 0.0, 1.0)}(random);
}
double beta(Random& random, double mean, double correlation) {
    const double strength = 1 / correlation - 1;
    const double yes = std::gamma_distribution{mean * strength}(random);
    const double no = std::gamma_distribution{(1 - mean) * strength}(random);
    return yes + no > 0 ? yes / (yes + no) : mean;
}

// The door counter of one vehicle.
class Sensor {
public:
    Sensor(const Scene& scene, const Bus& bus, Random& random)
        : scene_{scene},
          missed_{(scene.error + bus.bias) / 2},
          doubled_{(scene.error - bus.bias) / 2},
          drift_{(share(random) < 0.7 ? 1 : -1) * 0.06 * share(random)},
          random_{random} {}

    void begin_run(int run) { run_ = run; }
    // What it tells of a stop.
    std::pair<int, int> window(int boarded, int alighted) {
        std::pair now{count(boarded, Broken::boarding), count(alighted, Broken::alighting)};
        constexpr double sticks = 0.01;
        if (scene_.noise == Noise::sticking) {
            if (share(random_) < sticks) now = last_;
            if (share(random_) < sticks) now = {0, 0};
        }
        last_ = now;
        return now;
    }

private:
    int count(int people, Broken door) {
        double missed = missed_, doubled = doubled_;
        if (scene_.noise == Noise::bursty) missed += std::min(0.08, 0.0015 * people);
        if (scene_.noise == Noise::drifting)
            (drift_ > 0 ? missed : doubled) += std::abs(drift_) * run_ / (2.0 * scene_.days);
        if (scene_.noise == Noise::over_dispersed) {
            constexpr double correlation = 0.05;
            missed = missed > 0 ? beta(random_, missed, correlation) : 0;
            doubled = doubled > 0 ? beta(random_, doubled, correlation) : 0;
        }
        const bool broken = scene_.broken == Broken::both || scene_.broken == door;
        if (broken && run_ >= scene_.broken_from) missed = 1.0 / 3;
        const int lost = drawn(random_, people, missed);
        return people - lost + drawn(random_, people - lost, doubled);
    }

    const Scene& scene_;
    double missed_, doubled_, drift_;
    Random& random_;
    int run_ = 0;
    std::pair<int, int> last_{0, 0};
};

// What the escort types for so many pupils.
int typed(int pupils, const Scene& scene, Random& random) {
    constexpr double wrong = 0.02;
    if (scene.counting != Counting::mistyped || share(random) >= wrong) return pupils;
    const int sign = share(random) < 0.5 ? 1 : -1;
    switch (whole(random, 0, 3)) {
        case 0: return std::max(0, pupils + sign * whole(random, 1, 3));
        case 1: return std::max(0, pupils + sign * 10);
        case 2: return pupils / 10 * 10 + whole(random, 0, 9);
        default: return pupils % 10 * 10 + pupils / 10;
    }
}

registry::RegistryRows county_of(const Bus& bus) {
    auto rows = rules::lawful_county();
    rules::vehicle_of(rows).approved_persons = bus.approved;
    rules::vehicle_of(rows).counts_driver = false;
    for (auto& plate : rows.school_bus_plates) plate.valid_until = end_of_time;
    return rows;
}

class Driver {
public:
    Driver(const Bus& bus, const Scene& scene, Random& random)
        : bus_{bus}, scene_{scene}, random_{random}, registry_{county_of(bus)}, sensor_{scene, bus, random} {
        park(telling::morning - std::chrono::hours{1});
    }

    Run run(int number, int people, bool one_off) {
        result_ = {people, one_off, people > bus_.approved};
        fold_.rules = {};
        first_moved_ = counted_ = tracking::never;
        sensor_.begin_run(number);
        const int delay = whole(random_, 0, 10);
        now_ = telling::morning + std::chrono::days{number / 2} +
               (number % 2 == 0 ? std::chrono::minutes{delay} : std::chrono::minutes{540 + delay});
        const auto started = std::chrono::steady_clock::now();
        records_ = 0;
        make_way(people, number % 2 == 0);
        park(now_);
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - started;
        rules::advance(fold_, telling::bus, now_ + std::chrono::minutes{11}, context_, changes_);
        result_.nanoseconds = took.count() / records_;
        result_.exposed = fold_.track.load.counter.exposed();
        return result_;
    }

private:
    static constexpr int stops = 5;

    void make_way(int people, bool to_school) {
        const int riders = people - 1;  // the driver is not counted
        int left = riders;
        for (int stop = 0; stop < stops; ++stop) {
            const int here = stop + 1 == stops ? left : drawn(random_, left, 1.0 / (stops - stop));
            left -= here;
            if (to_school) board(here, stop + 1 == stops ? people : 0);
            if (!to_school && stop == 0) board(riders, people);
            if (!to_school) stop_for(0, here);
            leg(stop + 1 == stops ? 7 : 4);
        }
        if (to_school) stop_for(0, riders);
    }
    // `full`: everybody is aboard now, so many.
    void board(int boarding, int full) {
        stop_for(boarding, 0);
        if (full == 0) return;
        if (scene_.counting != Counting::none) count(full);
        leg(7);
        tracking::VehicleState& state = fold_.track;
        const auto estimate =
            rules::estimate_of(state, registry_.vehicle(telling::bus, now_), bus_.approved, tracking_);
        result_.probability = estimate.over;
    }
    void count(int full) {
        const int crew = 2;
        now_ += 1s;
        counted_ = now_;
        const auto say = [&] { tell(telling::count(now_, typed(full - crew, scene_, random_), crew)); };
        say();
        result_.at_once = result_.found >= Level::likely;
        constexpr int most_counts = 3;
        for (int counts = 1; counts < most_counts && scene_.counts_again; ++counts) {
            if (!fold_.track.load.count.disputed) return;
            now_ += 20s;
            say();
        }
    }
    void stop_for(int boarding, int alighting) {
        for (int i = 0; i < 3; ++i) fix(0, i < 2);
        const auto [in, out] = sensor_.window(boarding, alighting);
        tell(telling::flow(now_ - 40s, now_, in, out));
    }
    void leg(int fixes) {
        for (int i = 0; i < fixes; ++i) {
            fix(36, false);
            if (i == 0) first_moved_ = now_;
        }
    }
    void fix(double speed_kmh, bool door) {
        now_ += 15s;
        north_m_ = std::fmod(north_m_ + speed_kmh / 3.6 * 15, 20'000);
        tell(telling::fix(now_, {north_m_, speed_kmh, door}));
    }
    void park(Time at) {
        now_ = at + 15s;
        tell(telling::fix(now_, {north_m_, 0, true, true}));
        now_ += 15s;
        tell(telling::fix(now_, {north_m_, 0, false, false}));
    }
    void tell(const tracking::Record& record) {
        ++records_;
        changes_.clear();
        rules::fold(fold_, record, context_, changes_);
        for (const auto& change : changes_) note(change);
    }
    void note(const rules::FindingChange& change) {
        if (change.head.rule != rules::RuleId::ld_01 || change.episode.level <= result_.found) return;
        result_.found = change.episode.level;
        if (result_.found < Level::likely || result_.latency_s >= 0) return;
        const Time since = counted_ != tracking::never ? counted_ : first_moved_;
        result_.latency_s = std::chrono::duration<double>(now_ - since).count();
    }

    const Bus& bus_;
    const Scene& scene_;
    Random& random_;
    registry::Registry registry_;
    tracking::TrackingSettings tracking_;
    rules::RuleSettings rules_;
    rules::FoldContext context_{registry_, tracking_, rules_};
    Sensor sensor_;
    rules::VehicleFold fold_;
    std::vector<rules::FindingChange> changes_;
    Run result_;
    Time now_{}, first_moved_ = tracking::never, counted_ = tracking::never;
    double north_m_ = 0;
    int records_ = 0;
};

}  // namespace

Bus Bus::draw(Random& random) {
    constexpr std::array approved{19, 36, 45, 56};
    Bus bus;
    bus.approved = approved.at(static_cast<std::size_t>(whole(random, 0, 3)));
    bus.bias = 0.01 * (2 * share(random) - 1);
    constexpr double over = 0.0165, full = 0.59;
    const double kind = share(random);
    bus.kind = kind < over ? Kind::over : kind < over + full ? Kind::full : Kind::fewer;
    bus.usual = bus.kind == Kind::over   ? bus.approved + whole(random, 1, 10)
                : bus.kind == Kind::full ? bus.approved
                                         : whole(random, bus.approved * 2 / 5, bus.approved - 1);
    return bus;
}

int Bus::aboard_today(Random& random, bool& one_off) const {
    constexpr double one_off_over = 0.0061, off_day = 0.12, absent = 0.15;
    one_off = kind != Kind::over && share(random) < one_off_over;
    if (one_off) return approved + whole(random, 1, 10);
    if (kind == Kind::over)
        return share(random) < off_day ? approved : std::max(approved, usual + whole(random, -1, 1));
    if (kind == Kind::full) return share(random) < absent ? approved - whole(random, 1, 3) : approved;
    return std::min(approved, usual + whole(random, -1, 1));
}

std::vector<Run> drive(const Bus& bus, const Scene& scene, Random& random) {
    Driver driver{bus, scene, random};
    std::vector<Run> runs;
    for (int day = 0; day < scene.days; ++day) {
        bool one_off = false;
        const int people = bus.aboard_today(random, one_off);
        for (int half = 0; half < 2; ++half) runs.push_back(driver.run(2 * day + half, people, one_off));
    }
    return runs;
}

}  // namespace husong::load_truth
