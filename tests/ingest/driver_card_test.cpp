// What is kept of a driver's card, and that it is stored once.
#include "server/ingest/driver_card.hpp"

#include "server/base/hex.hpp"
#include "server/ingest/registration.hpp"
#include "server/ingest/transparent_adapters.hpp"
#include "server/jt808/message.hpp"
#include "tests/ingest/intake_fixture.hpp"

namespace husong::ingest {
namespace {

constexpr std::string_view card_in =
    "012609010630000006cdf5d0a1c3f7343130303030313930303031303130303158000010c9ccc7f0cad0bdbbcda8d4cbcae4bed6"
    "20301231";
const Teller teller{TerminalId{7}, VehicleId{1}};
const Time received = parse_time("2026-09-01T06:30:05+08:00").value();

db::DriverCard kept(std::string_view hex, std::uint16_t serial = 1, Time at = received) {
    const auto body = from_hex(hex).value();
    const auto told = jt808::decode_body<jt808::DriverCard>(jt808::Layout::v2011_2013, body);
    return driver_card(teller, told.value(), serial, at);
}

TEST(DriverCard, NamesTheDriverAndKeepsNoIdNumber) {
    const auto card = kept(card_in);
    EXPECT_EQ(card.name, "王小明");
    EXPECT_EQ(card.number, "*001X");
    EXPECT_EQ(card.issuer, "商丘市交通运输局");
    EXPECT_EQ(card.valid_until, "2030-12-31");
    EXPECT_EQ(card.state, db::CardState::on_duty);
    EXPECT_EQ(to_iso(card.at), to_iso(parse_time("2026-09-01T06:30:00+08:00").value()));
    EXPECT_TRUE(card.clock_told);
}

TEST(DriverCard, AnRfidCardsNumberIsKeptWhole) {
    const auto card = kept("01260901064500000031413242334334440000000000000000000000000000000000");
    EXPECT_EQ(card.number, "1A2B3C4D");
    EXPECT_EQ(card.valid_until, "");
    EXPECT_EQ(kept_number("12345678901234"), "12345678901234");
    EXPECT_EQ(kept_number("123456789012345"), "*2345");
    EXPECT_EQ(kept_number("41000019000101001X"), "*001X");
}

TEST(DriverCard, AFailedReadIsNobodyAndARemovalEndsTheShift) {
    const auto failed = kept("0126090106300003");
    EXPECT_EQ(failed.state, db::CardState::not_read);
    EXPECT_EQ(failed.read_result, 3);
    EXPECT_EQ(kept("02260901171000", 1, received + 12h).state, db::CardState::off_duty);
}

TEST(DriverCard, TheReceiveTimeStandsInWhereNoneIsToldThatCanBeRight) {
    for (const std::string_view hex : {"02000000000000", "02270901171000"}) {  // no clock; a year ahead
        const auto card = kept(hex);
        EXPECT_FALSE(card.clock_told);
        EXPECT_EQ(card.at, received);
    }
}

TEST(DriverCard, ARepeatHasTheSameKeyAndAnotherEventHasNot) {
    EXPECT_EQ(kept(card_in, 1).key, kept(card_in, 2, received + 1h).key);
    EXPECT_NE(kept("02260901063000").key, kept("02260901063001").key);
    EXPECT_NE(kept("02000000000000", 1).key, kept("02000000000000", 2).key);
}

TEST(TransparentAdapters, AreFoundByMakerModelAndType) {
    const TransparentRow table[] = {{"MAKER", "M1", 0xF1, nullptr}, {"MAKER", "", 0xF2, nullptr}};
    EXPECT_EQ(find_adapter(table, "MAKER", "M1", 0xF1), &table[0]);
    EXPECT_EQ(find_adapter(table, "MAKER", "M2", 0xF1), nullptr);
    EXPECT_EQ(find_adapter(table, "MAKER", "M2", 0xF2), &table[1]);
    EXPECT_EQ(find_adapter(table, "OTHER", "M1", 0xF1), nullptr);
}

class DriverCards : public IntakeTest {
protected:
    db::DriverCard card_at(db::CardState state, Time at, std::string name, std::uint64_t key) {
        db::DriverCard card;
        card.terminal = TerminalId{7};
        card.vehicle = county_.lawful;
        card.at = at;
        card.received_at = at;
        card.state = state;
        card.name = std::move(name);
        card.key = key;
        return card;
    }
    void tell(db::DriverCard card) {
        Entry entry{.what = std::move(card), .ticket = {.serial = ++serial_}};
        ASSERT_TRUE(intake_->offer(entry));
    }
    std::string on_duty(Time at) {
        const auto card = store_->reader().value()->driver_on_duty(county_.lawful, at).value();
        return card ? card->name : "";
    }
};

TEST_F(DriverCards, AreStoredOnceAndAnsweredEachTime) {
    start();
    const auto card = card_at(db::CardState::on_duty, test::school_day, "张某", 11);
    tell(card);
    tell(card);
    intake_->drain();
    EXPECT_EQ(listener_.answered(), 2U);
    const auto stored =
        store_->reader().value()->driver_cards(county_.lawful, Time{}, end_of_time, 10).value();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].name, "张某");
}

TEST_F(DriverCards, SurviveAStoreThatFailsForAWhile) {
    std::atomic<int> failures{2};
    fails_ = [&](std::string_view call) { return call == "put" && failures.fetch_sub(1) > 0; };
    start();
    tell(card_at(db::CardState::on_duty, test::school_day, "张某", 11));
    intake_->drain();
    EXPECT_EQ(listener_.answered(), 1U);
    EXPECT_EQ(on_duty(test::school_day), "张某");
}

TEST_F(DriverCards, WhoIsOnDutyIsTheLastCardInUnlessOneWasTakenOut) {
    start();
    using enum db::CardState;
    const Time t = test::school_day;
    tell(card_at(on_duty, t, "张某", 1));
    tell(card_at(not_read, t + 1h, "", 2));
    tell(card_at(off_duty, t + 2h, "", 3));
    tell(card_at(on_duty, t + 3h, "李某", 4));
    tell(card_at(on_duty, t + 4h, "赵某", 5));
    intake_->drain();
    EXPECT_EQ(DriverCards::on_duty(t - 1s), "");
    EXPECT_EQ(DriverCards::on_duty(t), "张某");
    EXPECT_EQ(DriverCards::on_duty(t + 90min), "张某");
    EXPECT_EQ(DriverCards::on_duty(t + 2h), "");
    EXPECT_EQ(DriverCards::on_duty(t + 3h + 1s), "李某");
    EXPECT_EQ(DriverCards::on_duty(t + 9h), "赵某");
    const auto some = store_->reader().value()->driver_cards(county_.lawful, t + 1h, t + 3h, 10).value();
    EXPECT_EQ(some.size(), 2U);
}

TEST_F(DriverCards, ACommandIsSeenWithTheRegistryAndItsProgressIsWrittenDown) {
    start();
    auto admin = store_->admin().value();
    db::TerminalCredentials key;
    key.phone = "13900001234";
    admin->put_credentials(key).value();
    const auto terminal = admin->credentials("13900001234").value()->terminal;
    const auto id =
        admin
            ->queue_command(
                {.terminal = terminal, .created_at = test::school_day, .message_id = 0x8201, .body = {}})
            .value();
    now_ += 2'000;
    intake_->drain();
    ASSERT_EQ(world_->commands()->size(), 1U);
    EXPECT_EQ(world_->commands()->at(0).id, id);

    const auto progress = [&](db::CommandState state, std::string answer) {
        ASSERT_TRUE(intake_->submit(command_progress({id, terminal, state, test::school_day, 0x0201, answer},
                                                     [](const Result<>& stored) { EXPECT_TRUE(stored); })));
        intake_->drain();
    };
    progress(db::CommandState::sent, "");
    EXPECT_EQ(store_->reader().value()->open_commands(10).value().size(), 1U);
    progress(db::CommandState::confirmed, "answer");
    progress(db::CommandState::sent, "");  // told again after a failed commit: it is over
    const auto stored = store_->reader().value()->command(id).value();
    EXPECT_EQ(stored->state, db::CommandState::confirmed);
    EXPECT_EQ(stored->answer, "answer");
    EXPECT_TRUE(store_->reader().value()->open_commands(10).value().empty());
}

}  // namespace
}  // namespace husong::ingest
