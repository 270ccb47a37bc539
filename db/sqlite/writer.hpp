// The one writer, on SQLite.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/sqlite/file_lock.hpp"
#include "db/sqlite/log_keeper.hpp"
#include "db/store.hpp"

namespace husong::db {

[[nodiscard]] std::unique_ptr<Writer> make_writer(std::unique_ptr<Connection> db, FileLock seat,
                                                  std::unique_ptr<LogKeeper> keeper);

}  // namespace husong::db
