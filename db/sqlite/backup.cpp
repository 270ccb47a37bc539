#include "db/sqlite/backup.hpp"

#include <fmt/core.h>

#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace husong::db {

namespace {

namespace fs = std::filesystem;

Error file_error(const fs::path& path, const std::error_code& cause) {
    return {ErrorCode::unavailable, fmt::format("{}: {}", path.string(), cause.message())};
}

// All pages in one step: the copy is of one moment, and commits go on meanwhile (WAL).
Result<> copy_pages(Connection& from, Connection& to) {
    constexpr int all_pages = -1;
    sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (!backup) return to.failure();
    const int code = sqlite3_backup_step(backup, all_pages);
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE) return {};
    return Error{ErrorCode::unavailable, fmt::format("backup: {}", sqlite3_errstr(code))};
}

// A rename is on the disk when the folder is.
Result<> sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return file_error(folder, {errno, std::generic_category()});
    const int synced = ::fsync(file);
    const std::error_code cause{errno, std::generic_category()};
    ::close(file);
    if (synced != 0) return file_error(folder, cause);
    return {};
}

void remove_database(const fs::path& file) {
    std::error_code ignored;
    fs::remove(file, ignored);
    remove_log(file);
}

Result<> copy_to(Connection& db, const fs::path& file) {
    ConnectionOptions options;
    options.file = file;
    options.journal = Journal::rollback;
    options.create = true;
    auto copy = Connection::open(options);
    if (!copy) return copy.error();
    return copy_pages(db, **copy);
}

}  // namespace

Result<> back_up(Connection& db, const fs::path& to) {
    const fs::path target = fs::absolute(to);
    const fs::path temporary = target.string() + ".part";
    remove_database(temporary);
    if (auto copied = copy_to(db, temporary); !copied) {
        remove_database(temporary);
        return copied;
    }
    std::error_code cause;
    fs::rename(temporary, target, cause);
    if (cause) {
        remove_database(temporary);
        return file_error(target, cause);
    }
    return sync_folder(target.parent_path());
}

Result<> make_folder(const fs::path& folder) {
    std::error_code cause;
    if (!folder.empty()) fs::create_directories(folder, cause);
    if (cause) return file_error(folder, cause);
    return {};
}

void remove_log(const fs::path& file) {
    std::error_code ignored;
    for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(file.string() + suffix, ignored);
}

Result<> check_integrity(Connection& db) {
    auto query = db.query("PRAGMA integrity_check(1)");
    const auto row = query.step();
    if (!row) return row.error();
    if (query.text(0) == "ok") return {};
    return Error{ErrorCode::malformed, query.text(0)};
}

}  // namespace husong::db
