// What a session asks of the house around it. The listener answers with intake and registers, tests with a
// notebook.
#pragma once

#include "server/ingest/intake.hpp"
#include "server/ingest/registration.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/net/counters.hpp"
#include "server/net/settings.hpp"
#include "server/net/terminal_memory.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace husong::net {

// A place among the sessions; the generation tells a reused place from its former user.
struct SessionId {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    bool operator==(const SessionId&) const = default;
};

// A ticket nobody waits for: what was stored without an answer that depends on it.
inline constexpr SessionId nobody{0xFFFF'FFFF, 0};

// A registration on its way to the writer and back: what the answer needs.
struct RegistrationRequest {
    SessionId session;
    jt808::Header header;
    jt808::Edition form = jt808::Edition::v2013;
    ingest::RegistrationClaim claim;
};

// A logout on its way, likewise.
struct LogoutRequest {
    SessionId session;
    jt808::Header header;
    std::string phone;
};

// A terminal as the register has it now.
struct Admission {
    ingest::Teller teller;
    jt808::Edition edition = jt808::Edition::v2013;
    std::string maker{}, model{};  // as in the register: how its maker's own data is read
};

class SessionHost {
public:
    virtual ~SessionHost() = default;

    // One message's entries, all or none. False: no room; TerminalSession::room_again() follows.
    [[nodiscard]] virtual bool offer(std::vector<ingest::Entry>& entries) = 0;
    // Answered by TerminalSession::registered(). False: too many wait; the terminal will ask again.
    [[nodiscard]] virtual bool register_terminal(RegistrationRequest request) = 0;
    // Answered by TerminalSession::logged_out(). False: as above.
    [[nodiscard]] virtual bool log_out(LogoutRequest request) = 0;
    virtual void record(db::Refusal refusal) = 0;
    virtual void adopt_next_code(const std::string& phone, std::string used) = 0;
    // What became of a command, to be written down. False: no room; it is offered again.
    [[nodiscard]] virtual bool note(const db::CommandProgress& progress) = 0;

    [[nodiscard]] virtual std::optional<db::TerminalCredentials> credentials(const std::string& phone) = 0;
    // None: the register does not have this terminal now.
    [[nodiscard]] virtual std::optional<Admission> admit(TerminalId terminal, Time at) = 0;
    // The session speaks for this terminal from now on; an older one of the same terminal is closed.
    virtual std::shared_ptr<TerminalMemory> enter(SessionId session, const ingest::Teller& teller) = 0;
    virtual void leave(SessionId session, const ingest::Teller& teller) = 0;
};

// Hands on what became of a terminal's commands; what there is no room for stays.
void note_progress(CommandQueue& commands, SessionHost& host);

// Shared by all sessions of a listener; used by the net thread only.
struct SessionContext {
    SessionHost& host;
    const NetSettings& settings;
    NetCounters& counters;
    std::vector<ingest::Entry> entries{};            // scratch: the entries of the message at hand
    std::size_t package_bytes = 0;                   // held by all messages that came in packages
    std::optional<TokenBucket> stranger_refusals{};  // what may still be written down of them

    // May one more refusal of a phone that nobody enrolled be written down?
    [[nodiscard]] bool may_note_stranger(Milliseconds tick) {
        if (!stranger_refusals) stranger_refusals.emplace(settings.stranger_refusals_burst, tick);
        stranger_refusals->fill(settings.stranger_refusals_per_second, settings.stranger_refusals_burst,
                                tick);
        if (stranger_refusals->take()) return true;
        counters.add(NetCount::refusals_not_noted);
        return false;
    }

    // The commit that holds this frame has succeeded, whether or not its session is still there.
    void learn(TerminalMemory& memory, const FrameKey& stored, Milliseconds tick) {
        memory.recent.add(stored, tick);
        package_bytes -= memory.unstored.bytes();
        memory.unstored.remove(stored);
        package_bytes += memory.unstored.bytes();
    }
};

}  // namespace husong::net
