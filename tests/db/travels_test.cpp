// Ways of travelling told by the writer: as an import's, pupil by pupil, every version kept.
#include "db/sqlite/migrations.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using registry::Direction;
using registry::Travel;
using Rows = std::vector<registry::Versioned<Travel>>;

const Time noon = parse_time("2026-09-10T12:00:00+08:00").value();
Time on_day(const char* text) { return china_midnight(parse_date(text).value()); }

registry::Versioned<Travel> row(const std::string& pupil, const std::string& mode, Time from,
                                Time until = end_of_time) {
    registry::Versioned<Travel> told;
    told.value.pupil = pupil;
    told.value.mode = mode;
    told.valid_from = from;
    told.valid_until = until;
    return told;
}

class Travels : public ::testing::Test {
protected:
    // Through the writer, in a transaction of its own.
    std::size_t tell(const Rows& rows, Time now = noon) {
        EXPECT_TRUE(writer_->begin());
        const std::size_t changed = writer_->put_travels(rows, now).value();
        EXPECT_TRUE(writer_->commit());
        return changed;
    }
    Rows known(const std::string& pupil) { return store_.reader->travels_of(std::array{pupil}).value(); }
    std::int64_t version() { return writer_->registry_version().value(); }

    TemporaryStore store_;
    Writer* writer_ = store_.writer.get();
};

TEST_F(Travels, ANewWayCutsTheOneThatHoldsAndLeavesOtherPupilsAlone) {
    tell({row("P1", "walk", on_day("2026-03-01")), row("P2", "walk", on_day("2026-03-01"))});
    const std::int64_t before = version();
    EXPECT_EQ(tell({row("P1", "school_bus", on_day("2026-09-10"))}), 2U)
        << "what is left of the old, and the new";
    EXPECT_GT(version(), before) << "the server reads the register again";
    const Rows ways = known("P1");
    ASSERT_EQ(ways.size(), 2U);
    EXPECT_EQ(ways[0].value.mode, "walk");
    EXPECT_EQ(ways[0].valid_until, on_day("2026-09-10"));
    EXPECT_EQ(ways[1].value.mode, "school_bus");
    EXPECT_EQ(ways[1].recorded_at, noon);
    EXPECT_EQ(known("P2").front().valid_until, end_of_time);
}

TEST_F(Travels, TheSameToldAgainChangesNothing) {
    tell({row("P1", "walk", on_day("2026-09-10"))});
    const std::int64_t before = version();
    EXPECT_EQ(tell({row("P1", "walk", on_day("2026-09-10"))}, noon + 1h), 0U);
    EXPECT_EQ(version(), before);
    EXPECT_EQ(known("P1").front().recorded_at, noon);
}

TEST_F(Travels, ADirectionIsAWayOfItsOwn) {
    auto home = row("P1", "walk", on_day("2026-09-10"));
    auto to_school = row("P1", "guardian", on_day("2026-09-10"));
    to_school.value.direction = Direction::to_school;
    EXPECT_EQ(tell({home, to_school}), 2U);
    EXPECT_EQ(known("P1").size(), 2U);
}

TEST_F(Travels, TwoRowsThatHoldAtTheSameTimeAreRefused) {
    ASSERT_TRUE(writer_->begin());
    const auto told = writer_->put_travels(
        {row("P1", "walk", on_day("2026-09-10")), row("P1", "guardian", on_day("2026-09-11"))}, noon);
    EXPECT_EQ(told.error().code, ErrorCode::conflict);
    writer_->rollback();
    EXPECT_TRUE(known("P1").empty());
}

TEST_F(Travels, WhatIsRolledBackWasNeverTold) {
    const std::int64_t before = version();
    ASSERT_TRUE(writer_->begin());
    ASSERT_TRUE(writer_->put_travels({row("P1", "walk", on_day("2026-09-10"))}, noon));
    EXPECT_EQ(writer_->travels_of("P1").value().size(), 1U) << "seen inside";
    writer_->rollback();
    EXPECT_TRUE(known("P1").empty());
    EXPECT_EQ(version(), before);
}

TEST(TravelModes, WaysOfAnOlderProgramStayAndForbiddenOnesCanBeToldThen) {
    const TemporaryFolder folder;
    const auto file = folder / "husong.db";
    constexpr std::size_t steps_before = 16;
    {
        ConnectionOptions options;
        options.file = file;
        options.create = true;
        const auto db = Connection::open(options).value();
        ASSERT_TRUE(bring_up_to_date(*db, migrations().first(steps_before)));
        ASSERT_TRUE(db->run(
            "INSERT INTO travel (version, valid_from, valid_until, recorded_at, superseded_at, pupil, "
            "direction, mode, line, stop, plate, minutes, collector) VALUES "
            "(7, 0, 9, 1, NULL, 'P1', 0, 'walk', '', '', '', 20, '姨'), "
            "(8, 0, 9, 1, 2, 'P1', 1, 'walk', '', '', '', 0, '')"));
    }
    const auto store = open_sqlite(file).value();
    const auto rows = store->reader().value()->load_registry().value();
    ASSERT_EQ(rows.travels.size(), 1U) << "the superseded one is not known now";
    EXPECT_EQ(rows.travels[0].version, 7);
    EXPECT_EQ(rows.travels[0].value.collector, "姨");
    const auto writer = store->writer().value();
    ASSERT_TRUE(writer->begin());
    EXPECT_TRUE(writer->put_travels({row("P1", "non_commercial", on_day("2026-09-10"))}, noon));
    ASSERT_TRUE(writer->commit());
    EXPECT_EQ(store->reader().value()->travels_of(std::array{std::string{"P1"}}).value().back().version, 9)
        << "no number is given twice";
}

}  // namespace
}  // namespace husong::db::testing
