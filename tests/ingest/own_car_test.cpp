// Whose own car it is, in the intake: an edit of a guardian's row or of a run judges the past again.
#include "tests/ingest/intake_fixture.hpp"

#include <gtest/gtest.h>

namespace husong::ingest {
namespace {

using rules::RuleId;
using std::chrono::hours;
using test::school_day;

class OwnCarTest : public IntakeTest {
protected:
    OwnCarTest() {
        now_ = to_millis(school_day + hours{3});
        start();
        tell(test::head_count(county_.private_van, school_day, 1, 1, tracking::Source::police));
        intake_->drain();
    }

    void put(const registry::RegistryRows& rows) {
        store_->admin().value()->put_rows(rows, from_millis(now_)).value();
        for (int turn = 0; turn < 2; ++turn) {
            now_ += 2'000;
            intake_->drain();
        }
    }
    // The private van is the own car of a guardian with one child.
    void tell_whose_it_is() {
        registry::Pupil pupil;
        pupil.code = "P1";
        registry::Guardian mother;
        mother.code = "G1";
        mother.pupil = "P1";
        mother.vehicle = county_.private_van;
        registry::RegistryRows rows;
        rows.pupils = {{.value = pupil}};
        rows.guardians = {{.value = mother, .valid_from = school_day - hours{48}}};
        put(rows);
    }
    [[nodiscard]] std::size_t standing() {
        const auto all = findings();
        return static_cast<std::size_t>(std::ranges::count_if(all, [](const auto& finding) {
            return finding.head.rule == RuleId::vl_04 && !finding.withdrawn_at;
        }));
    }
};

TEST_F(OwnCarTest, AGuardiansRowTakesBackWhatThePastWasAccusedOf) {
    ASSERT_EQ(standing(), 1U);
    tell_whose_it_is();
    EXPECT_EQ(standing(), 0U);
}

TEST_F(OwnCarTest, ARunOfThatDayMakesItNobodysOwnFromTheMorningOn) {
    tell_whose_it_is();
    ASSERT_EQ(standing(), 0U);
    registry::Departure run;
    run.code = "R1";
    run.vehicle = county_.private_van;
    run.leaves_at = from_millis(now_) - hours{1};
    registry::RegistryRows rows;
    rows.departures = {{.value = run}};
    put(rows);
    EXPECT_EQ(standing(), 1U);
}

}  // namespace
}  // namespace husong::ingest
