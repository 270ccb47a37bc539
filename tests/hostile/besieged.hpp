// The whole server with one honest terminal in, one whose key the attackers have, and a policeman; a clock
// that stands until it is moved.
#pragma once

#include "server/http/limits.hpp"
#include "tests/hostile/onslaught.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/running_server.hpp"
#include "tests/net/client.hpp"
#include "tests/support/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace husong::hostile {

class Besieged : public testing::Test {
protected:
    Besieged();

    // Starts the server; settings first. The honest terminal registers and authenticates.
    void open();
    void advance(Milliseconds by) { elapsed_ += by.count(); }
    // A value of /metrics; the name without "husong_", with its labels.
    std::uint64_t metric(std::string_view name);
    // Waits until it holds; false when it does not within the deadline.
    static bool eventually(const std::function<bool()>& holds);

    // The honest terminal tells where it is, and is answered after it is stored.
    void expect_heard();
    // Who asks over HTTP is answered.
    void expect_served();
    // All that was told is stored once and in order, nothing else is; the honest session is the first one.
    void expect_nothing_lost();
    // Everybody else has gone, and nothing of them is left.
    void expect_alone();
    std::vector<tracking::Record> history(VehicleId vehicle);
    std::vector<db::Refusal> refusals();
    Target target() { return {server->terminal_port(), server->http_port(), {{stolen_phone, stolen_code}}}; }
    integration::HttpClient policeman();

    static constexpr const char* stolen_phone = "13900005678";
    static constexpr const char* stolen_code = "STOLEN12";

    husong::test::County county;
    integration::RunningSettings settings = integration::loopback_settings();
    std::optional<integration::RunningServer> server;
    net::test::Wire wire;
    std::optional<net::test::Client> honest;

private:
    void prepare(db::Store& store);

    std::atomic<std::int64_t> elapsed_{0};  // milliseconds
    int told_ = 0;
};

}  // namespace husong::hostile
