// What the gate did, who may act there, and guardians' links.
#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using tracking::GateAct;
using tracking::GateActKind;

struct Gate : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    GateAct act(std::uint64_t key, GateActKind kind, std::string departure = "H1127-L7") const {
        GateAct told;
        told.key = key;
        told.kind = kind;
        told.school = "S1";
        told.departure = std::move(departure);
        told.vehicle = bus;
        told.at = morning + std::chrono::seconds{key};
        told.received_at = told.at;
        told.account = 3;
        told.keeper = "王某";
        return told;
    }
    bool put(const GateAct& told) {
        bool is_new = false;
        db.write([&](Writer& writer) { is_new = writer.put(told).value(); });
        return is_new;
    }
    std::vector<GateAct> acts(const GateActQuery& query = {}) { return db.reader->gate_acts(query).value(); }
};

TEST_F(Gate, AnActComesBackWithAllItTold) {
    GateAct counted = act(1, GateActKind::counted);
    counted.heads = tracking::HeadCount{43, 2, 1};
    counted.note = "<b>复点</b>";
    ASSERT_TRUE(put(counted));
    GateAct checked = act(2, GateActKind::checked);
    checked.plate_matches = true;
    checked.driver_matches = false;
    ASSERT_TRUE(put(checked));
    const auto read = acts();
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].heads, (tracking::HeadCount{43, 2, 1}));
    EXPECT_EQ(read[0].note, "<b>复点</b>");
    EXPECT_EQ(read[0].keeper, "王某");
    EXPECT_EQ(read[0].account, 3);
    EXPECT_EQ(read[0].at, morning + 1s);
    EXPECT_EQ(read[1].plate_matches, true);
    EXPECT_EQ(read[1].driver_matches, false);
    EXPECT_EQ(read[1].escort_matches, std::nullopt);
    EXPECT_EQ(read[1].heads, std::nullopt);
}

TEST_F(Gate, ToldTwiceItIsStoredOnce) {
    EXPECT_TRUE(put(act(1, GateActKind::arrived)));
    EXPECT_FALSE(put(act(1, GateActKind::arrived)));
    EXPECT_EQ(acts().size(), 1U);
}

TEST_F(Gate, AskedForByDepartureSchoolAndTime) {
    put(act(1, GateActKind::arrived));
    put(act(2, GateActKind::arrived, "H1127-L8"));
    EXPECT_EQ(acts({.departure = "H1127-L8"}).size(), 1U);
    EXPECT_EQ(acts({.school = "S1"}).size(), 2U);
    EXPECT_EQ(acts({.school = "S2"}).size(), 0U);
    EXPECT_EQ(acts({.from = morning + 2s}).size(), 1U);
    EXPECT_EQ(acts({.until = morning + 2s}).size(), 1U);
    EXPECT_EQ(acts({.limit = 1}).size(), 1U);
}

TEST_F(Gate, WhatIsUndoneNoLongerStandsAndIsUndoneOnce) {
    put(act(1, GateActKind::arrived));
    GateAct undo = act(2, GateActKind::undone);
    undo.undoes = acts()[0].id;
    ASSERT_TRUE(put(undo));
    const auto all = acts();
    EXPECT_TRUE(tracking::standing(all).empty());
    db.writer->begin().value();
    undo.key = 3;
    EXPECT_FALSE(db.writer->put(undo).has_value()) << "an act is undone once";
    db.writer->rollback();
}

TEST_F(Gate, AKeeperIsReplacedByNameAtItsSchool) {
    db.admin->put_gate_keeper({"S1", "王某", "h1"}).value();
    db.admin->put_gate_keeper({"S1", "王某", "h2"}).value();
    db.admin->put_gate_keeper({"S2", "王某", "h3"}).value();
    const auto keepers = db.reader->gate_keepers("S1").value();
    ASSERT_EQ(keepers.size(), 1U);
    EXPECT_EQ(keepers[0].pin_hash, "h2");
}

TEST_F(Gate, AGuardiansLinkOpensUntilItExpiresOrIsRevoked) {
    const Time end = morning + std::chrono::hours{24};
    db.admin->put_guardian_link({"abc", "P1", "母亲", morning, end, {}}).value();
    db.admin->put_guardian_link({"def", "P1", "爷爷", morning, end, {}}).value();
    auto link = db.reader->guardian_link("abc").value();
    ASSERT_TRUE(link);
    EXPECT_EQ(link->pupil, "P1");
    EXPECT_EQ(link->relation, "母亲");
    EXPECT_TRUE(link->opens_at(end - 1ms));
    EXPECT_FALSE(link->opens_at(end));
    EXPECT_EQ(db.admin->revoke_guardian_links("P1", morning + 1h).value(), 2U);
    EXPECT_EQ(db.admin->revoke_guardian_links("P1", morning + 2h).value(), 0U);
    link = db.reader->guardian_link("abc").value();
    EXPECT_FALSE(link->opens_at(morning + 1h));
    EXPECT_EQ(link->revoked_at, morning + 1h);
    EXPECT_FALSE(db.reader->guardian_link("xyz").value());
    EXPECT_EQ(db.reader->guardian_links("P1").value().size(), 2U);
}

TEST_F(Gate, EveryDatabaseHasASecretOfItsOwn) {
    const std::string secret = db.reader->server_secret("calendar").value();
    EXPECT_EQ(secret.size(), 64U);
    const TemporaryStore other;
    EXPECT_NE(other.reader->server_secret("calendar").value(), secret);
    EXPECT_EQ(db.reader->server_secret("nothing").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace husong::db::testing
