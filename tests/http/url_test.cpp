#include "server/http/url.hpp"

#include <gtest/gtest.h>

namespace husong::http {
namespace {

TEST(PercentEncoding, GivesTheBytesBack) {
    EXPECT_EQ(*percent_decode("%E5%86%80H00318"), "冀H00318");
    EXPECT_EQ(*percent_decode("a%2fb%2Fc"), "a/b/c");
    EXPECT_EQ(*percent_decode(""), "");
}

TEST(PercentEncoding, ThatIsBrokenIsRefused) {
    for (const char* text : {"%", "%4", "a%zz", "%4g"}) EXPECT_FALSE(percent_decode(text)) << text;
}

TEST(Form, GivesNamesAndValuesInTheirOrder) {
    const auto fields = parse_form("plate=%E5%86%80H+00318&colour=yellow&&flag");
    ASSERT_TRUE(fields);
    EXPECT_EQ(*fields, (Fields{{"plate", "冀H 00318"}, {"colour", "yellow"}, {"flag", ""}}));
    EXPECT_EQ(parse_form("a=1=2")->front().second, "1=2");
}

TEST(Form, OfMoreThan64FieldsIsRefused) {
    std::string text;
    for (int i = 0; i < 64; ++i) text += "a=1&";
    EXPECT_TRUE(parse_form(text));
    EXPECT_FALSE(parse_form(text + "a=1"));
}

TEST(Path, IsSplitBeforeItIsDecoded) {
    using Segments = std::vector<std::string_view>;
    EXPECT_EQ(split_path("/api/v1/vehicles/%2F"), (Segments{"api", "v1", "vehicles", "%2F"}));
    EXPECT_EQ(split_path("/"), Segments{});
    EXPECT_EQ(split_path("/p/"), Segments{"p"});
    EXPECT_EQ(split_path("//p"), (Segments{"", "p"}));
}

TEST(Cookie, IsFoundByItsNameAmongOthers) {
    EXPECT_EQ(cookie_value("a=1; husong_session=xyz; b=2", "husong_session"), "xyz");
    EXPECT_EQ(cookie_value("xhusong_session=1", "husong_session"), "");
    EXPECT_EQ(cookie_value("", "husong_session"), "");
}

}  // namespace
}  // namespace husong::http
