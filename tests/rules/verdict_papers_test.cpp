// What a vehicle's licence and inspection mean at the roadside.
#include "tests/rules/verdict_fixture.hpp"

#include <algorithm>

namespace husong::rules {
namespace {

class PapersAsked : public VerdictTest {};

// An inspection that began then and holds for a year by its paper.
void inspect(registry::RegistryRows& rows, std::chrono::days before) {
    registry::Versioned<registry::VehicleDocument> paper;
    paper.value.kind = "inspection";
    paper.value.vehicle = bus;
    paper.valid_from = china_midnight(morning) - before;
    paper.valid_until = paper.valid_from + std::chrono::days{365};
    rows.vehicle_documents = {paper};
}

TEST_F(PapersAsked, AnInspectionOlderThanHalfAYearForbidsPupilsAndOneThatEndsSoonIsToBeLookedAt) {
    const auto asked = [&](int days) {
        auto rows = lawful_county();
        inspect(rows, std::chrono::days{days});
        use(std::move(rows));
        story->drive(60s);
        story->count(41, 2);
        return verdict(30s);
    };
    EXPECT_EQ(asked(30).headline.word, VerdictWord::may_carry);
    EXPECT_EQ(asked(30).papers.back().kind, PaperKind::inspection);
    EXPECT_EQ(asked(181).headline.word, VerdictWord::check) << "ends within days";
    EXPECT_EQ(asked(200).headline.word, VerdictWord::must_not);
    EXPECT_NE(asked(200).headline.reason.find("检验已于 "), std::string::npos);
}

TEST_F(PapersAsked, AVehicleOfWhichNoInspectionIsToldIsNotAccusedOfOne) {
    const auto papers = verdict().papers;
    EXPECT_TRUE(
        std::ranges::none_of(papers, [](const Paper& paper) { return paper.kind == PaperKind::inspection; }));
}

TEST_F(PapersAsked, AVehicleWhoseLicenceIsNoMoreCarriesNobody) {
    use(changed([](registry::RegistryRows& rows) {
        vehicle_of(rows).licence = registry::LicenceState::deregistered;
    }));
    EXPECT_EQ(verdict().headline.word, VerdictWord::must_not);
    EXPECT_EQ(verdict().headline.reason, "行驶证状态为注销");
    use(changed([](registry::RegistryRows& rows) { vehicle_of(rows).scrap_on = china_date(morning); }));
    EXPECT_NE(verdict().headline.word, VerdictWord::must_not) << "its last day";
    EXPECT_EQ(verdict(std::chrono::days{1}).headline.word, VerdictWord::must_not);
}

}  // namespace
}  // namespace husong::rules
