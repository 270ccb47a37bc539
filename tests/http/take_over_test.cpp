// A vehicle breaks down on the way home and another one takes its run over: who boards the second has left
// the first, and nobody else has.
#include "server/rules/rule.hpp"
#include "server/tracking/trip.hpp"
#include "tests/http/gate_fixture.hpp"

#include <fmt/core.h>

namespace husong::http {
namespace {

using access::Role;
using tracking::TripStage;

class TakeOver : public test::Gate {
protected:
    TakeOver() {
        registry::RegistryRows rows;
        rows.pupils = {rider("P1", "学生A"), rider("P2", "学生B"), rider("P3", "学生C")};
        rows.escorts = {
            {.value = registry::Escort{"E2", "何小兰", ""}, .valid_from = husong::test::year_begin}};
        put(rows);
        set_clock(16, 10);
        sign_in_as(Role::escort, "E1");
        stand(county_.lawful);
        post("duty", "act", "on");
        post("riders", "mark", "boarded/*柳湾站");
    }
    Response post(const std::string& page, const std::string& field, const std::string& value) {
        return post_form("/c/t/T1/" + page,
                         {{field, value}, {"key", fmt::format("key-of-form-{}", ++forms_)}});
    }
    void stand(VehicleId vehicle) { tell({husong::test::position(vehicle, now(), 0, 0)}); }
    // From now on the other bus, with the other escort.
    void take_over() {
        pass(30s);
        at_ = now();
        registry::Relief relief;
        relief.run = "T1";
        relief.vehicle = county_.expired;
        relief.driver = "D1";
        relief.escort = "E2";
        relief.note = "抛锚";
        registry::RegistryRows rows;
        rows.reliefs = {{.value = relief, .valid_from = now()}};
        put(rows);
        pass(10s);
        stand(county_.lawful);
        stand(county_.expired);
        sign_in_as(Role::escort, "E2");
        post("duty", "act", "on");
    }
    tracking::Trip trip(VehicleId vehicle) { return world().state(vehicle)->track.trip; }

    int forms_ = 0;
    Time at_{};  // when the other one took over
};

TEST_F(TakeOver, TheFirstVehicleKeepsWhatItDidAndEndsThere) {
    ASSERT_EQ(trip(county_.lawful).riders.aboard(), 3);
    take_over();
    EXPECT_EQ(trip(county_.lawful).stage, TripStage::over);
    EXPECT_EQ(trip(county_.lawful).ended_at, at_);
    EXPECT_EQ(trip(county_.lawful).riders.aboard(), 3) << "nobody has told that they left it";
    EXPECT_EQ(trip(county_.expired).departure, tracking::code_hash("T1"));
    EXPECT_EQ(trip(county_.expired).riders.aboard(), 0);
}

TEST_F(TakeOver, TheSecondCrewReadsWhoIsStillAboardTheFirstAndBoardsThemByOneTap) {
    take_over();
    const Response page = get("/c/t/T1/riders");
    EXPECT_TRUE(says(page, "在前车上"));
    EXPECT_TRUE(says(page, "前车 3 人都上了这辆车"));
    EXPECT_TRUE(says(get("/c/t/T1"), "起接替 冀H·00318"));
    post("riders", "mark", "boarded/*~");
    EXPECT_EQ(trip(county_.expired).riders.aboard(), 3);
    EXPECT_EQ(trip(county_.lawful).riders.aboard(), 0);
    EXPECT_FALSE(says(get("/c/t/T1/riders"), "在前车上"));
}

TEST_F(TakeOver, WhoIsNotMarkedStaysAboardTheFirst) {
    take_over();
    post("riders", "mark", "boarded/P1");
    EXPECT_EQ(trip(county_.expired).riders.aboard(), 1);
    EXPECT_EQ(trip(county_.lawful).riders.aboard(), 2);
}

TEST_F(TakeOver, AMarkTakenBackPutsThePupilBackOnTheFirst) {
    take_over();
    post("riders", "mark", "boarded/P1");
    post("riders", "mark", "unboarded/P1");
    EXPECT_EQ(trip(county_.expired).riders.aboard(), 0);
    EXPECT_EQ(trip(county_.lawful).riders.aboard(), 3);
}

TEST_F(TakeOver, TheFirstCrewStillReadsItsPartAndSeesThePupilsOff) {
    take_over();
    sign_in_as(Role::escort, "E1");
    EXPECT_TRUE(says(get("/c/t/T1"), "起由另一辆车接替这一趟"));
    post("riders", "mark", "alighted/P3");
    EXPECT_EQ(trip(county_.lawful).riders.aboard(), 2);
}

TEST_F(TakeOver, WhatTheGateDidWithTheFirstIsNothingDoneWithTheSecond) {
    sign_in_as(Role::gate, "S1");
    put_keeper("王某", "135790");
    const auto act = [&](Fields fields) {
        fields.insert(fields.end(),
                      {{"keeper", "王某"}, {"pin", "135790"}, {"key", fmt::format("gate-key-{}", ++forms_)}});
        return post_form("/g/t/T1", fields);
    };
    act({{"act", "arrived"}});
    ASSERT_NE(column(get("/g"), "at_gate").find("冀H·00318"), std::string::npos);
    take_over();
    sign_in_as(Role::gate, "S1");
    EXPECT_TRUE(says(get("/g/t/T1"), "冀H·00419"));
    const auto told = acts();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().vehicle, county_.lawful);
    EXPECT_TRUE(says(get("/g"), "按定位已到校门，还没有登记到校")) << "nobody has noted the second one";
}

TEST_F(TakeOver, TheGateReadsWhichVehicleCarriesTheRun) {
    take_over();
    sign_in_as(Role::gate, "S1");
    const Response page = get("/g/t/T1");
    EXPECT_TRUE(says(page, "冀H·00419"));
    EXPECT_TRUE(says(page, "起接替 冀H·00318"));
}

}  // namespace
}  // namespace husong::http
