// Copies the write-ahead log into the database file beside the commits, in a thread with a connection of its
// own: a commit that did it would keep everybody waiting for two more syncs of the disk.
#pragma once

#include "db/sqlite/connection.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace husong::db {

class LogKeeper {
public:
    // A log of `pages` is copied. Errors: unavailable.
    [[nodiscard]] static Result<std::unique_ptr<LogKeeper>> start(ConnectionOptions options, int pages);
    ~LogKeeper();
    LogKeeper(const LogKeeper&) = delete;
    LogKeeper& operator=(const LogKeeper&) = delete;

    // From now on it looks after the log of this connection's commits, which end before it does.
    void look_after(Connection& writer);

private:
    enum class Stage : std::uint8_t { idle, asked, copied };

    LogKeeper(std::unique_ptr<Connection> connection, int pages)
        : connection_{std::move(connection)}, long_log_{pages} {}
    static int committed(void* keeper, sqlite3* writer, const char* name, int pages);
    // Whether the commit that has just ended copies what is left itself.
    [[nodiscard]] bool is_up_to_writer(int pages);
    void run();
    void copy();

    std::unique_ptr<Connection> connection_;
    int long_log_;
    std::mutex mutex_;
    std::condition_variable asked_;
    Stage stage_ = Stage::idle;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace husong::db
