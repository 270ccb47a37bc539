#include "db/restore.hpp"

#include "db/sqlite/backup.hpp"
#include "db/sqlite/file_lock.hpp"
#include "db/sqlite/migrations.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

namespace fs = std::filesystem;

Result<std::unique_ptr<Connection>> open_existing(const fs::path& file) {
    if (!fs::exists(file))
        return Error{ErrorCode::not_found, fmt::format("{} does not exist", file.string())};
    ConnectionOptions options;
    options.file = file;
    options.access = Access::read_only;
    return Connection::open(options);
}

Result<> check(Connection& db) {
    if (auto known = check_schema(db); !known) return known;
    return check_integrity(db);
}

// What the old database still has in its log goes into it, so that it is whole until the new one replaces it.
void settle(const fs::path& database) {
    ConnectionOptions options;
    options.file = database;
    if (auto db = Connection::open(options)) (void)(*db)->run("PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace

Result<> check_sqlite(const fs::path& file) {
    auto db = open_existing(file);
    if (!db) return db.error();
    return check(**db);
}

Result<> restore_sqlite(const fs::path& backup, const fs::path& database, bool replace) {
    auto from = open_existing(backup);
    if (!from) return from.error();
    if (auto sound = check(**from); !sound) return sound;

    if (auto made = make_folder(database.parent_path()); !made) return made;
    const auto alone = FileLock::take(database, FileLock::Seat::open, FileLock::Mode::exclusive);
    if (!alone) return alone.error();
    const bool there = fs::exists(database);
    if (there && !replace)
        return Error{ErrorCode::conflict, fmt::format("{} is there already", database.string())};
    if (there) settle(database);
    remove_log(database);
    return back_up(**from, database);
}

}  // namespace husong::db
