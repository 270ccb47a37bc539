// Commands for one terminal, one under way at a time, repeated like the standard says (§2.7). The queue
// outlives a connection.
#pragma once

#include "db/store.hpp"
#include "server/jt808/offered_commands.hpp"
#include "server/net/settings.hpp"

#include <optional>
#include <vector>

namespace husong::net {

class CommandQueue {
public:
    struct Command {
        db::TerminalCommand row;
        const jt808::OfferedCommand* offered = nullptr;
        Milliseconds due{};  // when it is sent next, or given up
        std::size_t sent = 0;
        Time sent_at{};
        bool acknowledged = false;  // by 0x0001; its own answer is still to come
        std::uint16_t serial = 0;
        std::vector<std::uint8_t> frames;  // as sent: a repeat is the same frame with the same serial
    };
    enum class Step : std::uint8_t { nothing, send_first, send_again };

    // What this server does not send is refused.
    void add(db::TerminalCommand row, const Moment& now);
    // What the first command wants now; those whose time is over are ended before.
    Step step(const Moment& now, const NetSettings& settings);
    Command& first() { return commands_.front(); }
    // Sent on this connection and not answered; null: none.
    [[nodiscard]] const Command* under_way() const {
        return commands_.empty() || commands_.front().sent == 0 ? nullptr : &commands_.front();
    }
    void sent(const Moment& now, const NetSettings& settings);
    // 0x0001: true when it was for the command under way.
    bool answered(std::uint16_t message_id, std::uint16_t serial, std::uint8_t result, const Moment& now,
                  const NetSettings& settings);
    // A message that may be the answer of its own to the command under way; serial: as quoted, if it is. True
    // when it was.
    bool answered_by(std::uint16_t answer_id, std::optional<std::uint16_t> serial, Bytes body, Time at);
    // The connection was lost: what was sent on it is sent anew on the next one, or given up.
    void disconnected(Milliseconds tick);

    [[nodiscard]] bool empty() const { return commands_.empty() && progress_.empty(); }
    // What is to be written down; whoever takes it puts back what could not be.
    std::vector<db::CommandProgress>& progress() { return progress_; }

private:
    void end(db::CommandState state, Time at, std::uint16_t answer_id = 0, Bytes answer = {});
    void note(const Command& command, db::CommandState state, Time at);

    std::vector<Command> commands_;  // no deque: one takes 600 bytes of every terminal, empty
    std::vector<db::CommandProgress> progress_;
};

}  // namespace husong::net
