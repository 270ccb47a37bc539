#include "server/http/finding_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace husong::http {
namespace {

using live::FindingScene;

FindingScene scene(std::int64_t id, bool pupils, rules::RuleId rule = rules::RuleId::vl_04,
                   rules::Level level = rules::Level::likely) {
    FindingScene one;
    one.finding.head.id = FindingId{id};
    one.finding.head.rule = rule;
    one.finding.head.level = level;
    one.finding.found_at = from_millis(1'788'217'100'000 + id);
    one.summary.pupils_aboard_likely = pupils;
    return one;
}

std::vector<std::int64_t> ranked(std::vector<FindingScene> scenes) {
    std::sort(scenes.begin(), scenes.end(), ranks_before);
    std::vector<std::int64_t> ids;
    for (const FindingScene& one : scenes) ids.push_back(one.finding.head.id.value);
    return ids;
}

using Ids = std::vector<std::int64_t>;

TEST(FindingList, BeginsWithTheSurestThenPupilsAboardThenTheWorstThenTheNewest) {
    EXPECT_EQ(ranked({scene(1, false), scene(2, true)}), (Ids{2, 1}));
    EXPECT_EQ(ranked({scene(1, true), scene(2, true)}), (Ids{2, 1}));
    EXPECT_EQ(
        ranked({scene(3, true, rules::RuleId::vl_11), scene(1, true, rules::RuleId::ld_02), scene(2, true)}),
        (Ids{1, 2, 3}));
    EXPECT_EQ(ranked({scene(2, true, rules::RuleId::ld_02, rules::Level::suspected),
                      scene(1, false, rules::RuleId::vl_04, rules::Level::confirmed)}),
              (Ids{1, 2}));
    FindingScene worse = scene(1, true);
    worse.summary.over = 7;
    EXPECT_EQ(ranked({scene(2, true), worse}), (Ids{1, 2}));
}

TEST(FindingList, GoesOnAfterTheLastRowOfThePageBeforeWhereverThatIsNow) {
    const std::vector<FindingScene> before{scene(1, true), scene(2, true), scene(3, true)};
    const std::string cursor = cursor_after(before, 2);
    EXPECT_EQ(page_begin(before, cursor), 2U);
    const std::vector<FindingScene> moved{scene(9, true), scene(1, true), scene(2, true), scene(3, true)};
    EXPECT_EQ(page_begin(moved, cursor), 3U);
    const std::vector<FindingScene> gone{scene(1, true), scene(3, true), scene(4, true)};
    EXPECT_EQ(page_begin(gone, cursor), 2U);
    EXPECT_EQ(page_begin({}, cursor), 0U);
    EXPECT_EQ(page_begin(before, ""), 0U);
    EXPECT_EQ(page_begin(before, "nonsense"), 0U);
}

TEST(FindingList, TakesAPlaceInDegreesOnly) {
    const auto near = [](std::string text) {
        Request request;
        request.query = {{"near", std::move(text)}};
        return read_filter(request).has_value();
    };
    EXPECT_TRUE(near("40.8,118.2"));
    EXPECT_TRUE(near("-40,-118"));
    for (const char* text : {"40.8", "40.8,", "91,0", "0,181", "nan,0", "40.8,118.2,1", " 40,118"})
        EXPECT_FALSE(near(text)) << text;
}

}  // namespace
}  // namespace husong::http
