// A store in a folder of its own, gone after the test.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <filesystem>
#include <memory>
#include <stdlib.h>
#include <string>

namespace husong::db::testing {

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "husong_db_XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

struct TemporaryStore {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "husong.db";
    std::unique_ptr<Store> store = open_sqlite(file).value();
    std::unique_ptr<Writer> writer = store->writer().value();
    std::unique_ptr<Reader> reader = store->reader().value();
    std::unique_ptr<Admin> admin = store->admin().value();

    // Runs `work` between begin() and commit().
    template <class Work>
    void write(Work work) {
        writer->begin().value();
        work(*writer);
        writer->commit().value();
    }

    // What a query of the file tells: its first number.
    [[nodiscard]] std::int64_t number(Sql text) const {
        ConnectionOptions options;
        options.file = file;
        const auto connection = Connection::open(options).value();
        auto query = connection->query(text);
        return query.step().value() ? query.integer(0) : 0;
    }

    VehicleId vehicle(const char* plate = "冀H00318") {
        return admin->identify({plate, registry::PlateColour::yellow}).value();
    }
};

}  // namespace husong::db::testing
