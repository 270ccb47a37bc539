#include "server/jt808/location_items.hpp"
#include "server/jt808/location_values.hpp"
#include "server/jt808/message.hpp"
#include "tests/jt808/counted_allocations.hpp"
#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

namespace {

// A lawful report to change one thing in.
LocationReport report() {
    LocationReport r;
    r.status = status::acc_on | status::located;
    r.latitude = 34'123'456;
    r.longitude = 115'654'321;
    r.altitude = 52;
    r.speed = 423;
    r.direction = 87;
    r.time = BcdTime{{0x26, 0x09, 0x01, 0x07, 0x15, 0x30}};
    return r;
}

LocationValues values_with(const Wire& items) {
    LocationReport r = report();
    r.items = items;
    return location_values(r);
}

LocationValues values_with_time(std::array<std::uint8_t, 6> time) {
    LocationReport r = report();
    r.time = BcdTime{time};
    return location_values(r);
}

}  // namespace

TEST(LocationValues, AreInSiUnitsAndUtc) {
    const auto values = location_values(report());
    EXPECT_TRUE(values.located);
    EXPECT_DOUBLE_EQ(values.latitude_deg, 34.123456);
    EXPECT_DOUBLE_EQ(values.longitude_deg, 115.654321);
    EXPECT_DOUBLE_EQ(values.altitude_m, 52);
    EXPECT_DOUBLE_EQ(values.speed_mps, 11.75);
    EXPECT_DOUBLE_EQ(values.course_deg, 87);
    EXPECT_EQ(values.measured_at, parse_time("2026-08-31T23:15:30Z").value());
    EXPECT_TRUE(values.anomalies.none());
}

TEST(LocationValues, StatusBitsCarryTheSignsAndAltitudeMayBeBelowTheSea) {
    LocationReport r = report();
    r.status |= status::south | status::west;
    r.altitude = 0xFFFE;
    r.direction = 360;
    const auto values = location_values(r);
    EXPECT_DOUBLE_EQ(values.latitude_deg, -34.123456);
    EXPECT_DOUBLE_EQ(values.longitude_deg, -115.654321);
    EXPECT_DOUBLE_EQ(values.altitude_m, -2);
    EXPECT_DOUBLE_EQ(values.course_deg, 0);
}

TEST(LocationValues, ShiftedCoordinatesAreMarked) {
    LocationReport r = report();
    r.status |= status::encrypted;
    EXPECT_TRUE(location_values(r).coordinates_encrypted);
    EXPECT_FALSE(location_values(report()).coordinates_encrypted);
}

TEST(LocationValues, NoTimeIsInventedFromWhatIsNoCalendarTime) {
    EXPECT_TRUE(values_with_time({0x24, 0x02, 0x29, 0x23, 0x59, 0x59}).measured_at);
    for (const std::array<std::uint8_t, 6> time : {std::array<std::uint8_t, 6>{},
                                                   {0x26, 0x13, 0x01, 0x07, 0x15, 0x30},
                                                   {0x26, 0x02, 0x29, 0x07, 0x15, 0x30},
                                                   {0x26, 0x04, 0x31, 0x07, 0x15, 0x30},
                                                   {0x26, 0x09, 0x01, 0x24, 0x00, 0x00},
                                                   {0x26, 0x09, 0x01, 0x07, 0x60, 0x00},
                                                   {0x26, 0x09, 0x01, 0x07, 0x15, 0x60},
                                                   {0x26, 0x09, 0x0A, 0x07, 0x15, 0x30},
                                                   {0xA6, 0x09, 0x01, 0x07, 0x15, 0x30}}) {
        const auto values = values_with_time(time);
        EXPECT_FALSE(values.measured_at) << to_hex(time);
        EXPECT_TRUE(values.anomalies.has(Anomaly::bad_time));
    }
}

TEST(LocationValues, EveryInstantOfACenturyComesBackFromBcd) {
    for (const char* text : {"2000-01-01T00:00:00+08:00", "2024-02-29T23:59:59+08:00",
                             "2026-09-01T07:15:30+08:00", "2099-12-31T23:59:59+08:00"}) {
        const Time t = parse_time(text).value();
        EXPECT_EQ(to_time(to_bcd(t)), t) << text;
    }
}

TEST(LocationValues, CoordinatesBeyondThePolesAreFlagged) {
    LocationReport r = report();
    r.latitude = 90'000'000;
    r.longitude = 180'000'000;
    EXPECT_TRUE(location_values(r).anomalies.none());
    r.latitude = 90'000'001;
    EXPECT_TRUE(location_values(r).anomalies.has(Anomaly::coordinates_out_of_range));
    r.latitude = 0;
    r.longitude = 180'000'001;
    EXPECT_TRUE(location_values(r).anomalies.has(Anomaly::coordinates_out_of_range));
}

TEST(LocationItems, TheOnesTheServerUsesBecomeValues) {
    Wire items;
    append_item(items, 0x01, {1'234'567});
    append_item(items, 0x02, {385});
    append_item(items, 0x03, {360});
    append_item(items, 0x14, {1U << overload_video_bit});
    append_item(items, 0x25, {0x10});
    append_item(items, 0x2A, {2});
    append_item(items, 0x30, {24});
    append_item(items, 0x31, {11});
    const auto values = values_with(items);
    EXPECT_EQ(values.odometer_m, 123'456'700.0);
    EXPECT_DOUBLE_EQ(values.fuel_l.value(), 38.5);
    EXPECT_DOUBLE_EQ(values.recorder_speed_mps.value(), 10.0);
    EXPECT_EQ(values.video_alarm_bits, 16U);
    EXPECT_EQ(values.vehicle_signal_bits, 16U);
    EXPECT_EQ(values.io_bits, 2);
    EXPECT_EQ(values.signal_strength, 24);
    EXPECT_EQ(values.satellites, 11);
    EXPECT_FALSE(values_with({}).odometer_m);
}

TEST(LocationItems, AnIdWithAForeignLengthIsNotInterpreted) {
    const Wire items = bytes("0102ffff3102000b3000");
    const auto values = values_with(items);
    EXPECT_FALSE(values.odometer_m);
    EXPECT_FALSE(values.satellites);
    EXPECT_FALSE(values.signal_strength);
    EXPECT_TRUE(values.anomalies.none());
}

TEST(LocationItems, AnItemThatRunsPastTheEndIsFlaggedAndTheGoodOnesStay) {
    for (const char* hex : {"31010b0104000000", "31010b01", "31010bff05"}) {
        const Wire items = bytes(hex);
        const auto values = values_with(items);
        EXPECT_EQ(values.satellites, 11) << hex;
        EXPECT_TRUE(values.anomalies.has(Anomaly::item_overrun)) << hex;
    }
}

TEST(LocationItems, ATemperatureIsReadInTheSignThatMakesSense) {
    EXPECT_EQ(carriage_temperature_c(21), 21);
    EXPECT_EQ(carriage_temperature_c(0x8005), -5);
    EXPECT_EQ(carriage_temperature_c(0xFFFB), -5);
    EXPECT_FALSE(carriage_temperature_c(0x4000));
    EXPECT_FALSE(carriage_temperature_c(0xC000));
}

TEST(LocationItems, EveryRowIsEncodedFromItsFieldsAndFoundAgain) {
    for (const ItemRow& row : item_table()) {
        std::size_t length = 0;
        for (const ItemField& field : row.fields) length += field.width;
        const Wire value(length, 0x01);
        const Item item{row.id, value};
        EXPECT_EQ(find_item(item), length == 0 ? nullptr : &row) << row.en;
        EXPECT_EQ(find_item({row.id, Bytes{}}), nullptr) << row.en;
        Wire items;
        append_item(items, row.id, value);
        ItemRange range{items};
        const auto again = range.next();
        ASSERT_TRUE(again);
        EXPECT_EQ(again->id, row.id);
        EXPECT_EQ(to_hex(again->value), to_hex(value));
        EXPECT_FALSE(range.next());
        EXPECT_FALSE(range.overrun());
    }
}

TEST(LocationItems, TrailingFieldsThatTheStandardMakesOptionalMayBeMissing) {
    Wire items;
    append_item(items, 0x11, {0});
    append_item(items, 0x11, {4, 9001});
    append_item(items, 0x18, {1, 60});
    append_item(items, 0x12, {1, 501, 1});
    EXPECT_EQ(to_hex(items),
              "110100"
              "1105"
              "0400002329"
              "1803"
              "00013c"
              "1206"
              "01000001f501");
    const Wire five(5);
    EXPECT_EQ(find_item({0x12, five}), nullptr);
}

TEST(LocationItems, BothLengthsOfAnActiveSafetyAlarmAreKnown) {
    for (const std::uint8_t id : {std::uint8_t{0x64}, std::uint8_t{0x65}}) {
        EXPECT_NE(find_item({id, Wire(47)}), nullptr);
        EXPECT_NE(find_item({id, Wire(71)}), nullptr);
        EXPECT_EQ(find_item({id, Wire(48)}), nullptr);
    }
}

TEST(LocationReport, IsBuiltByteForByteWithItemsAndInABatch) {
    const Wire expected = vector_bytes("location_2019_overspeed_area");
    Wire items;
    append_item(items, 0x11, {4, 9001});
    append_item(items, 0x04, {17});
    LocationReport r = report();
    r.alarm = 1U << 1;
    r.status = 0x00400103;
    r.speed = 700;
    r.direction = 0;
    r.items = items;
    const auto phone = *Phone::from_digits("13900005678", Layout::v2019);
    Wire wire;
    append_message(wire, make_header(Edition::v2019, phone, LocationReport::id, 4), r);
    EXPECT_EQ(wire, expected);

    Wire locations;
    append_location(locations, r);
    const BatchReport batch{.count = 1, .kind = BatchKind::blind_area, .locations = locations};
    Wire body;
    append_body(body, batch);
    const Wire report_body = receive(expected).frames.at(0).body;
    EXPECT_EQ(to_hex(body), "0001010027" + to_hex(report_body));
}

TEST(Batch, IsBuiltFromReportsAndGivesThemBack) {
    Wire items;
    append_item(items, 0x31, {12});
    LocationReport with_items = report();
    with_items.items = items;
    Wire locations;
    append_location(locations, report());
    append_location(locations, with_items);
    const BatchReport batch{.count = 2, .kind = BatchKind::blind_area, .locations = locations};
    EXPECT_TRUE(anomalies_of(batch).none());
    BatchRange range{batch};
    EXPECT_EQ(range.next()->size(), 28U);
    const auto second = decode_body<LocationReport>(Layout::v2011_2013, *range.next());
    EXPECT_EQ(location_values(*second).satellites, 12);
    EXPECT_FALSE(range.next());
}

TEST(Batch, GivesAsManyLocationsAsAreThereAndFlagsAWrongCountOrACutEnd) {
    Wire locations;
    append_location(locations, report());
    for (const std::uint16_t count : std::array<std::uint16_t, 3>{0, 2, 0xFFFF}) {
        const BatchReport batch{.count = count, .locations = locations};
        EXPECT_TRUE(anomalies_of(batch).has(Anomaly::count_mismatch)) << count;
    }
    locations.push_back(0);
    const BatchReport cut{.count = 1, .locations = locations};
    EXPECT_TRUE(anomalies_of(cut).has(Anomaly::count_mismatch));
    BatchRange range{cut};
    EXPECT_TRUE(range.next());
    EXPECT_FALSE(range.next());
    EXPECT_TRUE(range.overrun());
}

TEST(LocationPath, AllocatesNothingFromBytesToValues) {
    Wire wire = vector_bytes("location_2019_full");
    std::span<std::uint8_t> left{wire};
    Framer framer;
    const std::size_t before = allocations();
    const auto frame = framer.next(left);
    const auto message = decode_message(**frame);
    const auto values = location_values(std::get<LocationReport>(*message));
    const auto digits = (*frame)->header.phone.digits();
    EXPECT_EQ(allocations(), before);
    EXPECT_EQ(values.satellites, 16);
    EXPECT_EQ(digits.key(), "13900005678");
    const Wire copy = wire;
    EXPECT_EQ(allocations(), before + 1) << "the counter does not count";
}

}  // namespace husong::jt808::test
