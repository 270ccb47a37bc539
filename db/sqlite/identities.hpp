// The numbers that stand for a plate or a terminal, and the version number of all the server keeps in memory.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/base/ids.hpp"
#include "server/registry/plate.hpp"

#include <map>
#include <string_view>

namespace husong::db {

struct Identity {
    VehicleId vehicle;
    bool is_new = false;  // or has its colour only now
};

// Inside a transaction. A new one raises the registry version.
[[nodiscard]] Result<Identity> identify_vehicle(Connection& db, const registry::Plate& plate);
// The same for what somebody tells. The first colour told of a vehicle that nobody told one of becomes its
// own, when no other has these characters and no register knows it: else it would be two from then on.
[[nodiscard]] Result<Identity> identify_told_vehicle(Connection& db, const registry::Plate& plate);
[[nodiscard]] Result<TerminalId> identify_terminal(Connection& db, std::string_view phone);
[[nodiscard]] Result<std::map<registry::Plate, VehicleId>> all_identities(Connection& db);

[[nodiscard]] Result<std::int64_t> registry_version(Connection& db);
[[nodiscard]] Result<> raise_registry_version(Connection& db);

}  // namespace husong::db
