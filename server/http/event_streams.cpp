#include "server/http/event_streams.hpp"

#include "server/http/awaiting.hpp"
#include "server/http/wire.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

namespace husong::http {

namespace asio = boost::asio;

namespace {

constexpr auto write_limit = std::chrono::seconds{30};  // a reader that takes nothing for so long is gone
constexpr std::size_t events_a_write = 64;

}  // namespace

EventStreams::EventStreams(asio::any_io_executor executor, const live::Hub& hub, std::function<Time()> clock)
    : executor_{std::move(executor)}, hub_{hub}, clock_{std::move(clock)} {}

void EventStreams::wake() {
    if (woken_.exchange(true)) return;
    asio::post(executor_, [this] {
        woken_ = false;
        for (Reader& reader : *readers_) reader.timer.cancel();
    });
}

void EventStreams::end(const std::string& session) {
    asio::post(executor_, [this, session] {
        for (Reader& reader : *readers_) {
            if (reader.session != session) continue;
            reader.over = true;
            reader.timer.cancel();
        }
    });
}

asio::awaitable<void> EventStreams::run(boost::beast::tcp_stream& stream, Subscription subscription) {
    struct Place {
        std::shared_ptr<Readers> readers;
        std::shared_ptr<std::atomic<std::size_t>> open;
        Readers::iterator reader;
        ~Place() {
            readers->erase(reader);
            --*open;
        }
    };
    ++*open_;
    readers_->push_back({asio::steady_timer{executor_}, subscription.session});
    const Place place{readers_, open_, std::prev(readers_->end())};

    std::string text = stream_head();
    for (;;) {
        stream.expires_after(write_limit);
        const auto [error, length] = co_await asio::async_write(stream, asio::buffer(text), as_result);
        if (error) co_return;
        for (;;) {
            if (place.reader->over || clock_() >= subscription.ends_at) co_return;
            const live::News news = hub_.after(subscription.topic, subscription.after, events_a_write);
            text = event_text(news);
            if (!text.empty()) {
                subscription.after = news.reset ? news.last : news.events.back().number;
                break;
            }
            const bool woken = co_await sleep(place.reader->timer);
            const auto cancellation = co_await asio::this_coro::cancellation_state;
            if (cancellation.cancelled() != asio::cancellation_type::none) co_return;
            if (woken) continue;
            text = keep_alive_comment;
            break;
        }
    }
}

// True when news woke it before the time was over.
asio::awaitable<bool> EventStreams::sleep(asio::steady_timer& timer) {
    timer.expires_after(keep_alive);
    const auto [woken] = co_await timer.async_wait(as_result);
    co_return static_cast<bool>(woken);
}

}  // namespace husong::http
