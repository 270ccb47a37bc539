// The steps of a term's plan, from its submission to its publication.
#include "server/registry/holiday_plans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::registry {
namespace {

using testing::HasSubstr;

class HolidaySteps : public testing::Test {
protected:
    HolidaySteps() { plan_.number = 3, take(HolidayAct::submitted, Party::bureau); }

    Result<> may(HolidayAct act, Party party, std::string reason = {}) const {
        return check_step(plan_, {3, act, party, "某人", std::move(reason), {}});
    }
    void take(HolidayAct act, Party party, std::string reason = {}) {
        plan_.steps.push_back({3, act, party, "某人", std::move(reason), {}});
    }
    HolidayPlanHead plan_;
};

TEST_F(HolidaySteps, IsPublishedWhenBothHaveAgreed) {
    EXPECT_THAT(may(HolidayAct::published, Party::bureau).error().what, HasSubstr("police has not answered"));
    take(HolidayAct::agreed, Party::police);
    EXPECT_THAT(may(HolidayAct::published, Party::bureau).error().what,
                HasSubstr("transport has not answered"));
    take(HolidayAct::agreed, Party::transport);
    EXPECT_TRUE(may(HolidayAct::published, Party::bureau));
}

TEST_F(HolidaySteps, AnObjectionHoldsUntilItsPartyAgrees) {
    take(HolidayAct::agreed, Party::police);
    take(HolidayAct::agreed, Party::transport);
    take(HolidayAct::objected, Party::police, "那天有集市");
    EXPECT_THAT(may(HolidayAct::published, Party::bureau).error().what, HasSubstr("那天有集市"));
    take(HolidayAct::agreed, Party::police);
    EXPECT_TRUE(may(HolidayAct::published, Party::bureau));
}

TEST_F(HolidaySteps, AnObjectionGivesItsReason) {
    EXPECT_EQ(may(HolidayAct::objected, Party::police).error().code, ErrorCode::malformed);
    EXPECT_TRUE(may(HolidayAct::objected, Party::police, "那天有集市"));
}

TEST_F(HolidaySteps, AReasonHasAnEnd) {
    EXPECT_TRUE(may(HolidayAct::objected, Party::police, std::string(longest_reason, 'x')));
    const auto refused = may(HolidayAct::objected, Party::police, std::string(longest_reason + 1, 'x'));
    EXPECT_EQ(refused.error().code, ErrorCode::malformed);
    EXPECT_THAT(refused.error().what, HasSubstr("reason: at most"));
}

TEST_F(HolidaySteps, AnswersHaveAnEndAndThePublicationIsStillPossible) {
    take(HolidayAct::agreed, Party::transport);
    while (plan_.steps.size() < most_answers) take(HolidayAct::agreed, Party::police);
    EXPECT_THAT(may(HolidayAct::objected, Party::police, "那天有集市").error().what, HasSubstr("too often"));
    EXPECT_TRUE(may(HolidayAct::published, Party::bureau));
}

TEST_F(HolidaySteps, EachPartyDoesItsOwn) {
    EXPECT_FALSE(may(HolidayAct::agreed, Party::bureau));
    EXPECT_FALSE(may(HolidayAct::published, Party::police));
    EXPECT_FALSE(may(HolidayAct::withdrawn, Party::transport));
    EXPECT_FALSE(may(HolidayAct::submitted, Party::bureau));  // a second time
}

TEST_F(HolidaySteps, NothingFollowsTheEnd) {
    take(HolidayAct::withdrawn, Party::bureau);
    for (const auto& [act, party] :
         {std::pair{HolidayAct::agreed, Party::police}, std::pair{HolidayAct::published, Party::bureau},
          std::pair{HolidayAct::withdrawn, Party::bureau}})
        EXPECT_THAT(may(act, party).error().what, HasSubstr("is withdrawn"));
}

TEST_F(HolidaySteps, NobodyIsLeftWithoutAVehicle) {
    take(HolidayAct::agreed, Party::police);
    take(HolidayAct::agreed, Party::transport);
    plan_.unserved = 12;
    EXPECT_THAT(may(HolidayAct::published, Party::bureau).error().what, HasSubstr("12 riders"));
}

}  // namespace
}  // namespace husong::registry
