// The server over real sockets on loopback.
#include "server/http/server.hpp"

#include "server/access/secret.hpp"
#include "tests/support/county.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace husong::http {
namespace {

namespace asio = boost::asio;
using husong::test::County;

// A client that says what it is told and gives back what it reads.
class Line {
public:
    explicit Line(std::uint16_t port) { socket_.connect({asio::ip::address_v4::loopback(), port}); }
    void say(const std::string& text) { asio::write(socket_, asio::buffer(text)); }
    // Up to and with the mark; what there is when the other side ends first.
    std::string hear(const std::string& mark) {
        boost::system::error_code error;
        const std::size_t length = asio::read_until(socket_, asio::dynamic_buffer(heard_), mark, error);
        return take(error ? heard_.size() : length);
    }
    // One whole answer.
    std::string answer() {
        std::string head = hear("\r\n\r\n");
        const auto at = head.find("Content-Length: ");
        const std::size_t length = at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
        if (heard_.size() < length)
            asio::read(socket_, asio::dynamic_buffer(heard_), asio::transfer_exactly(length - heard_.size()));
        return head + take(length);
    }
    bool ended() {
        boost::system::error_code error;
        char byte = 0;
        return asio::read(socket_, asio::buffer(&byte, 1), error) == 0;
    }

private:
    std::string take(std::size_t length) {
        std::string taken = heard_.substr(0, length);
        heard_.erase(0, length);
        return taken;
    }
    asio::io_context io_;
    asio::ip::tcp::socket socket_{io_};
    std::string heard_;
};

class OverSockets : public testing::Test {
protected:
    OverSockets()
        : store_{db::open_sqlite(directory_ / "husong.db").value()},
          county_{County::put_into(*store_)},
          intake_{*store_, world_, {}, [] { return husong::test::school_day; }} {
        std::filesystem::create_directories(directory_ / "pages");
        std::ofstream{directory_ / "pages/index.html"} << "<!doctype html>护送";
        ServerSettings settings;
        settings.port = settings.metrics_port = 0;
        settings.pages = directory_ / "pages";
        settings.most_connections = 3;
        server_ =
            Server::open(io_, {*store_, intake_, world_, [] { return husong::test::school_day; }}, settings)
                .value();
        server_->add_metrics([](Metrics& metrics) { metrics.gauge("terminals_connected", "Sessions", 7); });
        intake_.start().value();
        port_ = server_->start().value();
        net_ = std::thread{[this] { io_.run(); }};
    }
    ~OverSockets() override {
        stop();
        intake_.stop();
        server_.reset();
    }
    // The io_context runs out of work: every connection has ended.
    void stop() {
        asio::post(io_, [this] { server_->stop(); });
        if (net_.joinable()) net_.join();
    }
    std::string cookie(const std::string& name = "wang") {
        access::Account account;
        account.name = name;
        account.role = access::Role::police;
        auto admin = store_->admin().value();
        admin->put_account(account).value();
        const std::string token = access::make_secret();
        const AccountId id = store_->reader().value()->account(name).value()->id;
        admin->put_session({access::hash_secret(token), id, husong::test::school_day, end_of_time}).value();
        return "Cookie: husong_session=" + token + "\r\n";
    }
    // Pupils are counted in a vehicle that may carry none: findings.
    void count_pupils(const std::string& signed_in) {
        const std::string count = R"({"pupils":5,"adults":1})";
        Line officer{port_};
        officer.say("POST /api/v1/vehicles/%E5%86%80H7K206/recounts HTTP/1.1\r\nHost: x\r\nX-Husong: 1\r\n" +
                    signed_in +
                    "Idempotency-Key: count-0001\r\nContent-Type: application/json\r\nContent-Length: " +
                    std::to_string(count.size()) + "\r\n\r\n" + count);
        EXPECT_EQ(officer.answer().rfind("HTTP/1.1 201", 0), 0U);
    }
    static std::string get(const std::string& path, const std::string& headers = "") {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    husong::test::TempDir directory_;
    std::unique_ptr<db::Store> store_;
    County county_;
    asio::io_context io_;
    ingest::World world_;
    ingest::Intake intake_;
    std::unique_ptr<Server> server_;
    std::uint16_t port_ = 0;
    std::thread net_;
};

TEST_F(OverSockets, OneConnectionAnswersRequestAfterRequest) {
    Line line{port_};
    line.say(get("/healthz") + get("/healthz"));
    for (int i = 0; i < 2; ++i) {
        const std::string answer = line.answer();
        EXPECT_EQ(answer.rfind("HTTP/1.1 200 OK\r\n", 0), 0U) << answer;
        EXPECT_EQ(answer.substr(answer.size() - 2), "ok");
    }
    line.say("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string head = line.hear("\r\n\r\n");
    EXPECT_NE(head.find("Content-Length: 2\r\n"), std::string::npos);
    line.say(get("/healthz", "Connection: close\r\n"));
    EXPECT_NE(line.answer().find("Connection: close"), std::string::npos);
    EXPECT_TRUE(line.ended());
}

TEST_F(OverSockets, VerbsThatAreNotKnownAreRefusedWithThoseThatAre) {
    Line line{port_};
    line.say("PUT /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
    const std::string put = line.answer();
    EXPECT_EQ(put.rfind("HTTP/1.1 405", 0), 0U) << put;
    EXPECT_NE(put.find("\r\nAllow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
    line.say("BREW /p/flagged HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(line.answer().rfind("HTTP/1.1 405", 0), 0U) << "pages know GET only";
    line.say("OPTIONS /healthz HTTP/1.1\r\nHost: x\r\nOrigin: http://elsewhere\r\n\r\n");
    const std::string options = line.hear("\r\n\r\n");
    EXPECT_EQ(options.rfind("HTTP/1.1 204", 0), 0U) << options;
    EXPECT_NE(options.find("\r\nAllow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
    EXPECT_EQ(options.find("Access-Control"), std::string::npos);
}

TEST_F(OverSockets, PagesComeWithAStrictPolicy) {
    Line line{port_};
    line.say(get("/p/v/%E5%86%80H00318"));
    const std::string answer = line.answer();
    EXPECT_NE(answer.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
    EXPECT_NE(answer.find("护送"), std::string::npos);
}

TEST_F(OverSockets, APlateIsCheckedByWhoIsSignedIn) {
    Line line{port_};
    line.say(get("/api/v1/vehicles/%E5%86%80H00318?colour=yellow"));
    EXPECT_EQ(line.answer().rfind("HTTP/1.1 401", 0), 0U);
    line.say(get("/api/v1/vehicles/%E5%86%80H00318?colour=yellow", cookie()));
    EXPECT_NE(line.answer().find("\"word\":\"unknown_load\""), std::string::npos);
}

TEST_F(OverSockets, WhatIsTooLargeOrNoHttpIsRefusedAndTheConnectionEnded) {
    Line headers{port_};
    headers.say("GET / HTTP/1.1\r\nX: " + std::string(17 * 1024, 'x') + "\r\n\r\n");
    EXPECT_EQ(headers.answer().rfind("HTTP/1.1 431", 0), 0U);
    Line body{port_};
    body.say("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n");
    EXPECT_EQ(body.answer().rfind("HTTP/1.1 413", 0), 0U);
    EXPECT_TRUE(body.ended());
    Line noise{port_};
    noise.say("~~~~\r\n\r\n");
    EXPECT_EQ(noise.answer().rfind("HTTP/1.1 400", 0), 0U);
    EXPECT_TRUE(noise.ended());
}

TEST_F(OverSockets, ARouteThatTakesMoreSaysSo) {
    const auto head = [](std::size_t length) {
        return "POST /api/v1/holiday-plans HTTP/1.1\r\nHost: x\r\nX-Husong: 1\r\nContent-Type: "
               "application/json\r\nContent-Length: " +
               std::to_string(length) + "\r\n\r\n";
    };
    constexpr std::size_t megabyte = 1024U * 1024;
    Line plan{port_};
    plan.say(head(2 * megabyte) + std::string(2 * megabyte, ' '));
    EXPECT_EQ(plan.answer().rfind("HTTP/1.1 401", 0), 0U) << "read whole, and then nobody is signed in";
    Line too_long{port_};
    too_long.say(head(8 * megabyte + 1));
    const std::string refused = too_long.answer();
    EXPECT_EQ(refused.rfind("HTTP/1.1 413", 0), 0U);
    EXPECT_NE(refused.find("a body beyond 8 MiB"), std::string::npos);
    Line endless{port_};
    endless.say("POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n180000\r\n");
    EXPECT_EQ(endless.answer().rfind("HTTP/1.1 413", 0), 0U) << "without a length too";
}

TEST_F(OverSockets, LiveEventsFollowACommitAndResumeWhereTheReaderWas) {
    const std::string signed_in = cookie();
    Line watcher{port_};
    watcher.say(get("/api/v1/events?topics=findings", signed_in));
    EXPECT_NE(watcher.hear("retry: 2000\n\n").find("Content-Type: text/event-stream"), std::string::npos);

    count_pupils(signed_in);
    const std::string first = watcher.hear("\n\n");
    EXPECT_NE(first.find("event: finding\ndata: {"), std::string::npos) << first;
    const std::string second = watcher.hear("\n\n");

    Line returning{port_};
    const std::string first_id = first.substr(4, first.find('\n') - 4);
    returning.say(get("/api/v1/events?topics=findings", signed_in + "Last-Event-ID: " + first_id + "\r\n"));
    returning.hear("retry: 2000\n\n");
    EXPECT_EQ(returning.hear("\n\n"), second);
}

TEST_F(OverSockets, LiveEventsEndForWhoSignsOutAndForNobodyElse) {
    const std::string leaving = cookie();
    const std::string staying = cookie("li");
    Line open_tab{port_};
    Line colleague{port_};
    open_tab.say(get("/api/v1/events", leaving));
    open_tab.hear("retry: 2000\n\n");
    colleague.say(get("/api/v1/events", staying));
    colleague.hear("retry: 2000\n\n");

    Line tab{port_};
    tab.say("DELETE /api/v1/session HTTP/1.1\r\nHost: x\r\nX-Husong: 1\r\n" + leaving + "\r\n");
    EXPECT_EQ(tab.answer().rfind("HTTP/1.1 204", 0), 0U);
    EXPECT_TRUE(open_tab.ended());
    count_pupils(staying);
    EXPECT_NE(colleague.hear("\n\n").find("event: finding\n"), std::string::npos);
}

TEST_F(OverSockets, AReaderWithANumberFromBeforeARestartIsToldToFetchAgain) {
    Line line{port_};
    line.say(get("/api/v1/events?after=17", cookie()));
    line.hear("retry: 2000\n\n");
    EXPECT_NE(line.hear("\n\n").find("event: reset\n"), std::string::npos);
}

TEST_F(OverSockets, MetricsAreOnAPortOfTheirOwn) {
    Line outside{port_};
    outside.say(get("/metrics"));
    EXPECT_EQ(outside.answer().rfind("HTTP/1.1 404", 0), 0U);
    Line inside{server_->metrics_port()};
    inside.say(get("/metrics"));
    const std::string text = inside.answer();
    EXPECT_NE(text.find("\nhusong_http_answers_total{class=\"4xx\"} 1\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\nhusong_http_connections 1\n"), std::string::npos);
    EXPECT_NE(text.find("\nhusong_records_committed_total 0\n"), std::string::npos);
    EXPECT_NE(text.find("\nhusong_terminals_connected 7\n"), std::string::npos);
}

TEST_F(OverSockets, BeyondTheLimitTheConnectionThatWaitsLongestMakesRoom) {
    Line first{port_};
    Line second{port_};
    Line third{port_};
    for (Line* line : {&first, &second, &third}) {
        line->say(get("/healthz"));
        line->answer();
    }
    Line fourth{port_};
    fourth.say(get("/healthz"));
    EXPECT_NE(fourth.answer().find("200 OK"), std::string::npos);
    EXPECT_TRUE(first.ended());
    second.say(get("/healthz"));
    EXPECT_NE(second.answer().find("200 OK"), std::string::npos);
}

TEST_F(OverSockets, StoppingEndsWaitingConnectionsAndStreams) {
    Line idle{port_};
    idle.say(get("/healthz"));
    idle.answer();
    Line watcher{port_};
    watcher.say(get("/api/v1/events", cookie()));
    watcher.hear("retry: 2000\n\n");
    stop();
    EXPECT_TRUE(idle.ended());
    EXPECT_TRUE(watcher.ended());
}

// As husongd ends: whoever is connected then leaves when the io_context is destroyed, after the server.
TEST_F(OverSockets, AConnectionThatIsStillThereOutlivesTheServer) {
    Line idle{port_};
    idle.say(get("/healthz"));
    idle.answer();
    Line watcher{port_};
    watcher.say(get("/api/v1/events", cookie()));
    watcher.hear("retry: 2000\n\n");
    asio::post(io_, [this] {
        server_->stop();
        io_.stop();
    });
    net_.join();
    server_.reset();
    EXPECT_FALSE(net_.joinable());
}

}  // namespace
}  // namespace husong::http
