#include "server/jt808/text.hpp"

#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

TEST(Text, GbkBecomesUtf8AndBack) {
    const Wire gbk = bytes("d4a54e3132333435");
    const auto text = decode_text(gbk);
    EXPECT_EQ(text.utf8, "豫N12345");
    EXPECT_EQ(text.source, TextSource::gb18030);
    EXPECT_EQ(encode_text("豫N12345", Edition::v2013), gbk);
}

TEST(Text, CharactersOnlyGb18030HasAreRead) { EXPECT_EQ(decode_text(bytes("8139ef30")).utf8, "㐁"); }

TEST(Text, IsCutAtTheFirstNulAfterLeadingOnesAndTrimmed) {
    EXPECT_EQ(decode_text(bytes("0000205843313100ff41")).utf8, "XC11");
    EXPECT_EQ(decode_text(bytes("58432d3120202020")).utf8, "XC-1");
    EXPECT_EQ(decode_text(bytes("000000")).utf8, "");
    EXPECT_EQ(decode_text({}).utf8, "");
}

TEST(Text, Utf8FromATerminalIsTakenAndShown) {
    const auto text = decode_text(as_bytes("冀H·12345学"));
    EXPECT_EQ(text.utf8, "冀H·12345学");
    EXPECT_EQ(text.source, TextSource::utf8);
}

TEST(Text, WhatIsNeitherIsMarkedDamagedAndKeepsTheRest) {
    const auto text = decode_text(bytes("41ff42d4a5"));
    EXPECT_EQ(text.source, TextSource::damaged);
    EXPECT_EQ(text.utf8, "A\uFFFDB豫");
}

TEST(Text, WhatGbkLacksIsReplacedOnOutput) {
    EXPECT_EQ(to_hex(encode_text("慢😀行", Edition::v2013)), "c2fd3fd0d0");
    EXPECT_EQ(to_hex(encode_text("a\xFF"
                                 "b",
                                 Edition::v2013)),
              "613f62");
}

TEST(Text, StringsOf2011EndWithANulEvenWhenEmpty) {
    EXPECT_EQ(encode_text("AB", Edition::v2011), (Wire{'A', 'B', 0}));
    EXPECT_EQ(encode_text("", Edition::v2011), Wire{0});
    EXPECT_EQ(encode_text("", Edition::v2019), Wire{});
}

TEST(Text, LongTextIsConvertedWhole) {
    std::string hundred;
    for (int i = 0; i < 400; ++i) hundred += "校车";
    const Wire wire = encode_text(hundred, Edition::v2013);
    EXPECT_EQ(wire.size(), 1600U);
    EXPECT_EQ(decode_text(wire).utf8, hundred);
}

}  // namespace husong::jt808::test
