#include "server/pages/arrival_accuracy.hpp"

#include "server/pages/bureau.hpp"
#include "server/pages/page.hpp"

#include <fmt/format.h>

#include <cmath>

namespace husong::pages {

namespace {

using namespace std::chrono;
using tracking::AccuracyBucket;

// 30 秒, 1 分 30 秒
std::string duration_zh(Milliseconds duration) {
    const auto whole = duration_cast<seconds>(duration);
    const auto full = floor<minutes>(whole);
    const auto rest = whole - full;
    if (full == 0min) return fmt::format("{} 秒", rest.count());
    if (rest == 0s) return fmt::format("{} 分", full.count());
    return fmt::format("{} 分 {} 秒", full.count(), rest.count());
}

// Rounded down: 100 % is all of them.
std::string percent_of(double share) { return fmt::format("{:.1f}%", std::floor(share * 1'000 + 1e-9) / 10); }

}  // namespace

std::string render_arrival_accuracy(const ArrivalAccuracyPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("FROM", to_iso(page.from)).set("UNTIL", to_iso(page.last));
    std::size_t all = 0;
    for (std::size_t i = 0; i < tracking::accuracy_buckets.size(); ++i) {
        const AccuracyBucket& bucket = tracking::accuracy_buckets.at(i);
        const tracking::BucketCount& count = page.accuracy.buckets.at(i);
        all += count.all;
        Fill row = fill.show("BUCKET");
        row.set("AHEAD", fmt::format("{}–{} 分钟", floor<minutes>(bucket.from).count(),
                                     floor<minutes>(bucket.until).count()));
        row.set("EARLIEST", duration_zh(-bucket.least)).set("LATEST", duration_zh(bucket.most));
        row.set("COUNT", static_cast<long long>(count.all));
        const auto share = page.accuracy.share(i);
        row.set("SHARE", share ? percent_of(*share) : "—");
    }
    const auto overall = page.accuracy.overall();
    if (overall)
        fill.show("OVERALL").set("SHARE", percent_of(*overall)).set("COUNT", static_cast<long long>(all));
    else
        fill.show(all == 0 ? "NONE" : "FEW");
    return render("arrival_accuracy.html", fill);
}

}  // namespace husong::pages
