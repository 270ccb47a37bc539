// The connections that receive live events. On the net thread, but for wake() and end().
#pragma once

#include "server/http/message.hpp"
#include "server/live/hub.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <atomic>
#include <functional>
#include <list>
#include <memory>

namespace husong::http {

class EventStreams {
public:
    static constexpr std::size_t most = 1'000;  // open at a time: half of all connections
    static constexpr auto keep_alive =
        std::chrono::seconds{15};  // a comment, so that both sides notice a dead line

    EventStreams(boost::asio::any_io_executor executor, const live::Hub& hub, std::function<Time()> clock);

    // There is news. Any thread.
    void wake();
    // This session is over, and so are its streams. Any thread.
    void end(const std::string& session);
    [[nodiscard]] bool full() const { return size() >= most; }
    [[nodiscard]] std::size_t size() const { return open_->load(std::memory_order_relaxed); }

    // Sends events until the reader goes, its time is over, or the server stops. The stream and this outlive
    // it.
    boost::asio::awaitable<void> run(boost::beast::tcp_stream& stream, Subscription subscription);

private:
    struct Reader {
        boost::asio::steady_timer timer;  // until there is news
        std::string session;
        bool over = false;
    };
    using Readers = std::list<Reader>;
    boost::asio::awaitable<bool> sleep(boost::asio::steady_timer& timer);

    boost::asio::any_io_executor executor_;
    const live::Hub& hub_;
    std::function<Time()> clock_;
    // Shared with the streams: one that never ran to its end leaves when the io_context is destroyed, after
    // this.
    std::shared_ptr<Readers> readers_ = std::make_shared<Readers>();
    std::shared_ptr<std::atomic<std::size_t>> open_ = std::make_shared<std::atomic<std::size_t>>(0);
    std::atomic<bool> woken_{false};
};

}  // namespace husong::http
