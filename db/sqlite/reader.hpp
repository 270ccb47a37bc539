// Reading, on SQLite: each call sees one moment of the database.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] std::unique_ptr<Reader> make_reader(std::unique_ptr<Connection> db);

}  // namespace husong::db
