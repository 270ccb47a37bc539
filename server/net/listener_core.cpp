#include "server/net/listener_core.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace husong::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t settled_at_a_time = 64;  // each up to one send: half a millisecond together

}  // namespace

TerminalListener::Core::Core(asio::io_context& io, ingest::Intake& intake, ingest::World& world,
                             NetSettings settings)
    : io_{io},
      intake_{intake},
      world_{world},
      settings_{std::move(settings)},
      context_{*this, settings_, counters_},
      driver_texts_{settings_},
      buffer_(settings_.read_bytes),
      acceptor_{io},
      sweep_timer_{io} {}

Result<> TerminalListener::Core::recall(db::Reader& reader) {
    auto packages = reader.last_packages(settings_.recall_age, settings_.recall_packages);
    if (!packages) return packages.error();
    const Milliseconds tick = settings_.clock().tick;
    for (db::RawMessage& package : *packages) {
        const std::shared_ptr<TerminalMemory>& memory = memory_of(package.terminal);
        memory->touched = tick;
        memory->earlier.push_back(std::move(package));
    }
    return driver_texts_.recall(reader);
}

Result<std::uint16_t> TerminalListener::Core::open() {
    ErrorCode error;
    const auto address = asio::ip::make_address(settings_.address, error);
    if (error) return Error{husong::ErrorCode::malformed, "terminal address: " + settings_.address};
    const tcp::endpoint endpoint{address, settings_.port};
    const std::string where = settings_.address + " port " + std::to_string(settings_.port);
    if (acceptor_.open(endpoint.protocol(), error); error)
        return Error{husong::ErrorCode::unavailable,
                     "cannot open a socket for terminals: " + error.message()};
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
    if (acceptor_.bind(endpoint, error); error)
        return Error{husong::ErrorCode::unavailable, "cannot bind " + where + ": " + error.message()};
    if (acceptor_.listen(asio::socket_base::max_listen_connections, error); error)
        return Error{husong::ErrorCode::unavailable, "cannot listen on " + where + ": " + error.message()};
    accept_next();
    sweep_later();
    return acceptor_.local_endpoint().port();
}

void TerminalListener::Core::stop() {
    if (std::exchange(stopped_, true)) return;
    ErrorCode ignored;
    acceptor_.close(ignored);
    sweep_timer_.cancel();
    connections_.for_each([this](Connection& connection) {
        connection.session().close(CloseReason::stopping);
        remove(connection);
    });
}

// Strangers beyond their limit wait in the kernel's queue until others have authenticated or were sent away.
void TerminalListener::Core::accept_next() {
    accepting_ = !stopped_ &&
                 (strangers_.size() < settings_.max_unauthenticated || has_had_its_time(strangers_.oldest()));
    if (!accepting_) return;
    acceptor_.async_accept([core = shared_from_this()](const ErrorCode& error, tcp::socket socket) {
        core->accepted(error, std::move(socket));
    });
}

void TerminalListener::Core::accepted(const ErrorCode& error, tcp::socket socket) {
    if (stopped_ || error) {  // out of file numbers, say: the sweep tries again
        accepting_ = false;
        return;
    }
    counters_.add(NetCount::connections_accepted);
    ErrorCode gone;
    const auto from = socket.remote_endpoint(gone);
    if (gone || !is_welcome(from.address().to_string())) {
        counters_.add(NetCount::connections_refused);
    } else {
        const SessionId id = connections_.next_id();
        auto& connection = connections_.put(
            std::make_unique<Connection>(std::move(socket), context_, id, settings_.clock()));
        counters_.add(NetCount::connections_open);
        ++addresses_[connection.peer()];
        strangers_.add(id, connection.peer());
        wait(connection);
    }
    accept_next();
}

bool TerminalListener::Core::is_welcome(const std::string& address) {
    const auto below = [](std::size_t count, std::size_t limit) { return limit == 0 || count < limit; };
    const auto known = addresses_.find(address);
    if (known != addresses_.end() && !below(known->second, settings_.max_per_address)) return false;
    if (!below(strangers_.count_of(address), settings_.max_unauthenticated_per_address))
        return make_room(strangers_.oldest_of(address));
    const bool is_full = connections_.size() >= settings_.max_connections ||
                         strangers_.size() >= settings_.max_unauthenticated;
    return !is_full || make_room(strangers_.oldest());
}

bool TerminalListener::Core::has_had_its_time(std::optional<SessionId> stranger) {
    Connection* const connection = stranger ? connections_.find(*stranger) : nullptr;
    return connection != nullptr &&
           settings_.clock().tick - connection->session().stranger_since() >= settings_.stranger_grace;
}

bool TerminalListener::Core::make_room(std::optional<SessionId> stranger) {
    if (!has_had_its_time(stranger)) return false;
    Connection& connection = *connections_.find(*stranger);
    connection.session().close(CloseReason::made_room);
    remove(connection);
    return true;
}

void TerminalListener::Core::remove(Connection& connection) {
    TerminalSession& session = connection.session();
    if (const auto reason = session.closing()) counters_.add(*reason);
    counters_.subtract(NetCount::connections_open);
    strangers_.remove(session.id());
    if (const auto from = addresses_.find(connection.peer()); from != addresses_.end() && --from->second == 0)
        addresses_.erase(from);
    keep_held(session.held());
    connections_.erase(session.id());
    if (!accepting_) accept_next();
}

// What is dropped was never answered: its terminal sends it again.
void TerminalListener::Core::keep_held(std::vector<ingest::Entry>& held) {
    if (held.empty()) return;
    if (orphan_entries_ + held.size() > settings_.orphan_entries)
        return counters_.add(NetCount::orphans_dropped);
    orphan_entries_ += held.size();
    orphans_.push_back(std::move(held));
}

// One wait for each direction; the socket is read or written when it ends.
void TerminalListener::Core::wait(Connection& connection) {
    const SessionId id = connection.session().id();
    if (connection.wants_to_read() && !std::exchange(connection.waiting_to_read, true))
        connection.socket().async_wait(
            tcp::socket::wait_read,
            [core = shared_from_this(), id](const ErrorCode& error) { core->readable(id, error); });
    if (connection.wants_to_write() && !std::exchange(connection.waiting_to_write, true))
        connection.socket().async_wait(
            tcp::socket::wait_write,
            [core = shared_from_this(), id](const ErrorCode& error) { core->writable(id, error); });
}

void TerminalListener::Core::readable(SessionId id, const ErrorCode& error) {
    Connection* const connection = connections_.find(id);
    if (connection == nullptr) return;
    connection->waiting_to_read = false;
    const Moment now = settings_.clock();
    if (error)
        connection->session().close(CloseReason::by_terminal);
    else if (connection->wants_to_read())
        connection->read(buffer_, now);
    touch(*connection);
    settle(now);
}

void TerminalListener::Core::writable(SessionId id, const ErrorCode& error) {
    Connection* const connection = connections_.find(id);
    if (connection == nullptr) return;
    connection->waiting_to_write = false;
    if (error) connection->session().close(CloseReason::by_terminal);
    touch(*connection);
    settle(settings_.clock());
}

void TerminalListener::Core::touch(Connection& connection) {
    if (!std::exchange(connection.touched, true)) touched_.push_back(connection.session().id());
}

// Settling one connection may touch another: a terminal that comes in puts its older connection out. A commit
// touches thousands: they are settled in turns, between which the thread serves who asks over HTTP.
void TerminalListener::Core::settle(const Moment& now) {
    if (settling_later_) return;
    for (std::size_t i = 0; i < settled_at_a_time && !touched_.empty(); ++i) {
        const SessionId id = touched_.front();
        touched_.pop_front();
        if (Connection* const connection = connections_.find(id)) settle(*connection, now);
    }
    settling_later_ = !touched_.empty();
    if (settling_later_)
        asio::post(io_, [core = shared_from_this()] {
            core->settling_later_ = false;
            core->settle(core->settings_.clock());
        });
}

void TerminalListener::Core::settle(Connection& connection, const Moment& now) {
    connection.touched = false;
    connection.resume(now);
    connection.flush();
    if (connection.session().closing()) return remove(connection);
    wait(connection);
}

void TerminalListener::Core::committed(std::span<const ingest::Ticket> answers) {
    const Moment now = settings_.clock();
    for (const ingest::Ticket& ticket : answers) {
        Connection* const connection = connections_.find({ticket.session, ticket.generation});
        if (connection == nullptr || !connection->session().authenticated()) learn(ticket, now.tick);
        if (connection == nullptr) continue;
        connection->session().committed(ticket, now);
        touch(*connection);
    }
    settle(now);
}

void TerminalListener::Core::not_stored(std::span<const ingest::Ticket> broken) {
    for (const ingest::Ticket& ticket : broken) {
        Connection* const connection = connections_.find({ticket.session, ticket.generation});
        if (connection == nullptr) continue;
        connection->session().not_stored(ticket);
        touch(*connection);
    }
    settle(settings_.clock());
}

// What was stored after its session had ended: its terminal, never answered, will send it again.
void TerminalListener::Core::learn(const ingest::Ticket& ticket, Milliseconds tick) {
    const auto known = memories_.find(ticket.terminal);
    if (known == memories_.end()) return;
    context_.learn(*known->second, {ticket.fingerprint, ticket.message_id, ticket.serial}, tick);
}

void TerminalListener::Core::room_again() {
    while (!orphans_.empty()) {
        const std::size_t count = orphans_.back().size();
        if (!intake_.offer(orphans_.back())) break;
        orphan_entries_ -= count;
        orphans_.pop_back();
    }
    const Moment now = settings_.clock();
    connections_.for_each(
        [this](Connection& connection) {
            if (connection.session().held().empty()) return;
            connection.session().room_again();
            if (connection.session().held().empty()) touch(connection);
        },
        served_first_++);
    settle(now);
}

void TerminalListener::Core::sweep_later() {
    sweep_timer_.expires_after(settings_.sweep_every);
    sweep_timer_.async_wait([core = shared_from_this()](const ErrorCode& error) {
        if (!error && !core->stopped_) core->sweep();
    });
}

void TerminalListener::Core::sweep() {
    const Moment now = settings_.clock();
    const registry::RegistryPtr registry = world_.registry();
    const std::int64_t version = registry->version();
    const bool registry_changed = std::exchange(registry_version_, version) != version;
    const bool minute_over = now.tick - minute_began_ >= std::chrono::minutes{1};
    if (registry_changed || minute_over) tell_of_runs(*registry, registry_changed, now.at);
    take_commands(now);
    connections_.for_each([&](Connection& connection) {
        if (registry_changed || minute_over) connection.session().refresh(now);
        connection.session().sweep(now);
        touch(connection);
    });
    settle(now);
    if (minute_over) {
        minute_began_ = now.tick;
        follow_up_commands(now);
        forget_terminals(now.tick);
    }
    counters_.set(NetCount::package_bytes, context_.package_bytes);
    if (!accepting_) accept_next();
    sweep_later();
}

// Terminals that have been away so long that nothing of them is worth keeping. Who has used up what may be
// kept of it does not get it anew by staying away.
void TerminalListener::Core::forget_terminals(Milliseconds tick) {
    const auto is_used = [&](std::optional<TokenBucket>& bucket, double per_second, double burst) {
        if (!bucket) return false;
        bucket->fill(per_second, burst, tick);
        return !bucket->holds(burst);
    };
    const auto has_used_up = [&](TerminalMemory& memory) {
        return is_used(memory.raw_bytes, settings_.raw_bytes_per_second, settings_.raw_burst_bytes) ||
               is_used(memory.records, settings_.records_per_second, settings_.records_burst);
    };
    std::erase_if(memories_, [&](const auto& known) {
        const std::shared_ptr<TerminalMemory>& memory = known.second;
        const Milliseconds kept = memory->unstored.empty() ? RecentFrames::lifetime : settings_.recall_age;
        const bool gone = memory.use_count() == 1 && tick - memory->touched > kept && !has_used_up(*memory) &&
                          memory->commands.empty();
        if (gone) context_.package_bytes -= memory->package_bytes();
        return gone;
    });
}

}  // namespace husong::net
