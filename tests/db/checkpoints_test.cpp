#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using tracking::OrderKey;
using tracking::RecordKind;

OrderKey at(int seconds, RecordKind kind = RecordKind::position, std::uint64_t key = 5) {
    return {morning + std::chrono::seconds{seconds}, kind, key};
}

struct Checkpoints : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    void put(const OrderKey& last, std::string state) {
        db.write([&](Writer& writer) { writer.put_checkpoint(bus, {last, std::move(state)}).value(); });
    }
    std::string before(const OrderKey& order) {
        const auto found = db.writer->checkpoint_before(bus, order).value();
        return found ? found->state : "none";
    }
};

TEST_F(Checkpoints, AStateOfAnyBytesComesBackWithItsPlace) {
    const std::string state{"\0\x01\xFFstate", 8};
    put(at(0), state);
    const auto found = db.writer->checkpoint_before(bus, at(1)).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, state);
    EXPECT_EQ(found->last, at(0));
}

TEST_F(Checkpoints, TheLastOneBeforeAPlaceIsFoundAndNotTheOneAtIt) {
    put(at(0), "a");
    put(at(0, RecordKind::head_count), "b");
    put(at(10), "c");
    EXPECT_EQ(before(at(0)), "none");
    EXPECT_EQ(before(at(0, RecordKind::passenger_flow)), "a");
    EXPECT_EQ(before(at(10)), "b");
    EXPECT_EQ(before(at(11)), "c");
}

TEST_F(Checkpoints, AnotherStateAtTheSamePlaceReplacesTheFirst) {
    put(at(0), "a");
    put(at(0), "b");
    EXPECT_EQ(before(at(1)), "b");
}

TEST_F(Checkpoints, ThoseAfterAPlaceAreDroppedAndTheOneAtItStays) {
    put(at(0), "a");
    put(at(10), "b");
    put(at(20), "c");
    db.write([&](Writer& writer) { writer.drop_checkpoints_after(bus, at(10)).value(); });
    EXPECT_EQ(before(at(99)), "b");
}

TEST_F(Checkpoints, StartUpReadsTheNewestOfEachVehicle) {
    put(at(0), "a");
    put(at(10), "b");
    const VehicleId other = db.vehicle("冀H00319");
    db.write([&](Writer& writer) { writer.put_checkpoint(other, {at(5), "c"}).value(); });
    const auto newest = db.reader->load_checkpoints().value();
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].second.state, "b");
    EXPECT_EQ(newest[1].first, other);
    EXPECT_EQ(newest[1].second.state, "c");
}

TEST_F(Checkpoints, AVehicleIsDirtyFromTheEarliestMarkUntilItIsCleared) {
    db.write([&](Writer& writer) {
        writer.mark_dirty(bus, at(10)).value();
        writer.mark_dirty(bus, at(5, RecordKind::head_count)).value();
        writer.mark_dirty(bus, at(7)).value();
    });
    const auto dirty = db.reader->load_dirty().value();
    ASSERT_EQ(dirty.size(), 1U);
    EXPECT_EQ(dirty[0], (std::pair{bus, at(5, RecordKind::head_count)}));
    db.write([&](Writer& writer) { writer.clear_dirty(bus).value(); });
    EXPECT_TRUE(db.reader->load_dirty().value().empty());
}

}  // namespace
}  // namespace husong::db::testing
