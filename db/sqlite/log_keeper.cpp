#include "db/sqlite/log_keeper.hpp"

namespace husong::db {

namespace {

// As long as so many logs the disk does not keep up beside the commits: then they wait for it.
constexpr int longest_log = 10;

}  // namespace

Result<std::unique_ptr<LogKeeper>> LogKeeper::start(ConnectionOptions options, int pages) {
    auto connection = Connection::open(std::move(options));
    if (!connection) return connection.error();
    std::unique_ptr<LogKeeper> keeper{new LogKeeper{std::move(*connection), pages}};
    keeper->thread_ = std::thread{[&its = *keeper] { its.run(); }};
    return keeper;
}

LogKeeper::~LogKeeper() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    asked_.notify_one();
    thread_.join();
}

void LogKeeper::look_after(Connection& writer) { writer.on_commit({&LogKeeper::committed, this}); }

int LogKeeper::committed(void* keeper, sqlite3* writer, const char* name, int pages) {
    if (static_cast<LogKeeper*>(keeper)->is_up_to_writer(pages))
        sqlite3_wal_checkpoint_v2(writer, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;  // the commit stands whatever became of the copy: it is tried again
}

// The log starts afresh only where all of it has been copied, and beside commits there is always one more.
// So the last few pages are the writer's.
bool LogKeeper::is_up_to_writer(int pages) {
    const std::scoped_lock lock{mutex_};
    if (pages < long_log_) {  // it has begun afresh: what was copied is another log's
        if (stage_ == Stage::copied) stage_ = Stage::idle;
        return false;
    }
    if (stage_ == Stage::copied) {
        stage_ = Stage::idle;
        return true;
    }
    if (stage_ == Stage::idle) {
        stage_ = Stage::asked;
        asked_.notify_one();
    }
    return pages >= longest_log * long_log_;
}

void LogKeeper::run() {
    std::unique_lock lock{mutex_};
    for (;;) {
        asked_.wait(lock, [this] { return stopping_ || stage_ == Stage::asked; });
        if (stopping_) return;
        lock.unlock();
        copy();
        lock.lock();
        stage_ = Stage::copied;
    }
}

void LogKeeper::copy() {
    if (!connection_->revive()) return;
    const int done = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                               nullptr, nullptr);
    if (done != SQLITE_OK) static_cast<void>(connection_->failure());
}

}  // namespace husong::db
