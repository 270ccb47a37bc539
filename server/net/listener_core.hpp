// The listener's inside: the acceptor, the connections and what they share. Used by the net thread only,
// except where it says so. Operations under way share it, so that it outlives them.
#pragma once

#include "server/net/connection.hpp"
#include "server/net/driver_texts.hpp"
#include "server/net/slot_table.hpp"
#include "server/net/strangers.hpp"
#include "server/net/terminal_listener.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>

namespace husong::net {

class TerminalListener::Core final : public SessionHost, public std::enable_shared_from_this<Core> {
public:
    Core(boost::asio::io_context& io, ingest::Intake& intake, ingest::World& world, NetSettings settings);

    [[nodiscard]] Result<> recall(db::Reader& reader);
    [[nodiscard]] Result<std::uint16_t> open();
    void stop();

    void committed(std::span<const ingest::Ticket> answers);
    void not_stored(std::span<const ingest::Ticket> broken);
    void tell_drivers(std::span<const rules::FindingChange> changes);
    void room_again();
    void send_text(VehicleId vehicle, std::string text);
    // Of runs that the register has otherwise since the last time.
    void tell_of_runs(const registry::Registry& registry, bool changed, Time now);

    // Any thread.
    boost::asio::io_context& io() { return io_; }
    [[nodiscard]] bool connected(VehicleId vehicle) const;
    [[nodiscard]] const NetCounters& counters() const { return counters_; }
    [[nodiscard]] const NetSettings& settings() const { return settings_; }

    // SessionHost.
    [[nodiscard]] bool offer(std::vector<ingest::Entry>& entries) override;
    [[nodiscard]] bool register_terminal(RegistrationRequest request) override;
    [[nodiscard]] bool log_out(LogoutRequest request) override;
    void record(db::Refusal refusal) override;
    void adopt_next_code(const std::string& phone, std::string used) override;
    [[nodiscard]] bool note(const db::CommandProgress& progress) override;
    [[nodiscard]] std::optional<db::TerminalCredentials> credentials(const std::string& phone) override;
    [[nodiscard]] std::optional<Admission> admit(TerminalId terminal, Time at) override;
    std::shared_ptr<TerminalMemory> enter(SessionId session, const ingest::Teller& teller) override;
    void leave(SessionId session, const ingest::Teller& teller) override;

private:
    using ErrorCode = boost::system::error_code;

    void accept_next();
    void accepted(const ErrorCode& error, Connection::Socket socket);
    [[nodiscard]] bool is_welcome(const std::string& address);
    [[nodiscard]] bool has_had_its_time(std::optional<SessionId> stranger);
    [[nodiscard]] bool make_room(std::optional<SessionId> stranger);
    void remove(Connection& connection);
    void keep_held(std::vector<ingest::Entry>& held);
    void learn(const ingest::Ticket& ticket, Milliseconds tick);

    void wait(Connection& connection);
    void readable(SessionId id, const ErrorCode& error);
    void writable(SessionId id, const ErrorCode& error);
    // Something has happened to this connection: it will be settled before the thread waits again.
    void touch(Connection& connection);
    void settle(const Moment& now);
    void settle(Connection& connection, const Moment& now);

    void sweep_later();
    void sweep();
    void forget_terminals(Milliseconds tick);
    // Gives terminals the commands that are new among those in the store.
    void take_commands(const Moment& now);
    // Of terminals that are away: ends what waited too long, and writes down what could not be before.
    void follow_up_commands(const Moment& now);
    [[nodiscard]] bool submit(ingest::Act act);
    std::shared_ptr<TerminalMemory>& memory_of(TerminalId terminal);
    [[nodiscard]] TerminalId terminal_for_text(VehicleId vehicle, Time at) const;

    boost::asio::io_context& io_;
    ingest::Intake& intake_;
    ingest::World& world_;
    NetSettings settings_;
    NetCounters counters_;
    SessionContext context_;
    DriverTexts driver_texts_;
    std::vector<std::uint8_t> buffer_;  // what a session reads, one at a time

    mutable std::shared_mutex online_mutex_;
    std::unordered_map<VehicleId, std::size_t> online_;  // sessions of each vehicle

    std::unordered_map<TerminalId, std::shared_ptr<TerminalMemory>> memories_;
    std::unordered_map<TerminalId, SessionId> sessions_;      // authenticated
    std::unordered_map<std::string, std::size_t> addresses_;  // connections of each
    Strangers strangers_;
    std::vector<std::vector<ingest::Entry>> orphans_;  // of sessions that ended before there was room
    std::size_t orphan_entries_ = 0;                   // in all of them
    std::deque<SessionId> touched_;
    bool settling_later_ = false;   // a turn that goes on with them is posted
    std::size_t served_first_ = 0;  // who is first when there is room again: each in turn
    std::size_t acts_waiting_ = 0;
    std::int64_t registry_version_ = 0;
    std::vector<rules::RunDuty> duties_;  // of the registry seen last
    bool duties_known_ = false;           // what was published before the start is no news
    ingest::CommandsPtr commands_seen_;
    std::unordered_set<std::int64_t> commands_known_;  // of those: given to their terminals
    Milliseconds minute_began_{};
    bool accepting_ = false;
    bool stopped_ = false;

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer sweep_timer_;
    SlotTable<Connection> connections_;  // last: its sessions use all of the above when they end
};

}  // namespace husong::net
