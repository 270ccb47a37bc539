#include "db/sqlite/connection.hpp"

#include <fmt/core.h>

#include <random>
#include <stdexcept>
#include <sys/stat.h>
#include <thread>
#include <utility>

namespace husong::db {

namespace {

// Kept in memory per connection (negative: KiB).
constexpr int cache_kib = 64 * 1024;
// Pages of the log after which a commit also copies them into the database file: often enough that it takes
// some 20 ms, seldom enough that pages written again and again are copied once.
constexpr int checkpoint_pages = 4'000;
// A reader that stood still may have let the log grow; then it is cut back to this.
constexpr int longest_log_bytes = 64 * 1024 * 1024;

// SQLite's own waiting sleeps up to 100 ms between tries and would hardly ever meet the gap between two
// commits of a busy writer; short sleeps of random length do.
int wait_for_lock(void* patience_ms, int tries) {
    constexpr int sleep_least_us = 200;
    constexpr int sleep_most_us = 1'800;
    thread_local std::minstd_rand random{std::random_device{}()};
    thread_local std::chrono::steady_clock::time_point began;
    const auto now = std::chrono::steady_clock::now();
    if (tries == 0) began = now;
    const auto* patience = static_cast<const std::chrono::milliseconds*>(patience_ms);
    if (now - began >= *patience) return 0;
    std::uniform_int_distribution<int> pause{sleep_least_us, sleep_most_us};
    std::this_thread::sleep_for(std::chrono::microseconds{pause(random)});
    return 1;
}

// What a caller can act on: these pass when their cause is gone.
bool is_unavailable(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_PROTOCOL:
        case SQLITE_NOMEM:
        case SQLITE_NOLFS: return true;
        default: return false;
    }
}

// Waiting for a lock leaves the connection whole; every other of these may not have.
bool is_fault(int code) {
    const int primary = code & 0xFF;
    return is_unavailable(code) && primary != SQLITE_BUSY && primary != SQLITE_LOCKED;
}

// The handle's last failure.
Error error_of(sqlite3* handle) {
    const int code = sqlite3_extended_errcode(handle);
    const std::string what = fmt::format("database: {} ({})", sqlite3_errmsg(handle), sqlite3_errstr(code));
    if (is_unavailable(code)) return {ErrorCode::unavailable, what};
    if ((code & 0xFF) == SQLITE_CONSTRAINT) return {ErrorCode::conflict, what};
    return {ErrorCode::malformed, what};
}

// 0 when it cannot be read.
std::int64_t number(sqlite3* handle, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
    const bool there = statement != nullptr && sqlite3_step(statement) == SQLITE_ROW;
    const std::int64_t value = there ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_finalize(statement);
    return value;
}

// Every allocation of SQLite is otherwise counted under one lock; nobody reads the sums. Too late, and
// without effect, where SQLite was used before.
void count_no_memory() {
    static const int answer = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(answer);
}

std::int64_t application_of(sqlite3* handle) { return number(handle, "PRAGMA application_id"); }
std::int64_t schema_of(sqlite3* handle) { return number(handle, "PRAGMA user_version"); }

}  // namespace

Query& Query::bind(int index, std::int64_t value) {
    if (statement_) sqlite3_bind_int64(statement_, index, value);
    return *this;
}

Query& Query::bind(int index, double value) {
    if (statement_) sqlite3_bind_double(statement_, index, value);
    return *this;
}

Query& Query::bind(int index, std::string_view text) {
    const char* start = text.empty() ? "" : text.data();
    if (statement_) sqlite3_bind_text64(statement_, index, start, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    return *this;
}

Query& Query::bind(int index, Bytes blob) {
    if (!statement_) return *this;
    if (blob.empty())
        sqlite3_bind_zeroblob(statement_, index, 0);
    else
        sqlite3_bind_blob64(statement_, index, blob.data(), blob.size(), SQLITE_STATIC);
    return *this;
}

Query& Query::bind(int index, std::nullopt_t) {
    if (statement_) sqlite3_bind_null(statement_, index);
    return *this;
}

Result<bool> Query::step() {
    if (!statement_) return db_->failure();
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return db_->failure();
}

Result<> Query::run() {
    const auto row = step();
    if (!row) return row.error();
    return {};
}

std::string Query::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return start ? std::string{start, size} : std::string{};
}

Bytes Query::blob(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<std::unique_ptr<Connection>> Connection::open(ConnectionOptions options) {
    count_no_memory();
    std::unique_ptr<Connection> connection{new Connection{std::move(options)}};
    const auto handle = connection->open_handle(connection->options_.create);
    if (!handle) return handle.error();
    connection->handle_ = *handle;
    struct stat file {};
    if (::stat(connection->options_.file.c_str(), &file) == 0)
        connection->identity_ = {file.st_dev, file.st_ino, application_of(*handle), schema_of(*handle)};
    return connection;
}

Result<sqlite3*> Connection::open_handle(bool create) {
    const bool writes = options_.access == Access::read_write;
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (create ? SQLITE_OPEN_CREATE : 0) |
                      (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    const char* vfs = options_.vfs.empty() ? nullptr : options_.vfs.c_str();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(options_.file.c_str(), &handle, flags, vfs);
    const auto ready = code == SQLITE_OK ? configure(handle) : Result<>{error_of(handle)};
    if (ready) return handle;
    sqlite3_close(handle);
    return ready.error();
}

Result<> Connection::configure(sqlite3* handle) {
    sqlite3_busy_handler(handle, wait_for_lock, &options_.patience);
    const bool writes = options_.access == Access::read_write;
    std::string pragmas = fmt::format(
        "PRAGMA synchronous = {}; PRAGMA foreign_keys = ON; PRAGMA cache_size = -{}; PRAGMA temp_store = "
        "MEMORY;",
        options_.durable ? "FULL" : "OFF", cache_kib);
    if (!writes) pragmas += "PRAGMA query_only = ON;";
    if (writes && options_.journal == Journal::wal) pragmas += "PRAGMA journal_mode = WAL;";
    if (writes)
        pragmas += fmt::format("PRAGMA wal_autocheckpoint = {}; PRAGMA journal_size_limit = {};",
                               checkpoint_pages, longest_log_bytes);
    if (sqlite3_exec(handle, pragmas.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return error_of(handle);
    if (on_commit_.call) sqlite3_wal_hook(handle, on_commit_.call, on_commit_.of);
    return {};
}

void Connection::on_commit(CommitHook hook) {
    on_commit_ = hook;
    sqlite3_wal_hook(handle_, hook.call, hook.of);
}

void Connection::close() noexcept {
    for (const auto& [text, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
    sqlite3_close(handle_);
    handle_ = nullptr;
}

Query Connection::query(Sql sql) {
    const auto known = statements_.find(sql.text());
    if (known != statements_.end()) return {*this, known->second};
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK && !is_unavailable(code))
        throw std::logic_error(
            fmt::format("SQL does not compile: {}: {}", sqlite3_errmsg(handle_), sql.text()));
    if (statement) statements_.emplace(sql.text(), statement);
    return {*this, statement};
}

Error Connection::failure() {
    faulty_ = faulty_ || is_fault(sqlite3_extended_errcode(handle_));
    return error_of(handle_);
}

// Looked at before it is opened: beside an empty file SQLite deletes the log, and the log holds commits. A
// copy is another file too: other connections still lock the one that was opened.
Result<> Connection::expect_same_file() const {
    const std::string name = options_.file.string();
    struct stat file {};
    if (::stat(name.c_str(), &file) != 0)
        return Error{ErrorCode::unavailable, fmt::format("database: {} is not there", name)};
    if (file.st_size == 0) return Error{ErrorCode::unavailable, fmt::format("database: {} is empty", name)};
    if (file.st_dev == identity_.device && file.st_ino == identity_.inode) return {};
    return Error{
        ErrorCode::unavailable,
        fmt::format("database: another file is in the place of {}; if it is the right one, start the "
                    "program again",
                    name)};
}

Result<sqlite3*> Connection::reopen() {
    if (auto same = expect_same_file(); !same) return same.error();
    auto fresh = open_handle(false);
    if (!fresh) return fresh;
    if (application_of(*fresh) == identity_.application && schema_of(*fresh) >= identity_.schema)
        return fresh;
    const bool could_read = sqlite3_errcode(*fresh) == SQLITE_OK;
    const Error error = could_read ? Error{ErrorCode::unavailable, "database: it is no longer this program's"}
                                   : error_of(*fresh);
    sqlite3_close(*fresh);
    return error;
}

// The old handle is closed last. Were it the only one and closed first, the new one would read the log from
// the disk, and with it a transaction whose commit failed after its frames were written.
Result<> Connection::revive() {
    if (!faulty_) return {};
    const auto fresh = reopen();
    if (!fresh) return fresh.error();
    close();
    handle_ = *fresh;
    faulty_ = false;
    return {};
}

void Connection::rollback() noexcept {
    for (const auto& [text, statement] : statements_) sqlite3_reset(statement);
    if (!in_transaction()) return;
    if (sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK) faulty_ = true;
}

Result<Transaction> Transaction::begin(Connection& db) {
    if (auto alive = db.revive(); !alive) return alive.error();
    if (auto begun = db.run("BEGIN IMMEDIATE"); !begun) return begun.error();
    return Transaction{db};
}

Result<> Transaction::commit() {
    if (auto committed = db_->run("COMMIT"); !committed) return committed;
    db_ = nullptr;
    return {};
}

}  // namespace husong::db
