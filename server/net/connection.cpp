#include "server/net/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include <utility>

namespace husong::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kept_outgoing_bytes = 1024;  // of an emptied buffer, so that answers cost no allocation

std::string address_of(const Connection::Socket& socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string{} : endpoint.address().to_string();
}

bool would_block(const error_code& error) {
    return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Connection::Connection(Socket socket, SessionContext& context, SessionId id, const Moment& now)
    : context_{context},
      socket_{std::move(socket)},
      peer_{address_of(socket_)},
      session_{context, id, peer_, now} {
    error_code ignored;  // a socket that is gone already says so when it is read
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    if (context.settings.send_buffer_bytes > 0)
        socket_.set_option(asio::socket_base::send_buffer_size{context.settings.send_buffer_bytes}, ignored);
}

void Connection::read(std::span<std::uint8_t> buffer, const Moment& now) {
    error_code error;
    const std::size_t length = socket_.read_some(asio::buffer(buffer.data(), buffer.size()), error);
    if (would_block(error)) return;
    if (error) return session_.close(CloseReason::by_terminal);
    context_.counters.add(NetCount::bytes_received, length);
    consume(buffer.first(length), now);
    session_.spend_bytes(length, now);
}

void Connection::resume(const Moment& now) {
    if (unread_.empty() || !session_.may_receive()) return;
    std::vector<std::uint8_t> bytes = std::exchange(unread_, {});
    consume(bytes, now);
}

void Connection::consume(std::span<std::uint8_t> bytes, const Moment& now) {
    while (session_.may_receive()) {
        const auto frame = framer_.next(bytes);
        if (frame) session_.receive(*frame, now);
        if (framer_.is_rubbish()) session_.close(CloseReason::rubbish);
        if (!frame) return;
    }
    unread_.assign(bytes.begin(), bytes.end());
}

void Connection::flush() {
    std::vector<std::uint8_t>& outgoing = session_.outgoing();
    if (!outgoing.empty() && !waiting_to_write) {
        error_code error;
        const std::size_t length = socket_.write_some(asio::buffer(outgoing), error);
        if (error && !would_block(error)) return session_.close(CloseReason::by_terminal);
        outgoing.erase(outgoing.begin(), outgoing.begin() + static_cast<std::ptrdiff_t>(length));
        if (outgoing.empty() && outgoing.capacity() > kept_outgoing_bytes) outgoing.shrink_to_fit();
    }
    if (outgoing.size() > context_.settings.outgoing_bytes) session_.close(CloseReason::slow_reader);
}

}  // namespace husong::net
