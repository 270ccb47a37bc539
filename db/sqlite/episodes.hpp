// The episodes of a finding.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/rules/finding.hpp"

#include <vector>

namespace husong::db {

// Inserts or replaces one episode with its evidence.
[[nodiscard]] Result<> put_episode(Connection& db, FindingId finding, std::uint16_t ordinal,
                                   const rules::Episode& episode);
// By ordinal.
[[nodiscard]] Result<std::vector<rules::Episode>> read_episodes(Connection& db, FindingId finding);

}  // namespace husong::db
