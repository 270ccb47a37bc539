// Wire fields in and out, hexadecimal text, and the stable hash.
#include "server/base/byte_writer.hpp"
#include "server/base/hash.hpp"
#include "server/base/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint8_t wire[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08};

TEST(ByteReader, ReadsBigEndianNumbersOneAfterTheOther) {
    ByteReader in{wire};
    EXPECT_EQ(in.u8(), 0x01);
    EXPECT_EQ(in.u16(), 0x0203);
    EXPECT_EQ(in.u32(), 0x04050607U);
    EXPECT_EQ(in.position(), 7U);
    EXPECT_THAT(in.rest(), ElementsAre(0x08));
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.left(), 0U);
}

TEST(ByteReader, StaysFailedAtTheFieldThatWasNotThere) {
    ByteReader in{Bytes{wire}.first(3)};
    EXPECT_EQ(in.u16(), 0x0102);
    EXPECT_EQ(in.u16(), 0);
    EXPECT_FALSE(in.ok());
    EXPECT_EQ(in.position(), 2U);
    EXPECT_EQ(in.u8(), 0) << "although there is a byte";
    EXPECT_THAT(in.bytes(1), IsEmpty());
    EXPECT_EQ(in.position(), 2U);
}

TEST(ByteReader, GivesNoBytesWhenFewerAreLeftThanAskedFor) {
    ByteReader in{wire};
    EXPECT_THAT(in.bytes(2), ElementsAre(0x01, 0x02));
    EXPECT_THAT(in.bytes(7), IsEmpty());
    EXPECT_FALSE(in.ok());
}

TEST(ByteWriter, WritesWhatTheReaderReads) {
    std::vector<std::uint8_t> out{0xFF};
    ByteWriter to{out};
    to.u8(0x01);
    to.u16(0x0203);
    to.u32(0x04050607);
    to.number(0xAABBCC, 3);
    to.fill(2, 0x20);
    to.bytes(Bytes{wire}.last(1));
    EXPECT_THAT(out, ElementsAre(0xFF, 1, 2, 3, 4, 5, 6, 7, 0xAA, 0xBB, 0xCC, 0x20, 0x20, 8));
}

TEST(Hex, IsWrittenInLowerCase) {
    EXPECT_EQ(to_hex(std::vector<std::uint8_t>{0x7E, 0x00, 0xAF}), "7e00af");
    EXPECT_EQ(to_hex({}), "");
}

TEST(Hex, IsReadInEitherCaseWithBlanksBetweenBytes) {
    EXPECT_THAT(from_hex("7e 00\tAf\r").value(), ElementsAre(0x7E, 0x00, 0xAF));
    EXPECT_THAT(from_hex("").value(), IsEmpty());
}

TEST(Hex, NamesTheColumnOfWhatIsNoDigit) {
    const auto read = from_hex("7e 0g");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
    EXPECT_THAT(read.error().what, HasSubstr("column 5"));
    EXPECT_FALSE(from_hex("7 e")) << "a byte is not torn apart";
}

TEST(Hex, OfHalfAByteIsTruncated) {
    const auto read = from_hex("7e0");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::truncated);
}

// SipHash-2-4 as other programs compute it. Identities of stored records depend on it: another value would
// store every record twice.
TEST(Hash, IsTheSameForEverOnEveryMachine) {
    EXPECT_EQ(hash64({}), 0xE4E615DAC489F1DBULL);
    EXPECT_EQ(hash64(wire), 0x16D6C5C067E0EE59ULL);
}

TEST(Hash, TellsTheSameBytesInAnotherOrderApart) {
    const std::vector<std::uint8_t> one{1, 2}, other{2, 1};
    EXPECT_NE(hash64(one), hash64(other));
}

}  // namespace
}  // namespace husong
