// What people at a school's gate did with a vehicle: expected by a departure, or not on the list.
#pragma once

#include "server/base/ids.hpp"
#include "server/base/time.hpp"
#include "server/tracking/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::tracking {

enum class GateActKind : std::uint8_t {
    arrived = 1,  // it is there; nobody has counted
    counted,      // everybody aboard was counted
    checked,      // plate, driver and escort were compared with the list
    released,     // it may leave
    refused,      // it may not leave, for the reason in the note
    stopped,      // not on the list, and kept at the gate
    undone,       // an earlier act of this gate, taken back
};
std::string_view gate_act_name(GateActKind kind);  // "arrived", as in store and API

struct GateAct {
    std::int64_t id = 0;    // given by the store
    std::uint64_t key = 0;  // of who did it and his idempotency key: told twice, it is stored once
    GateActKind kind{};
    std::string school;     // code
    std::string departure;  // code; empty: not on the list
    VehicleId vehicle;
    Time at{};
    Time received_at{};
    std::int64_t account = 0;
    std::string keeper;                 // who did it, by name
    std::optional<HeadCount> heads;     // counted
    std::optional<bool> plate_matches;  // checked
    std::optional<bool> driver_matches;
    std::optional<bool> escort_matches;
    std::string note;
    std::optional<std::int64_t> undoes;  // undone: the id of the act
};

inline constexpr auto undo_within = std::chrono::minutes{10};

// Those that still hold, in their order: without what was undone and the undoing.
std::vector<const GateAct*> standing(std::span<const GateAct> acts);

}  // namespace husong::tracking
