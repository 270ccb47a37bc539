#include "tests/integration/running_server.hpp"

#include "server/rules/driver_text.hpp"
#include "server/rules/run_text.hpp"

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

}  // namespace

RunningSettings loopback_settings() {
    RunningSettings settings;
    settings.terminals.address = settings.http.address = loopback;
    settings.terminals.port = settings.http.port = settings.http.metrics_port = 0;
    settings.terminals.driver_text = rules::driver_text;
    settings.terminals.run_text = rules::run_texts;
    return settings;
}

Time system_time() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

RunningServer::RunningServer(const std::function<void(db::Store&)>& prepare, const RunningSettings& settings)
    : store_{open_prepared(directory_ / "husong.db", prepare)},
      intake_{*store_, world_, settings.intake, settings.clock},
      terminals_{io_, intake_, world_, settings.terminals},
      http_{http::Server::open(io_, {*store_, intake_, world_, settings.clock}, settings.http).value()},
      runs_{history::RunKeeper::open(*store_, intake_, world_, settings.clock).value()} {
    http_->add_metrics([this](http::Metrics& metrics) { http::add(metrics, terminals_.counters()); });
    terminals_.recall(*store_->reader().value()).value();
    intake_.start().value();
    runs_->start();
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
