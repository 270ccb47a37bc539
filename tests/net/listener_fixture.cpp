#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {

using namespace husong::test;

namespace {

constexpr auto patience = 10s;

}  // namespace

ListenerTest::ListenerTest()
    : store{db::open_sqlite(folder / "husong.db").value()},
      county{County::put_into(*store)},
      failing_store{*store, [this](std::string_view) { return store_fails.load(); }} {
    enrol_terminal(*store, county);
    settings.address = "127.0.0.1";
    settings.port = 0;
    settings.sweep_every = 2ms;
    settings.clock = [this] {
        const Milliseconds now{elapsed.load()};
        return Moment{school_day + 30min + now, 1000s + now};
    };
    intake_settings.retry_least = 1ms;
    intake_settings.retry_most = 5ms;
}

void ListenerTest::open() {
    world.emplace();
    intake = std::make_unique<ingest::Intake>(failing_store, *world, intake_settings,
                                              [this] { return settings.clock().at; });
    listener = std::make_unique<TerminalListener>(io, *intake, *world, settings);
    listener->recall(*store->reader().value()).value();
    intake->start().value();
    port = listener->start().value();
    io.restart();
    work.emplace(io.get_executor());
    net_thread = std::thread{[this] { io.run(); }};
}

bool ListenerTest::fails_what_comes(const std::function<void()>& send) {
    constexpr int several_turns = 20;  // a turn of the writer fails a few times besides
    const auto frames = count(NetCount::frames_received);
    store_fails = true;
    send();
    if (!eventually([&] { return count(NetCount::frames_received) > frames; })) return false;
    const auto failed = intake->counters().rollbacks.load();
    return eventually([&] { return intake->counters().rollbacks >= failed + several_turns; });
}

void ListenerTest::close() {
    store_fails = false;
    listener->stop();
    intake->stop();
    work.reset();
    net_thread.join();
    listener.reset();
    intake.reset();
}

ListenerTest::~ListenerTest() {
    if (listener) close();
}

Client ListenerTest::enter() {
    Client client = connect();
    EXPECT_THAT(client.ask(wire.authentication()), testing::SizeIs(1));
    return client;
}

bool ListenerTest::eventually(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

std::vector<tracking::Record> ListenerTest::history() {
    return store->reader().value()->history(county.lawful, Time{}, end_of_time, 1'000).value();
}

}  // namespace husong::net::test
