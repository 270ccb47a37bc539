// A gate that notes something of a vehicle whose own position says that it is elsewhere.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using tracking::GateActKind;

class GateElsewhere : public test::Gate {
protected:
    GateElsewhere() { set_clock(16, 10); }
    Response do_it(const std::string& act, Fields fields = {}) {
        fields.emplace_back("act", act);
        fields.emplace_back("key", "key-of-form-" + std::to_string(++forms_));
        fields.emplace_back("keeper", "张某");
        fields.emplace_back("pin", pin);
        return post_form("/g/t/T1", fields);
    }

private:
    int forms_ = 0;
};

TEST_F(GateElsewhere, OfAVehicleThatIsElsewhereByItsPositionNothingIsNotedUnlessItIsSaidAgain) {
    tell({husong::test::position(county_.lawful, now() - 1min, 6'000, 58),
          husong::test::position(county_.lawful, now(), 6'500, 58)});
    for (const char* act : {"counted", "arrived", "released"}) {
        const Response asked = do_it(act, {{"pupils", "60"}, {"adults", "2"}});
        EXPECT_EQ(asked.status, 409U) << act;
        EXPECT_TRUE(says(asked, "离校门 6.5 公里的地方，时速 58")) << act;
        EXPECT_TRUE(says(asked, "什么都还没有记下")) << act;
        EXPECT_FALSE(says(asked, "处要改")) << "nothing that was typed is wrong";
        // A vehicle that is not counted has no form to be let go with.
        EXPECT_EQ(says(asked, "name=\"here\" value=\"yes\""), act != std::string_view{"released"}) << act;
    }
    EXPECT_TRUE(acts().empty());
    EXPECT_FALSE(says(get("/g/t/T1"), "name=\"here\"")) << "only where it was asked";
    EXPECT_EQ(do_it("counted", {{"pupils", "20"}, {"adults", "2"}, {"here", "yes"}}).status, 303U);
    ASSERT_EQ(acts().size(), 1U);
    EXPECT_EQ(acts()[0].kind, GateActKind::counted);
}

TEST_F(GateElsewhere, WhereAVehicleWasLongAgoKeepsNobody) {
    tell({husong::test::position(county_.lawful, now(), 6'500, 58)});
    pass(3min);
    EXPECT_EQ(do_it("arrived").status, 303U);
}

}  // namespace
}  // namespace husong::http
