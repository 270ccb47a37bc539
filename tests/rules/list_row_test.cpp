// How a flagged vehicle is told in one line.
#include "tests/rules/verdict_fixture.hpp"

namespace husong::rules {
namespace {

TEST_F(VerdictTest, AListRowSaysWhatAPersonCounted) {
    story->drive(60s);
    story->count(50, 2);
    const VehicleSummary row = summary(RuleId::ld_01);
    EXPECT_EQ(row.headline, "超员 7 人");
    EXPECT_EQ(row.detail, "清点 52 人（学生 50 人），核载 45 人");
    EXPECT_EQ(row.points_class, "记 6 分");
    EXPECT_EQ(row.vehicle_text, "中小学生校车");
    EXPECT_EQ(row.over, 7);
    EXPECT_TRUE(row.pupils_aboard_likely);
    EXPECT_TRUE(row.moving);
}

TEST_F(VerdictTest, AListRowSaysWhatTheSensorSaw) {
    story->load(49);
    EXPECT_EQ(summary(RuleId::ld_01).headline, "可能超员，请核对");
    story->stop(13, 0);
    story->drive(90s);
    EXPECT_EQ(summary(RuleId::ld_01).headline, "很可能超员，请清点");
    EXPECT_EQ(summary(RuleId::ld_01).detail, "车门计数 车上 57–66 人，核载 45 人");
    EXPECT_EQ(summary(RuleId::ld_01).over, 0);
}

TEST_F(VerdictTest, AListRowSaysWhoSawTheVehicle) {
    use({});
    story->tell(telling::seen(morning, tracking::PupilsSeen::some, Source::patrol));
    story->now += std::chrono::hours{9};
    auto record = telling::seen(story->now, tracking::PupilsSeen::some, Source::gate);
    std::get<tracking::Sighting>(record.payload).pupils = std::uint16_t{9};
    story->tell(record);
    EXPECT_EQ(summary(RuleId::vl_11).headline, "没有备案的车辆接送学生");
    EXPECT_EQ(summary(RuleId::vl_11).detail, "今天 16:00 门岗看到，学生约 9 人；共看到 2 次");
    story->now += std::chrono::hours{24};
    EXPECT_EQ(summary(RuleId::vl_11).detail, "09-01 16:00 门岗看到，学生约 9 人；共看到 2 次");
    EXPECT_EQ(summary(RuleId::vl_11).vehicle_text, "没有登记");
}

}  // namespace
}  // namespace husong::rules
