#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using rules::Episode;
using rules::Finding;
using rules::FindingChange;
using rules::Level;
using rules::RuleId;
using tracking::RecordKind;

FindingChange change(VehicleId vehicle, std::int64_t id = 1, std::uint16_t ordinal = 0) {
    FindingChange result;
    result.head.id.value = id;
    result.head.rule = RuleId::ld_01;
    result.head.vehicle = vehicle;
    result.head.day = china_midnight(morning);
    result.head.level = Level::likely;
    result.episode_ordinal = ordinal;
    Episode& episode = result.episode;
    episode.from = morning + std::chrono::hours{ordinal};
    episode.level = Level::likely;
    episode.worst = {47, 49, 45, 2, 45, 43};
    episode.latitude_deg = 40.8123456789;
    episode.longitude_deg = 118.2;
    episode.evidence[0] = {morning, RecordKind::head_count, 11};
    episode.evidence[2] = {morning - 1s, RecordKind::passenger_flow, 12};
    episode.versions = {3, 5, 7};
    return result;
}

FindingChange closed(FindingChange open, Time until) {
    open.episode.until = until;
    return open;
}

struct Findings : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    void put(const FindingChange& what, Time found_at = morning, bool late = false) {
        db.write([&](Writer& writer) { writer.put(what, found_at, late).value(); });
    }
    Finding stored(std::int64_t id = 1) { return db.reader->finding({id}).value().value(); }
    std::vector<std::int64_t> listed(FindingQuery query = {}) {
        std::vector<std::int64_t> ids;
        for (const Finding& finding : db.reader->findings(query).value())
            ids.push_back(finding.head.id.value);
        return ids;
    }
};

using Ids = std::vector<std::int64_t>;

TEST_F(Findings, AnAcknowledgementStaysWhateverBecomesOfTheFinding) {
    put(change(bus));
    const Acknowledgement told{.finding = {1},
                               .role = access::Role::police,
                               .level = Level::likely,
                               .at = morning + 60s,
                               .account = {7}};
    db.write([&](Writer& writer) {
        EXPECT_TRUE(writer.put(told).value());
        EXPECT_FALSE(writer.put(told).value());
        Acknowledgement graver = told;
        graver.level = Level::confirmed;
        EXPECT_EQ(writer.put(graver).error().code, ErrorCode::conflict);
        graver.finding = {2};
        EXPECT_EQ(writer.put(graver).error().code, ErrorCode::not_found);
    });
    db.write([&](Writer& writer) {
        writer.drop_episodes({1}, 0).value();
        writer.put(change(bus), morning + 120s, true).value();
        writer.withdraw({1}, morning + 180s, "late data").value();
    });
    const auto kept = db.reader->acknowledgements({1}, access::Role::police).value();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept.front().at, morning + 60s);
    EXPECT_EQ(kept.front().level, Level::likely);
    EXPECT_TRUE(db.reader->acknowledgements({1}, access::Role::bureau).value().empty());
}

TEST_F(Findings, AnEpisodeComesBackAsGraveAsItWas) {
    FindingChange graver = change(bus);
    graver.episode.severity = rules::Severity::s1_plus;
    put(graver);
    EXPECT_EQ(stored().episodes.front().severity, rules::Severity::s1_plus);
    put(change(bus));
    EXPECT_EQ(stored().episodes.front().severity, std::nullopt) << "the rule's own";
}

TEST_F(Findings, AFindingComesBackWithItsEpisodeAndEvidence) {
    put(change(bus), morning + 2s, true);
    const Finding finding = stored();
    EXPECT_EQ(finding.head, change(bus).head);
    EXPECT_EQ(finding.episodes, std::vector{change(bus).episode});
    EXPECT_EQ(finding.found_at, morning + 2s);
    EXPECT_TRUE(finding.found_late);
    EXPECT_TRUE(finding.open());
    EXPECT_FALSE(db.reader->finding({2}).value());
}

TEST_F(Findings, WhenItWasFoundIsKeptFromTheFirstPut) {
    put(change(bus), morning, true);
    put(closed(change(bus), morning + 60s), morning + 90s, false);
    EXPECT_EQ(stored().found_at, morning);
    EXPECT_TRUE(stored().found_late);
    EXPECT_EQ(stored().episodes, std::vector{closed(change(bus), morning + 60s).episode});
}

TEST_F(Findings, WithEveryChangeItIsUpdatedLater) {
    put(change(bus));
    EXPECT_EQ(stored().updated_at, morning);
    Time before = morning;
    const auto is_later = [&] { return stored().updated_at > std::exchange(before, stored().updated_at); };
    put(change(bus), morning + 60s);
    EXPECT_EQ(stored().updated_at, morning + 60s);
    EXPECT_TRUE(is_later());
    put(change(bus, 1, 1), morning + 59s);
    EXPECT_TRUE(is_later()) << "although the clock was put back";
    db.write([&](Writer& writer) { writer.put_level({1}, Level::confirmed).value(); });
    EXPECT_TRUE(is_later());
    db.write([&](Writer& writer) { writer.drop_episodes({1}, 1).value(); });
    EXPECT_TRUE(is_later());
    db.write([&](Writer& writer) { writer.withdraw({1}, morning + 90s, "迟到的数据").value(); });
    EXPECT_EQ(stored().updated_at, morning + 90s);
    db.write([&](Writer& writer) {
        writer.put_level({1}, Level::confirmed).value();
        writer.drop_episodes({1}, 1).value();
    });
    EXPECT_EQ(stored().updated_at, morning + 90s) << "nothing has changed";
}

TEST_F(Findings, EvidenceThatAChangeNoLongerNamesIsGone) {
    put(change(bus));
    auto less = change(bus);
    less.episode.evidence[2] = {};
    put(less);
    EXPECT_EQ(stored().episodes.at(0).evidence, less.episode.evidence);
}

TEST_F(Findings, EpisodesComeByOrdinalAndAreDroppedFromOneOn) {
    put(closed(change(bus, 1, 0), morning + 60s));
    put(closed(change(bus, 1, 1), morning + std::chrono::hours{1} + 60s));
    put(change(bus, 1, 2));
    ASSERT_EQ(stored().episodes.size(), 3U);
    EXPECT_TRUE(stored().open());
    db.write([&](Writer& writer) { writer.drop_episodes({1}, 1).value(); });
    ASSERT_EQ(stored().episodes.size(), 1U);
    EXPECT_EQ(stored().episodes[0].from, morning);
    EXPECT_EQ(listed(), Ids{}) << "the episode that is left has ended";
}

TEST_F(Findings, TheLevelIsPutAlone) {
    put(change(bus));
    db.write([&](Writer& writer) { writer.put_level({1}, Level::confirmed).value(); });
    EXPECT_EQ(stored().head.level, Level::confirmed);
    EXPECT_EQ(stored().episodes[0].level, Level::likely);
}

TEST_F(Findings, AWithdrawnFindingStaysWithItsReasonButIsNotOpen) {
    put(change(bus));
    db.write([&](Writer& writer) { writer.withdraw({1}, morning + 5s, "迟到的数据").value(); });
    EXPECT_EQ(stored().withdrawn_at, morning + 5s);
    EXPECT_EQ(stored().withdrawn_reason, "迟到的数据");
    EXPECT_FALSE(stored().open());
    EXPECT_EQ(listed(), Ids{});
    FindingQuery all;
    all.open_only = false;
    EXPECT_EQ(listed(all), Ids{1});
}

TEST_F(Findings, TheFirstWithdrawalIsTheOneThatCounts) {
    put(change(bus));
    db.write([&](Writer& writer) { writer.withdraw({1}, morning + 5s, "first").value(); });
    db.write([&](Writer& writer) { writer.withdraw({1}, morning + 9s, "second").value(); });
    EXPECT_EQ(stored().withdrawn_at, morning + 5s);
}

TEST_F(Findings, AWithdrawnFindingThatIsPutAgainHoldsAgain) {
    put(change(bus));
    db.write([&](Writer& writer) { writer.withdraw({1}, morning + 5s, "迟到的数据").value(); });
    put(change(bus));
    EXPECT_FALSE(stored().withdrawn_at);
    EXPECT_EQ(listed(), Ids{1});
}

TEST_F(Findings, SinceAnInstantThereAreTheOpenOnesThoseThatEndedLaterAndTheWithdrawnOnesLast) {
    put(closed(change(bus, 1), morning + 60s));
    put(closed(change(bus, 2), morning + 120s));
    put(change(bus, 3));
    put(change(bus, 4));
    put(change(db.vehicle("冀H00319"), 5));
    db.write([&](Writer& writer) { writer.withdraw({4}, morning, "x").value(); });
    Ids ids;
    for (const Finding& finding : db.writer->findings_since(bus, morning + 120s).value())
        ids.push_back(finding.head.id.value);
    EXPECT_EQ(ids, (Ids{2, 3, 4}));
}

TEST_F(Findings, OpenOnesOfSomeRulesAreOfEveryVehicleAndOfNone) {
    const auto of_rule = [&](RuleId rule, std::int64_t id) {
        auto made = change(bus, id);
        made.head.rule = rule;
        return made;
    };
    auto of_nobody = of_rule(RuleId::dr_03, 1);
    of_nobody.head.vehicle = {};
    of_nobody.head.subject = "D1";
    of_nobody.episode.detail = "超过 60 周岁";
    put(of_nobody, morning + 2s);
    put(of_rule(RuleId::vl_07, 2), morning + 1s);
    put(closed(of_rule(RuleId::vl_07, 3), morning + 60s));
    put(of_rule(RuleId::ld_01, 4));
    put(of_rule(RuleId::vl_07, 5));
    db.write([&](Writer& writer) { writer.withdraw({5}, morning, "x").value(); });
    const auto open = db.writer->open_findings(std::array{RuleId::dr_03, RuleId::vl_07}).value();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].head.id.value, 2);
    EXPECT_EQ(open[1].head, of_nobody.head);
    EXPECT_EQ(open[1].episodes, std::vector{of_nobody.episode});
}

TEST_F(Findings, ConfirmedOnesSinceAnInstantAreTheRulesAndNotWithdrawn) {
    const auto confirmed = [&](std::int64_t id) {
        auto made = change(bus, id);
        made.head.level = Level::confirmed;
        return made;
    };
    put(confirmed(1), morning - 1ms);
    put(closed(confirmed(2), morning + 60s), morning);
    put(change(bus, 3));  // likely
    put(confirmed(4));
    db.write([&](Writer& writer) { writer.withdraw({4}, morning, "x").value(); });
    auto other = confirmed(5);
    other.head.rule = RuleId::ld_02;
    put(other);
    const auto heads = db.writer->confirmed_since(RuleId::ld_01, morning).value();
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(heads[0], confirmed(2).head);
}

TEST_F(Findings, TheListIsNewestFirstAndPagesWithoutGapsOrRepeats) {
    for (std::int64_t id = 1; id <= 5; ++id) put(change(bus, id), morning + 1s * (id / 2));
    FindingQuery page;
    page.limit = 2;
    EXPECT_EQ(listed(page), (Ids{5, 4}));
    const Finding last = stored(4);
    page.after = Cursor{to_millis(last.found_at), last.head.id.value};
    EXPECT_EQ(listed(page), (Ids{3, 2}));
    page.after = Cursor{to_millis(stored(2).found_at), 2};
    EXPECT_EQ(listed(page), Ids{1});
}

TEST_F(Findings, TheListIsFilteredByRuleLevelAndVehicle) {
    put(change(bus, 1));
    auto other = change(db.vehicle("冀H00319"), 2);
    other.head.rule = RuleId::vl_01;
    other.head.level = Level::suspected;
    put(other, morning + 1s);
    put(closed(change(bus, 3), morning + 60s), morning + 2s);

    FindingQuery query;
    EXPECT_EQ(listed(query), (Ids{2, 1}));
    query.rule = RuleId::vl_01;
    EXPECT_EQ(listed(query), Ids{2});
    query = {};
    query.min_level = Level::likely;
    EXPECT_EQ(listed(query), Ids{1});
    query = {};
    query.vehicle = bus;
    EXPECT_EQ(listed(query), Ids{1});
    query.open_only = false;
    EXPECT_EQ(listed(query), (Ids{3, 1}));
}

}  // namespace
}  // namespace husong::db::testing
