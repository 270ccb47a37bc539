#include "tests/ingest/intake_fixture.hpp"

#include <algorithm>
#include <utility>

namespace husong::ingest {
namespace {

using rules::RuleId;
using test::lawful_plate;
using test::school_day;

// 冀H00318 was retired ten days ago and has not returned its plate: from the next midnight on it is VL-12.
class RegisterChoreTest : public IntakeTest {
protected:
    RegisterChoreTest() {
        bus_.valid_from = china_midnight(school_day) - std::chrono::days{10};
        edit([](registry::Vehicle& bus) { bus.status = registry::VehicleStatus::retired; });
    }

    void edit(const std::function<void(registry::Vehicle&)>& change) {
        change(bus_.value);
        registry::RegistryRows rows;
        rows.vehicles = {bus_};
        store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    }
    void pass_midnight() { now_ = to_millis(china_midnight(school_day) + std::chrono::days{1}); }
    // The poll comes a second later.
    void notice_edit() {
        now_ += 1'000;
        intake_->drain();
    }
    [[nodiscard]] std::vector<rules::Finding> of_rule(RuleId rule) {
        auto all = findings();
        std::erase_if(all, [&](const auto& finding) { return finding.head.rule != rule; });
        return all;
    }

    registry::Versioned<registry::Vehicle> bus_ = test::vehicle_row(county_.lawful, lawful_plate, 'S', 45);
};

TEST_F(RegisterChoreTest, APaperThatEndsAtMidnightOpensAFindingWithoutAnyRecord) {
    start();
    intake_->drain();
    EXPECT_TRUE(findings().empty());
    pass_midnight();
    intake_->drain();
    const auto found = findings();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].head.rule, RuleId::vl_12);
    EXPECT_EQ(found[0].head.vehicle, county_.lawful);
    EXPECT_EQ(found[0].episodes[0].from, china_midnight(school_day) + std::chrono::days{1});
    EXPECT_FALSE(found[0].found_late);
    EXPECT_TRUE(listener_.heard_change_of(found[0].head.id));
}

TEST_F(RegisterChoreTest, AnEditEndsItAndTheSameMistakeAgainIsItsNextEpisode) {
    start();
    pass_midnight();
    intake_->drain();
    edit([](auto& bus) { bus.status = registry::VehicleStatus::active; });
    notice_edit();
    ASSERT_EQ(findings().size(), 1U);
    EXPECT_EQ(findings()[0].episodes[0].until, from_millis(now_));
    edit([](auto& bus) { bus.status = registry::VehicleStatus::retired; });
    notice_edit();
    ASSERT_EQ(findings().size(), 1U);
    ASSERT_EQ(findings()[0].episodes.size(), 2U);
    EXPECT_TRUE(findings()[0].open());
}

TEST_F(RegisterChoreTest, ARestartAndANewPlateChangeNothing) {
    std::atomic<int> puts{0};
    fails_ = [&](std::string_view call) {
        if (call == "put") ++puts;
        return false;
    };
    start();
    pass_midnight();
    intake_->drain();
    const auto before = findings();
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(puts, 1);
    restart();
    intake_->drain();
    EXPECT_EQ(puts, 1);
    std::atomic<int> looks{0};
    fails_ = [&](std::string_view call) {
        looks += call == "open_findings" ? 1 : 0;
        return false;
    };
    store_->admin().value()->identify({"冀H9Z999", registry::PlateColour::blue}).value();
    notice_edit();
    EXPECT_EQ(looks, 0) << "nobody's papers have changed";
    edit([](auto& bus) { bus.approved_persons = 46; });
    notice_edit();
    EXPECT_GT(looks, 0);
    EXPECT_EQ(puts, 1) << "and by these, too, nothing changes";
    EXPECT_EQ(findings()[0].updated_at, before[0].updated_at);
}

TEST_F(RegisterChoreTest, ALookThatTheStoreRefusesIsMadeAgain) {
    std::atomic<int> failures{0};
    fails_ = [&](std::string_view call) { return call == "put" && failures.fetch_add(1) < 2; };
    now_ = to_millis(school_day + std::chrono::days{1});
    start();
    intake_->drain();
    EXPECT_GE(failures, 3);
    EXPECT_EQ(findings().size(), 1U);
    EXPECT_TRUE(world_->health().ready);
}

TEST_F(RegisterChoreTest, FoldingItsRecordsAgainLeavesWhatItsPapersSay) {
    now_ = to_millis(school_day + std::chrono::days{1});
    start();
    intake_->drain();
    ASSERT_EQ(of_rule(RuleId::vl_12).size(), 1U);
    tell(test::head_count(county_.lawful, from_millis(now_) - 60s, 40, 2));
    intake_->drain();
    tell(test::position(county_.lawful, from_millis(now_) - 600s, 0, 36));
    intake_->drain();
    EXPECT_GT(intake_->counters().refolds.load(), 0U);
    ASSERT_EQ(of_rule(RuleId::vl_12).size(), 1U);
    EXPECT_TRUE(of_rule(RuleId::vl_12)[0].open());
}

TEST_F(RegisterChoreTest, TheSecondConfirmedOverloadInAMonthIsRepeatedAtOnce) {
    start();
    tell(test::head_count(county_.lawful, school_day, 50, 2));
    intake_->drain();
    EXPECT_EQ(of_rule(RuleId::ld_01).size(), 1U);
    EXPECT_EQ(of_rule(RuleId::ld_08).size(), 0U);
    tell(test::head_count(county_.lawful, school_day + 60s, 30, 2));
    tell(test::position(county_.lawful, school_day + 200s, 0, 36));
    tell(test::head_count(county_.lawful, school_day + 50min, 50, 2));
    intake_->drain();
    ASSERT_EQ(of_rule(RuleId::ld_01).size(), 2U);
    ASSERT_EQ(of_rule(RuleId::ld_08).size(), 1U);
    EXPECT_EQ(of_rule(RuleId::ld_08)[0].head.vehicle, county_.lawful);
}

// The escort's count of fifty is believed until it is known that two boarded thirty that somebody had
// counted.
TEST_F(RegisterChoreTest, ARepeatedOverloadIsOverAtOnceWhenLateDataTakesOneBack) {
    start();
    tell(test::head_count(county_.lawful, school_day, 50, 2));
    tell(test::head_count(county_.lawful, school_day + 60s, 30, 2));
    const auto stands = [](int second) { return second >= 2'880 && second < 2'940; };
    double metres = 0;
    for (int second = 200; second < 3'000; second += 10) {
        if (!stands(second)) metres += 100;
        tell(test::position(county_.lawful, school_day + std::chrono::seconds{second}, metres,
                            stands(second) ? 0 : 36));
    }
    tell(test::head_count(county_.lawful, school_day + 50min, 50, 2));
    intake_->drain();
    ASSERT_EQ(of_rule(RuleId::ld_08).size(), 1U);
    EXPECT_TRUE(of_rule(RuleId::ld_08)[0].open());
    tell(test::passenger_flow(county_.lawful, school_day + 2'890s, school_day + 2'935s, 2, 0));
    intake_->drain();
    EXPECT_FALSE(of_rule(RuleId::ld_08)[0].open());
}

}  // namespace
}  // namespace husong::ingest
