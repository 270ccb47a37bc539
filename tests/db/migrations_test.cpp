#include "db/sqlite/migrations.hpp"

#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

std::unique_ptr<Connection> connect(const std::filesystem::path& file) {
    ConnectionOptions options;
    options.file = file;
    options.create = true;
    return Connection::open(options).value();
}

std::int64_t user_version(Connection& db) {
    auto query = db.query("PRAGMA user_version");
    EXPECT_TRUE(query.step().value());
    return query.integer(0);
}

struct Migrations : ::testing::Test {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "husong.db";
};

TEST_F(Migrations, StepsAreNumberedWithoutAGap) {
    for (std::size_t i = 0; i < migrations().size(); ++i)
        EXPECT_EQ(migrations()[i].name.substr(0, 4), fmt::format("{:03}_", i + 1));
}

TEST_F(Migrations, ANewFileGetsEveryStep) {
    const auto db = connect(file);
    ASSERT_TRUE(bring_up_to_date(*db));
    EXPECT_EQ(user_version(*db), static_cast<std::int64_t>(migrations().size()));
}

TEST_F(Migrations, AnOlderDatabaseGetsTheStepsItLacksAndKeepsItsData) {
    for (std::size_t old = 1; old < migrations().size(); ++old) {
        const auto path = folder / fmt::format("old{}.db", old).c_str();
        {
            const auto db = connect(path);
            ASSERT_TRUE(bring_up_to_date(*db, migrations().first(old)));
            ASSERT_TRUE(db->run("INSERT INTO vehicle (plate, colour) VALUES ('冀H00318', 2)"));
        }
        const auto store = open_sqlite(path).value();
        EXPECT_EQ(store->reader().value()->load_registry().value().identities.size(), 1U);
        EXPECT_EQ(user_version(*connect(path)), static_cast<std::int64_t>(migrations().size()));
    }
}

TEST_F(Migrations, RowsFromBeforeTheWholeRegisterTellNothingOfWhatItAdded) {
    constexpr std::size_t before = 15;
    {
        const auto db = connect(file);
        ASSERT_TRUE(bring_up_to_date(*db, migrations().first(before)));
        ASSERT_TRUE(db->run("INSERT INTO vehicle (id, plate, colour) VALUES (1, '冀H00318', 2)"));
        ASSERT_TRUE(
            db->run("INSERT INTO vehicle_entry (valid_from, valid_until, recorded_at, vehicle, class, "
                    "use_nature, approved_persons, operator, status, counts_driver, counts_escort) "
                    "VALUES (0, 9, 0, 1, 0, 'S', 45, '', 0, 0, 1)"));
        ASSERT_TRUE(
            db->run("INSERT INTO driver (valid_from, valid_until, recorded_at, code, name, licence_class, "
                    "operator) VALUES (0, 9, 0, 'D1', '张某', 'A1', '')"));
        ASSERT_TRUE(
            db->run("INSERT INTO pupil (valid_from, valid_until, recorded_at, code, name, school, class, "
                    "boarding, home_place, line, stop) "
                    "VALUES (0, 9, 0, 'P1', '学生A', 'S1', '', 1, '', 'L7', '柳湾')"));
    }
    const auto rows = open_sqlite(file).value()->reader().value()->load_registry().value();
    ASSERT_EQ(rows.vehicles.size(), 1U);
    const registry::Vehicle& bus = rows.vehicles[0].value;
    EXPECT_EQ(bus.plate.text, "冀H00318");
    EXPECT_EQ(bus.counter, registry::CounterKind::infrared);
    EXPECT_EQ(bus.licence, registry::LicenceState::normal);
    EXPECT_EQ(bus.licence_persons, std::nullopt);
    EXPECT_EQ(bus.scrap_on, std::nullopt);
    EXPECT_EQ(bus.school_bus_type, "");
    ASSERT_EQ(rows.drivers.size(), 1U);
    EXPECT_EQ(rows.drivers[0].value.name, "张某");
    EXPECT_EQ(rows.drivers[0].value.reviewed_on, std::nullopt);
    ASSERT_EQ(rows.pupils.size(), 1U);
    EXPECT_EQ(rows.pupils[0].value.stop, "柳湾");
    EXPECT_FALSE(rows.pupils[0].value.left_behind);
}

TEST_F(Migrations, WhoTookNoticeBeforeSeveritiesSawNoMoreThanThereWas) {
    constexpr std::size_t before = 22;
    constexpr std::int64_t unheard = 1, overload = 2;
    {
        const auto db = connect(file);
        ASSERT_TRUE(bring_up_to_date(*db, migrations().first(before)));
        ASSERT_TRUE(db->run("INSERT INTO vehicle (id, plate, colour) VALUES (1, '冀H00318', 2)"));
        ASSERT_TRUE(
            db->run("INSERT INTO finding (id, rule, vehicle, day, ordinal, level, found_at, found_late) "
                    "VALUES (1, 44, 1, 0, 0, 1, 0, 0), (2, 5, 1, 0, 0, 1, 0, 0)"));
        ASSERT_TRUE(
            db->run("INSERT INTO finding_acknowledgement (finding, role, level, at, account) "
                    "VALUES (1, 3, 1, 0, 1), (2, 3, 1, 0, 1)"));
    }
    const auto store = open_sqlite(file).value();
    const auto severity = [&](std::int64_t finding) {
        const auto told = store->reader().value()->acknowledgements({finding}, static_cast<access::Role>(3));
        return told.value().at(0).severity;
    };
    EXPECT_EQ(severity(unheard), rules::Severity::s3) << "SW-05, which asks again in the dark";
    EXPECT_EQ(severity(overload), rules::Severity::s1_plus) << "LD-01";
}

TEST_F(Migrations, AStepThatFailsLeavesTheSchemaAsItWas) {
    const Migration broken[] = {{"001_fine.sql", "CREATE TABLE fine (id INTEGER) STRICT"},
                                {"002_broken.sql", "CREATE TABLE half (id INTEGER) STRICT; CREATE NONSENSE"}};
    const auto db = connect(file);
    const auto result = bring_up_to_date(*db, broken);
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().what.find("002_broken.sql"), std::string::npos);
    EXPECT_EQ(user_version(*db), 1);
    auto query = db->query("SELECT count(*) FROM sqlite_schema WHERE name = 'half'");
    EXPECT_TRUE(query.step().value());
    EXPECT_EQ(query.integer(0), 0);
}

TEST_F(Migrations, ADatabaseOfANewerProgramIsRefused) {
    {
        const auto db = connect(file);
        ASSERT_TRUE(bring_up_to_date(*db));
        ASSERT_TRUE(db->run("PRAGMA user_version = 999"));
    }
    EXPECT_EQ(open_sqlite(file).error().code, ErrorCode::unsupported);
}

TEST_F(Migrations, ADatabaseOfAnotherProgramIsRefused) {
    ASSERT_TRUE(connect(file)->run("CREATE TABLE theirs (id INTEGER)"));
    EXPECT_EQ(open_sqlite(file).error().code, ErrorCode::unsupported);
}

TEST_F(Migrations, AFileThatIsNoDatabaseIsUnavailable) {
    FILE* out = std::fopen(file.c_str(), "wb");
    for (int i = 0; i < 4096; ++i) std::fputc('x', out);
    std::fclose(out);
    EXPECT_EQ(open_sqlite(file).error().code, ErrorCode::unavailable);
}

TEST_F(Migrations, ThereIsOneWriterAtATime) {
    const auto store = open_sqlite(file).value();
    auto writer = store->writer().value();
    EXPECT_EQ(store->writer().error().code, ErrorCode::conflict);
    EXPECT_EQ(open_sqlite(file).value()->writer().error().code, ErrorCode::conflict);
    writer.reset();
    EXPECT_TRUE(store->writer());
}

TEST_F(Migrations, CommitsAreSyncedInFull) {
    const auto db = connect(file);
    auto query = db->query("PRAGMA synchronous");
    ASSERT_TRUE(query.step().value());
    EXPECT_EQ(query.integer(0), 2);
    auto journal = db->query("PRAGMA journal_mode");
    ASSERT_TRUE(journal.step().value());
    EXPECT_EQ(journal.text(0), "wal");
}

}  // namespace
}  // namespace husong::db::testing
