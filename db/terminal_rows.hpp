// What is kept of terminals beside their records: frames as they came, refusals, keys, drivers' cards,
// commands.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace husong::db {

// A frame kept as it came: a package of an incomplete message, or a message this server stores but does not
// read.
struct RawMessage {
    TerminalId terminal;
    Time received_at{};
    std::uint16_t message_id = 0;
    std::uint16_t serial = 0;
    std::uint16_t package_total = 0;  // 0: not sub-packaged
    std::uint16_t package_index = 0;
    std::string body;  // bytes
};

// A terminal that was refused, whose records are not judged or that claims another plate, with what it told.
// One row per (phone, reason, claimed plate): a repeat counts up.
struct Refusal {
    std::string phone;
    std::string reason;  // unknown_phone | wrong_code | identity_conflict | window_closed | not_authenticated
                         // | logged_out; let in: clock_ahead | plate_mismatch | wrong_frame
    std::string claimed_plate;  // as told in 0x0100, UTF-8; empty: not told
    std::string claimed_terminal_id;
    std::string claimed_maker;
    std::string peer;        // address it came from
    Time at{};               // read back: the last time
    std::int64_t count = 1;  // only read back: how many times, and since when
    Time first_at{};
    std::string detail{};  // as last told: how far the clock is ahead; the plate; what is wrong with a frame
};

// A terminal's key to the door. Codes are kept as they are: 0x0100 must be answered with the current one.
struct TerminalCredentials {
    TerminalId terminal;
    std::string phone;        // phone key
    std::string terminal_id;  // bound identity; empty: first registration binds it
    std::string maker;
    std::string code;            // the current one, sent in 0x8100
    std::string next_code;       // a rotated one, not used yet; both are valid until it was; empty: none
    Time enrolled_until{};       // the first registration must come before
    bool bound = false;          // a registration has succeeded
    bool must_register = false;  // it has logged out: no code opens before its next registration
};

// A driver's card in a terminal's reader (0x0702). It holds no ID-card number: of a certificate's number that
// has the shape of one the last four characters are left (decision 9).
enum class CardState : std::uint8_t { on_duty = 1, off_duty, not_read };
struct DriverCard {
    TerminalId terminal;
    VehicleId vehicle;
    Time at{};               // by the terminal's clock; by ours if it told none that can be right
    bool clock_told = true;  // `at` is the terminal's
    Time received_at{};
    CardState state = CardState::on_duty;
    std::uint8_t read_result = 0;  // of 0x0702; not 0: not_read
    std::string number;            // of the certificate, or of an RFID card
    std::string name;
    std::string issuer;
    std::string valid_until;  // YYYY-MM-DD; empty: not told
    std::uint64_t key = 0;    // of what is stored: a repeat of the same day is one
};

enum class CommandState : std::uint8_t { queued, sent, confirmed, refused, faulty, unsupported, timed_out };
inline constexpr std::array<std::string_view, 7> command_state_names{
    "queued", "sent", "confirmed", "refused", "faulty", "unsupported", "timed_out"};
[[nodiscard]] constexpr bool is_open(CommandState state) { return state <= CommandState::sent; }

// What a terminal is told to do (0x8103 …), and what became of it.
struct TerminalCommand {
    std::int64_t id = 0;  // given by the store; ascending
    TerminalId terminal;
    Time created_at{};
    std::uint16_t message_id = 0;
    std::string body;  // bytes, as of the terminal's edition
    CommandState state = CommandState::queued;
    Time state_at{};
    std::uint16_t answer_id = 0;  // of the message that answered it; 0: 0x0001, or none yet
    std::string answer{};         // its body
};

struct CommandProgress {
    std::int64_t command = 0;
    TerminalId terminal;
    CommandState state = CommandState::sent;
    Time at{};
    std::uint16_t answer_id = 0;
    std::string answer{};
};

}  // namespace husong::db
