// The parts of husongd in one process, as server/main.cpp puts them together: a store in a file of its own,
// and terminals' and HTTP doors on free ports of 127.0.0.1.
#pragma once

#include "db/store.hpp"
#include "server/history/run_keeper.hpp"
#include "server/http/server.hpp"
#include "server/ingest/intake.hpp"
#include "server/ingest/world.hpp"
#include "server/net/terminal_listener.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <thread>

namespace husong::integration {

Time system_time();

struct RunningSettings {
    net::NetSettings terminals;
    http::ServerSettings http;
    ingest::IntakeSettings intake;
    std::function<Time()> clock = system_time;
};
// Free ports of 127.0.0.1, otherwise as it runs.
RunningSettings loopback_settings();

class RunningServer {
public:
    // `prepare` fills the registers before anything else sees the store. Throws when a part does not start.
    explicit RunningServer(const std::function<void(db::Store&)>& prepare,
                           const RunningSettings& settings = loopback_settings());
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    [[nodiscard]] std::uint16_t terminal_port() const { return terminal_port_; }
    [[nodiscard]] std::uint16_t http_port() const { return http_port_; }
    [[nodiscard]] std::uint16_t metrics_port() const { return http_->metrics_port(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return directory_.path(); }
    [[nodiscard]] db::Store& store() { return *store_; }
    // Everything told so far is committed and judged, late data too.
    void settle() { intake_.drain(); }

private:
    // The writer thread ends before what listens to it.
    struct StopFirst {
        ingest::Intake& intake;
        ~StopFirst() { intake.stop(); }
    };

    husong::test::TempDir directory_;
    std::unique_ptr<db::Store> store_;
    boost::asio::io_context io_{1};
    ingest::World world_;
    ingest::Intake intake_;
    net::TerminalListener terminals_;
    std::unique_ptr<http::Server> http_;
    StopFirst stop_first_{intake_};
    std::unique_ptr<history::RunKeeper> runs_;
    std::uint16_t terminal_port_ = 0, http_port_ = 0;
    std::thread thread_;
};

}  // namespace husong::integration
