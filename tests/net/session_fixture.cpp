#include "tests/net/session_fixture.hpp"

#include <utility>

namespace husong::net::test {

bool NotingHost::offer(std::vector<ingest::Entry>& entries) {
    if (!room) return false;
    offered.push_back(std::exchange(entries, {}));
    return true;
}

bool NotingHost::register_terminal(RegistrationRequest request) {
    if (registrations_welcome) registrations.push_back(std::move(request));
    return registrations_welcome;
}

std::optional<db::TerminalCredentials> NotingHost::credentials(const std::string& phone) {
    const auto found = keys.find(phone);
    if (found == keys.end()) return std::nullopt;
    return found->second;
}

std::optional<Admission> NotingHost::admit(TerminalId terminal, Time) {
    const auto found = admitted.find(terminal);
    if (found == admitted.end()) return std::nullopt;
    return found->second;
}

std::shared_ptr<TerminalMemory> NotingHost::enter(SessionId, const ingest::Teller& teller) {
    comings_and_goings.push_back("in " + std::to_string(teller.vehicle.value));
    return memory;
}

void NotingHost::leave(SessionId, const ingest::Teller& teller) {
    comings_and_goings.push_back("out " + std::to_string(teller.vehicle.value));
}

SessionTest::SessionTest() {
    host.keys["13900001234"] = {.terminal = bus_terminal,
                                .phone = "13900001234",
                                .terminal_id = "T000001",
                                .maker = "MAKER",
                                .code = "CODE1234",
                                .next_code = {},
                                .enrolled_until = {},
                                .bound = true};
    host.admitted[bus_terminal] = {{bus_terminal, bus}, jt808::Edition::v2013};
    open();
}

void SessionTest::open() {
    framer = {};
    session.reset();
    session = std::make_unique<TerminalSession>(context, SessionId{3, 9}, "192.0.2.1", now);
}

void SessionTest::feed(WireBytes bytes) {
    std::span<std::uint8_t> rest{bytes};
    while (const auto frame = framer.next(rest)) session->receive(*frame, now);
}

std::vector<Downlink> SessionTest::taken() { return read_downlinks(std::exchange(session->outgoing(), {})); }

std::vector<Downlink> SessionTest::talk(const WireBytes& bytes) {
    feed(bytes);
    return taken();
}

std::vector<std::string> SessionTest::commit() {
    for (; committed < host.offered.size(); ++committed)
        for (const ingest::Entry& entry : host.offered[committed])
            if (entry.last && entry.ticket.session == session->id().slot)
                session->committed(entry.ticket, now);
    return general_answers(taken());
}

void SessionTest::authenticate() {
    ASSERT_EQ(answers(wire.authentication()), Answers{"0x0102 #0 -> 0"});
    ASSERT_TRUE(session->authenticated());
}

}  // namespace husong::net::test
