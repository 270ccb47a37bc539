// husongctl as it is used at the server's console, in a folder of its own.
#pragma once

#include "db/store.hpp"
#include "tests/programs/child.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>

namespace husong::test {

struct Ctl : testing::Test {
    TempDir home;
    std::filesystem::path database = home / "husong.db";

    Ended run(const std::vector<std::string>& arguments, std::string_view input = {}) const {
        return Child{HUSONG_CTL, arguments, home.path(), input}.wait();
    }
    // On the database of the folder.
    Ended ctl(std::vector<std::string> arguments, std::string_view input = {}) const {
        arguments.insert(arguments.begin(), {"--db", "husong.db"});
        return run(arguments, input);
    }
    void make_database() const { db::open_sqlite(database).value(); }

    [[nodiscard]] std::unique_ptr<db::Reader> reader() const {
        return db::open_sqlite(database).value()->reader().value();
    }
    // What was done, from where: "console import vehicles", in order. Past the store's door: no page shows it
    // yet.
    [[nodiscard]] std::vector<std::string> audit() const {
        std::vector<std::string> deeds;
        sqlite3* file = nullptr;
        sqlite3_open_v2(database.c_str(), &file, SQLITE_OPEN_READONLY, nullptr);
        const auto add = [](void* to, int, char** cells, char**) {
            static_cast<std::vector<std::string>*>(to)->emplace_back(cells[0]);
            return 0;
        };
        sqlite3_exec(file, "SELECT peer || ' ' || action || ' ' || object FROM audit ORDER BY id", add,
                     &deeds, nullptr);
        sqlite3_close(file);
        return deeds;
    }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream{home / name, std::ios::binary} << text;
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream in{home / name, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    [[nodiscard]] bool exists(const std::string& name) const { return std::filesystem::exists(home / name); }
};

}  // namespace husong::test
