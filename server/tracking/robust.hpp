// Figures of a handful of samples that one mad sample does not move.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace husong::tracking {

struct Sample {
    double value = 0;
    double weight = 1;
};

// The value below which a share of the weight lies. Precondition: there are samples, of positive weight.
double weighted_quantile(std::vector<Sample> samples, double share);
double weighted_median(std::span<const Sample> samples);

// One sigma of what scatters like a bell around a value, by the median of the distances from it.
double spread_around(std::span<const Sample> samples, double centre);

// Drops positive values more than `factor` times the median, or less than its reciprocal.
void cut_outliers(std::vector<Sample>& samples, double factor);

struct Point {
    double x = 0;
    double y = 0;
    double weight = 1;
};
struct StraightLine {
    double offset = 0;
    double slope = 0;
};
// Through points, by the median of the slopes between them (Theil and Sen). None: all have the same x.
std::optional<StraightLine> fit_line(std::span<const Point> points);

// How many sigmas from the middle of a bell a share of it ends; 0.5: none. Precondition: 0 < share < 1.
double sigmas_at(double share);

}  // namespace husong::tracking
