#include "tests/integration/running_server.hpp"

#include "server/rules/driver_text.hpp"

#include <boost/asio/post.hpp>

#include <chrono>

namespace husong::integration {

namespace {

constexpr auto loopback = "127.0.0.1";

std::unique_ptr<db::Store> open_prepared(const std::filesystem::path& file,
                                         const std::function<void(db::Store&)>& prepare) {
    auto store = db::open_sqlite(file).value();
    prepare(*store);
    return store;
}

net::NetSettings terminal_settings() {
    net::NetSettings settings;
    settings.address = loopback;
    settings.port = 0;
    settings.driver_text = rules::driver_text;
    return settings;
}

http::ServerSettings http_settings() {
    http::ServerSettings settings;
    settings.address = loopback;
    settings.port = settings.metrics_port = 0;
    return settings;
}

}  // namespace

Time system_time() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

RunningServer::RunningServer(const std::function<void(db::Store&)>& prepare)
    : store_{open_prepared(directory_ / "husong.db", prepare)},
      intake_{*store_, world_, {}, system_time},
      terminals_{io_, intake_, world_, terminal_settings()},
      http_{http::Server::open(io_, {*store_, intake_, world_, system_time}, http_settings()).value()} {
    terminals_.recall(*store_->reader().value()).value();
    intake_.start().value();
    terminal_port_ = terminals_.start().value();
    http_port_ = http_->start().value();
    thread_ = std::thread{[this] { io_.run(); }};
}

RunningServer::~RunningServer() {
    boost::asio::post(io_, [this] {
        terminals_.stop();
        http_->stop();
        io_.stop();
    });
    thread_.join();
}

}  // namespace husong::integration
