#include "tests/jt808/test_frames.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace husong::jt808::test {

namespace {

struct Run {
    int exit_code = 0;
    std::vector<boost::json::value> lines;
};

Run run(const std::string& input) {
    std::istringstream in{input};
    std::stringstream out;
    Run result{ctl::run_jt808_decode(in, out), {}};
    for (std::string line; std::getline(out, line);) result.lines.push_back(boost::json::parse(line));
    return result;
}

}  // namespace

TEST(DecodeCommand, PrintsOneObjectALineAndGoesOnAfterAnError) {
    const auto result =
        run("7e0002000001390000123400001c7e\n"
            "nonsense\n"
            "\n"
            "7e0200001c013900001234001600000000000000030208aec006e4beb1003400000000260901071530b47e\n"
            "7E 10 05 0010 013900001234 000c 260901070000 260901070230 000c 0000 29 7E\r\n");
    ASSERT_EQ(result.lines.size(), 4U);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.lines[0].at("header").at("msg_id").as_string(), "0x0002");
    EXPECT_EQ(result.lines[1].at("line").as_int64(), 2);
    EXPECT_EQ(result.lines[1].at("error").at("field").as_string(), "line");
    EXPECT_EQ(result.lines[2].at("line").as_int64(), 4);
    EXPECT_EQ(result.lines[2].at("error").at("reason").as_string(), "checksum");
    EXPECT_EQ(result.lines[2].at("error").at("offset").as_int64(), 40);
    EXPECT_EQ(result.lines[3].at("body").at("boarded").as_int64(), 12);
    EXPECT_EQ(result.lines[3].at("line").as_int64(), 5);
}

TEST(DecodeCommand, ABodyThatIsTooShortKeepsItsHeaderAndNamesTheField) {
    const auto result = run(to_hex(vector_bytes("passenger_2013_short")) + "\n");
    ASSERT_EQ(result.lines.size(), 1U);
    EXPECT_EQ(result.lines[0].at("header").at("phone_key").as_string(), "13900001234");
    EXPECT_EQ(result.lines[0].at("body_error").as_string(), "short_body");
    EXPECT_EQ(result.lines[0].at("error").at("field").as_string(), "alighted");
    EXPECT_EQ(result.exit_code, 1);
}

TEST(DecodeCommand, SucceedsWhenEveryLineIsAFrame) {
    EXPECT_EQ(run(read_data("roundtrip.txt")).exit_code, 0);
    EXPECT_EQ(run(read_data("roundtrip.txt")).lines.size(), 96U);
}

TEST(DecodeCommand, ALineOfFlagsOnlyIsAnError) {
    const auto result = run("7e7e\n");
    ASSERT_EQ(result.lines.size(), 1U);
    EXPECT_EQ(result.lines[0].at("error").at("reason").as_string(), "no frame between the flags");
    EXPECT_EQ(result.exit_code, 1);
}

TEST(DecodeCommand, AFrameMayLackItsFlags) {
    EXPECT_EQ(run("0002000001390000123400001c\n").lines.at(0).at("header").at("serial").as_int64(), 0);
}

}  // namespace husong::jt808::test
