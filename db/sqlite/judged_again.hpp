// Whom an edit of the registers judges again, also when no server runs at the moment or it ends before it
// has.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/registry/registry.hpp"

namespace husong::db {

// Inside the edit's transaction: marks the vehicles whose records of the last days (tracking::fold_horizon)
// the registers say something else of than they did before. Errors: unavailable.
[[nodiscard]] Result<> mark_judged_again(Connection& db, registry::RegistryRows before,
                                         registry::RegistryRows after, Time now);

}  // namespace husong::db
