#include "db/store.hpp"

#include "db/sqlite/admin.hpp"
#include "db/sqlite/backup.hpp"
#include "db/sqlite/file_lock.hpp"
#include "db/sqlite/migrations.hpp"
#include "db/sqlite/reader.hpp"
#include "db/sqlite/writer.hpp"

namespace husong::db {

namespace {

namespace fs = std::filesystem;

class SqliteStore final : public Store {
public:
    SqliteStore(ConnectionOptions options, int copies_beside_from, FileLock open)
        : options_{std::move(options)}, copies_beside_from_{copies_beside_from}, open_{std::move(open)} {}

    Result<std::unique_ptr<Writer>> writer() override {
        auto seat = FileLock::take(options_.file, FileLock::Seat::writer, FileLock::Mode::exclusive);
        if (!seat) return seat.error();
        auto connection = Connection::open(options_);
        if (!connection) return connection.error();
        std::unique_ptr<LogKeeper> keeper;
        if (copies_beside_from_ > 0) {
            auto started = LogKeeper::start(options_, copies_beside_from_);
            if (!started) return started.error();
            keeper = std::move(*started);
        }
        return make_writer(std::move(*connection), std::move(*seat), std::move(keeper));
    }

    Result<std::unique_ptr<Reader>> reader() override {
        ConnectionOptions options = options_;
        options.access = Access::read_only;
        auto connection = Connection::open(std::move(options));
        if (!connection) return connection.error();
        return make_reader(std::move(*connection));
    }

    Result<std::unique_ptr<Admin>> admin() override {
        ConnectionOptions options = options_;
        options.patience = 30s;
        auto connection = Connection::open(std::move(options));
        if (!connection) return connection.error();
        return make_admin(std::move(*connection));
    }

    std::size_t schema_version() const override { return migrations().size(); }

private:
    ConnectionOptions options_;
    int copies_beside_from_;
    FileLock open_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const fs::path& file, const SqliteOptions& options) {
    if (auto made = make_folder(file.parent_path()); !made) return made.error();
    auto open = FileLock::take(file, FileLock::Seat::open, FileLock::Mode::shared);
    if (!open) return open.error();

    ConnectionOptions connection_options;
    connection_options.file = file;
    connection_options.vfs = options.vfs;
    connection_options.durable = options.synchronous == "FULL";
    connection_options.create = true;
    auto connection = Connection::open(connection_options);
    if (!connection) return connection.error();
    connection_options.create = false;
    if (auto ready = bring_up_to_date(**connection); !ready) return ready.error();
    return std::make_unique<SqliteStore>(std::move(connection_options), options.copies_beside_from,
                                         std::move(*open));
}

}  // namespace husong::db
