// What the past runs of a line tell of the runs of a day. Of that day's own runs nothing is asked, so that
// everybody is told the same until it ends, and the product's own accuracy can be found afterwards.
#pragma once

#include "db/store.hpp"
#include "server/registry/registry.hpp"
#include "server/tracking/run_times.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace husong::history {

using HistoryPtr = std::shared_ptr<const tracking::SegmentHistory>;

tracking::DayClass day_class(std::chrono::year_month_day day, const registry::Registry& registry);

// Keeps what was learnt last of each line and direction, until the runs it was learnt from are others: each
// question reads which these are, at most 20 short rows by an index. Any thread.
class LineHistories {
public:
    // A line's way takes some 30 kB.
    static constexpr std::size_t most_lines = 1'024;

    explicit LineHistories(std::size_t most = most_lines) : most_{most} {}

    // Of the last runs of its line and direction that left on earlier days. `plan`: of the run. Never
    // nullptr. Errors: unavailable.
    [[nodiscard]] Result<HistoryPtr> of(const registry::Departure& run, const tracking::TripPlan& plan,
                                        const registry::Registry& registry, db::Reader& reader);
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t learnt() const;  // so often something was learnt

private:
    // Whatever the answer depends on.
    struct Basis {
        std::vector<db::RunHead> runs;            // newest first
        std::vector<tracking::TripPlace> places;  // due after the first one, which is at 0
        tracking::DayClass day{};
        bool operator==(const Basis&) const = default;
    };
    struct Entry {
        Basis basis;
        HistoryPtr history;
        std::uint64_t asked = 0;  // when last, in questions
    };
    using Key = std::pair<std::string, registry::Direction>;

    [[nodiscard]] HistoryPtr find(const Key& key, const Basis& basis);
    void keep(const Key& key, Basis basis, HistoryPtr history);

    const std::size_t most_;
    mutable std::mutex mutex_;
    std::map<Key, Entry> entries_;
    std::uint64_t questions_ = 0;
    std::size_t learnt_ = 0;
};

}  // namespace husong::history
