// Accounts, sessions and device keys as the store keeps them. Secrets are stored hashed only.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace husong::access {

enum class Role : std::uint8_t {
    police = 1,
    gate,
    bureau,
    transport,
    operator_staff,
    patrol,
    hotline,
    device,
    driver,
    escort,
    class_teacher
};
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

struct Account {
    AccountId id;
    std::string name;          // sign-in name
    std::string display_name;  // e.g. 交警二中队 王某
    Role role = Role::police;
    std::string scope;  // the code of a school, operator, driver or escort, or SCHOOL/CLASS; empty: whole
                        // county
    std::string password_hash;  // argon2id, libsodium's string form
    bool disabled = false;
};

struct Session {
    std::string token_hash;  // hex of the token's hash; the token itself lives only in the cookie
    AccountId account;
    Time created_at{};
    Time expires_at{};
};

// A machine that posts over HTTP with a secret: a phone in a vehicle, a plate camera.
struct DeviceKey {
    std::string device;       // its name or number
    std::string secret_hash;  // hex; empty: revoked, no secret is its own
    VehicleId vehicle;        // phones: the vehicle they ride in; cameras: none
    bool may_report_positions = false;
    bool may_count = false;   // escort's head counts
    bool may_sight = false;   // sightings
    std::string source;       // source_name() its records carry
    std::int64_t number = 0;  // row number: Record::told_by

    [[nodiscard]] bool revoked() const { return secret_hash.empty(); }
};

// Somebody who acts at a school's gate, on a computer that the school has signed in.
struct GateKeeper {
    std::string school;  // code
    std::string name;
    std::string pin_hash;  // argon2id; empty: may no longer act
};

// A guardian's address, made by the school for one pupil.
struct GuardianLink {
    std::string token_hash;  // of 128 random bits; they live only in the address
    std::string pupil;       // code
    std::string relation;    // 母亲, 爷爷 …
    Time created_at{};
    Time expires_at{};
    std::optional<Time> revoked_at;

    [[nodiscard]] bool opens_at(Time t) const { return t < expires_at && !revoked_at; }
};

}  // namespace husong::access
