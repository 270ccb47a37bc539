#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {

using namespace husong::test;

namespace {

constexpr auto patience = 10s;

// The lawful bus has a terminal that may come in, for now without having registered.
void put_terminal(db::Store& store, const County& county) {
    auto admin = store.admin().value();
    registry::RegistryRows rows = county.rows();
    registry::Terminal terminal;
    terminal.phone = "13900001234";
    terminal.vehicle = county.lawful;
    rows.terminals = {{.value = terminal, .valid_from = year_begin}};
    admin->put_rows(rows, year_begin).value();
    const auto stored = store.reader().value()->load_registry().value();
    admin
        ->put_credentials({.terminal = stored.terminals.at(0).value.id,
                           .phone = "13900001234",
                           .terminal_id = {},
                           .maker = {},
                           .code = std::string{known_code},
                           .next_code = {},
                           .enrolled_until = school_day + 24h,
                           .bound = false})
        .value();
}

}  // namespace

ListenerTest::ListenerTest()
    : store{db::open_sqlite(folder / "husong.db").value()},
      county{County::put_into(*store)},
      failing_store{*store, [this](std::string_view) { return store_fails.load(); }} {
    put_terminal(*store, county);
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
    intake = std::make_unique<ingest::Intake>(failing_store, world, intake_settings,
                                              [this] { return settings.clock().at; });
    listener = std::make_unique<TerminalListener>(io, *intake, world, settings);
    intake->start().value();
    port = listener->start().value();
    net_thread = std::thread{[this] { io.run(); }};
}

ListenerTest::~ListenerTest() {
    if (!listener) return;
    store_fails = false;
    listener->stop();
    intake->stop();
    work.reset();
    net_thread.join();
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
