#include "device_sim/load_link.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace husong::device_sim {

namespace {

TerminalIdentity identity_of(const Credential& credential) {
    TerminalIdentity identity;
    identity.phone = credential.phone;
    return identity;
}

bool would_block() { return errno == EAGAIN || errno == EINTR; }  // EWOULDBLOCK is EAGAIN on Linux

}  // namespace

LoadLink::LoadLink(const Credential& credential, std::uint32_t index, bool over)
    : frames{credential.phone, index, over}, credential_{credential} {}

bool LoadLink::open(const std::string& host, std::uint16_t port) {
    close();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return false;
    descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) return false;
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* plain = reinterpret_cast<const sockaddr*>(&address);
    if (connect(descriptor_, plain, sizeof address) != 0 && errno != EINPROGRESS) {
        close();
        return false;
    }
    state = State::connecting;
    return true;
}

void LoadLink::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
    state = State::closed;
    framer_ = {};
    unsent_.clear();
}

void LoadLink::authenticate() {
    const TerminalIdentity identity = identity_of(credential_);
    const auto phone = jt808::Phone::from_digits(identity.phone, jt808::Layout::v2011_2013);
    ByteString frame;
    jt808::append_frame(
        frame,
        jt808::make_header(identity.edition, phone ? *phone : jt808::Phone{}, jt808::Authentication::id, 0),
        authentication_body(identity, credential_.auth_code));
    state = State::authenticating;
    write(frame);
}

bool LoadLink::write(std::span<const std::uint8_t> frame) {
    std::ptrdiff_t taken = 0;
    if (unsent_.empty()) {
        taken = ::send(descriptor_, frame.data(), frame.size(), MSG_NOSIGNAL);
        if (taken < 0 && !would_block()) return false;
        taken = std::max<std::ptrdiff_t>(taken, 0);
    }
    const auto rest = frame.subspan(static_cast<std::size_t>(taken));
    unsent_.insert(unsent_.end(), rest.begin(), rest.end());
    return true;
}

bool LoadLink::flush() {
    if (unsent_.empty()) return true;
    const auto taken = ::send(descriptor_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (taken < 0) return would_block();
    unsent_.erase(unsent_.begin(), unsent_.begin() + taken);
    return true;
}

// More than 0: bytes; 0: the other side closed or the link broke; less than 0: nothing there yet.
std::ptrdiff_t LoadLink::receive(std::span<std::uint8_t> buffer) const {
    const auto length = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (length < 0 && !would_block()) return 0;
    return length;
}

std::optional<std::uint32_t> LoadLink::answer(std::uint16_t serial) {
    const std::uint32_t n = low_ + static_cast<std::uint16_t>(serial - LoadFrames::serial_of(low_));
    if (n >= next_ || answered_[n % window]) return std::nullopt;
    answered_[n % window] = true;
    for (; low_ < next_ && answered_[low_ % window]; ++low_) answered_[low_ % window] = false;
    return n;
}

}  // namespace husong::device_sim
