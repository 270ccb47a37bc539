// What becomes of findings when the records they were concluded from are gone.
#include "tests/ingest/intake_fixture.hpp"
#include "tests/support/overloaded_ride.hpp"

namespace husong::ingest {
namespace {

using OldRecords = IntakeTest;

TEST_F(OldRecords, ACheckpointOfAnotherFormatTakesNothingBackOfWhichTheRecordsAreGone) {
    IntakeSettings settings;
    settings.keep_positions = std::chrono::days{30};
    start(settings);
    for (const auto& record : test::overloaded_ride(county_.lawful)) tell(record);
    intake_->drain();
    const auto before = findings();
    ASSERT_EQ(before.size(), 1U);
    ASSERT_EQ(before[0].head.level, rules::Level::likely);
    const auto last = world_->state(county_.lawful)->track.last;
    intake_.reset();
    {
        const auto writer = store_->writer().value();
        writer->begin().value();
        const Time all = test::school_day + std::chrono::days{1};
        EXPECT_FALSE(writer->apply_retention({all, all, all}, 10'000).value());
        writer->drop_checkpoints_after(county_.lawful, {}).value();
        writer->put_checkpoint(county_.lawful, {last, "of a program to come"}).value();
        writer->commit().value();
    }
    ASSERT_LT(history(county_.lawful).size(), 10U);
    now_ += to_millis(Time{} + std::chrono::days{60});
    start(settings);
    intake_->drain();
    const auto after = findings();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].head.id, before[0].head.id);
    EXPECT_FALSE(after[0].withdrawn_at);
    EXPECT_EQ(after[0].episodes, before[0].episodes);
}

}  // namespace
}  // namespace husong::ingest
