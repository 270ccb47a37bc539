// What husongctl and start-up do, on SQLite: each call is a transaction.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] std::unique_ptr<Admin> make_admin(std::unique_ptr<Connection> db);

}  // namespace husong::db
