// Several runs of one vehicle at the gate in a day: which of them a page is of, and what is told of it.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

class GateRuns : public test::Gate {
protected:
    GateRuns() { set_clock(16, 10); }
    Response do_it(const std::string& act, Fields fields = {}, const std::string& departure = "T1") {
        fields.emplace_back("act", act);
        fields.emplace_back("key", "key-of-form-" + std::to_string(++forms_));
        fields.emplace_back("keeper", "张某");
        fields.emplace_back("pin", pin);
        return post_form("/g/t/" + departure, fields);
    }
    Response count(const std::string& pupils, const std::string& adults) {
        return do_it("counted", {{"pupils", pupils}, {"adults", adults}});
    }

    int forms_ = 0;
};

TEST_F(GateRuns, NothingIsNotedOfARunHoursAheadWhileAnEarlierOneOfTheVehicleIsThere) {
    registry::RegistryRows rows;
    rows.departures = {
        {.value = departure("T3", county_.lawful, at_clock(18, 30)), .valid_from = husong::test::year_begin},
        {.value = departure("T4", county_.lawful, at_clock(17, 39)), .valid_from = husong::test::year_begin}};
    put(rows);
    for (const char* act : {"arrived", "released"}) {
        const Response refused = do_it(act, {}, "T3");
        EXPECT_EQ(refused.status, 409U) << act;
        EXPECT_TRUE(says(refused, "这辆车 16:22 离校的那一趟还没有放行")) << act;
        EXPECT_TRUE(says(refused, "href=\"/g/t/T1\"")) << act;
    }
    EXPECT_TRUE(acts().empty());
    EXPECT_EQ(do_it("arrived", {}, "T4").status, 303U) << "within 90 minutes";
    ASSERT_EQ(count("40", "2").status, 303U);
    ASSERT_EQ(do_it("released").status, 303U);
    EXPECT_TRUE(says(do_it("arrived", {}, "T3"), "href=\"/g/t/T4\"")) << "the next is not over either";
}

TEST_F(GateRuns, ARunThatIsOverHoldsNoOtherBack) {
    registry::RegistryRows rows;
    rows.departures = {
        {.value = departure("T3", county_.lawful, at_clock(21, 30)), .valid_from = husong::test::year_begin}};
    put(rows);
    set_clock(19, 1);
    EXPECT_EQ(do_it("arrived", {}, "T3").status, 409U);
    set_clock(19, 3);  // two hours after the last stop
    EXPECT_EQ(do_it("arrived", {}, "T3").status, 303U);
}

TEST_F(GateRuns, APageSaysWhichRunItIs) {
    EXPECT_TRUE(says(get("/g/t/T1"), "<dt>班次</dt><dd>16:22 离校</dd>"));
    const Response sheet = get("/g/sheet");
    EXPECT_TRUE(says(sheet, "<th scope=\"col\">班次</th>"));
    EXPECT_TRUE(says(sheet, "<td>16:22 离校</td>"));
}

TEST_F(GateRuns, WhoIsAboardNowIsNotToldOfARunToCome) {
    registry::RegistryRows rows;
    rows.departures = {
        {.value = departure("T3", county_.lawful, at_clock(19, 30)), .valid_from = husong::test::year_begin}};
    put(rows);
    tell({husong::test::position(county_.lawful, now(), 0, 0)});
    ASSERT_EQ(count("50", "2").status, 303U);
    EXPECT_TRUE(says(get("/g/t/T1"), "超员 7 人"));
    const Response later = get("/g/t/T3");
    for (const char* text : {"超员", "= 52", "还超"}) EXPECT_FALSE(says(later, text)) << text;
    EXPECT_TRUE(says(later, "校车标牌"));
    const std::string board{get("/g").text()};
    const std::size_t card = board.find("/g/t/T3");
    ASSERT_NE(card, std::string::npos);
    EXPECT_EQ(column(get("/g"), "expected").find("超员"), std::string::npos);
}

}  // namespace
}  // namespace husong::http
