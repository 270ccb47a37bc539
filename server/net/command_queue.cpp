#include "server/net/command_queue.hpp"

#include <utility>

namespace husong::net {

using db::CommandState;

namespace {

Bytes bytes_of(const std::string& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

CommandState state_of(std::uint8_t result) {
    switch (result) {
        case 0: return CommandState::confirmed;
        case 2: return CommandState::faulty;
        case 3: return CommandState::unsupported;
        default: return CommandState::refused;
    }
}

}  // namespace

void CommandQueue::add(db::TerminalCommand row, const Moment& now) {
    Command command;
    command.offered = jt808::find_offered_command(row.message_id, bytes_of(row.body));
    command.due = now.tick;
    command.row = std::move(row);
    if (command.offered == nullptr) return note(command, CommandState::unsupported, now.at);
    // Sent before the server started.
    if (command.row.state == CommandState::sent && !command.offered->sent_anew)
        return note(command, CommandState::timed_out, now.at);
    commands_.push_back(std::move(command));
}

CommandQueue::Step CommandQueue::step(const Moment& now, const NetSettings& settings) {
    while (!commands_.empty()) {
        const Command& command = commands_.front();
        const bool stale = command.sent == 0 && now.at - command.row.created_at > settings.command_lifetime;
        if (stale) {
            end(CommandState::timed_out, now.at);
            continue;
        }
        if (now.tick < command.due) return Step::nothing;
        if (command.acknowledged) {  // a question that was understood and not answered: nothing was told
            end(CommandState::timed_out, now.at);
            continue;
        }
        if (command.sent == 0) return Step::send_first;
        if (command.sent < settings.text_waits.size()) return Step::send_again;
        end(CommandState::timed_out, now.at);
    }
    return Step::nothing;
}

void CommandQueue::sent(const Moment& now, const NetSettings& settings) {
    Command& command = commands_.front();
    command.due = now.tick + settings.text_waits[command.sent];
    command.sent_at = now.at;
    if (command.sent++ == 0) note(command, CommandState::sent, now.at);
}

bool CommandQueue::answered(std::uint16_t message_id, std::uint16_t serial, std::uint8_t result,
                            const Moment& now, const NetSettings& settings) {
    if (commands_.empty() || commands_.front().sent == 0) return false;
    Command& command = commands_.front();
    if (command.row.message_id != message_id || command.serial != serial) return false;
    const CommandState state = state_of(result);
    if (state == CommandState::confirmed && command.offered->answered_by != 0) {
        if (std::exchange(command.acknowledged, true)) return true;
        command.due = now.tick + settings.command_answer_wait;
        return true;
    }
    end(state, now.at);
    return true;
}

bool CommandQueue::answered_by(std::uint16_t answer_id, std::optional<std::uint16_t> serial, Bytes body,
                               Time at) {
    if (commands_.empty() || commands_.front().sent == 0) return false;
    const Command& command = commands_.front();
    if (command.offered->answered_by != answer_id) return false;
    if (command.offered->answer_has_serial && serial && *serial != command.serial) return false;
    end(CommandState::confirmed, at, answer_id, body);
    return true;
}

void CommandQueue::disconnected(Milliseconds tick) {
    if (commands_.empty() || commands_.front().sent == 0) return;
    Command& command = commands_.front();
    if (!command.offered->sent_anew) return end(CommandState::timed_out, command.sent_at);
    command.sent = 0;
    command.acknowledged = false;
    command.due = tick;
    command.frames.clear();
}

void CommandQueue::end(CommandState state, Time at, std::uint16_t answer_id, Bytes answer) {
    note(commands_.front(), state, at);
    progress_.back().answer_id = answer_id;
    progress_.back().answer.assign(answer.begin(), answer.end());
    commands_.erase(commands_.begin());
}

void CommandQueue::note(const Command& command, CommandState state, Time at) {
    progress_.push_back({command.row.id, command.row.terminal, state, at, 0, {}});
}

}  // namespace husong::net
