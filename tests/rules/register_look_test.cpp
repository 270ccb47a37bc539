#include "server/rules/register_look.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

const Time expired = *parse_time("2026-09-01T00:00:00+08:00");
const Time noticed = *parse_time("2026-09-01T00:00:01+08:00");
constexpr VehicleId checked_bus{7};

Breach expired_paper(VehicleId vehicle = checked_bus, std::string subject = "") {
    return {.vehicle = vehicle, .subject = std::move(subject), .since = expired, .detail = "检验已到期"};
}

// As the store would give back what a look opened.
Finding stored(const FindingChange& change) {
    Finding finding;
    finding.head = change.head;
    finding.episodes = {change.episode};
    return finding;
}

std::vector<FindingChange> look(std::vector<Breach> breaches, const std::vector<Finding>& open, Time now) {
    return changes_of_look(RuleId::vl_07, std::move(breaches), open, now);
}

TEST(RegisterLook, OpensWhatNobodyKnowsYet) {
    const auto changes = look({expired_paper()}, {}, noticed);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].head.rule, RuleId::vl_07);
    EXPECT_EQ(changes[0].head.vehicle, checked_bus);
    EXPECT_EQ(changes[0].head.day, expired);
    EXPECT_EQ(changes[0].head.level, Level::confirmed);
    EXPECT_EQ(changes[0].episode.from, expired);
    EXPECT_EQ(changes[0].episode.until, std::nullopt);
    EXPECT_EQ(changes[0].episode.detail, "检验已到期");
}

TEST(RegisterLook, GivesTheSameIdWheneverItLooks) {
    const auto id = [](const Breach& breach, Time now) { return look({breach}, {}, now).at(0).head.id; };
    const FindingId first = id(expired_paper(), noticed);
    EXPECT_EQ(id(expired_paper(), noticed + std::chrono::days{9}), first);
    EXPECT_NE(id(expired_paper(VehicleId{8}), noticed), first);
    EXPECT_NE(id(expired_paper(checked_bus, "D1"), noticed), first);
}

TEST(RegisterLook, ChangesNothingTheSecondTime) {
    const Finding known = stored(look({expired_paper()}, {}, noticed).at(0));
    EXPECT_TRUE(look({expired_paper()}, {known}, noticed + 1h).empty());
    Breach edited = expired_paper();
    edited.versions = {99, 0, 0};
    EXPECT_TRUE(look({edited}, {known}, noticed + 1h).empty()) << "another field of the row was edited";
}

TEST(RegisterLook, EndsWhatNoLongerHolds) {
    const Finding known = stored(look({expired_paper()}, {}, noticed).at(0));
    const auto changes = look({}, {known}, noticed + 1h);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].head, known.head);
    EXPECT_EQ(changes[0].episode_ordinal, 0);
    EXPECT_EQ(changes[0].episode.until, noticed + 1h);
}

TEST(RegisterLook, TellsAStandingFindingAnewUnderItsId) {
    const Finding known = stored(look({expired_paper()}, {}, noticed).at(0));
    Breach earlier = expired_paper();
    earlier.since = expired - std::chrono::days{3};
    earlier.detail = "检验更早已到期";
    const auto changes = look({earlier}, {known}, noticed + 1h);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].head.id, known.head.id);
    EXPECT_EQ(changes[0].episode.from, earlier.since);
    EXPECT_EQ(changes[0].episode.detail, "检验更早已到期");
}

TEST(RegisterLook, TellsAnewWhatHasBecomeGraver) {
    const Finding known = stored(look({expired_paper()}, {}, noticed).at(0));
    EXPECT_EQ(known.episodes[0].severity, std::nullopt) << "as the rule says";
    Breach graver = expired_paper();
    graver.severity = Severity::s1_plus;
    const auto changes = look({graver}, {known}, noticed + 1h);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].head.id, known.head.id);
    EXPECT_EQ(changes[0].episode.severity, Severity::s1_plus);
    EXPECT_TRUE(look({graver}, {stored(changes[0])}, noticed + 2h).empty());
}

TEST(RegisterLook, KnowsFindingsByVehicleAndSubject) {
    const Finding hers = stored(look({expired_paper({}, "D1")}, {}, noticed).at(0));
    const auto changes = look({expired_paper({}, "D2")}, {hers}, noticed);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].head.subject, "D2");
    EXPECT_FALSE(changes[0].episode.until);
    EXPECT_EQ(changes[1].head.subject, "D1");
    EXPECT_TRUE(changes[1].episode.until);
}

TEST(RegisterLook, OpensAClosedFindingAgainWithAnotherEpisode) {
    Finding closed = stored(look({expired_paper()}, {}, noticed).at(0));
    closed.episodes[0].until = noticed + 1h;
    FindingChange opened = look({expired_paper()}, {}, noticed + 2h).at(0);
    ASSERT_EQ(opened.head.id, closed.head.id);
    reopen(opened, closed);
    EXPECT_EQ(opened.episode_ordinal, 1);
    EXPECT_EQ(opened.episode.from, noticed + 1h);
    closed.episodes.push_back(opened.episode);
    EXPECT_TRUE(look({expired_paper()}, {closed}, noticed + 3h).empty());
}

}  // namespace
}  // namespace husong::rules
