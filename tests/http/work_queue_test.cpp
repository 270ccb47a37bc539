#include "server/http/work_queue.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>

namespace husong::http {
namespace {

// Keeps the only worker busy until it is let go.
class Holdup {
public:
    explicit Holdup(WorkQueue& queue) {
        std::promise<void> begun;
        queue.run_anyway([this, &begun](std::size_t) {
            begun.set_value();
            go_.get_future().wait();
        });
        begun.get_future().wait();
    }
    void end() { go_.set_value(); }

private:
    std::promise<void> go_;
};

TEST(WorkQueue, RefusesWhatExceedsItsLimitAndTakesTheServersOwnWork) {
    WorkQueue queue{1, 2};
    Holdup holdup{queue};
    std::atomic<int> ran{0};
    const auto job = [&](std::size_t) { ++ran; };
    EXPECT_TRUE(queue.run(job));
    EXPECT_TRUE(queue.run(job));
    EXPECT_FALSE(queue.run(job));
    EXPECT_EQ(queue.waiting(), 2U);
    std::promise<void> last;
    queue.run_anyway([&](std::size_t) { last.set_value(); });
    holdup.end();
    last.get_future().wait();
    EXPECT_EQ(ran, 2);
}

TEST(WorkQueue, ForgetsWhatWaitsWhenItStopsAndTakesNothingMore) {
    WorkQueue queue{1, 10};
    Holdup holdup{queue};
    auto owned = std::make_shared<int>(1);
    const std::weak_ptr<int> watched = owned;
    std::atomic<bool> ran{false};
    ASSERT_TRUE(queue.run([&ran, owned](std::size_t) { ran = true; }));
    owned.reset();
    std::thread stopper{[&] { queue.stop(); }};
    while (!watched.expired()) std::this_thread::yield();
    holdup.end();
    stopper.join();
    EXPECT_FALSE(ran);
    EXPECT_FALSE(queue.run([](std::size_t) {}));
}

TEST(WorkQueue, GoesOnAfterAJobThatThrows) {
    WorkQueue queue{1, 10};
    ASSERT_TRUE(queue.run([](std::size_t) { throw std::runtime_error{"broken"}; }));
    std::promise<std::size_t> next;
    ASSERT_TRUE(queue.run([&](std::size_t worker) { next.set_value(worker); }));
    EXPECT_EQ(next.get_future().get(), 0U);
}

}  // namespace
}  // namespace husong::http
