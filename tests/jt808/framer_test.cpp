#include "server/jt808/framer.hpp"

#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

#include <random>

namespace husong::jt808::test {

namespace {

// The headers' serials and bodies and the reasons, as text: what must not depend on how a stream is cut.
std::string summary(const Received& received) {
    std::string text;
    for (const auto& frame : received.frames)
        text += std::to_string(frame.header.serial) + ":" + to_hex(frame.body) + " ";
    for (const std::string& reason : received.discarded) text += reason + " ";
    return text;
}

Wire all_vectors() {
    Wire stream;
    for (const auto& vector : vectors()) {
        const Wire wire = bytes(vector.at("hex").as_string());
        stream.insert(stream.end(), wire.begin(), wire.end());
    }
    return stream;
}

}  // namespace

TEST(Framer, EveryWayOfCuttingAStreamGivesTheSameFrames) {
    std::mt19937 random{1};
    Wire everything = all_vectors();
    const std::string expected = summary(receive(everything));
    for (int round = 0; round < 200; ++round) {
        std::uniform_int_distribution<std::size_t> length{1, round % 2 == 0 ? 7U : 700U};
        Framer framer;
        Received received;
        for (std::size_t at = 0; at < everything.size();) {
            const std::size_t cut = std::min(length(random), everything.size() - at);
            const auto from = everything.begin() + static_cast<std::ptrdiff_t>(at);
            receive(framer, {from, from + static_cast<std::ptrdiff_t>(cut)}, received);
            at += cut;
        }
        ASSERT_EQ(summary(received), expected) << "round " << round;
    }
}

TEST(Framer, EachVectorStreamCutIntoSingleBytesGivesTheSameFrames) {
    for (const auto& vector : vectors()) {
        const Wire stream = bytes(vector.at("hex").as_string());
        Framer framer;
        Received received;
        for (const std::uint8_t byte : stream) receive(framer, {byte}, received);
        EXPECT_EQ(summary(received), summary(receive(stream))) << vector.at("name").as_string().c_str();
    }
}

TEST(Framer, EmptySegmentsAreNoFrames) {
    const Received received = receive(bytes("7e7e7e7e"));
    EXPECT_TRUE(received.frames.empty());
    EXPECT_TRUE(received.discarded.empty());
}

TEST(Framer, AnEndlessSegmentIsNotKept) {
    Framer framer;
    Received received;
    for (int i = 0; i < 100; ++i) {
        receive(framer, Wire(1000, 0x55), received);
        EXPECT_LE(framer.pending_bytes(), largest_segment_bytes);
    }
    Wire rest{0x7E};
    const Wire good = vector_bytes("heartbeat_2013");
    rest.insert(rest.end(), good.begin(), good.end());
    receive(framer, rest, received);
    EXPECT_EQ(received.discarded, std::vector<std::string>{"oversize"});
    EXPECT_EQ(received.frames.size(), 1U);
}

TEST(Framer, ASegmentIsOversizeFromTheFirstByteThatNoFrameCouldHave) {
    for (const bool in_two_reads : {false, true}) {
        Framer framer;
        Received received;
        Wire longest(largest_segment_bytes, 0x55);
        longest.push_back(flag_byte);
        Wire longer(largest_segment_bytes + 1, 0x55);
        longer.push_back(flag_byte);
        if (in_two_reads) {
            receive(framer, Wire(10, 0x55), received);
            longest.erase(longest.begin(), longest.begin() + 10);
        }
        receive(framer, longest, received);
        if (in_two_reads) {
            receive(framer, Wire(10, 0x55), received);
            longer.erase(longer.begin(), longer.begin() + 10);
        }
        receive(framer, longer, received);
        EXPECT_EQ(received.discarded, (std::vector<std::string>{"length", "oversize"})) << in_two_reads;
    }
}

TEST(Framer, HoldsNothingWhenNoFrameIsIncomplete) {
    Framer framer;
    Received received;
    const Wire good = vector_bytes("location_2019_full");
    receive(framer, {good.begin(), good.begin() + 20}, received);
    EXPECT_EQ(framer.pending_bytes(), 19U);
    receive(framer, {good.begin() + 20, good.end()}, received);
    EXPECT_EQ(received.frames.size(), 1U);
    EXPECT_EQ(framer.pending_bytes(), 0U);
    EXPECT_LE(sizeof(Framer), 64U);
}

TEST(Framer, TwentyRejectedCandidatesInARowAreRubbishAndAGoodFrameEndsTheRow) {
    Framer framer;
    Received received;
    const Wire bad = vector_bytes("bad_checksum");
    for (int i = 0; i < 19; ++i) receive(framer, bad, received);
    EXPECT_FALSE(framer.is_rubbish());
    receive(framer, vector_bytes("heartbeat_2013"), received);
    for (int i = 0; i < 19; ++i) receive(framer, bad, received);
    EXPECT_FALSE(framer.is_rubbish());
    receive(framer, bad, received);
    EXPECT_TRUE(framer.is_rubbish());
}

TEST(Framer, AnotherProtocolIsRubbishAfterFourKibibytesAndATerminalAfterSixtyFour) {
    Framer stranger;
    Received received;
    receive(stranger, Wire(4096, 'x'), received);
    EXPECT_FALSE(stranger.is_rubbish());
    receive(stranger, Wire(1, 'x'), received);
    EXPECT_TRUE(stranger.is_rubbish());

    Framer terminal;
    receive(terminal, vector_bytes("heartbeat_2013"), received);
    receive(terminal, Wire(64 * 1024, 'x'), received);
    EXPECT_FALSE(terminal.is_rubbish());
    receive(terminal, Wire(1, 'x'), received);
    EXPECT_TRUE(terminal.is_rubbish());
}

}  // namespace husong::jt808::test
