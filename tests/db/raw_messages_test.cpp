// Frames kept as they came.
#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

struct RawMessages : ::testing::Test {
    TemporaryStore db;

    void keep(const RawMessage& message) {
        db.write([&](Writer& writer) { writer.put(message).value(); });
    }
    [[nodiscard]] std::int64_t kept() const { return db.number("SELECT count(*) FROM raw_message"); }
};

RawMessage card_swipe() {
    return {.terminal = TerminalId{7},
            .received_at = morning,
            .message_id = 0x0900,
            .serial = 50,
            .package_total = 0,
            .package_index = 0,
            .body = "\xF0 card"};
}

RawMessage package_at(std::uint16_t index, Time at) {
    RawMessage part = card_swipe();
    part.received_at = at;
    part.serial = static_cast<std::uint16_t>(50 + index);
    part.package_total = 3;
    part.package_index = index;
    return part;
}

TEST_F(RawMessages, TheSameFrameOfATerminalIsKeptOnceADay) {
    for (int i = 0; i < 40; ++i) {
        RawMessage message = card_swipe();
        message.received_at += i * 1min;
        keep(message);
    }
    EXPECT_EQ(kept(), 1);
    RawMessage tomorrow = card_swipe();
    tomorrow.received_at += 24h;
    keep(tomorrow);
    EXPECT_EQ(kept(), 2);
}

TEST_F(RawMessages, TheDayIsThatOfChina) {
    const Time midnight = *parse_time("2026-09-02T00:00:00+08:00");
    RawMessage message = card_swipe();
    for (const Time at : {midnight - 9h, midnight - 1ms, midnight, midnight + 9h}) {
        message.received_at = at;
        keep(message);
    }
    EXPECT_EQ(kept(), 2);
}

TEST_F(RawMessages, WhatDiffersInAnythingIsAnother) {
    keep(card_swipe());
    const auto keep_other = [&](auto change) {
        RawMessage other = card_swipe();
        change(other);
        keep(other);
    };
    keep_other([](RawMessage& m) { m.terminal = TerminalId{8}; });
    keep_other([](RawMessage& m) { m.message_id = 0x0901; });
    keep_other([](RawMessage& m) { m.serial = 51; });
    keep_other([](RawMessage& m) { m.package_total = 2; });
    keep_other([](RawMessage& m) { m.package_index = 1; });
    keep_other([](RawMessage& m) { m.body += '!'; });
    EXPECT_EQ(kept(), 7);
}

TEST_F(RawMessages, APackageToldAgainIsAsFreshAsItsMessage) {
    keep(package_at(1, morning - 3h));
    keep(package_at(2, morning - 3h));
    keep(package_at(2, morning));
    keep(package_at(1, morning));
    EXPECT_EQ(kept(), 2);
    EXPECT_EQ(db.reader->last_packages(1h, 10).value().size(), 2U);
}

}  // namespace
}  // namespace husong::db::testing
