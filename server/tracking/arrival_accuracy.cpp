#include "server/tracking/arrival_accuracy.hpp"

#include <algorithm>

namespace husong::tracking {

bool is_to_keep(std::optional<Time> last, const Prediction& prediction) {
    if (prediction.arrives_at - prediction.made_at >= prediction_horizon) return false;
    return !last || prediction.made_at - *last >= prediction_every;
}

std::optional<double> Accuracy::share(std::size_t bucket) const {
    const BucketCount& count = buckets.at(bucket);
    if (count.all == 0) return std::nullopt;
    return static_cast<double>(count.accurate) / static_cast<double>(count.all);
}

std::optional<double> Accuracy::overall() const {
    double sum = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        const auto each = share(i);
        if (!each) return std::nullopt;
        sum += *each;
    }
    return sum / static_cast<double>(buckets.size());
}

Accuracy& Accuracy::operator+=(const Accuracy& other) {
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        buckets[i].all += other.buckets[i].all;
        buckets[i].accurate += other.buckets[i].accurate;
    }
    unmatched += other.unmatched;
    return *this;
}

Accuracy judge(std::span<const Prediction> predictions, Time arrived) {
    Accuracy accuracy;
    for (const Prediction& prediction : predictions) {
        const Milliseconds ahead = arrived - prediction.made_at;
        const Milliseconds error = arrived - prediction.arrives_at;
        if (error < -matched_earlier || error > matched_later) {
            ++accuracy.unmatched;
            continue;
        }
        for (std::size_t i = 0; i < accuracy_buckets.size(); ++i) {
            const AccuracyBucket& bucket = accuracy_buckets[i];
            if (ahead < bucket.from || ahead >= bucket.until) continue;
            ++accuracy.buckets[i].all;
            if (error >= bucket.least && error <= bucket.most) ++accuracy.buckets[i].accurate;
        }
    }
    return accuracy;
}

std::optional<Leaver> follow(std::span<const LeaveAdvice> advice, Milliseconds walk, Time arrived) {
    for (std::size_t i = 0; i < advice.size(); ++i) {
        const Time leaves = std::max(advice[i].leave_at, advice[i].made_at);
        const bool last = i + 1 == advice.size();
        if (!last && leaves >= advice[i + 1].made_at) continue;  // by then something else is said
        const Time there = leaves + walk;
        return Leaver{leaves, there, arrived - there};
    }
    return std::nullopt;
}

Leaving sum_up(std::span<const Leaver> leavers) {
    Leaving leaving;
    std::vector<Milliseconds> waits;
    for (const Leaver& leaver : leavers)
        if (leaver.in_time()) waits.push_back(leaver.waited);
    leaving.all = leavers.size();
    leaving.in_time = waits.size();
    if (waits.empty()) return leaving;
    const auto middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
    std::nth_element(waits.begin(), middle, waits.end());
    leaving.median_wait = *middle;
    return leaving;
}

}  // namespace husong::tracking
