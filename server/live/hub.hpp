// Live updates: a numbered list of events per topic, kept short. Readers pull from where they are; who falls
// behind the list, or asks for a number it never had, is told to fetch everything again. Any thread.
#pragma once

#include "server/access/account.hpp"
#include "server/base/time.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace husong::live {

// One view of one subject: what everybody who subscribes to it may see.
enum class Topic : std::uint8_t { police_findings, office_findings };
inline constexpr std::array all_topics{Topic::police_findings, Topic::office_findings};

// The findings as this role sees them; none: it does not.
std::optional<Topic> findings_topic(access::Role role);
// For whom a topic is encoded.
access::Role reader_of(Topic topic);

struct Event {
    std::uint64_t number = 0;
    std::shared_ptr<const std::string> data;  // JSON on one line
};

// What a reader has not seen yet.
struct News {
    bool reset = false;      // events were lost: fetch again, go on from `last`
    std::uint64_t last = 0;  // the newest number of the topic
    std::vector<Event> events;
};

class Hub {
public:
    static constexpr std::size_t events_kept = 4'096;  // about 20 minutes of a busy school morning

    // Numbers begin at the start's millisecond, so that one told before a restart is never taken for a newer
    // event.
    explicit Hub(Time started, std::size_t kept = events_kept);

    // Called after each event, on the thread that published it; must only wake somebody. Before the first
    // event.
    void on_news(std::function<void()> wake) { wake_ = std::move(wake); }

    void publish(Topic topic, std::string data);
    // Everybody must fetch again: more has changed than is worth telling one by one.
    void reset(Topic topic);

    [[nodiscard]] std::uint64_t last(Topic topic) const;
    [[nodiscard]] News after(Topic topic, std::uint64_t number, std::size_t limit) const;

private:
    struct List {
        std::deque<Event> events;  // consecutive numbers, the last one is `last`
        std::uint64_t last = 0;
    };
    [[nodiscard]] const List& list(Topic topic) const { return lists_[static_cast<std::size_t>(topic)]; }
    [[nodiscard]] List& list(Topic topic) { return lists_[static_cast<std::size_t>(topic)]; }

    mutable std::mutex mutex_;  // guards lists_
    std::array<List, all_topics.size()> lists_;
    std::size_t kept_;
    std::function<void()> wake_;
};

}  // namespace husong::live
