#include "server/tracking/robust.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace husong::tracking {

double weighted_quantile(std::vector<Sample> samples, double share) {
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
        return a.value < b.value || (a.value == b.value && a.weight < b.weight);
    });
    double all = 0;
    for (const Sample& sample : samples) all += sample.weight;
    // Each sample stands at the middle of its weight; between two the value is in between.
    double sum = 0, before_at = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double at = (sum + samples[i].weight / 2) / all;
        sum += samples[i].weight;
        if (at >= share) {
            if (i == 0) return samples[i].value;
            const double part = at > before_at ? (share - before_at) / (at - before_at) : 1;
            return samples[i - 1].value + (samples[i].value - samples[i - 1].value) * part;
        }
        before_at = at;
    }
    return samples.back().value;
}

double weighted_median(std::span<const Sample> samples) {
    return weighted_quantile({samples.begin(), samples.end()}, 0.5);
}

double spread_around(std::span<const Sample> samples, double centre) {
    constexpr double sigmas_a_median = 1.4826;  // of a bell: its median distance is 1 / 1.4826 sigma
    std::vector<Sample> distances;
    for (const Sample& sample : samples)
        distances.push_back({std::abs(sample.value - centre), sample.weight});
    return sigmas_a_median * weighted_median(distances);
}

void cut_outliers(std::vector<Sample>& samples, double factor) {
    if (samples.empty()) return;
    const double median = weighted_median(samples);
    std::erase_if(samples, [&](const Sample& sample) {
        return sample.value > median * factor || sample.value * factor < median;
    });
}

std::optional<StraightLine> fit_line(std::span<const Point> points) {
    std::vector<Sample> slopes;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t k = i + 1; k < points.size(); ++k)
            if (points[i].x != points[k].x)
                slopes.push_back({(points[k].y - points[i].y) / (points[k].x - points[i].x),
                                  points[i].weight * points[k].weight});
    if (slopes.empty()) return std::nullopt;
    const double slope = weighted_median(slopes);
    std::vector<Sample> offsets;
    for (const Point& point : points) offsets.push_back({point.y - slope * point.x, point.weight});
    return StraightLine{weighted_median(offsets), slope};
}

double sigmas_at(double share) {
    // Halving the interval until it is a millionth: the error function has no inverse in the library.
    double low = -8, high = 8;
    while (high - low > 1e-6) {
        const double middle = (low + high) / 2;
        const double below = std::erfc(-middle / std::numbers::sqrt2) / 2;
        (below < share ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace husong::tracking
