#include "tests/rules/verdict_fixture.hpp"

namespace husong::rules {
namespace {

TEST_F(VerdictTest, AFreshCountWithinTheLimitMayCarryPupils) {
    story->drive(60s);
    story->count(41, 2);
    const Verdict answer = verdict(30s);
    EXPECT_EQ(answer.headline.word, VerdictWord::may_carry);
    EXPECT_EQ(answer.headline.text, "可以载运学生");
    EXPECT_EQ(answer.headline.reason, "证照有效，车上 43 人，核载 45 人");
    EXPECT_TRUE(answer.also.empty());
    EXPECT_EQ(answer.load.people, 43);
    EXPECT_EQ(answer.load.pupils, 41);
    EXPECT_EQ(answer.load.adults, 2);
    EXPECT_TRUE(answer.load.fresh);
    EXPECT_EQ(answer.load.fresh_until, answer.load.counted_at.value() + std::chrono::minutes{60});
    EXPECT_EQ(answer.load.basis_zh, "照管员 07:01 清点，之后没停站");
}

TEST_F(VerdictTest, NothingIsInOrderWhileLateDataWaits) {
    story->drive(60s);
    story->count(41, 2);
    Verdict clean = verdict(30s);
    ASSERT_EQ(clean.headline.word, VerdictWord::may_carry);
    withhold_clean(clean);
    EXPECT_EQ(clean.headline.word, VerdictWord::check);
    EXPECT_FALSE(clean.load.fresh);
    story->count(48, 2);
    Verdict over = verdict(30s);
    withhold_clean(over);
    EXPECT_EQ(over.headline.text, "超员 5 人");
}

TEST_F(VerdictTest, ALowCountDoesNotClearWhatTheCounterIsSureOf) {
    story->load(50);
    ASSERT_EQ(word(), "check");
    story->count(5, 2, tracking::Source::police);
    EXPECT_EQ(word(), "likely_over") << "what was known before stands until somebody counts again";
    EXPECT_NE(verdict().headline.reason.find("清点 7 人，与车门计数不符，请再点一次"), std::string::npos);
    story->drive(120s);
    EXPECT_EQ(story->open(), "LD-01 suspected");
    story->count(43, 2, tracking::Source::police);
    story->count(43, 2, tracking::Source::police);
    EXPECT_EQ(word(), "may_carry");
}

TEST_F(VerdictTest, AMistypedPoliceCountNeverTurnsABusWithPupilsGreen) {
    story->drive(60s);
    story->count(38, 2);
    story->drive(60s);
    story->count(0, 1, Source::police);
    const Verdict asked = verdict();
    EXPECT_EQ(asked.headline.word, VerdictWord::check);
    EXPECT_EQ(asked.headline.reason, "交警 07:02 清点 1 人，与之前的 40 人相差太大，请再点一次");
    EXPECT_EQ(asked.load.basis, LoadView::Basis::head_count);
    EXPECT_TRUE(asked.load.disputed);
    EXPECT_FALSE(asked.load.fresh);
    story->count(0, 1, Source::police);
    EXPECT_EQ(word(), "may_carry");
    EXPECT_FALSE(verdict().load.disputed);
}

TEST_F(VerdictTest, AMistypedPoliceCountLeavesAnOverloadOpenAndAsksAgain) {
    story->drive(60s);
    story->count(50, 2);
    story->stand(60s, true);
    story->count(0, 1, Source::police);
    EXPECT_EQ(word(), "likely_over");
    story->drive(60s);
    EXPECT_EQ(word(), "likely_over");
    EXPECT_EQ(story->open(), "LD-01 confirmed");
    story->count(0, 1, Source::police);
    EXPECT_EQ(word(), "may_carry");
    story->drive(70s);
    EXPECT_EQ(story->open(), "");
}

TEST_F(VerdictTest, GreenEndsAtTheNextStop) {
    story->drive(60s);
    story->count(41, 2);
    story->drive(60s);
    EXPECT_EQ(word(), "may_carry");
    story->stand(20s);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::check);
    EXPECT_EQ(answer.headline.reason, "照管员 07:01 清点 43 人，之后可能有人上车，核载 45 人");
}

TEST_F(VerdictTest, GreenEndsAfterAnHour) {
    story->drive(60s);
    story->count(41, 2);
    story->drive(std::chrono::minutes{59});
    EXPECT_EQ(word(), "may_carry");
    story->drive(std::chrono::minutes{1});
    EXPECT_EQ(word(), "check");
}

TEST_F(VerdictTest, GreenEndsByTheClockWhenTheVehicleIsNotSeen) {
    story->drive(60s);
    story->count(41, 2);
    EXPECT_EQ(word(59s), "may_carry");
    EXPECT_EQ(word(60s), "check");
}

TEST_F(VerdictTest, ACounterAloneIsNeverGreen) {
    story->load(20);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::check);
    EXPECT_EQ(answer.headline.reason, "车上 18–22 人，核载 45 人，没有人清点过");
}

TEST_F(VerdictTest, FortyFivePupilsDriverAndEscortAreOverByTwo) {
    story->drive(60s);
    story->count(45, 2);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::over);
    EXPECT_EQ(answer.headline.text, "超员 2 人");
    EXPECT_EQ(answer.headline.reason, "核载 45 人，实载 47 人（超 4.4%）");
    EXPECT_EQ(answer.headline.over, 2);
    EXPECT_EQ(answer.headline.tenths_of_percent, 44);
}

TEST_F(VerdictTest, FiftyTwoAboardAreOverBySevenAsPoliceStateIt) {
    story->drive(60s);
    story->count(50, 2);
    EXPECT_EQ(verdict().headline.reason, "核载 45 人，实载 52 人（超 15.6%）");
}

TEST_F(VerdictTest, ASensorSaysLikelyWhereTheRuleDoesAndAsksForACount) {
    story->load(70);
    ASSERT_EQ(story->open(), "LD-01 likely");
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::likely_over);
    EXPECT_EQ(answer.headline.text, "很可能超员，请清点");
    EXPECT_NE(answer.headline.reason.find("核载 45 人"), std::string::npos);
    EXPECT_EQ(answer.load.people, std::nullopt);
}

TEST_F(VerdictTest, OneReadingAboveTheLimitOfAVehicleOfWhichNothingIsKnownMayBeTooMany) {
    story->load(49);
    ASSERT_EQ(story->open(), "LD-01 suspected");
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::check);
    EXPECT_EQ(answer.headline.text, "可能超员，请清点");
    EXPECT_EQ(answer.headline.reason, "车上 47–51 人，核载 45 人，请当面点一次");
}

TEST_F(VerdictTest, TheLimitInsideTheIntervalAsksForACheck) {
    story->load(45);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::check);
    EXPECT_EQ(answer.headline.reason, "车上 43–47 人，核载 45 人，请当面点一次");
}

TEST_F(VerdictTest, WithoutAnyCountTheLoadIsUnknown) {
    story->drive(60s);
    EXPECT_EQ(word(), "unknown_load");
    EXPECT_EQ(verdict().headline.text, "证照有效，人数未知");
}

TEST_F(VerdictTest, AtLeastNobodyIsNoNumber) {
    story->drive(60s);
    story->tell(telling::flow(story->now - 20s, story->now, 0, 3));
    story->stand(std::chrono::minutes{5});
    const Verdict answer = verdict();
    EXPECT_EQ(answer.load.lower, 0);
    EXPECT_EQ(answer.headline.word, VerdictWord::unknown_load);
    EXPECT_EQ(answer.headline.reason, "没有清点记录");
    EXPECT_EQ(interval_zh(answer.load), "");
}

TEST_F(VerdictTest, AVehicleThatNeverToldAnythingIsJudgedByItsPapers) {
    const Verdict answer =
        judge_for_police(nullptr, bus, story->registry, story->now, {story->tracking, story->rules});
    EXPECT_EQ(answer.headline.word, VerdictWord::unknown_load);
    EXPECT_EQ(answer.position, std::nullopt);
}

TEST_F(VerdictTest, ACountBelowTheCountersBoundIsNotBelieved) {
    story->load(45);
    story->count(36, 2, Source::gate);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::check);
    EXPECT_EQ(answer.headline.reason, "门岗 07:14 清点 38 人，与车门计数不符，请再点一次");
}

// Nobody knows how many were aboard before: the counter tells only how many at least.
void board_unseen_from_the_start(Story& story, int boarded) {
    story.drive(60s);
    story.stop(boarded, 0);
    story.drive(90s);
}

TEST_F(VerdictTest, ACountAndACounterThatAreBothOverDoNotContradictEachOther) {
    board_unseen_from_the_start(*story, 50);
    story->count(50, 2);
    ASSERT_TRUE(story->state.track.load.contested);
    const std::string both = "照管员 07:03 清点 52 人，车门计数至少 48 人，都超过核载 45 人；再点一次即查实";
    EXPECT_EQ(verdict().headline.reason, both);
    EXPECT_EQ(summary(RuleId::ld_01).detail, both);
    EXPECT_EQ(story->finding(RuleId::ld_01)->episode.worst.lower, 48) << "52 is nobody's lower bound";
    story->count(50, 2);
    EXPECT_EQ(word(), "over");
}

TEST_F(VerdictTest, OfAContestedCountThatTheCounterDoesNotBearOutNoLowerBoundIsTold) {
    story->load(40);
    story->count(53, 2);
    ASSERT_TRUE(story->state.track.load.contested);
    const std::string differs = "照管员 07:14 清点 55 人，与车门计数不符，请再点一次，核载 45 人";
    EXPECT_EQ(verdict().headline.reason, differs);
    EXPECT_EQ(summary(RuleId::ld_01).detail, differs);
}

TEST_F(VerdictTest, OverloadStandsUntilItIsRefuted) {
    story->drive(60s);
    story->count(50, 2);
    story->stop(0, 3);
    EXPECT_EQ(word(), "over");
    story->stop(0, 30);
    story->drive(60s);
    EXPECT_EQ(word(), "check");
}

TEST_F(VerdictTest, AnOverloadThatThePoliceCountedIsNotTakenBackByTheEscort) {
    story->stand(60s);
    story->count(50, 2, Source::police);
    story->count(10, 2);
    EXPECT_EQ(word(), "over");
    story->stand(180s);
    story->count(43, 2);
    EXPECT_EQ(word(), "over");
    EXPECT_EQ(story->open(), "LD-01 confirmed");
    story->count(43, 2, Source::police);
    EXPECT_EQ(word(), "may_carry");
}

TEST_F(VerdictTest, AnOverloadOutlastsTheEngineThatTheDriverSwitchesOff) {
    story->drive(60s);
    story->stand(60s, true);
    story->count(50, 2, Source::police);
    story->stand(std::chrono::minutes{40}, true, false, 60s);
    EXPECT_EQ(word(), "over");
}

TEST_F(VerdictTest, ACountWithoutAnyAdultIsNotSureOnceSomebodyDrives) {
    story->stand(60s);
    story->count(45, 0);
    EXPECT_EQ(word(), "may_carry");
    story->drive(60s);
    EXPECT_EQ(word(), "check");
    EXPECT_EQ(verdict().headline.reason, "车上 45–46 人，核载 45 人，请当面点一次");
    story->count(30, 0);
    EXPECT_EQ(word(), "check");
    EXPECT_EQ(verdict().headline.reason,
              "照管员 07:02 清点 30 人，没有算驾驶人，现在车上 30–31 人，核载 45 人");
}

TEST_F(VerdictTest, APlateNobodyKnowsIsNotRegisteredAndNothingElse) {
    const Verdict answer =
        judge_for_police(nullptr, std::nullopt, story->registry, story->now, {story->tracking, story->rules});
    EXPECT_FALSE(answer.registered);
    EXPECT_EQ(answer.headline.word, VerdictWord::not_registered);
    EXPECT_EQ(answer.headline.text, "本县没有登记");
    EXPECT_TRUE(answer.also.empty());
    EXPECT_TRUE(answer.papers.empty());
}

TEST_F(VerdictTest, AnExpiredPlateForbidsAndTheOverloadFollows) {
    use(changed([](auto& rows) {
        rows.school_bus_plates.front().valid_until = china_midnight(morning) - std::chrono::days{3};
    }));
    story->drive(60s);
    story->count(50, 2);
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::must_not);
    EXPECT_EQ(answer.headline.reason, "校车标牌已于 2026-08-28 到期");
    ASSERT_EQ(answer.also.size(), 1U);
    EXPECT_EQ(answer.also.front().text, "超员 7 人");
    EXPECT_EQ(answer.papers[2].state, PaperState::expired);
}

TEST_F(VerdictTest, APlateThatWasGivenBackForbids) {
    use(changed([](auto& rows) {
        rows.school_bus_plates.front().value.returned_on = china_date(morning - std::chrono::days{3});
    }));
    EXPECT_EQ(verdict().headline.word, VerdictWord::must_not);
    EXPECT_EQ(verdict().headline.reason, "校车标牌已于 2026-08-29 交回");
}

TEST_F(VerdictTest, ANonCommercialVehicleMustNotCarryPupils) {
    use(changed([](auto& rows) {
        vehicle_of(rows).use_nature = 'A';
        rows.school_bus_plates.clear();
        rows.permits.clear();
    }));
    const Verdict answer = verdict();
    EXPECT_EQ(answer.headline.word, VerdictWord::must_not);
    EXPECT_EQ(answer.headline.reason, "非营运车；没有校车标牌");
    EXPECT_EQ(answer.papers[1].text, "非营运，不得接送学生");
    EXPECT_TRUE(std::none_of(answer.also.begin(), answer.also.end(), [](const VerdictLine& line) {
        return line.word == VerdictWord::unknown_load || line.word == VerdictWord::may_carry;
    }));
}

TEST_F(VerdictTest, GoodsVehiclesAndBannedOnesMustNotEither) {
    use(changed([](auto& rows) { vehicle_of(rows).vehicle_class = registry::VehicleClass::goods; }));
    EXPECT_EQ(verdict().headline.reason, "货车不得载人");
    use(changed([](auto& rows) { vehicle_of(rows).status = registry::VehicleStatus::banned; }));
    EXPECT_EQ(verdict().headline.reason, "备案状态为禁用");
}

TEST_F(VerdictTest, PapersThatEndWithinAWeekAreWorthALook) {
    use(changed([](auto& rows) {
        rows.school_bus_plates.front().valid_until = china_midnight(morning) + std::chrono::days{7};
    }));
    story->drive(60s);
    story->count(41, 2);
    EXPECT_EQ(verdict().headline.word, VerdictWord::check);
    EXPECT_EQ(verdict().headline.reason, "校车标牌至 2026-09-07");
    EXPECT_TRUE(verdict().also.empty());
}

TEST_F(VerdictTest, EveryPaperHasItsLine) {
    const auto papers = verdict().papers;
    ASSERT_EQ(papers.size(), 4U);
    EXPECT_EQ(papers[0].text, "在用");
    EXPECT_EQ(papers[1].text, "中小学生校车");
    EXPECT_EQ(papers[2].text, "至 2027-01-28");
    EXPECT_EQ(papers[3].state, PaperState::valid);
    EXPECT_EQ(paper_name(papers[2].kind), "school_bus_plate");
    EXPECT_EQ(paper_name_zh(papers[3].kind), "校车使用许可");
    EXPECT_EQ(paper_state_name(PaperState::not_needed), "not_needed");
}

TEST_F(VerdictTest, APositionAgesFromLiveToSilent) {
    story->drive(60s);
    const auto state_after = [&](Milliseconds later) {
        return std::string{position_age_name(verdict(later).position->state)};
    };
    EXPECT_EQ(state_after(120s), "live");
    EXPECT_EQ(state_after(121s), "delayed");
    EXPECT_EQ(state_after(301s), "stale");
    EXPECT_EQ(state_after(601s), "silent");
    story->stand(60s, false, false);
    EXPECT_EQ(state_after(1'000s), "parked");
}

}  // namespace
}  // namespace husong::rules
