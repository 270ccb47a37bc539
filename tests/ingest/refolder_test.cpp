// Whose history is folded again first.
#include "server/ingest/refolder.hpp"

#include "tests/support/county.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

namespace husong::ingest {
namespace {

using test::County;
using test::school_day;

struct RefolderTest : testing::Test {
    test::TempDir dir;
    std::unique_ptr<db::Store> store = db::open_sqlite(dir / "husong.db").value();
    County county = County::put_into(*store);
    std::unique_ptr<db::Writer> writer = store->writer().value();
    World world;
    NotesByVehicle notes;
    IntakeSettings settings;
    Refolder refolder{world, notes, settings};

    void mark(VehicleId vehicle, Time at) { refolder.mark(vehicle, {school_day}, at); }
    VehicleId next_done() { return refolder.step(*writer, school_day + 1h).value().value().vehicle; }
};

TEST_F(RefolderTest, WhoHasWaitedLongestIsFirstHoweverOftenOthersComeAnew) {
    mark(county.expired, school_day);
    mark(county.lawful, school_day + 1s);
    EXPECT_EQ(next_done(), county.expired);
    mark(county.private_van, school_day + 2s);
    EXPECT_EQ(next_done(), county.lawful);
    EXPECT_EQ(next_done(), county.private_van);
}

TEST_F(RefolderTest, OfTwoThatWaitEquallyLongTheOneWithTheLowerNumberIsFirst) {
    mark(county.expired, school_day);
    mark(county.lawful, school_day);
    EXPECT_EQ(next_done(), county.lawful);
}

}  // namespace
}  // namespace husong::ingest
