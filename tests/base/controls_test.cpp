#include "server/base/controls.hpp"

#include <gtest/gtest.h>

namespace husong {
namespace {

TEST(Controls, AreThoseOfC0AndC1AndDel) {
    EXPECT_EQ(replace_controls("a\x01"
                               "b\x1B[2J\x7F"
                               "c\xC2\x9B"
                               "2J",
                               "?"),
              "a?b?[2J?c?2J");
    for (const std::string_view text : {"\t", "\n", "x\x7F", "\xC2\x80", "x\xC2\x9F"})
        EXPECT_TRUE(has_controls(text));
}

TEST(Controls, EveryOtherCharacterStays) {
    for (const std::string_view text :
         {"", "冀H·00318 学生A", "~ ", "\xC2\xA0\xC2\xB7", "\xC3\x9F", "\xC2"}) {
        EXPECT_FALSE(has_controls(text)) << text;
        EXPECT_EQ(replace_controls(text, "?"), text);
    }
}

TEST(Controls, AreLeftWhereTheyAreKept) {
    EXPECT_EQ(replace_controls("一\r\n二\t三\x0B", "\uFFFD", "\t\n\r"), "一\r\n二\t三\uFFFD");
}

}  // namespace
}  // namespace husong
