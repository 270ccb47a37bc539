// How terminals are let in: acts that read and change their keys, as they are inside the transaction: what an
// act before this one in the same commit has changed is seen.
#pragma once

#include "server/ingest/intake.hpp"

#include <functional>
#include <string>

namespace husong::ingest {

// What a terminal claims in 0x0100, as UTF-8 text.
struct RegistrationClaim {
    std::string phone;  // phone key
    std::string maker;
    std::string model;
    std::string terminal_id;
    std::string plate;      // as told
    std::string peer;       // the address it came from
    bool unplated = false;  // the vehicle has no plate yet: what stands in its place is the VIN
};

// Result codes of 0x8100 (jt808.md §2.3).
enum class RegistrationResult : std::uint8_t {
    success = 0,
    vehicle_taken = 1,
    vehicle_unknown = 2,
    terminal_taken = 3,
    terminal_unknown = 4,
};

struct RegistrationAnswer {
    RegistrationResult result = RegistrationResult::terminal_unknown;
    std::string code;  // with success
};

// The enrolled terminal gets its newest code (the next one while a rotation is under way), again and again: a
// lost answer must not lock a bus out. A phone nobody enrolled: terminal_unknown. Another device on an
// enrolled phone: terminal_taken. A window that closed before the first registration: terminal_unknown. All
// but the first are recorded with the plate they claim, and of the first those whose plate is not the
// register's. `done` is called on the writer thread, after the
// commit.
Act registration(RegistrationClaim claim, std::function<void(const Result<RegistrationAnswer>&)> done);

// The terminal has logged out: no code opens until it registers again, which it may at any time. `done` is
// called on the writer thread, after the commit.
Act logout(std::string phone, std::function<void(const Result<>&)> done);

// The first use of a rotated code: it becomes the current one, the old one is dead. If the next code is not
// the used one any more (it was rotated again), nothing changes: a code nobody has used is never current.
Act adopt_next_code(std::string phone, std::string used);

// What became of a command for a terminal. `done` is called on the writer thread, after the commit.
Act command_progress(db::CommandProgress progress, std::function<void(const Result<>&)> done);

// A terminal turned away, recorded with what it claims.
Act record_refusal(db::Refusal refusal);

}  // namespace husong::ingest
