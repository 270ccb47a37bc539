// The whole door over loopback: real sockets, intake and store; a clock that stands until it is moved.
#pragma once

#include "server/net/terminal_listener.hpp"
#include "tests/net/client.hpp"
#include "tests/support/failing_store.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/terminal.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace husong::net::test {

using husong::test::known_code;

class ListenerTest : public testing::Test {
protected:
    ListenerTest();
    ~ListenerTest() override;

    // Opens the door; settings first.
    void open();
    // The server ends; what it has stored stays, and open() starts it anew.
    void close();
    Client connect() { return Client{port}; }
    // A connection of the enrolled terminal, authenticated.
    Client enter();
    void advance(Milliseconds by) { elapsed += by.count(); }
    // From now on the store fails; true: it has failed the batch of what `send` sent, and not only what the
    // writer does between batches.
    [[nodiscard]] bool fails_what_comes(const std::function<void()>& send);
    // Waits until it holds; false when it does not within the deadline.
    static bool eventually(const std::function<bool()>& holds);

    [[nodiscard]] std::vector<tracking::Record> history();
    [[nodiscard]] db::TerminalCredentials stored_credentials() {
        return *store->admin().value()->credentials("13900001234").value();
    }
    [[nodiscard]] std::uint64_t count(NetCount what) const { return listener->counters().get(what); }
    [[nodiscard]] std::uint64_t count(CloseReason why) const { return listener->counters().get(why); }

    husong::test::TempDir folder;
    std::unique_ptr<db::Store> store;
    husong::test::County county;
    std::atomic<bool> store_fails{false};
    husong::test::FailingStore failing_store;
    std::atomic<std::int64_t> elapsed{0};  // milliseconds
    NetSettings settings;
    ingest::IntakeSettings intake_settings;

    boost::asio::io_context io{1};
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
    std::optional<ingest::World> world;
    std::unique_ptr<ingest::Intake> intake;
    std::unique_ptr<TerminalListener> listener;
    std::thread net_thread;
    std::uint16_t port = 0;
    Wire wire;
};

}  // namespace husong::net::test
