#include "server/tracking/record.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

Record position() {
    Position told;
    told.latitude_deg = 40.812345;
    told.longitude_deg = 118.212345;
    told.altitude_m = 412;
    told.speed_mps = 12.5F;
    told.course_deg = 271;
    told.status_bits = 3;
    told.located = true;
    told.items.assign({0x01, 0x04, 0x00, 0x00, 0x30, 0x39});
    Record record;
    record.vehicle = VehicleId{17};
    record.measured_at = from_millis(1'788'217'200'000);
    record.payload = told;
    return record;
}

TEST(RecordKey, IsTheSameOnEveryMachineAndInEveryRelease) {
    EXPECT_EQ(record_key(position()), 1506848033580U);
}

TEST(RecordKey, FitsItsBits) { EXPECT_LT(record_key(position()), std::uint64_t{1} << record_key_bits); }

TEST(RecordKey, HowARecordCameIsNotPartOfIt) {
    Record again = position();
    again.received_at = from_millis(1'788'217'999'000);
    again.flags = flag::blind_area;
    again.source = Source::phone;
    again.told_by = 5;
    EXPECT_EQ(record_key(again), record_key(position()));
}

TEST(RecordKey, DifferencesBelowTheWiresResolutionAreNone) {
    Record again = position();
    std::get<Position>(again.payload).latitude_deg += 4e-7;
    std::get<Position>(again.payload).speed_mps += 0.01F;
    EXPECT_EQ(record_key(again), record_key(position()));
}

TEST(RecordKey, EveryPartOfAPositionCounts) {
    const auto changed = [](auto change) {
        Record record = position();
        change(record, std::get<Position>(record.payload));
        return record_key(record) != record_key(position());
    };
    EXPECT_TRUE(changed([](Record& record, Position&) { record.vehicle = VehicleId{18}; }));
    EXPECT_TRUE(changed([](Record& record, Position&) { record.measured_at += 1ms; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.latitude_deg += 1e-6; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.longitude_deg = -told.longitude_deg; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.altitude_m += 1; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.speed_mps += 0.03F; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.course_deg += 1; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.alarm_bits = 1; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.status_bits |= 1U << 13; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.items.back() = 0; }));
    EXPECT_TRUE(changed([](Record&, Position& told) { told.items.clear(); }));
}

TEST(RecordKey, APassengerFlowIsItsWindow) {
    Record record = position();
    record.payload = PassengerFlow{record.measured_at - 60s, record.measured_at, 12, 0};
    Record other_counts = record;
    other_counts.payload = PassengerFlow{record.measured_at - 60s, record.measured_at, 13, 1};
    Record other_window = record;
    other_window.payload = PassengerFlow{record.measured_at - 61s, record.measured_at, 12, 0};
    EXPECT_EQ(record_key(other_counts), record_key(record));
    EXPECT_NE(record_key(other_window), record_key(record));
}

TEST(RecordKey, AHumanActIsItsIdempotencyKeyAndSender) {
    EXPECT_EQ(record_key(5, "a1b2"), record_key(5, "a1b2"));
    EXPECT_NE(record_key(5, "a1b2"), record_key(6, "a1b2"));
    EXPECT_NE(record_key(5, "a1b2"), record_key(5, "a1b3"));
}

TEST(RecordKey, EveryPartOfASightingCounts) {
    Record record = position();
    Sighting seen;
    seen.place = "北沟镇初中门前";
    record.payload = seen;
    Record other = record;
    std::get<Sighting>(other.payload).pupils = std::uint16_t{0};
    EXPECT_NE(record_key(other), record_key(record));
    std::get<Sighting>(other.payload) = seen;
    std::get<Sighting>(other.payload).note = "北沟镇初中门前";
    EXPECT_NE(record_key(other), record_key(record));
}

TEST(Record, KindFollowsThePayload) {
    Record record = position();
    EXPECT_EQ(record.kind(), RecordKind::position);
    record.payload = PassengerFlow{};
    EXPECT_EQ(record.kind(), RecordKind::passenger_flow);
    record.payload = HeadCount{};
    EXPECT_EQ(record.kind(), RecordKind::head_count);
    record.payload = Sighting{};
    EXPECT_EQ(record.kind(), RecordKind::sighting);
}

TEST(Record, WithoutAUsableTimeIsNotJudged) {
    Record record = position();
    EXPECT_TRUE(record.judged());
    for (const auto odd : {flag::no_time, flag::too_old, flag::clock_ahead}) {
        record.flags = odd;
        EXPECT_FALSE(record.judged());
    }
    record.flags = flag::blind_area | flag::bad_window;
    EXPECT_TRUE(record.judged());
}

TEST(Source, NamesAreReadBack) {
    for (const auto* name : {"terminal", "phone", "escort", "gate", "police", "patrol", "camera", "hotline",
                             "guardian", "teacher"})
        EXPECT_EQ(source_name(parse_source(name).value()), name);
    EXPECT_EQ(parse_source("radio"), std::nullopt);
    EXPECT_EQ(source_name_zh(Source::police), "交警");
}

}  // namespace
}  // namespace husong::tracking
