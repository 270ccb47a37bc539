#include "server/http/server.hpp"

#include "server/http/dispatcher.hpp"
#include "server/http/event_streams.hpp"
#include "server/http/finding_feed.hpp"
#include "server/http/listener.hpp"
#include "server/http/openapi.hpp"
#include "server/http/read_pool.hpp"
#include "server/http/receipts.hpp"
#include "server/http/sign_in_desk.hpp"
#include "server/http/telemetry_desk.hpp"
#include "server/planning/desk.hpp"

#include <boost/json/serialize.hpp>

#include <utility>
#include <vector>

namespace husong::http {

namespace {

constexpr std::size_t most_metrics_connections = 16;

}  // namespace

struct Server::Impl {
    Impl(boost::asio::io_context& io, const ServerParts& parts, ServerSettings wanted,
         std::unique_ptr<ReadPool> read_pool, std::unique_ptr<SignInDesk> sign_in_desk)
        : settings{std::move(wanted)},
          intake{parts.intake},
          reads{std::move(read_pool)},
          desk{std::move(sign_in_desk)},
          plannings{settings.planner, parts.clock},
          hub{parts.clock()},
          streams{io.get_executor(), hub, parts.clock},
          verdict{parts.intake.settings().tracking, parts.intake.settings().rules},
          feed{parts.world, hub, *reads, verdict, parts.clock},
          services{.world = parts.world,
                   .submit = [this](ingest::Act act) { return intake.submit(std::move(act)); },
                   .verdict = verdict,
                   .hub = hub,
                   .reads = *reads,
                   .desk = *desk,
                   .receipts = receipts,
                   .telemetry = telemetry,
                   .plannings = plannings,
                   .end_streams = [this](const std::string& session) { streams.end(session); },
                   .clock = parts.clock,
                   .started_at = parts.clock(),
                   .home = settings.home,
                   .secure_cookies = settings.secure_cookies,
                   .document = boost::json::serialize(openapi_document(router, schemas)),
                   .device_rates = DeviceRates{settings.device_rate}},
          dispatcher{services, router, schemas, files},
          listener{io,
                   {[this](Request request, Answer answer) {
                        dispatcher.dispatch(std::move(request), std::move(answer));
                    },
                    &streams, settings.limits,
                    [this](Verb verb, std::string_view path) { return router.longest_body(verb, path); }},
                   settings.most_connections},
          metrics_listener{
              io,
              {[this](const Request& request, const Answer& answer) { answer(metrics(request)); },
               nullptr,
               settings.limits,
               {}},
              most_metrics_connections} {
        hub.on_news([this] { streams.wake(); });
        intake.add_listener(feed);
        intake.add_listener(telemetry);
    }

    Response metrics(const Request& request) const {
        if (request.path != "/metrics") return problem(Problem{404, "only /metrics is here", {}});
        Metrics lines;
        add(lines, intake.counters());
        add(lines, dispatcher.counters());
        lines.gauge("http_connections", "Open connections", static_cast<double>(listener.open()));
        lines.gauge("http_event_streams", "Connections that receive live events",
                    static_cast<double>(streams.size()));
        lines.gauge("http_reads_waiting", "Requests waiting for a reading thread",
                    static_cast<double>(reads->waiting()));
        add(lines, listener.troubles());
        for (const auto& source : sources) source(lines);
        Response response = text_response(200, lines.text());
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return response;
    }

    ServerSettings settings;
    ingest::Intake& intake;
    std::unique_ptr<ReadPool> reads;
    std::unique_ptr<SignInDesk> desk;
    planning::PlanningDesk plannings;
    live::Hub hub;
    EventStreams streams;
    rules::VerdictSettings verdict;
    FindingFeed feed;
    Receipts receipts;
    TelemetryDesk telemetry{[this](std::vector<ingest::Entry>& entries) { return intake.offer(entries); }};
    Router router{{public_routes(), account_routes(), police_routes(), device_routes(), schedule_routes(),
                   gate_routes(), family_routes(), bureau_routes(), fleet_routes(), crew_routes(),
                   teacher_routes(), holiday_routes()}};
    Schemas schemas{api_schemas()};
    StaticFiles files;
    Services services;
    Dispatcher dispatcher;
    Listener listener;
    Listener metrics_listener;
    std::vector<std::function<void(Metrics&)>> sources;
    std::uint16_t metrics_port = 0;
};

Result<std::unique_ptr<Server>> Server::open(boost::asio::io_context& io, const ServerParts& parts,
                                             const ServerSettings& settings) {
    auto reads = ReadPool::open(parts.store);
    if (!reads) return reads.error();
    auto desk = SignInDesk::open(parts.store, parts.clock());
    if (!desk) return desk.error();
    StaticFiles files;
    if (!settings.pages.empty()) {
        auto loaded = StaticFiles::load(settings.pages);
        if (!loaded) return loaded.error();
        files = std::move(*loaded);
    }
    auto impl = std::make_unique<Impl>(io, parts, settings, std::move(*reads), std::move(*desk));
    impl->files = std::move(files);
    return std::unique_ptr<Server>{new Server{std::move(impl)}};
}

Server::Server(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

// The threads first: what they run uses all the rest.
Server::~Server() {
    impl_->reads->stop();
    impl_->desk->stop();
    impl_->plannings.stop();
}

void Server::add_metrics(std::function<void(Metrics&)> source) {
    impl_->sources.push_back(std::move(source));
}

Result<std::uint16_t> Server::start() {
    auto metrics_port = impl_->metrics_listener.start("127.0.0.1", impl_->settings.metrics_port);
    if (!metrics_port) return metrics_port.error();
    impl_->metrics_port = *metrics_port;
    return impl_->listener.start(impl_->settings.address, impl_->settings.port);
}

std::uint16_t Server::metrics_port() const { return impl_->metrics_port; }

void Server::stop() {
    impl_->listener.stop();
    impl_->metrics_listener.stop();
    impl_->plannings.stop();  // kills the one that runs
    impl_->streams.wake();    // those that wait for news notice that they are over
}

}  // namespace husong::http
