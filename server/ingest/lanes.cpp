#include "server/ingest/lanes.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace husong::ingest {

Lanes::Lanes(std::size_t telemetry_capacity, std::size_t act_capacity)
    : telemetry_capacity_{telemetry_capacity}, act_capacity_{act_capacity} {}

bool Lanes::offer(std::span<Entry> entries) {
    const std::scoped_lock lock{mutex_};
    // A lane that is half empty takes one message of whatever length: a long one would never find it empty
    // while others tell. So at most half a lane and the longest message wait (a megabyte of packages: some
    // 37,000 locations).
    const std::size_t used = entries_.size() + taken_;
    if (used > telemetry_capacity_ / 2 && used + entries.size() > telemetry_capacity_) {
        refused_ = true;
        return false;
    }
    const bool was_empty = entries_.empty();
    entries_.insert(entries_.end(), std::make_move_iterator(entries.begin()),
                    std::make_move_iterator(entries.end()));
    if (was_empty) work_.notify_one();
    return true;
}

bool Lanes::submit(Act&& act) {
    const std::scoped_lock lock{mutex_};
    if (acts_.size() >= act_capacity_) return false;
    acts_.push_back(std::move(act));
    work_.notify_one();
    return true;
}

void Lanes::wake() {
    const std::scoped_lock lock{mutex_};
    woken_ = true;
    work_.notify_one();
}

void Lanes::wait(Milliseconds timeout) {
    std::unique_lock lock{mutex_};
    work_.wait_for(lock, timeout, [this] { return woken_ || !acts_.empty() || !entries_.empty(); });
    woken_ = false;
}

void Lanes::gather_until(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock{mutex_};
    work_.wait_until(lock, until, [this] {
        return woken_ || !acts_.empty() || entries_.size() + taken_ >= telemetry_capacity_ / 2;
    });
}

std::vector<Act> Lanes::take_acts(std::size_t most) {
    const std::scoped_lock lock{mutex_};
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, acts_.size()));
    std::vector<Act> taken{std::make_move_iterator(acts_.begin()),
                           std::make_move_iterator(acts_.begin() + count)};
    acts_.erase(acts_.begin(), acts_.begin() + count);
    return taken;
}

void Lanes::take_entries(std::vector<Entry>& into) {
    const std::scoped_lock lock{mutex_};
    entries_.swap(into);
    taken_ += into.size();
}

bool Lanes::processed(std::size_t count) {
    const std::scoped_lock lock{mutex_};
    taken_ -= count;
    const bool room = entries_.size() + taken_ <= telemetry_capacity_ / 2;
    return std::exchange(refused_, refused_ && !room) && room;
}

std::size_t Lanes::waiting() const {
    const std::scoped_lock lock{mutex_};
    return entries_.size() + taken_;
}

bool Lanes::idle() const {
    const std::scoped_lock lock{mutex_};
    return entries_.empty() && taken_ == 0 && acts_.empty();
}

}  // namespace husong::ingest
