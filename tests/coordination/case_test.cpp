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
              "rules.turn_minutes is no whole number from 0 to 240");
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

// A text of a few megabytes must not become a county of millions.
TEST(Case, OfAnAbsurdSizeIsRefusedWithTheListsName) {
    const Case right = made_up_county(1, TermOf2026::autumn, {4, 800, 20, 30});
    const auto fault = [&](auto grow) {
        Case grown = right;
        grow(grown);
        const auto read = read_case(to_json(grown));
        return read ? "" : read.error().what;
    };
    EXPECT_EQ(fault([](Case& c) { c.days.resize(401); }), "days has 401 entries, more than 400");
    EXPECT_EQ(fault([](Case& c) { c.schools.resize(3'001); }), "schools has 3001 entries, more than 3000");
    EXPECT_EQ(fault([](Case& c) { c.lines.resize(30'001); }), "lines has 30001 entries, more than 30000");
    EXPECT_EQ(fault([](Case& c) { c.vehicles.resize(20'001); }),
              "vehicles has 20001 entries, more than 20000");
    EXPECT_EQ(fault([](Case& c) { c.vehicles[3].busy.resize(10'001); }),
              "vehicles[3].busy has 10001 entries, more than 10000");
    EXPECT_EQ(fault([](Case& c) { c.breaks.resize(100'001); }),
              "breaks has 100001 entries, more than 100000");
    EXPECT_EQ(fault([](Case& c) { c.lines[0].places.resize(501); }),
              "lines[0].places has 501 entries, more than 500");
}

TEST(Case, NamesThePlaceOfWhatContradictsItself) {
    const Case right = made_up_county(1, TermOf2026::autumn, {4, 800, 20, 30});
    ASSERT_EQ(contradiction_of(right), "");
    const auto found = [&](auto spoil) {
        Case spoilt = right;
        spoil(spoilt);
        const auto read = read_case(to_json(spoilt));
        return read ? "" : read.error().what;
    };
    EXPECT_EQ(found([](Case& c) { c.schools[2].code = "S01"; }).substr(0, 16), "schools[2].code ");
    EXPECT_EQ(found([](Case& c) { c.vehicles[5].plate = c.vehicles[1].plate; }).substr(0, 18),
              "vehicles[5].plate ");
    EXPECT_EQ(found([](Case& c) { c.schools[1].latest_home = Minutes{60}; }),
              "schools[1].latest_home is before earliest_home");
    EXPECT_EQ(found([](Case& c) { c.lines[0].places.back().from_school = Minutes{0}; }).substr(0, 8),
              "lines[0]");
    EXPECT_EQ(found([](Case& c) { std::swap(c.breaks[1], c.breaks[2]); }),
              "breaks[2].number is not above that of the school's break before it");
    EXPECT_EQ(found([](Case& c) { c.breaks[1].home->wish.on += std::chrono::days{900}; }),
              "breaks[1].home.wish.on is no day of the case");
    EXPECT_EQ(found([](Case& c) { c.breaks[1].back->wish.on = c.breaks[1].home->wish.on; }),
              "breaks[1].back.wish.on is not after home.wish.on");
}

}  // namespace
}  // namespace husong::coordination
