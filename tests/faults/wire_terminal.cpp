#include "tests/faults/wire_terminal.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <limits>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace husong::test {

namespace {

constexpr std::size_t wire_window = 16;                                        // frames sent and not answered
constexpr std::size_t introduction = std::numeric_limits<std::size_t>::max();  // no message of the morning
constexpr std::uint64_t no_end = std::numeric_limits<std::uint64_t>::max();

}  // namespace

WireTerminal::WireTerminal(const WireTeller& teller, Temper temper, std::uint64_t seed)
    : teller_{teller}, temper_{temper}, random_{seed} {}

WireTerminal::~WireTerminal() {
    if (socket_ >= 0) ::close(socket_);
}

void WireTerminal::connect(std::uint16_t port) {
    disconnect();
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect to the server under test");
    plan_connection();
    send(jt808::Authentication::id, device_sim::authentication_body(teller_.identity, teller_.code),
         introduction);
}

// A terminal that was switched on again counts from 0; one that was not counts on, and will soon wrap.
void WireTerminal::plan_connection() {
    const bool restless = temper_ == Temper::restless;
    serial_ = 0;
    if (restless && random_() % 2 == 0) serial_ = static_cast<std::uint16_t>(65'535 - random_() % 20);
    messages_left_ = restless ? 30 + random_() % 100 : no_end;
    for (std::size_t message = 0; message < teller_.messages.size(); ++message)
        if (!acknowledged_.contains(message) || random_() % 20 == 0) to_tell_.push_back(message);
}

void WireTerminal::disconnect() {
    if (socket_ < 0) return;
    static_cast<void>(receive());
    ::close(std::exchange(socket_, -1));
    cut_off_ += open_.size();
    framer_ = {};
    output_.clear();
    online_ = false;
    to_tell_.clear();
    open_.clear();
    frames_left_.clear();
}

bool WireTerminal::step() {
    if (!receive()) return false;
    while (online_ && messages_left_ > 0 && open_.size() < wire_window && !to_tell_.empty()) {
        const std::size_t message = to_tell_.front();
        to_tell_.pop_front();
        --messages_left_;
        send(teller_.messages[message].message_id, teller_.messages[message].body, message);
    }
    flush();
    return true;
}

void WireTerminal::send(std::uint16_t message_id, Bytes body, std::size_t message) {
    const auto phone =
        jt808::Phone::from_digits(teller_.identity.phone, jt808::layout_of(teller_.identity.edition));
    const auto header = jt808::make_header(teller_.identity.edition, phone.value(), message_id, serial_);
    const std::size_t start = output_.size();
    const std::size_t frames = jt808::append_packages(output_, header, body);
    for (std::size_t i = 0; i < frames; ++i) {
        open_[serial_] = {message_id, message};
        if (++serial_ == 0) ++serial_wraps_;
    }
    frames_left_[message] = frames;
    if (temper_ == Temper::calm || random_() % 12 != 0) return;
    const device_sim::ByteString again{output_.begin() + static_cast<std::ptrdiff_t>(start), output_.end()};
    output_.insert(output_.end(), again.begin(), again.end());
}

void WireTerminal::flush() {
    const auto sent = ::send(socket_, output_.data(), output_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent <= 0) return;  // no room now; an error shows when reading
    bytes_sent_ += static_cast<std::uint64_t>(sent);
    output_.erase(output_.begin(), output_.begin() + sent);
}

bool WireTerminal::receive() {
    for (;;) {
        std::array<std::uint8_t, 4096> buffer{};
        const auto length = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (length < 0) return errno == EAGAIN || errno == EINTR;
        if (length == 0) return false;
        std::span<std::uint8_t> rest{buffer.data(), static_cast<std::size_t>(length)};
        while (const auto frame = framer_.next(rest)) handle(frame->value());
    }
}

void WireTerminal::handle(const jt808::Frame& frame) {
    if (frame.header.message_id != jt808::PlatformAnswer::id) return;  // texts to the driver and the like
    handle_answer(jt808::decode_body<jt808::PlatformAnswer>(frame.header.layout, frame.body).value());
}

void WireTerminal::handle_answer(const jt808::PlatformAnswer& answer) {
    ++answers_;
    if (answer.result != jt808::AnswerResult::success) ++refused_;
    const auto found = open_.find(answer.serial);
    if (found == open_.end() || found->second.message_id != answer.message_id) return;  // to a repeated frame
    if (answer.result != jt808::AnswerResult::success) return;
    const std::size_t message = found->second.message;
    open_.erase(found);
    if (--frames_left_[message] > 0) return;
    if (message == introduction)
        online_ = true;
    else
        acknowledged_.insert(message);
}

}  // namespace husong::test
