// The gate's acts and its keepers, and guardians' links.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] Result<bool> put_gate_act(Connection& db, const tracking::GateAct& act);
[[nodiscard]] Result<std::optional<tracking::GateAct>> find_gate_act(Connection& db, std::uint64_t key);
[[nodiscard]] Result<std::vector<tracking::GateAct>> gate_acts(Connection& db, const GateActQuery& query);

[[nodiscard]] Result<> put_gate_keeper(Connection& db, const access::GateKeeper& keeper);
[[nodiscard]] Result<std::vector<access::GateKeeper>> gate_keepers(Connection& db, std::string_view school);

[[nodiscard]] Result<> put_guardian_link(Connection& db, const access::GuardianLink& link);
[[nodiscard]] Result<std::optional<access::GuardianLink>> find_guardian_link(Connection& db,
                                                                             std::string_view token_hash);
[[nodiscard]] Result<std::vector<access::GuardianLink>> guardian_links(Connection& db,
                                                                       std::string_view pupil);
[[nodiscard]] Result<std::size_t> revoke_guardian_links(Connection& db, std::string_view pupil, Time at);

[[nodiscard]] Result<std::string> server_secret(Connection& db, std::string_view name);

}  // namespace husong::db
