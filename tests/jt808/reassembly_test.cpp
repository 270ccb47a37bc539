#include "server/jt808/reassembly.hpp"

#include "tests/jt808/test_frames.hpp"

#include <gtest/gtest.h>

namespace husong::jt808::test {

namespace {

using Outcome = Reassembler::Outcome;

constexpr Time start{};

struct Package {
    std::uint16_t first_serial = 100;
    std::uint16_t total = 3;
    std::uint16_t index = 1;
    Wire body = {0xAA};
    const char* phone = "13900001234";
};

Reassembler::Added add(Reassembler& to, const Package& package, Time now = start) {
    const auto phone = *Phone::from_digits(package.phone, Layout::v2011_2013);
    const auto serial = static_cast<std::uint16_t>(package.first_serial + package.index - 1);
    Header header = make_header(Edition::v2013, phone, 0x0704, serial);
    header.attributes |= 0x2000;
    header.package_total = package.total;
    header.package_index = package.index;
    return to.add({header, package.body}, now);
}

std::vector<MissingPackages> due_at(Reassembler& of, Time now) {
    std::size_t dropped = 0;
    return of.take_due(now, dropped);
}

}  // namespace

TEST(Reassembly, AnyOrderGivesTheMessageInIndexOrder) {
    Reassembler reassembler;
    EXPECT_EQ(add(reassembler, {.index = 3, .body = {3}}).outcome, Outcome::stored);
    EXPECT_EQ(add(reassembler, {.index = 1, .body = {1}}).outcome, Outcome::stored);
    const auto whole = add(reassembler, {.index = 2, .body = {2}});
    EXPECT_EQ(whole.outcome, Outcome::whole);
    ASSERT_TRUE(whole.message);
    EXPECT_EQ(whole.message->body, (Wire{1, 2, 3}));
    EXPECT_EQ(whole.message->first.serial, 100);
    EXPECT_EQ(reassembler.open_messages(), 0U);
    EXPECT_EQ(reassembler.bytes(), 0U);
}

TEST(Reassembly, OfDuplicatesTheFirstOneStays) {
    Reassembler reassembler;
    add(reassembler, {.total = 2, .index = 1, .body = {1}});
    EXPECT_EQ(add(reassembler, {.total = 2, .index = 1, .body = {9}}).outcome, Outcome::duplicate);
    EXPECT_EQ(add(reassembler, {.total = 2, .index = 2, .body = {2}}).message->body, (Wire{1, 2}));
}

TEST(Reassembly, TwoMessagesInFlightAreToldApartByTheirFirstSerial) {
    Reassembler reassembler;
    add(reassembler, {.first_serial = 100, .total = 2, .index = 1, .body = {1}});
    add(reassembler, {.first_serial = 200, .total = 2, .index = 1, .body = {7}});
    EXPECT_EQ(add(reassembler, {.first_serial = 200, .total = 2, .index = 2, .body = {8}}).message->body,
              (Wire{7, 8}));
    EXPECT_EQ(add(reassembler, {.first_serial = 100, .total = 2, .index = 2, .body = {2}}).message->body,
              (Wire{1, 2}));
}

TEST(Reassembly, TwoPhonesWithTheSameSerialsAreTwoMessages) {
    Reassembler reassembler;
    add(reassembler, {.total = 2, .index = 1, .phone = "13900001234"});
    EXPECT_EQ(add(reassembler, {.total = 2, .index = 2, .phone = "13900005678"}).outcome, Outcome::stored);
    EXPECT_EQ(reassembler.open_messages(), 2U);
}

TEST(Reassembly, SerialsMayWrapWithinAMessage) {
    Reassembler reassembler;
    add(reassembler, {.first_serial = 0xFFFF, .total = 2, .index = 1, .body = {1}});
    EXPECT_EQ(add(reassembler, {.first_serial = 0xFFFF, .total = 2, .index = 2, .body = {2}}).message->body,
              (Wire{1, 2}));
}

TEST(Reassembly, OnePackageIsAWholeMessage) {
    Reassembler reassembler;
    EXPECT_EQ(add(reassembler, {.total = 1, .index = 1, .body = {5}}).message->body, Wire{5});
}

TEST(Reassembly, AnIndexOrTotalThatMakesNoSenseIsInvalid) {
    Reassembler reassembler;
    EXPECT_EQ(add(reassembler, {.total = 0, .index = 0}).outcome, Outcome::invalid);
    EXPECT_EQ(add(reassembler, {.total = 3, .index = 0}).outcome, Outcome::invalid);
    EXPECT_EQ(add(reassembler, {.total = 3, .index = 4}).outcome, Outcome::invalid);
    EXPECT_EQ(add(reassembler, {.total = 1025, .index = 1}).outcome, Outcome::invalid);
    EXPECT_EQ(reassembler.open_messages(), 0U);
}

TEST(Reassembly, AFifthOpenMessageTakesThePlaceOfTheOneLongestUntouched) {
    Reassembler reassembler;
    for (std::uint16_t i = 0; i < 4; ++i)
        add(reassembler, {.first_serial = static_cast<std::uint16_t>(i * 10), .total = 3, .index = 1});
    add(reassembler, {.first_serial = 0, .total = 3, .index = 2});  // the oldest is touched again
    EXPECT_EQ(add(reassembler, {.first_serial = 90}).dropped, 1U);
    EXPECT_EQ(reassembler.open_messages(), 4U);
    EXPECT_EQ(add(reassembler, {.first_serial = 0, .total = 3, .index = 3}).outcome, Outcome::whole);
}

TEST(Reassembly, TheBytesOfAllOpenMessagesStayBelowTheLimit) {
    const ReassemblyLimits limits{.bytes = 100'000};
    Reassembler reassembler{limits};
    std::size_t dropped = 0;
    for (std::uint16_t message = 0; message < 4; ++message)
        for (std::uint16_t index = 1; index <= 60; ++index) {
            const auto first = static_cast<std::uint16_t>(message * 1000);
            dropped += add(reassembler, {first, 1000, index, Wire(1000)}).dropped;
            EXPECT_LE(reassembler.bytes(), limits.bytes);
        }
    EXPECT_EQ(dropped, 3U);
}

TEST(Reassembly, EmptyPackagesAreBoundedToo) {
    Reassembler reassembler;
    for (std::uint16_t index = 1; index <= 1000; ++index)
        add(reassembler, {.total = 1024, .index = index, .body = {}});
    EXPECT_GT(reassembler.bytes(), 50'000U);
}

TEST(Reassembly, AfterAMinuteOfSilenceTheMissingPackagesAreAskedForFiveTimes) {
    Reassembler reassembler;
    EXPECT_FALSE(reassembler.next_deadline());
    add(reassembler, {.first_serial = 30, .total = 5, .index = 1}, start);
    add(reassembler, {.first_serial = 30, .total = 5, .index = 4}, start + 10s);
    EXPECT_EQ(reassembler.next_deadline(), start + 70s);
    EXPECT_TRUE(due_at(reassembler, start + 69s).empty());
    for (int round = 1; round <= 5; ++round) {
        const auto due = due_at(reassembler, start + 10s + round * 60s);
        ASSERT_EQ(due.size(), 1U);
        EXPECT_EQ(due[0].first_serial, 30);
        EXPECT_EQ(due[0].indices, (std::vector<std::uint16_t>{2, 3, 5}));
        EXPECT_EQ(due[0].last_round, round == 5);
    }
    std::size_t dropped = 0;
    EXPECT_TRUE(reassembler.take_due(start + 10s + 6 * 60s, dropped).empty());
    EXPECT_EQ(dropped, 1U);
    EXPECT_EQ(reassembler.open_messages(), 0U);
}

TEST(Reassembly, APackageThatArrivesPutsTheQuestionOff) {
    Reassembler reassembler;
    add(reassembler, {.total = 3, .index = 1}, start);
    add(reassembler, {.total = 3, .index = 2}, start + 50s);
    EXPECT_TRUE(due_at(reassembler, start + 60s).empty());
    EXPECT_EQ(due_at(reassembler, start + 110s).size(), 1U);
}

TEST(Reassembly, OneRequestAsksForAtMostSoManyPackagesAsEveryTerminalTakes) {
    Reassembler reassembler;
    add(reassembler, {.total = 1024, .index = 1}, start);
    const auto due = due_at(reassembler, start + 60s);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].indices.size(), 125U);
    EXPECT_EQ(due[0].indices.front(), 2);
}

}  // namespace husong::jt808::test
