#include "server/ingest/backlog.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace husong::ingest {

namespace {

constexpr std::uint32_t sos_bit = 1U << 0;  // 紧急报警: the driver holds the button

std::int64_t teller_of(const Entry& entry) {
    if (const auto* record = std::get_if<tracking::Record>(&entry.what)) return record->told_by;
    if (const auto* card = std::get_if<db::DriverCard>(&entry.what)) return card->terminal.value;
    return std::get<db::RawMessage>(entry.what).terminal.value;
}

// One that is told now: of what comes out of a blind area it is known that it comes late.
bool is_sos(const Entry& entry) {
    const auto* record = std::get_if<tracking::Record>(&entry.what);
    if (record == nullptr || (record->flags & tracking::flag::blind_area) != 0) return false;
    const auto* position = std::get_if<tracking::Position>(&record->payload);
    return position != nullptr && (position->alarm_bits & sos_bit) != 0;
}

}  // namespace

void Backlog::add(std::span<Entry> entries) {
    waiting_ += entries.size();
    for (auto from = entries.begin(); from != entries.end();) {
        const auto last = std::find_if(from, entries.end(), [](const Entry& entry) { return entry.last; });
        const auto until = last == entries.end() ? last : last + 1;
        const bool urgent = std::any_of(from, until, is_sos);
        Queue& queue = queue_of(teller_of(*from));
        std::move(from, until, std::back_inserter(queue.entries));
        if (urgent) queue.urgent = queue.entries.size();
        from = until;
    }
}

void Backlog::take(std::size_t most, std::vector<Entry>& into) {
    std::deque<Queue*> urgent;
    std::ranges::copy_if(turns_, std::back_inserter(urgent),
                         [](const Queue* queue) { return queue->urgent > 0; });
    // Half of a commit at most: buttons that are stuck do not silence the county.
    while (!urgent.empty() && into.size() < (most + 1) / 2) {
        Queue* const queue = urgent.front();
        urgent.pop_front();
        take_message(*queue, into);
        if (queue->urgent > 0) urgent.push_back(queue);
    }
    while (!turns_.empty() && into.size() < most) {
        Queue* const queue = turns_.front();
        turns_.pop_front();
        take_message(*queue, into);
        if (queue->entries.empty())
            queues_.erase(queue->teller);
        else
            turns_.push_back(queue);
    }
    if (!empty()) return;
    turns_.clear();
    queues_.clear();
}

Backlog::Queue& Backlog::queue_of(std::int64_t teller) {
    const auto [known, is_new] = queues_.try_emplace(teller);
    if (is_new) {
        known->second.teller = teller;
        turns_.push_back(&known->second);
    }
    return known->second;
}

void Backlog::take_message(Queue& queue, std::vector<Entry>& into) {
    bool whole = queue.entries.empty();
    while (!whole) {
        whole = queue.entries.front().last || queue.entries.size() == 1;
        into.push_back(std::move(queue.entries.front()));
        queue.entries.pop_front();
        if (queue.urgent > 0) --queue.urgent;
        --waiting_;
    }
}

}  // namespace husong::ingest
