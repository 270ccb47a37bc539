#include "server/coordination/case.hpp"

#include "tests/coordination/made_up_county.hpp"

#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
}

TEST(Case, IsTheSameAfterBeingWrittenAndRead) {
    for (const TermOf2026 term : {TermOf2026::autumn, TermOf2026::spring}) {
        Case county = made_up_county(1, term);
        Leg& leg = *county.breaks[3].home;
        leg.pinned = leg.published = Moment{leg.wish.on, Minutes{14 * 60 + 5}};
        leg.forbidden = {leg.wish.on + std::chrono::days{1}};
        county.days[7].closed = {county.schools[2].code};
        const auto read = read_case(to_json(county));
        ASSERT_TRUE(read) << read.error().what;
        EXPECT_EQ(*read, county);
    }
}

TEST(Case, NamesThePlaceOfWhatIsWrong) {
    const std::string right = to_json(made_up_county(1, TermOf2026::autumn, {4, 800, 20, 30}));
    const auto fault = [](const std::string& text) {
        const auto read = read_case(text);
        return read ? "" : read.error().what;
    };
    EXPECT_EQ(fault(right), "");
    EXPECT_EQ(fault(replaced(right, "\"turn_minutes\":20", "\"turn_minutes\":-1")),
              "rules.turn_minutes is no whole number from 0 to 1440");
    EXPECT_EQ(fault(replaced(right, "\"school\":\"S01\"", "\"school\":\"S99\"")),
              "lines[0].school names nothing of this case: S99");
    EXPECT_EQ(fault(replaced(right, "\"on\":\"2026-08-31\"", "\"on\":\"2026-02-30\"")),
              "breaks[0].back.wish.on is no day like 2026-09-30");
    EXPECT_EQ(fault(replaced(right, "\"junior_high\"", "\"college\"")),
              "schools[0].stages[0] is none of kindergarten, primary, junior_high, senior_high");
    EXPECT_EQ(fault(replaced(right, "\"earliest_home\":\"", "\"earliest_home\":\"9")),
              "schools[0].earliest_home is no time of day like 15:30");
    EXPECT_EQ(fault("[]"), "term is no text");
    EXPECT_NE(fault("{").find("the case is no JSON"), std::string::npos);
}

}  // namespace
}  // namespace husong::coordination
