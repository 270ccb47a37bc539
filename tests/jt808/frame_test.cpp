#include "server/jt808/frame.hpp"

#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

namespace {

Phone phone_of(Layout layout) { return *Phone::from_digits("13900001234", layout); }

// What lies between the flags of one frame.
Wire candidate_of(const Wire& wire) { return {wire.begin() + 1, wire.end() - 1}; }

Reason reason_of(Wire candidate) {
    const auto result = decode_frame(candidate);
    EXPECT_TRUE(result.has_error());
    return result.error().error.reason;
}

}  // namespace

TEST(Frame, EveryProperPrefixOfAFrameIsRefused) {
    for (const char* name : {"location_2013_items", "location_2019_full", "register_2019", "serial_7e7d"}) {
        const Wire whole = candidate_of(vector_bytes(name));
        for (std::size_t length = 0; length < whole.size(); ++length) {
            Wire prefix{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)};
            EXPECT_TRUE(decode_frame(prefix).has_error()) << name << " cut at " << length;
        }
    }
}

TEST(Frame, AnyFlippedBitIsRefused) {
    const Wire whole = candidate_of(vector_bytes("location_2019_full"));
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        Wire flipped = whole;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        EXPECT_TRUE(decode_frame(flipped).has_error()) << "bit " << bit;
    }
}

TEST(Frame, AnErrorNamesFieldOffsetAndReason) {
    Wire bad_escape = candidate_of(vector_bytes("bad_escape"));
    const auto rejected = decode_frame(bad_escape);
    ASSERT_TRUE(rejected.has_error());
    EXPECT_EQ(to_string(rejected.error().error), "escape: escape at offset 12");
    Wire bad_checksum = candidate_of(vector_bytes("bad_checksum"));
    const auto corrupt = decode_frame(bad_checksum);
    EXPECT_EQ(to_string(corrupt.error().error), "checksum: check byte at offset 40");
}

TEST(Frame, ABareEscapeIsAcceptedOnlyAsTheCheckByte) {
    Wire tolerated = candidate_of(vector_bytes("checksum_7d_not_escaped"));
    const auto frame = decode_frame(tolerated);
    ASSERT_TRUE(frame.has_value());
    EXPECT_TRUE(frame->header.unescaped_checksum);
    EXPECT_EQ(reason_of(bytes("7d0002000001390000123401607d01")), Reason::escape);
}

TEST(Frame, AnAnswerSpeaksInTheLayoutFlagVersionAndPhoneOfTheTerminal) {
    for (const char* name : {"heartbeat_2013", "heartbeat_2019", "v2019_layout_flag_missing",
                             "v2013_layout_flag_set", "phone_hex_nibble"}) {
        Wire asked = candidate_of(vector_bytes(name));
        const auto frame = decode_frame(asked);
        ASSERT_TRUE(frame.has_value()) << name;
        Wire wire;
        append_frame(wire, make_reply_header(frame->header, 0x8001, 7), bytes("0001000200"));
        Wire again = candidate_of(wire);
        const auto answer = decode_frame(again);
        ASSERT_TRUE(answer.has_value()) << name;
        EXPECT_EQ(answer->header.layout, frame->header.layout) << name;
        EXPECT_EQ(answer->header.version_flag(), frame->header.version_flag()) << name;
        EXPECT_EQ(answer->header.version, frame->header.version) << name;
        EXPECT_EQ(answer->header.phone, frame->header.phone) << name;
        EXPECT_EQ(answer->header.serial, 7);
        EXPECT_FALSE(answer->header.is_packaged());
    }
}

TEST(Frame, ALongMessageTravelsInPackagesWithConsecutiveSerialsThatWrap) {
    Wire body(2500);
    for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<std::uint8_t>(i * 7);
    for (const Edition edition : {Edition::v2011, Edition::v2013, Edition::v2019}) {
        Wire wire;
        const Header header = make_header(edition, phone_of(layout_of(edition)), 0x0704, 0xFFFF);
        EXPECT_EQ(append_packages(wire, header, body), 3U);
        const Received received = receive(wire);
        ASSERT_EQ(received.frames.size(), 3U);
        Wire joined;
        for (const auto& part : received.frames)
            joined.insert(joined.end(), part.body.begin(), part.body.end());
        EXPECT_EQ(joined, body);
        EXPECT_EQ(received.frames[0].header.serial, 0xFFFF);
        EXPECT_EQ(received.frames[2].header.serial, 1);
        EXPECT_EQ(received.frames[2].header.package_index, 3);
        EXPECT_EQ(received.frames[2].header.package_total, 3);
    }
}

TEST(Frame, TheLargestFrameOfEscapesOnlyFitsTheFramer) {
    Wire body(largest_body_bytes, 0x7E);
    const auto phone = Phone{bytes("7e7e7e7e7e7e7e7e7e7e")};
    Header header = make_header(Edition::v2019, phone, 0x7E7E, 0x7E7E);
    header.package_total = header.package_index = 0x7E7E;
    Wire wire;
    append_frame(wire, header, body);
    const Received received = receive(wire);
    ASSERT_EQ(received.frames.size(), 1U);
    EXPECT_EQ(received.frames[0].body, body);
}

TEST(Phone, ATerminalUpgradedFrom2013To2019KeepsItsKey) {
    const auto old_digits = phone_of(Layout::v2011_2013).digits();
    const auto new_digits = phone_of(Layout::v2019).digits();
    EXPECT_EQ(old_digits.all(), "013900001234");
    EXPECT_EQ(new_digits.all(), "00000000013900001234");
    EXPECT_EQ(old_digits.key(), "13900001234");
    EXPECT_EQ(new_digits.key(), "13900001234");
}

TEST(Phone, TheKeyOfNothingButZerosIsZero) {
    const auto digits = Phone{bytes("000000000000")}.digits();
    EXPECT_EQ(digits.key(), "0");
}

TEST(Phone, ANumberWithOtherCharactersOrTooManyDigitsIsNone) {
    EXPECT_FALSE(Phone::from_digits("1390000123a", Layout::v2019));
    EXPECT_FALSE(Phone::from_digits("1234567890123", Layout::v2011_2013));
    EXPECT_TRUE(Phone::from_digits("1234567890123", Layout::v2019));
}

}  // namespace husong::jt808::test
