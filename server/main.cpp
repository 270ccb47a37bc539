// husongd: reads settings, builds the parts, runs, stops.
#include "server/history/run_keeper.hpp"
#include "server/http/server.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"
#include "server/journal.hpp"
#include "server/net/terminal_listener.hpp"
#include "server/rules/driver_text.hpp"
#include "server/rules/run_text.hpp"
#include "server/settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/core.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <sys/resource.h>
#include <sys/stat.h>

namespace husong {
namespace {

// The writer thread ends before what listens to it.
struct StopFirst {
    ingest::Intake& intake;
    ~StopFirst() { intake.stop(); }
};

// One descriptor a terminal: what the system allows, not what a shell starts with.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) spdlog::warn("the limit of open files stays as it is");
}

Time system_time() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

int fail(const Error& error) {
    spdlog::critical("{}", error.what);
    return 1;
}

Result<> recall(net::TerminalListener& terminals, db::Store& store) {
    const auto reader = store.reader();
    if (!reader) return reader.error();
    return terminals.recall(**reader);
}

// Of the write-ahead log, 4 KiB each: seldom enough that pages written again and again are copied once.
constexpr int log_pages = 4'000;

int serve(Settings settings) {
    const auto parent = std::filesystem::absolute(settings.database).parent_path();
    std::error_code ignored;  // when it cannot be made, opening the database says so
    std::filesystem::create_directories(parent, ignored);
    auto store = db::open_sqlite(settings.database, {.vfs = {}, .copies_beside_from = log_pages});
    if (!store) return fail(store.error());
    log_start(settings, **store);

    boost::asio::io_context io{1};
    ingest::World world;
    ingest::Intake intake{**store, world, settings.intake, system_time};
    HealthLog health_log;
    net::TerminalListener terminals{io, intake, world, settings.terminals};
    auto http = http::Server::open(io, {**store, intake, world, system_time}, settings.http);
    if (!http) return fail(http.error());
    (*http)->add_metrics([&](http::Metrics& metrics) { http::add(metrics, terminals.counters()); });
    intake.add_listener(health_log);
    if (auto recalled = recall(terminals, **store); !recalled) return fail(recalled.error());
    const StopFirst stop_first{intake};
    auto runs = history::RunKeeper::open(**store, intake, world, system_time);
    if (!runs) return fail(runs.error());
    if (auto started = intake.start(); !started) return fail(started.error());
    log_register(*world.registry());
    (*runs)->start();

    const auto terminal_port = terminals.start();
    if (!terminal_port) return fail(terminal_port.error());
    const auto http_port = (*http)->start();
    if (!http_port) return fail(http_port.error());

    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code& error, int signal) {
        if (error) return;
        log_stopping(signal);
        terminals.stop();
        (*http)->stop();
        io.stop();
    });
    fmt::print("ready http={}:{} terminals={}:{} metrics=127.0.0.1:{}\n", settings.http.address, *http_port,
               settings.terminals.address, *terminal_port, (*http)->metrics_port());
    std::fflush(stdout);
    io.run();
    return 0;
}

}  // namespace
}  // namespace husong

int main(int argc, char** argv) {
    ::umask(077);  // the database holds personal data and keys: nobody else on the machine reads it
    try {
        husong::Settings settings;
        settings.terminals.driver_text = husong::rules::driver_text;
        settings.terminals.run_text = husong::rules::run_texts;
        if (const auto code = husong::read_settings(argc, argv, settings)) return *code;
        spdlog::set_level(spdlog::level::from_str(settings.log_level));
        if (sodium_init() < 0)
            return husong::fail({husong::ErrorCode::unavailable, "libsodium does not start"});
        husong::raise_descriptor_limit();
        const int code = husong::serve(std::move(settings));
        husong::log_stopped();
        return code;
    } catch (const std::exception& error) {
        spdlog::critical("{}", error.what());
        return 1;
    }
}
