// Terminals' keys and refusals, accounts, sessions, device keys.
#include "db/sqlite/terminals.hpp"
#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

struct Door : ::testing::Test {
    TemporaryStore db;

    void refuse(const Refusal& refusal) {
        db.write([&](Writer& writer) { writer.put(refusal).value(); });
    }
    std::vector<Refusal> refusals() { return db.reader->refusals(most_refusals * 2).value(); }
};

Refusal stranger(std::string phone = "13900001234", Time at = morning) {
    return {std::move(phone), "unknown_phone", "冀H00318", "T1", "70111", "127.0.0.1", at};
}

TerminalCredentials credentials(std::string phone = "13900001234") {
    TerminalCredentials c;
    c.phone = std::move(phone);
    c.terminal_id = "T1";
    c.maker = "70111";
    c.code = "ABCDEF123456";
    c.enrolled_until = morning + std::chrono::hours{24};
    return c;
}

TEST_F(Door, ARepeatedRefusalCountsUpOneRow) {
    refuse(stranger());
    refuse(stranger("13900001234", morning + 5s));
    ASSERT_EQ(refusals().size(), 1U);
    EXPECT_EQ(refusals()[0].count, 2);
    EXPECT_EQ(refusals()[0].first_at, morning);
    EXPECT_EQ(refusals()[0].at, morning + 5s);
}

TEST_F(Door, AnotherClaimedPlateOrReasonIsAnotherRow) {
    refuse(stranger());
    auto other = stranger();
    other.claimed_plate = "";
    refuse(other);
    other.reason = "wrong_code";
    refuse(other);
    EXPECT_EQ(refusals().size(), 3U);
}

TEST_F(Door, OfTooManyRefusalsTheOldestFallOut) {
    db.write([&](Writer& writer) {
        for (int i = 0; i < most_refusals + 3; ++i)
            writer.put(stranger(fmt::format("{}", i), morning + Milliseconds{i})).value();
    });
    EXPECT_EQ(refusals().size(), static_cast<std::size_t>(most_refusals));
    EXPECT_EQ(refusals().back().phone, "3");
    EXPECT_EQ(refusals().front().phone, fmt::format("{}", most_refusals + 2));
}

TEST_F(Door, OfTooManyRefusalsThoseOfStrangersFallOutFirst) {
    db.admin->put_credentials(credentials("13900009999")).value();
    refuse(stranger("13900009999"));
    db.write([&](Writer& writer) {
        for (int i = 0; i < most_refusals; ++i)
            writer.put(stranger(fmt::format("{}", i), morning + Milliseconds{1 + i})).value();
    });
    EXPECT_EQ(refusals().size(), static_cast<std::size_t>(most_refusals));
    EXPECT_EQ(refusals().back().phone, "13900009999");
    EXPECT_EQ(refusals()[refusals().size() - 2].phone, "1");
}

TEST_F(Door, OfOnePhoneOnlyTheNewestRefusalsAreKept) {
    refuse(stranger("13900000001", morning - 1s));
    for (int i = 0; i < most_refusals_of_one + 3; ++i) {
        auto claimed = stranger("13900001234", morning + Milliseconds{i});
        claimed.claimed_plate = fmt::format("冀H{:05}", i);
        refuse(claimed);
    }
    ASSERT_EQ(refusals().size(), static_cast<std::size_t>(most_refusals_of_one + 1));
    EXPECT_EQ(refusals().back().phone, "13900000001");
    EXPECT_EQ(refusals()[refusals().size() - 2].claimed_plate, "冀H00003");
}

RawMessage package(std::uint16_t index, Time at, std::string body = "part") {
    return {.terminal = TerminalId{7},
            .received_at = at,
            .message_id = 0x0704,
            .serial = static_cast<std::uint16_t>(50 + index),
            .package_total = 3,
            .package_index = index,
            .body = std::move(body)};
}

TEST_F(Door, APackageComesBackAsItCame) {
    const std::string body{"\x00\x7E\xFF", 3};
    db.write([&](Writer& writer) { writer.put(package(2, morning, body)).value(); });
    const auto packages = db.reader->last_packages(1h, 10).value();
    ASSERT_EQ(packages.size(), 1U);
    EXPECT_EQ(packages[0].terminal, TerminalId{7});
    EXPECT_EQ(packages[0].received_at, morning);
    EXPECT_EQ(packages[0].message_id, 0x0704);
    EXPECT_EQ(packages[0].serial, 52);
    EXPECT_EQ(packages[0].package_total, 3);
    EXPECT_EQ(packages[0].package_index, 2);
    EXPECT_EQ(packages[0].body, body);
}

TEST_F(Door, TheLastPackagesAreThoseNotMuchOlderThanTheNewestInTheOrderTheyCame) {
    db.write([](Writer& writer) {
        writer.put(package(1, morning - 2h)).value();
        writer.put(package(3, morning - 1h)).value();
        writer.put(package(2, morning)).value();
        RawMessage whole = package(0, morning);
        whole.package_total = 0;
        writer.put(whole).value();
    });
    const auto indices = [&](std::size_t limit) {
        std::vector<int> told;
        for (const RawMessage& stored : db.reader->last_packages(1h, limit).value())
            told.push_back(stored.package_index);
        return told;
    };
    EXPECT_EQ(indices(10), (std::vector{3, 2}));
    EXPECT_EQ(indices(1), (std::vector{2}));
}

TEST_F(Door, ATerminalsKeyIsKeptByItsPhone) {
    EXPECT_FALSE(db.admin->credentials("13900001234").value());
    db.admin->put_credentials(credentials()).value();
    auto stored = db.admin->credentials("13900001234").value().value();
    EXPECT_TRUE(stored.terminal);
    EXPECT_EQ(stored.code, "ABCDEF123456");
    EXPECT_EQ(stored.enrolled_until, morning + std::chrono::hours{24});
    EXPECT_FALSE(stored.bound);

    stored.bound = true;
    stored.must_register = true;
    stored.next_code = "XYZ";
    db.write([&](Writer& writer) { writer.put(stored).value(); });
    const auto all = db.reader->load_credentials().value();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all[0].bound);
    EXPECT_TRUE(all[0].must_register);
    EXPECT_EQ(all[0].next_code, "XYZ");
    EXPECT_EQ(all[0].terminal, stored.terminal);
}

TEST_F(Door, AnEnrolledTerminalHasTheNumberThatTheRegisterGivesIt) {
    registry::RegistryRows rows;
    registry::Terminal terminal;
    terminal.phone = "13900001234";
    terminal.vehicle = db.vehicle();
    rows.terminals.push_back({terminal, Time{}, end_of_time, {}, 0});
    db.admin->put_rows(rows, morning).value();
    db.admin->put_credentials(credentials()).value();
    EXPECT_EQ(db.admin->credentials("13900001234").value()->terminal,
              db.reader->load_registry().value().terminals.at(0).value.id);
}

TEST_F(Door, EnrolmentIsSeenByTheWriterAsARegistryEdit) {
    const auto before = db.writer->registry_version().value();
    db.admin->put_credentials(credentials()).value();
    EXPECT_GT(db.writer->registry_version().value(), before);
}

TEST_F(Door, AnEditedKeyKeepsWhatTheEditLeavesAlone) {
    db.admin->put_credentials(credentials()).value();
    db.admin->edit_credentials("13900001234", [](TerminalCredentials& c) { c.next_code = "NEW"; }).value();
    EXPECT_EQ(db.admin->credentials("13900001234").value()->next_code, "NEW");
    EXPECT_EQ(db.admin->credentials("13900001234").value()->code, "ABCDEF123456");
    EXPECT_EQ(db.admin->edit_credentials("1", [](TerminalCredentials&) {}).error().code,
              ErrorCode::not_found);
}

TEST_F(Door, AnAccountIsFoundByNameAndByNumber) {
    access::Account account{{}, "zhang", "交警二中队 张某", access::Role::police, "", "$argon2id$x", false};
    db.admin->put_account(account).value();
    const auto stored = db.reader->account("zhang").value().value();
    EXPECT_TRUE(stored.id);
    EXPECT_EQ(stored.display_name, "交警二中队 张某");
    EXPECT_EQ(stored.role, access::Role::police);
    EXPECT_EQ(db.reader->account(stored.id).value()->name, "zhang");
    EXPECT_FALSE(db.reader->account("li").value());

    account.disabled = true;
    db.admin->put_account(account).value();
    EXPECT_TRUE(db.reader->account("zhang").value()->disabled);
    EXPECT_EQ(db.reader->account("zhang").value()->id, stored.id) << "the same account, changed";
}

TEST_F(Door, ASessionIsThereUntilItIsDropped) {
    db.admin->put_account({{}, "zhang", "张某", access::Role::police, "", "x", false}).value();
    const AccountId id = db.reader->account("zhang").value()->id;
    db.admin->put_session({"aabb", id, morning, morning + std::chrono::hours{8}}).value();
    const auto session = db.reader->session("aabb").value().value();
    EXPECT_EQ(session.account, id);
    EXPECT_EQ(session.expires_at, morning + std::chrono::hours{8});
    db.admin->renew_session("aabb", end_of_time).value();
    EXPECT_EQ((*db.reader->session("aabb").value()).expires_at, end_of_time);
    db.admin->drop_session("aabb").value();
    db.admin->renew_session("aabb", end_of_time).value();
    EXPECT_FALSE(db.reader->session("aabb").value());
}

TEST_F(Door, ReplacingAnAccountEndsItsSessionsAndNobodyElses) {
    for (const char* name : {"zhang", "li"}) {
        db.admin->put_account({{}, name, "某", access::Role::police, "", "x", false}).value();
        db.admin->put_session({name, db.reader->account(name).value()->id, morning, end_of_time}).value();
    }
    db.admin->put_account({{}, "zhang", "某", access::Role::police, "", "another", false}).value();
    EXPECT_FALSE(db.reader->session("zhang").value());
    EXPECT_TRUE(db.reader->session("li").value());
}

TEST_F(Door, AnEditedAccountKeepsItsNumberAndLosesItsSessions) {
    for (const char* name : {"zhang", "li"})
        db.admin->put_account({{}, name, "某", access::Role::police, "", "x", false}).value();
    const AccountId zhang = db.reader->account("zhang").value()->id;
    db.admin->put_session({"aabb", zhang, morning, end_of_time}).value();
    db.admin->edit_account("zhang", [](access::Account& account) { account.disabled = true; }).value();
    EXPECT_TRUE(db.reader->account("zhang").value()->disabled);
    EXPECT_EQ(db.reader->account("zhang").value()->id, zhang);
    EXPECT_FALSE(db.reader->session("aabb").value());
    EXPECT_EQ(db.admin->edit_account("wang", [](access::Account&) {}).error().code, ErrorCode::not_found);
    const auto all = db.reader->accounts().value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].name, "li");
    EXPECT_TRUE(all[1].disabled);
}

TEST_F(Door, WhoSignedInFromWhereIsToldNewestFirst) {
    db.admin->put_account({{}, "zhang", "某", access::Role::police, "", "x", false}).value();
    const std::int64_t zhang = db.reader->account("zhang").value()->id.value;
    const auto note = [&](Time at, const char* peer, const char* action) {
        db.admin->put(AuditEntry{at, zhang, peer, action, "account", {}, {}}).value();
    };
    note(morning, "10.0.0.1", "sign_in");
    note(morning + 1min, "10.0.0.2", "sign_in_refused");
    note(morning + 2min, "10.0.0.3", "sign_in");
    const auto all = db.reader->sign_ins(morning, 10).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].account, "zhang");
    EXPECT_EQ(all[0].peer, "10.0.0.3");
    EXPECT_EQ(all[1].at, morning);
    EXPECT_EQ(db.reader->sign_ins(morning + 1s, 10).value().size(), 1U);
    EXPECT_EQ(db.reader->sign_ins(morning, 1).value().at(0).peer, "10.0.0.3");
}

TEST_F(Door, ARevokedDeviceKeepsItsNumberAndHasNoSecret) {
    db.admin->put_device_key({"camera-1", "beef", {}, false, false, true, "camera", 0}).value();
    const auto number = db.reader->device_key("camera-1").value()->number;
    db.admin->revoke_device_key("camera-1").value();
    const auto revoked = db.reader->device_keys().value();
    ASSERT_EQ(revoked.size(), 1U);
    EXPECT_TRUE(revoked[0].revoked());
    EXPECT_EQ(revoked[0].number, number);
    EXPECT_EQ(db.admin->revoke_device_key("camera-2").error().code, ErrorCode::not_found);
}

TEST_F(Door, ADeviceKeyComesBackWithItsRights) {
    access::DeviceKey phone{"bus-phone-1", "cafe", db.vehicle(), true, true, false, "phone", 0};
    access::DeviceKey camera{"camera-1", "beef", {}, false, false, true, "camera", 0};
    db.admin->put_device_key(phone).value();
    db.admin->put_device_key(camera).value();
    const auto stored = db.reader->device_key("bus-phone-1").value().value();
    EXPECT_EQ(stored.vehicle, phone.vehicle);
    EXPECT_TRUE(stored.may_report_positions);
    EXPECT_TRUE(stored.may_count);
    EXPECT_FALSE(stored.may_sight);
    EXPECT_EQ(stored.source, "phone");
    EXPECT_NE(stored.number, db.reader->device_key("camera-1").value()->number);
    EXPECT_FALSE(db.reader->device_key("camera-1").value()->vehicle);
}

}  // namespace
}  // namespace husong::db::testing
