// husongctl holidays publish: what it refuses, a dry run too.
#include "tests/plan_check/planted.hpp"
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::HasSubstr;

struct HolidayPublish : Ctl {
    // Two plans of the term to which everybody agrees; the second is in force.
    HolidayPublish() {
        make_database();
        write("case.json", term.question_text());
        write("plan.json", term.plan_text());
        for (const char* plan : {"1", "2"}) {
            EXPECT_EQ(holidays({"submit", "--case", "case.json", "--plan", "plan.json"}).err, "");
            for (const char* party : {"police", "transport"})
                EXPECT_EQ(holidays({"agree", plan, "--as", party}).err, "");
        }
        registry::RegistryRows none;
        none.version = reader()->load_registry().value().version;
        const registry::HolidayStep published{
            2, registry::HolidayAct::published, registry::Party::bureau, "局", "", Time{}};
        db::open_sqlite(database).value()->admin().value()->take_holiday_step(published, none, {}).value();
    }
    [[nodiscard]] Ended holidays(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "holidays");
        arguments.insert(arguments.end(), {"--who", "局"});
        return ctl(std::move(arguments));
    }
    plan_check::SmallTerm term;
};

TEST_F(HolidayPublish, AnOlderPlanIsRefusedByADryRunTooAndNothingIsCounted) {
    for (const bool dry : {true, false}) {
        std::vector<std::string> publish{"publish", "1"};
        if (dry) publish.emplace_back("--dry-run");
        const Ended ended = holidays(publish);
        EXPECT_EQ(ended.code, 1);
        EXPECT_THAT(ended.err, HasSubstr("plan 1: plan 2 of the term is newer and published"));
        EXPECT_EQ(ended.out, "");
    }
}

}  // namespace
}  // namespace husong::test
