// One terminal's socket: bytes in, frames to its session, the session's frames out. It never waits and never
// blocks; the listener says when it may read or write. An idle connection holds no buffer.
#pragma once

#include "server/jt808/framer.hpp"
#include "server/net/terminal_session.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <span>
#include <string>
#include <vector>

namespace husong::net {

class Connection {
public:
    using Socket = boost::asio::ip::tcp::socket;

    Connection(Socket socket, SessionContext& context, SessionId id, const Moment& now);

    // What the terminal has sent, at most one buffer of it; all sessions share the buffer.
    void read(std::span<std::uint8_t> buffer, const Moment& now);
    // Goes on with bytes that were read but had to wait, if the session may receive again.
    void resume(const Moment& now);
    // Hands the session's answers to the kernel, as many as it takes now.
    void flush();

    [[nodiscard]] bool wants_to_read() const { return unread_.empty() && session_.may_receive(); }
    [[nodiscard]] bool wants_to_write() const { return session_.has_outgoing(); }

    Socket& socket() { return socket_; }
    TerminalSession& session() { return session_; }
    [[nodiscard]] const std::string& peer() const { return peer_; }

    // Set and cleared by the listener: an operation is under way, or the connection stands in its list.
    bool waiting_to_read = false;
    bool waiting_to_write = false;
    bool touched = false;

private:
    void consume(std::span<std::uint8_t> bytes, const Moment& now);

    SessionContext& context_;
    Socket socket_;
    std::string peer_;
    jt808::Framer framer_;
    TerminalSession session_;
    std::vector<std::uint8_t> unread_;
};

}  // namespace husong::net
