#include "server/jt808/bits.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace husong::jt808 {

TEST(AlarmBits, EachBitHasAtMostOneMeaningInAnEdition) {
    for (const Edition edition : {Edition::v2011, Edition::v2013, Edition::v2019})
        for (unsigned bit = 0; bit < 32; ++bit) {
            const auto means = [&](const AlarmBit& row) {
                return row.bit == bit && row.editions.has(edition);
            };
            EXPECT_LE(std::ranges::count_if(alarm_bits(), means), 1) << bit;
        }
}

TEST(AlarmBits, BitsOutsideTheEditionAreTheMakersOwn) {
    EXPECT_EQ(find_alarm_bit(16, Edition::v2013), nullptr);
    EXPECT_EQ(find_alarm_bit(31, Edition::v2019), nullptr);
    EXPECT_EQ(find_alarm_bit(12, Edition::v2011), nullptr);
    ASSERT_NE(find_alarm_bit(31, Edition::v2013), nullptr);
    EXPECT_EQ(find_alarm_bit(31, Edition::v2013)->zh, "非法开门报警");
}

TEST(AlarmBits, TheEmergencyButtonMayBeSeenOnlyOnceAndOverspeedIsHeld) {
    EXPECT_EQ(find_alarm_bit(0, Edition::v2019)->hold, AlarmHold::until_it_is_answered);
    EXPECT_EQ(find_alarm_bit(1, Edition::v2019)->hold, AlarmHold::until_it_ends);
}

TEST(AlarmBits, Bit3BecameAHeldAlarmIn2019) {
    EXPECT_EQ(find_alarm_bit(3, Edition::v2013)->hold, AlarmHold::until_it_is_answered);
    EXPECT_EQ(find_alarm_bit(3, Edition::v2019)->hold, AlarmHold::until_it_ends);
}

TEST(StatusBits, ATableRowPerBitAndBothOfItsMeanings) {
    EXPECT_EQ(status_bits().size(), 21U);
    for (const StatusBit& row : status_bits()) EXPECT_NE(row.zh_0, row.zh_1) << row.bit;
}

TEST(StatusBits, LoadIsATwoBitNumberAndDoorsAreCountedFromOne) {
    EXPECT_EQ(load_of(0x004C0303), Load::full);
    EXPECT_EQ(load_of(0x00400103), Load::half);
    EXPECT_EQ(load_of(0x00000003), Load::empty_or_unknown);
    EXPECT_EQ(doors_open(0x00043003), 0b00001);
    EXPECT_EQ(doors_open(1U << 17), 0b10000);
}

}  // namespace husong::jt808
