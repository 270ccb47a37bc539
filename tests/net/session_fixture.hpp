// A session without a socket: a host that takes notes, a clock that stands until it is moved, and a wire.
#pragma once

#include "server/net/terminal_session.hpp"
#include "tests/net/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace husong::net::test {

inline constexpr TerminalId bus_terminal{7};
inline constexpr VehicleId bus{70};

struct NotingHost final : SessionHost {
    bool offer(std::vector<ingest::Entry>& entries) override;
    bool register_terminal(RegistrationRequest request) override;
    void record(db::Refusal refusal) override { refusals.push_back(std::move(refusal)); }
    void adopt_next_code(const std::string& phone, std::string used) override {
        adopted.push_back(phone + ' ' + used);
    }
    bool note(const db::CommandProgress& progress) override {
        if (room) noted.push_back(progress);
        return room;
    }
    bool log_out(LogoutRequest request) override {
        logouts.push_back(std::move(request));
        return true;
    }
    std::optional<db::TerminalCredentials> credentials(const std::string& phone) override;
    std::optional<Admission> admit(TerminalId terminal, Time at) override;
    std::shared_ptr<TerminalMemory> enter(SessionId session, const ingest::Teller& teller) override;
    void leave(SessionId session, const ingest::Teller& teller) override;

    bool room = true;
    bool registrations_welcome = true;
    std::map<std::string, db::TerminalCredentials> keys;
    std::map<TerminalId, Admission> admitted;
    std::shared_ptr<TerminalMemory> memory = std::make_shared<TerminalMemory>(jt808::ReassemblyLimits{});

    std::vector<std::vector<ingest::Entry>> offered;
    std::vector<RegistrationRequest> registrations;
    std::vector<LogoutRequest> logouts;
    std::vector<db::Refusal> refusals;
    std::vector<db::CommandProgress> noted;
    std::vector<std::string> adopted;             // "phone code"
    std::vector<std::string> comings_and_goings;  // "in 70", "out 70"
};

class SessionTest : public testing::Test {
protected:
    SessionTest();

    void open();
    // Feeds bytes as a connection does.
    void feed(WireBytes bytes);
    // Feeds bytes and gives what the session answered meanwhile.
    std::vector<Downlink> talk(const WireBytes& bytes);
    std::vector<Downlink> taken();
    std::vector<std::string> answers(const WireBytes& bytes) { return general_answers(talk(bytes)); }
    // Commits everything offered so far and gives the answers that follow.
    std::vector<std::string> commit();
    void authenticate();
    void advance(Milliseconds by) {
        now.at += by;
        now.tick += by;
    }
    void sweep() { session->sweep(now); }
    [[nodiscard]] std::uint64_t count(NetCount what) const { return counters.get(what); }

    NotingHost host;
    NetSettings settings;
    NetCounters counters;
    SessionContext context{host, settings, counters};
    Moment now{Time{1'788'218'130s}, 1000s};  // 2026-09-01T07:15:30+08:00
    jt808::Framer framer;
    std::unique_ptr<TerminalSession> session;
    Wire wire;
    std::size_t committed = 0;
};

using Answers = std::vector<std::string>;

}  // namespace husong::net::test
