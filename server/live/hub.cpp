#include "server/live/hub.hpp"

#include <algorithm>

namespace husong::live {

std::optional<Topic> findings_topic(access::Role role) {
    for (const Topic topic : all_topics)
        if (reader_of(topic) == role) return topic;
    return std::nullopt;
}

access::Role reader_of(Topic topic) {
    return topic == Topic::police_findings ? access::Role::police : access::Role::bureau;
}

Hub::Hub(Time started, std::size_t kept) : kept_{kept} {
    for (List& list : lists_) list.last = static_cast<std::uint64_t>(to_millis(started));
}

void Hub::publish(Topic topic, std::string data) {
    {
        const std::scoped_lock lock{mutex_};
        List& events = list(topic);
        events.events.push_back({++events.last, std::make_shared<const std::string>(std::move(data))});
        if (events.events.size() > kept_) events.events.pop_front();
    }
    if (wake_) wake_();
}

void Hub::reset(Topic topic) {
    {
        const std::scoped_lock lock{mutex_};
        list(topic).events.clear();
        ++list(topic).last;
    }
    if (wake_) wake_();
}

std::uint64_t Hub::last(Topic topic) const {
    const std::scoped_lock lock{mutex_};
    return list(topic).last;
}

News Hub::after(Topic topic, std::uint64_t number, std::size_t limit) const {
    const std::scoped_lock lock{mutex_};
    const List& known = list(topic);
    News news{.reset = false, .last = known.last, .events = {}};
    if (number == known.last) return news;
    if (number > known.last || known.last - number > known.events.size()) {
        news.reset = true;
        return news;
    }
    const auto unseen = static_cast<std::size_t>(known.last - number);
    const auto first = known.events.end() - static_cast<std::ptrdiff_t>(unseen);
    news.events.assign(first, first + static_cast<std::ptrdiff_t>(std::min(unseen, limit)));
    return news;
}

}  // namespace husong::live
