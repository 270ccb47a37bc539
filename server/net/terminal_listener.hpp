// The terminals' door: listens, holds the sessions, and carries answers from the writer thread back to them.
// All its work is done by the thread that runs the io_context.
#pragma once

#include "server/ingest/intake.hpp"
#include "server/net/counters.hpp"
#include "server/net/settings.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace husong::net {

class TerminalListener final : public ingest::CommitListener {
public:
    // Listens to the intake's commits, so it is made before intake.start(); the intake is stopped before this
    // is destroyed, and the io_context outlives both.
    TerminalListener(boost::asio::io_context& io, ingest::Intake& intake, ingest::World& world,
                     NetSettings settings);
    ~TerminalListener() override;  // stop()
    TerminalListener(const TerminalListener&) = delete;
    TerminalListener& operator=(const TerminalListener&) = delete;

    // Takes up what the last run left: packages of incomplete messages, and which episodes drivers were told
    // of. Before intake.start(): what that concludes is told. Errors: unavailable.
    [[nodiscard]] Result<> recall(db::Reader& reader);
    // Opens the port and returns its number. Errors: unavailable; malformed (the address).
    [[nodiscard]] Result<std::uint16_t> start();
    // Ends listening and all sessions. What was not answered yet is sent again by the terminals. Idempotent.
    void stop();

    // Any thread. A text for the driver of this vehicle, UTF-8: spoken as soon as its terminal is there.
    void send_text(VehicleId vehicle, std::string text);
    // Any thread. Does a terminal of this vehicle hold an authenticated connection?
    [[nodiscard]] bool connected(VehicleId vehicle) const;
    [[nodiscard]] const NetCounters& counters() const;

    // CommitListener, writer thread.
    void committed(const ingest::Committed& commit) override;
    void room_again() override;

private:
    class Core;
    std::shared_ptr<Core> core_;  // shared with the operations under way
};

}  // namespace husong::net
