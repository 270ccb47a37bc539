#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace husong::db::testing {
namespace {

using tracking::OrderKey;
using tracking::Record;
using tracking::RecordKind;

std::vector<RecordKind> kinds(const std::vector<Record>& records) {
    std::vector<RecordKind> result;
    for (const Record& record : records) result.push_back(record.kind());
    return result;
}

Record only(const std::vector<Record>& records) {
    EXPECT_EQ(records.size(), 1U);
    return records.at(0);
}

struct History : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    bool insert(const Record& record) {
        bool is_new = false;
        db.write([&](Writer& writer) { is_new = writer.insert(record).value(); });
        return is_new;
    }
    std::vector<Record> all() { return db.reader->history(bus, Time{}, end_of_time, 100).value(); }
};

TEST_F(History, APositionComesBackAsItWasTold) {
    insert(position(bus));
    EXPECT_TRUE(same(only(all()), position(bus)));
}

TEST_F(History, APassengerFlowComesBackAsItWasTold) {
    insert(passenger_flow(bus));
    EXPECT_TRUE(same(only(all()), passenger_flow(bus)));
}

TEST_F(History, AHeadCountComesBackAsItWasTold) {
    insert(head_count(bus));
    EXPECT_TRUE(same(only(all()), head_count(bus)));
}

TEST_F(History, ASightingComesBackAsItWasTold) {
    insert(sighting(bus));
    EXPECT_TRUE(same(only(all()), sighting(bus)));
}

TEST_F(History, ASightingThatTellsNothingComesBackWithoutInventions) {
    const Record told = with_payload(bus, tracking::Sighting{});
    insert(told);
    EXPECT_TRUE(same(only(all()), told));
}

TEST_F(History, SatellitesThatWereNotToldStayUntold) {
    Record told = position(bus);
    std::get<tracking::Position>(told.payload).satellites = 255;
    insert(told);
    EXPECT_TRUE(same(only(all()), told));
}

TEST_F(History, CoordinatesOutsideTheGlobeAreKeptAsTold) {
    Record told = position(bus);
    std::get<tracking::Position>(told.payload).latitude_deg = 4294.967295;
    std::get<tracking::Position>(told.payload).longitude_deg = -4294.967295;
    insert(told);
    EXPECT_TRUE(same(only(all()), told));
}

TEST_F(History, WhatAPhoneMeasuresFinerThanTheGridIsStoredAsAsStoredSays) {
    Record told = position(bus);
    auto& fine = std::get<tracking::Position>(told.payload);
    fine.latitude_deg = 40.81234567;
    fine.speed_mps = 11.123F;
    fine.accuracy_m = 3.14159F;
    EXPECT_FALSE(same(as_stored(told), told));
    EXPECT_TRUE(same(as_stored(as_stored(told)), as_stored(told)));
    insert(told);
    EXPECT_TRUE(same(only(all()), as_stored(told)));
}

TEST_F(History, WhatIsNoNumberIsStoredAsNought) {
    Record told = position(bus);
    std::get<tracking::Position>(told.payload).speed_mps = std::numeric_limits<float>::quiet_NaN();
    insert(told);
    EXPECT_EQ(std::get<tracking::Position>(only(all()).payload).speed_mps, 0);
}

TEST_F(History, ARecordToldTwiceIsStoredOnce) {
    EXPECT_TRUE(insert(position(bus)));
    Record again = position(bus);
    again.received_at += 40s;
    again.flags = 0;
    EXPECT_FALSE(insert(again));
    EXPECT_TRUE(same(only(all()), position(bus)));
}

TEST_F(History, ARepeatedHeadCountLeavesTheFirstOneAlone) {
    EXPECT_TRUE(insert(head_count(bus)));
    EXPECT_FALSE(insert(with_payload(bus, tracking::HeadCount{1, 1, 1})));
    EXPECT_TRUE(same(only(all()), head_count(bus)));
}

TEST_F(History, RecordsOfOneInstantThatDifferInKeyAreTwo) {
    EXPECT_TRUE(insert(position(bus, morning, 1)));
    EXPECT_TRUE(insert(position(bus, morning, 2)));
    EXPECT_EQ(all().size(), 2U);
}

TEST_F(History, RecordsOfOneInstantComeInTheOrderOfKindAndKey) {
    const std::uint64_t greatest = (std::uint64_t{1} << tracking::record_key_bits) - 1;
    insert(sighting(bus, morning, 1));
    insert(head_count(bus, morning, greatest));
    insert(passenger_flow(bus, morning, 5));
    insert(position(bus, morning, greatest));
    insert(position(bus, morning, 3));
    insert(sighting(bus, morning - 1ms, 7));
    const auto records = all();
    EXPECT_EQ(kinds(records),
              (std::vector{RecordKind::sighting, RecordKind::position, RecordKind::position,
                           RecordKind::passenger_flow, RecordKind::head_count, RecordKind::sighting}));
    EXPECT_EQ(records[1].key, 3U);
    EXPECT_EQ(records[2].key, greatest);
}

TEST_F(History, ReadingOnAfterARecordBeginsWithTheNextOfAnyKind) {
    insert(position(bus, morning, 3));
    insert(passenger_flow(bus, morning, 2));
    insert(position(bus, morning + 1s, 1));
    db.writer->begin().value();
    const auto after = db.writer->records_after(bus, {morning, RecordKind::position, 3}, 10).value();
    db.writer->rollback();
    EXPECT_EQ(kinds(after), (std::vector{RecordKind::passenger_flow, RecordKind::position}));
}

TEST_F(History, ReadingOnStopsAtTheLimit) {
    for (std::uint64_t key = 0; key < 5; ++key) insert(position(bus, morning, key));
    EXPECT_EQ(db.writer->records_after(bus, {}, 3).value().size(), 3U);
}

TEST_F(History, RecordsThatAreNotJudgedAreKeptButNotFolded) {
    Record timeless = position(bus, Time{}, 1);
    timeless.flags = tracking::flag::no_time;
    timeless.received_at = morning;
    insert(timeless);
    EXPECT_TRUE(same(only(all()), timeless));
    EXPECT_TRUE(db.writer->records_after(bus, {}, 10).value().empty());
}

// Slots of 16 s and stretches of 70 minutes are how records lie on the disk; nobody else is to notice.
TEST_F(History, RecordsOfYearsComeBackInTheirOrderHoweverTheyCame) {
    constexpr std::array<std::chrono::milliseconds, 7> apart{1ms, 32'767ms,  32'768ms,    70min,
                                                             26h, 24h * 800, -24h * 9'000};
    std::vector<Time> instants{from_millis(-1), from_millis(0), morning};
    for (const auto step : apart) instants.push_back(morning + step);
    std::mt19937 random{1};
    std::shuffle(instants.begin(), instants.end(), random);
    for (const Time at : instants) insert(position(bus, at, 5));
    std::sort(instants.begin(), instants.end());

    std::vector<Time> stored;
    for (const Record& record : db.reader->history(bus, from_millis(-9), end_of_time, 100).value())
        stored.push_back(record.measured_at);
    EXPECT_EQ(stored, instants);

    std::vector<Time> paged{instants.front()};
    while (paged.size() < instants.size() + 1) {
        const auto next = db.writer->records_after(bus, {paged.back(), RecordKind::position, 5}, 1).value();
        if (next.empty()) break;
        paged.push_back(next[0].measured_at);
    }
    EXPECT_EQ(paged, instants);
    for (const Time at : instants)
        EXPECT_TRUE(db.reader->record(bus, {at, RecordKind::position, 5}).value()) << to_iso(at);
}

TEST_F(History, ARecordWhoseFirstCommitFailedIsFoundAfterTheSecond) {
    db.writer->begin().value();
    EXPECT_TRUE(db.writer->insert(position(bus)).value());
    db.writer->rollback();
    EXPECT_TRUE(insert(position(bus)));
    EXPECT_EQ(all().size(), 1U);
}

TEST_F(History, APeriodHoldsItsBeginningAndNotItsEnd) {
    insert(position(bus, morning));
    EXPECT_EQ(db.reader->history(bus, morning, morning + 1ms, 10).value().size(), 1U);
    EXPECT_EQ(db.reader->history(bus, morning - 1ms, morning, 10).value().size(), 0U);
}

TEST_F(History, VehiclesDoNotMix) {
    insert(position(db.vehicle("冀H00319")));
    EXPECT_TRUE(all().empty());
    EXPECT_EQ(db.reader->vehicles_with_records().value(), std::vector{db.vehicle("冀H00319")});
}

TEST_F(History, OneRecordIsFoundByItsPlaceInTheOrder) {
    insert(head_count(bus, morning, 9));
    const auto found = db.reader->record(bus, {morning, RecordKind::head_count, 9}).value();
    ASSERT_TRUE(found);
    EXPECT_TRUE(same(*found, head_count(bus, morning, 9)));
    EXPECT_FALSE(db.reader->record(bus, {morning, RecordKind::sighting, 9}).value());
}

TEST_F(History, SightingsComeNewestFirstOfAllOrOfOneVehicle) {
    const VehicleId other = db.vehicle("冀H00319");
    insert(position(bus));
    insert(sighting(bus, morning));
    insert(sighting(other, morning + 1s));
    const auto all_sightings = db.reader->sightings(std::nullopt, morning, 10).value();
    ASSERT_EQ(all_sightings.size(), 2U);
    EXPECT_EQ(all_sightings[0].vehicle, other);
    EXPECT_EQ(db.reader->sightings(bus, morning, 10).value().size(), 1U);
    EXPECT_EQ(db.reader->sightings(bus, morning + 1ms, 10).value().size(), 0U);
}

TEST_F(History, EventsOfRunsAreReadWithoutWhatLiesBetween) {
    const auto event = [](VehicleId vehicle, Time at) {
        tracking::TripEvent boarded;
        boarded.kind = tracking::EventKind::boarded;
        boarded.trip = "T1";
        boarded.person = "P1";
        Record record = sighting(vehicle, at);
        record.payload = boarded;
        return record;
    };
    insert(position(bus, morning));
    insert(sighting(bus, morning + 1s));
    insert(event(bus, morning));
    insert(event(bus, morning + 3h));
    insert(event(db.vehicle("冀H00319"), morning));
    const auto events = db.reader->trip_events(bus, morning, morning + 3h, 10).value();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_TRUE(same(events[0], event(bus, morning)));
    EXPECT_EQ(db.reader->trip_events(bus, morning, morning + 3h + 1ms, 10).value().size(), 2U);
    EXPECT_EQ(db.reader->trip_events(bus, morning, morning + 3h + 1ms, 1).value().size(), 1U);
}

TEST_F(History, SightingsOfAPlateReadInPartAreKeptApartAndNotJudged) {
    const VehicleId part = db.vehicle("12?45");
    insert(sighting(bus, morning));
    Record seen = sighting(part, morning + 1s);
    seen.flags = tracking::flag::partial_plate;
    insert(seen);
    const auto partial = db.reader->partial_sightings(morning, 10).value();
    ASSERT_EQ(partial.size(), 1U);
    EXPECT_TRUE(same(partial[0], seen));
    EXPECT_FALSE(partial[0].judged());
    EXPECT_TRUE(db.reader->partial_sightings(morning + 2s, 10).value().empty());
}

TEST_F(History, WhatWasRolledBackWasNeverThere) {
    db.writer->begin().value();
    ASSERT_TRUE(db.writer->insert(position(bus)).value());
    db.writer->rollback();
    EXPECT_TRUE(all().empty());
    EXPECT_TRUE(insert(position(bus)));
}

TEST_F(History, AReaderSeesACommitAndNothingBeforeIt) {
    db.writer->begin().value();
    ASSERT_TRUE(db.writer->insert(position(bus)).value());
    EXPECT_TRUE(all().empty());
    db.writer->commit().value();
    EXPECT_EQ(all().size(), 1U);
}

}  // namespace
}  // namespace husong::db::testing
