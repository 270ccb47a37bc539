// What the listener does for its sessions and for drivers: intake, registers, terminals' memories, texts.
#include "server/net/listener_core.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <utility>

namespace husong::net {

namespace asio = boost::asio;

namespace {

jt808::Edition edition_of(int year) {
    if (year <= 2011) return jt808::Edition::v2011;
    return year < 2019 ? jt808::Edition::v2013 : jt808::Edition::v2019;
}

}  // namespace

bool TerminalListener::Core::offer(std::vector<ingest::Entry>& entries) { return intake_.offer(entries); }

// The writer's lane for acts is small and is first of all for people: strangers get a share of it.
bool TerminalListener::Core::submit(ingest::Act act) {
    if (acts_waiting_ >= settings_.acts_waiting) return false;
    act.done = [core = shared_from_this(), done = std::move(act.done)](const Result<>& stored) {
        done(stored);
        asio::post(core->io_, [core] { --core->acts_waiting_; });
    };
    const bool taken = intake_.submit(std::move(act));
    if (taken) ++acts_waiting_;
    return taken;
}

bool TerminalListener::Core::register_terminal(RegistrationRequest request) {
    ingest::RegistrationClaim claim = request.claim;
    auto done = [core = shared_from_this(),
                 request = std::move(request)](const Result<ingest::RegistrationAnswer>& answer) {
        asio::post(core->io_, [core, request, answer] {
            Connection* const connection = core->connections_.find(request.session);
            if (connection == nullptr) return;
            connection->session().registered(request, answer);
            core->touch(*connection);
            core->settle(core->settings_.clock());
        });
    };
    return submit(ingest::registration(std::move(claim), std::move(done)));
}

bool TerminalListener::Core::log_out(LogoutRequest request) {
    std::string phone = request.phone;
    auto done = [core = shared_from_this(), request = std::move(request)](const Result<>& stored) {
        asio::post(core->io_, [core, request, stored] {
            Connection* const connection = core->connections_.find(request.session);
            if (connection == nullptr) return;
            const Moment now = core->settings_.clock();
            connection->session().logged_out(request, stored, now);
            core->touch(*connection);
            core->settle(now);
        });
    };
    return submit(ingest::logout(std::move(phone), std::move(done)));
}

void TerminalListener::Core::record(db::Refusal refusal) {
    if (!submit(ingest::record_refusal(std::move(refusal)))) counters_.add(NetCount::acts_not_taken);
}

// Not taken now: both codes stay valid, and the next authentication tries again.
void TerminalListener::Core::adopt_next_code(const std::string& phone, std::string used) {
    if (!submit(ingest::adopt_next_code(phone, std::move(used)))) counters_.add(NetCount::acts_not_taken);
}

// What no transaction took is told to the writer again.
bool TerminalListener::Core::note(const db::CommandProgress& progress) {
    auto done = [core = shared_from_this(), progress](const Result<>& stored) {
        if (stored) {
            if (!db::is_open(progress.state)) core->counters_.add(NetCount::commands_over);
            return;
        }
        asio::post(core->io_, [core, progress] {
            core->memory_of(progress.terminal)->commands.progress().push_back(progress);
        });
    };
    return submit(ingest::command_progress(progress, std::move(done)));
}

void TerminalListener::Core::take_commands(const Moment& now) {
    ingest::CommandsPtr commands = world_.commands();
    if (commands == commands_seen_) return;
    commands_seen_ = std::move(commands);
    std::unordered_set<std::int64_t> known;
    for (const db::TerminalCommand& command : *commands_seen_) {
        known.insert(command.id);
        if (commands_known_.contains(command.id)) continue;
        const std::shared_ptr<TerminalMemory>& memory = memory_of(command.terminal);
        memory->commands.add(command, now);
        if (memory.use_count() == 1) memory->touched = now.tick;
    }
    commands_known_.swap(known);
}

void TerminalListener::Core::follow_up_commands(const Moment& now) {
    for (auto& [terminal, memory] : memories_) {
        if (memory->commands.empty() || sessions_.contains(terminal)) continue;
        static_cast<void>(memory->commands.step(now, settings_));
        note_progress(memory->commands, *this);
    }
}

std::optional<db::TerminalCredentials> TerminalListener::Core::credentials(const std::string& phone) {
    const auto all = world_.credentials();
    const auto found = all->find(phone);
    if (found == all->end()) return std::nullopt;
    return found->second;
}

std::optional<Admission> TerminalListener::Core::admit(TerminalId terminal, Time at) {
    const registry::RegistryPtr registry = world_.registry();
    const auto* const row = registry->terminal(terminal, at);
    if (row == nullptr || row->value.kind != registry::TerminalKind::jt808) return std::nullopt;
    const registry::Terminal& known = row->value;
    return Admission{{terminal, known.vehicle}, edition_of(known.edition), known.maker, known.model};
}

std::shared_ptr<TerminalMemory> TerminalListener::Core::enter(SessionId session,
                                                              const ingest::Teller& teller) {
    const auto [known, is_new] = sessions_.try_emplace(teller.terminal, session);
    if (!is_new && known->second != session) {
        if (Connection* const older = connections_.find(std::exchange(known->second, session))) {
            older->session().close(CloseReason::replaced);
            touch(*older);
        }
    }
    strangers_.remove(session);
    const std::unique_lock lock{online_mutex_};
    ++online_[teller.vehicle];
    return memory_of(teller.terminal);
}

void TerminalListener::Core::leave(SessionId session, const ingest::Teller& teller) {
    const auto known = sessions_.find(teller.terminal);
    if (known != sessions_.end() && known->second == session) sessions_.erase(known);
    // Logged out; of a session that ends the connection is no longer found.
    if (Connection* const own = connections_.find(session)) strangers_.add(session, own->peer());
    const std::unique_lock lock{online_mutex_};
    const auto vehicle = online_.find(teller.vehicle);
    if (vehicle != online_.end() && --vehicle->second == 0) online_.erase(vehicle);
}

bool TerminalListener::Core::connected(VehicleId vehicle) const {
    const std::shared_lock lock{online_mutex_};
    return online_.contains(vehicle);
}

std::shared_ptr<TerminalMemory>& TerminalListener::Core::memory_of(TerminalId terminal) {
    std::shared_ptr<TerminalMemory>& memory = memories_[terminal];
    if (!memory) memory = std::make_shared<TerminalMemory>(settings_.packages);
    return memory;
}

// The vehicle's terminal: one that is connected, if there is any.
TerminalId TerminalListener::Core::terminal_for_text(VehicleId vehicle, Time at) const {
    TerminalId chosen;
    const registry::RegistryPtr registry = world_.registry();
    for (const auto& row : registry->rows().terminals) {
        const registry::Terminal& terminal = row.value;
        if (terminal.vehicle != vehicle || terminal.kind != registry::TerminalKind::jt808 ||
            !row.valid_at(at))
            continue;
        if (!chosen || sessions_.contains(terminal.id)) chosen = terminal.id;
    }
    return chosen;
}

void TerminalListener::Core::send_text(VehicleId vehicle, std::string text) {
    const Moment now = settings_.clock();
    const TerminalId terminal = terminal_for_text(vehicle, now.at);
    if (!terminal) return counters_.add(NetCount::texts_failed);
    const std::shared_ptr<TerminalMemory>& memory = memory_of(terminal);
    if (!memory->texts.add(std::move(text), now.tick, settings_)) counters_.add(NetCount::texts_failed);
    const auto session = sessions_.find(terminal);
    if (session == sessions_.end()) {
        memory->touched = now.tick;
        return;
    }
    if (Connection* const connection = connections_.find(session->second)) {
        connection->session().send_texts(now);
        touch(*connection);
        settle(now);
    }
}

// What is known is looked at each minute, too: what has come near by then is no news.
void TerminalListener::Core::tell_of_runs(const registry::Registry& registry, bool changed, Time now) {
    if (!settings_.run_text) return;
    auto duties = rules::run_duties(registry, now);
    const auto before = std::exchange(duties_, std::move(duties));
    if (!std::exchange(duties_known_, true) || !changed) return;
    for (rules::RunText& told : settings_.run_text(before, duties_, registry, now))
        send_text(told.vehicle, std::move(told.text));
}

void TerminalListener::Core::tell_drivers(std::span<const rules::FindingChange> changes) {
    for (const rules::FindingChange& change : changes)
        if (auto text = driver_texts_.text_for(change)) send_text(change.head.vehicle, std::move(*text));
}

}  // namespace husong::net
