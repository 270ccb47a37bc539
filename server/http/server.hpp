// The HTTP side of husongd: pages, API, live events, and /metrics on a loopback port of its own.
#pragma once

#include "db/store.hpp"
#include "server/http/device_rates.hpp"
#include "server/http/limits.hpp"
#include "server/http/metrics.hpp"
#include "server/ingest/intake.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace husong::http {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;          // 0: any free one
    std::uint16_t metrics_port = 9100;  // on 127.0.0.1; 0: any free one
    std::filesystem::path pages;        // the built web pages (web/dist); empty: none
    std::filesystem::path planner;      // husongctl, which plans terms; empty: nobody does
    std::size_t most_connections = 2'000;
    ConnectionLimits limits;
    bool secure_cookies = false;             // true behind TLS
    double device_rate = usual_device_rate;  // batches a second that one device may tell; 0: no limit
    std::string home = "冀H";  // put in front of plates typed without it; other beginnings are other counties
};

// What the server works with; all of it outlives it, but for the intake: that is stopped first.
struct ServerParts {
    db::Store& store;
    ingest::Intake& intake;
    const ingest::World& world;
    std::function<Time()> clock;
};

class Server {
public:
    // Opens the store's connections, reads the pages, and listens to the intake: call it before
    // Intake::start(). Errors: unavailable, not_found (no pages there).
    [[nodiscard]] static Result<std::unique_ptr<Server>> open(boost::asio::io_context& io,
                                                              const ServerParts& parts,
                                                              const ServerSettings& settings);
    ~Server();  // ends its threads; the io_context runs no more then
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // More lines for /metrics, e.g. the terminal listener's. Called on the net thread. Before start().
    void add_metrics(std::function<void(Metrics&)> source);

    // Listens; returns the port. Errors: unavailable (in use).
    [[nodiscard]] Result<std::uint16_t> start();
    [[nodiscard]] std::uint16_t metrics_port() const;
    // Ends every connection, so that the io_context can run out of work. On the net thread.
    void stop();

private:
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace husong::http
