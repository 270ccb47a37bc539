// A thin hand on SQLite: a connection that can be reopened after a fault, prepared statements, a transaction.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/base/result.hpp"
#include "server/base/time.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace husong::db {

// Statement text. Only string literals convert, so no SQL is ever put together from values, and the address
// of the text identifies it.
class Sql {
public:
    template <std::size_t Size>
    consteval Sql(const char (&text)[Size]) : text_{text} {}  // NOLINT(google-explicit-constructor)
    [[nodiscard]] constexpr const char* text() const { return text_; }

private:
    const char* text_;
};

class Connection;

// One use of a prepared statement; at the end of its scope it is reset, so that it does not pin the WAL.
// Errors are sticky and come out of step().
class Query {
public:
    Query(Connection& db, sqlite3_stmt* statement) : db_{&db}, statement_{statement} {}
    ~Query() { sqlite3_reset(statement_); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(int index, std::int64_t value);
    Query& bind(int index, double value);
    Query& bind(int index, std::string_view text);
    Query& bind(int index, const char* text) { return bind(index, std::string_view{text}); }
    Query& bind(int index, Bytes blob);  // must live until the step
    Query& bind(int index, Time t) { return bind(index, to_millis(t)); }
    Query& bind(int index, std::nullopt_t);
    template <std::integral Integer>
    Query& bind(int index, Integer value) {
        return bind(index, static_cast<std::int64_t>(value));
    }
    template <class T>
    Query& bind(int index, const std::optional<T>& value) {
        return value ? bind(index, *value) : bind(index, std::nullopt);
    }

    // True: there is a row. False: done.
    [[nodiscard]] Result<bool> step();
    // Steps a statement that gives no rows.
    [[nodiscard]] Result<> run();

    // Columns of the row, from 0. NULL reads as 0, or as an empty text.
    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes blob(int column) const;  // valid until the next step
    [[nodiscard]] Time time(int column) const { return from_millis(integer(column)); }
    [[nodiscard]] bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    template <class Integer>
    [[nodiscard]] Integer number(int column) const {
        return static_cast<Integer>(integer(column));
    }

private:
    Connection* db_;
    sqlite3_stmt* statement_;  // null: could not be prepared, the connection knows why
};

enum class Access : std::uint8_t { read_only, read_write };
// A file that is to be one file (a backup) has no write-ahead log beside it.
enum class Journal : std::uint8_t { wal, rollback };

struct ConnectionOptions {
    std::filesystem::path file;
    Access access = Access::read_write;
    Journal journal = Journal::wal;
    bool create = false;                      // a file that is not there
    std::string vfs;                          // empty: the platform's
    bool durable = true;                      // synchronous=FULL
    std::chrono::milliseconds patience = 5s;  // waiting for the writer's lock
};

// Used by one thread. After a fault (disk, corruption) the next revive() opens the file afresh.
class Connection {
public:
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(ConnectionOptions options);
    ~Connection() { close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Compiles once per text. Throws when the SQL itself is wrong: a bug.
    [[nodiscard]] Query query(Sql sql);
    [[nodiscard]] Result<> run(Sql sql) { return query(sql).run(); }

    // Rows changed by the last INSERT, UPDATE or DELETE.
    [[nodiscard]] std::int64_t changes() const { return sqlite3_changes64(handle_); }
    [[nodiscard]] std::int64_t last_rowid() const { return sqlite3_last_insert_rowid(handle_); }
    [[nodiscard]] bool in_transaction() const { return handle_ && sqlite3_get_autocommit(handle_) == 0; }
    [[nodiscard]] sqlite3* handle() const { return handle_; }

    // Makes the connection usable again after a fault; does nothing when there was none. A commit that failed
    // does not come through by this. Errors: unavailable, also while the file is away or another one is in
    // its place: it is tried again with the next call.
    [[nodiscard]] Result<> revive();
    void rollback() noexcept;

    // Called after each commit with the pages of the log, in place of copying a long log there and then; also
    // after the connection was opened afresh.
    struct CommitHook {
        int (*call)(void* of, sqlite3* handle, const char* database, int pages) = nullptr;
        void* of = nullptr;
    };
    void on_commit(CommitHook hook);

    // The last failure as an Error; notes a fault for revive().
    [[nodiscard]] Error failure();

private:
    explicit Connection(ConnectionOptions options) : options_{std::move(options)} {}
    // Which file was opened, and what it said of itself.
    struct Identity {
        std::uint64_t device = 0, inode = 0;
        std::int64_t application = 0, schema = 0;
    };
    [[nodiscard]] Result<sqlite3*> open_handle(bool create);
    [[nodiscard]] Result<sqlite3*> reopen();
    [[nodiscard]] Result<> expect_same_file() const;
    [[nodiscard]] Result<> configure(sqlite3* handle);
    void close() noexcept;

    ConnectionOptions options_;
    CommitHook on_commit_;
    Identity identity_;
    sqlite3* handle_ = nullptr;
    std::unordered_map<const char*, sqlite3_stmt*> statements_;
    bool faulty_ = false;
};

// BEGIN IMMEDIATE … commit(), or a rollback at the end of the scope.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Connection& db);
    Transaction(Transaction&& other) noexcept : db_{std::exchange(other.db_, nullptr)} {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction() {
        if (db_) db_->rollback();
    }
    [[nodiscard]] Result<> commit();

private:
    explicit Transaction(Connection& db) : db_{&db} {}
    Connection* db_;
};

}  // namespace husong::db
