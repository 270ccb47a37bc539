#include "server/tracking/usual_load.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace husong::tracking {

namespace {

int minute_of_day(Time at) {
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(at - china_midnight(at)).count());
}

std::int32_t day_number(Time at) {
    return static_cast<std::int32_t>(
        std::chrono::floor<std::chrono::days>(china_midnight(at).time_since_epoch()).count());
}

std::size_t nearest(const UsualLoads& all, Time began_at, const UsualLoadSettings& settings) {
    const int minute = minute_of_day(began_at);
    auto best = all.runs.size();
    int least = static_cast<int>(std::chrono::floor<std::chrono::minutes>(settings.same_run).count()) + 1;
    for (std::size_t i = 0; i < all.runs.size(); ++i) {
        const int apart = std::abs(all.runs[i].minute - minute);
        if (!all.runs[i].known() || apart >= least) continue;
        least = apart;
        best = i;
    }
    return best;
}

UsualLoad& oldest(UsualLoads& all) {
    return *std::min_element(all.runs.begin(), all.runs.end(), [](const auto& a, const auto& b) {
        return std::pair{a.known(), a.last_day} < std::pair{b.known(), b.last_day};
    });
}

void shift_mean(float& mean, float weight, double value) {
    mean += static_cast<float>((value - mean) / weight);
}

LatestRun compare(const UsualLoad& usual, const PastRun& run, const UsualLoadSettings& settings) {
    LatestRun latest{day_number(run.began_at)};
    if (usual.runs < settings.known_runs) return latest;
    const double spread = spread_of(usual, run.riders_variance, settings);
    const double of_mean = (spread + run.riders_variance) / usual.runs;
    latest.more = static_cast<float>(run.riders - usual.mean);
    latest.variance = static_cast<float>(run.riders_variance + of_mean);
    latest.usual_variance = static_cast<float>(run.riders_variance + of_mean + spread);
    return latest;
}

// A day that is unlike the others moves the mean little; a second one says that the days have changed.
double tempered(UsualLoad& usual, const PastRun& run, const UsualLoadSettings& settings) {
    constexpr double far = 3;
    constexpr float start_again = 0.25F;
    if (usual.runs < settings.known_runs) return run.riders;
    const double off = run.riders - usual.mean;
    const double most =
        far * std::sqrt(spread_of(usual, run.riders_variance, settings) + run.riders_variance);
    const auto side = static_cast<std::int8_t>(off > most ? 1 : off < -most ? -1 : 0);
    const bool again = side != 0 && side == usual.unlike;
    usual.unlike = side;
    if (again) {
        usual.runs *= start_again;
        usual.squares *= start_again;
        usual.counted_runs *= start_again;
        return run.riders;
    }
    return usual.mean + std::clamp(off, -most, most);
}

}  // namespace

const UsualLoad* UsualLoads::find(Time began_at, const UsualLoadSettings& settings) const {
    const auto place = nearest(*this, began_at, settings);
    return place == runs.size() ? nullptr : &runs[place];
}

const LatestRun* UsualLoads::before(Time began_at) const {
    return latest.usual_variance > 0 && latest.day == day_number(began_at) ? &latest : nullptr;
}

void UsualLoads::learn(const PastRun& run, const UsualLoadSettings& settings) {
    const auto place = nearest(*this, run.began_at, settings);
    UsualLoad& usual = place == runs.size() ? oldest(*this) : runs[place];
    const auto minute = static_cast<std::int16_t>(minute_of_day(run.began_at));
    if (place == runs.size()) {
        usual = {};
        usual.minute = minute;
    }
    constexpr int slowly = 8;
    usual.minute = static_cast<std::int16_t>(usual.minute + (minute - usual.minute) / slowly);
    usual.last_day = day_number(run.began_at);

    latest = compare(usual, run, settings);
    const double riders = tempered(usual, run, settings);
    const auto memory = static_cast<float>(settings.memory);
    const double before = riders - usual.mean;
    usual.runs = usual.runs * memory + 1;
    shift_mean(usual.mean, usual.runs, riders);
    usual.squares = usual.squares * memory + static_cast<float>(before * (riders - usual.mean));
    shift_mean(usual.stops, usual.runs, run.stops);
    usual.counted_runs *= memory;
    if (run.counted < 0) return;
    usual.counted_runs += 1;
    shift_mean(usual.counted_mean, usual.counted_runs, run.counted);
}

double spread_of(const UsualLoad& usual, double counter_variance, const UsualLoadSettings& settings) {
    const double seen = std::max(0.0, usual.squares - usual.runs * counter_variance);
    const double spread =
        (settings.spread * settings.spread_runs + seen) / (settings.spread_runs + usual.runs);
    return std::clamp(spread, settings.least_spread, settings.most_spread);
}

}  // namespace husong::tracking
