#include "server/ingest/registration.hpp"

#include "tests/support/temp_dir.hpp"
#include "tests/support/terminal.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>

namespace husong::ingest {
namespace {

using test::County;
using test::known_code;
using test::school_day;
using test::terminal_phone;

RegistrationClaim claim_of(std::string terminal_id, std::string maker = "MAKER") {
    return {.phone = std::string{terminal_phone},
            .maker = std::move(maker),
            .model = "M1",
            .terminal_id = std::move(terminal_id),
            .plate = "冀H00318",
            .peer = "192.0.2.1"};
}

// What is submitted before start() is one batch.
class RegistrationTest : public testing::Test {
protected:
    RegistrationTest() { test::enrol_terminal(*store_, county_); }

    // The answer is there after commit().
    std::optional<RegistrationAnswer>& claim(const RegistrationClaim& claimed) {
        auto& answer = answers_.emplace_back();
        EXPECT_TRUE(intake_.submit(registration(claimed, [&answer](const Result<RegistrationAnswer>& done) {
            if (done) answer = *done;
        })));
        return answer;
    }
    void commit() {
        intake_.start().value();
        intake_.drain();
    }
    [[nodiscard]] std::vector<db::Refusal> refusals() {
        return store_->reader().value()->refusals(10).value();
    }
    [[nodiscard]] db::TerminalCredentials stored() {
        return *store_->admin().value()->credentials(terminal_phone).value();
    }

    test::TempDir dir_;
    std::unique_ptr<db::Store> store_ = db::open_sqlite(dir_ / "husong.db").value();
    County county_ = County::put_into(*store_);
    World world_;
    std::deque<std::optional<RegistrationAnswer>> answers_;
    Intake intake_{*store_, world_, {}, [] { return school_day; }};
};

TEST_F(RegistrationTest, OfTwoDevicesThatClaimOnePhoneInOneCommitTheSecondIsRefusedAndRecorded) {
    const auto& first = claim(claim_of("T000001"));
    const auto& second = claim(claim_of("T000002"));
    commit();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->result, RegistrationResult::success);
    EXPECT_EQ(first->code, known_code);
    EXPECT_EQ(second->result, RegistrationResult::terminal_taken);
    EXPECT_EQ(second->code, "");
    ASSERT_EQ(refusals().size(), 1U);
    EXPECT_EQ(refusals()[0].reason, "identity_conflict");
    EXPECT_EQ(refusals()[0].claimed_terminal_id, "T000002");
    EXPECT_EQ(stored().terminal_id, "T000001");
}

TEST_F(RegistrationTest, AnotherMakersDeviceInTheSameCommitIsRefusedToo) {
    const auto& first = claim(claim_of("T000001"));
    const auto& second = claim(claim_of("T000001", "OTHER"));
    commit();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->result, RegistrationResult::success);
    EXPECT_EQ(second->result, RegistrationResult::terminal_taken);
    EXPECT_EQ(stored().maker, "MAKER");
}

TEST_F(RegistrationTest, ADeviceThatNamesNeitherItselfNorItsMakerIsBoundAsSuchAndLetsNobodyElseIn) {
    const auto& first = claim(claim_of("", ""));
    const auto& stranger = claim(claim_of("T000002"));
    const auto& other_maker = claim(claim_of("", "MAKER"));
    const auto& again = claim(claim_of("", ""));
    commit();
    ASSERT_TRUE(first && stranger && other_maker && again);
    EXPECT_EQ(first->code, known_code);
    EXPECT_EQ(stranger->result, RegistrationResult::terminal_taken);
    EXPECT_EQ(stranger->code, "");
    EXPECT_EQ(other_maker->result, RegistrationResult::terminal_taken);
    EXPECT_EQ(again->code, known_code);
    ASSERT_EQ(refusals().size(), 1U);
    EXPECT_EQ(refusals()[0].reason, "identity_conflict");
    EXPECT_EQ(refusals()[0].count, 2);
}

TEST_F(RegistrationTest, TheSameDeviceIsLetInAsOftenAsItAsks) {
    const auto& first = claim(claim_of("T000001"));
    const auto& second = claim(claim_of("T000001"));
    commit();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->code, known_code);
    EXPECT_EQ(second->code, known_code);
    EXPECT_TRUE(refusals().empty());
}

TEST_F(RegistrationTest, AnotherPlateThanTheRegistersLetsTheBusInAndIsRecordedWithBoth) {
    auto claimed = claim_of("T000001");
    claimed.plate = "冀H00419";
    const auto& first = claim(claimed);
    const auto& second = claim(claimed);
    commit();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->code, known_code);
    EXPECT_EQ(second->code, known_code);
    ASSERT_EQ(refusals().size(), 1U);
    EXPECT_EQ(refusals()[0].reason, "plate_mismatch");
    EXPECT_EQ(refusals()[0].claimed_plate, "冀H00419");
    EXPECT_EQ(refusals()[0].detail, "register: 冀H00318");
    EXPECT_EQ(refusals()[0].count, 2);
}

TEST_F(RegistrationTest, ThePlateInAnotherSpellingNoPlateAndAVinContradictNothing) {
    for (const char* plate : {"冀H·00318", "H00318", "00318", "冀ｈ００３１８", "冀HO0318", ""}) {
        auto claimed = claim_of("T000001");
        claimed.plate = plate;
        claim(claimed);
    }
    auto vin = claim_of("T000001");
    vin.plate = "LZYTAGBW1A1000001";
    vin.unplated = true;
    claim(vin);
    commit();
    for (const auto& answer : answers_) EXPECT_EQ(answer->code, known_code);
    for (const db::Refusal& refusal : refusals())
        ADD_FAILURE() << refusal.reason << ' ' << refusal.claimed_plate;
}

TEST_F(RegistrationTest, WhatACommitChangesOfAKeyIsKnownWhenItIsAnnounced) {
    commit();
    std::string known;
    ASSERT_TRUE(intake_.submit(registration(claim_of("T000001"), [&](const Result<RegistrationAnswer>&) {
        known = world_.credentials()->at(std::string{terminal_phone}).terminal_id;
    })));
    intake_.drain();
    EXPECT_EQ(known, "T000001");
}

TEST_F(RegistrationTest, ALogoutIsKeptUntilTheSameDeviceRegistersAgain) {
    claim(claim_of("T000001"));
    commit();
    bool done = false;
    ASSERT_TRUE(intake_.submit(
        logout(std::string{terminal_phone}, [&](const Result<>& result) { done = result.has_value(); })));
    intake_.drain();
    EXPECT_TRUE(done);
    EXPECT_TRUE(stored().must_register);
    EXPECT_TRUE(world_.credentials()->at(std::string{terminal_phone}).must_register);
    const auto& other = claim(claim_of("T000002"));
    intake_.drain();
    EXPECT_EQ(other->result, RegistrationResult::terminal_taken);
    EXPECT_TRUE(stored().must_register);
    const auto& same = claim(claim_of("T000001"));
    intake_.drain();
    EXPECT_EQ(same->result, RegistrationResult::success);
    EXPECT_FALSE(stored().must_register);
}

TEST_F(RegistrationTest, ACodeRotatedSinceTheLastCommitIsTheOneThatIsGiven) {
    commit();
    store_->admin()
        .value()
        ->edit_credentials(terminal_phone, [](db::TerminalCredentials& keys) { keys.next_code = "CODE5678"; })
        .value();
    const auto& answer = claim(claim_of("T000001"));
    intake_.drain();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, "CODE5678");
    EXPECT_EQ(stored().code, known_code);  // until the new one was used
    EXPECT_EQ(stored().next_code, "CODE5678");
}

TEST_F(RegistrationTest, OnlyTheCodeThatWasUsedBecomesTheCurrentOne) {
    commit();
    store_->admin()
        .value()
        ->edit_credentials(terminal_phone, [](db::TerminalCredentials& keys) { keys.next_code = "THIRD000"; })
        .value();
    ASSERT_TRUE(intake_.submit(adopt_next_code(std::string{terminal_phone}, "SECOND00")));
    intake_.drain();
    EXPECT_EQ(stored().code, known_code);
    EXPECT_EQ(stored().next_code, "THIRD000");
    ASSERT_TRUE(intake_.submit(adopt_next_code(std::string{terminal_phone}, "THIRD000")));
    intake_.drain();
    EXPECT_EQ(stored().code, "THIRD000");
    EXPECT_EQ(stored().next_code, "");
}

}  // namespace
}  // namespace husong::ingest
