#include "server/rules/vehicle_papers.hpp"

#include "server/rules/register_facts.hpp"
#include "server/rules/stage_fit.hpp"
#include "tests/rules/lawful_register.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using registry::LicenceState;
using registry::VehicleClass;
using registry::VehicleStatus;

reg::Vehicle& own(reg::RegistryRows& rows) { return rows.vehicles.front().value; }

TEST(LawfulRegister, BreaksNoRuleThatLooksAtIt) {
    for (const Rule* rule : register_rules()) EXPECT_EQ(Look{}.of(rule->id, county()), "") << rule->code;
}

TEST(LawfulRegister, AnEmptyOneBreaksNoRuleEither) {
    for (const Rule* rule : register_rules()) EXPECT_EQ(Look{}.of(rule->id, {}), "") << rule->code;
}

TEST(CorrespondingDay, InAMonthThatIsTooShortIsItsLastDay) {
    EXPECT_EQ(months_after(day("2026-08-31"), 6), day("2027-02-28"));
    EXPECT_EQ(months_after(day("2026-07-01"), 6), day("2027-01-01"));
    EXPECT_EQ(years_after(day("2000-02-29"), 25), day("2025-02-28"));
}

// ---- VL-03 ----

TEST(DatesOfPlateInspectionAndPermit, AgreeOrAreToBeCorrected) {
    auto rows = county();
    rows.school_bus_plates.front().valid_until = through("2026-09-30");
    document_row(rows, "inspection").valid_until = through("2026-08-31");
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows, "2026-08-01"), "7 since 2026-07-01");
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows), "7 since 2026-07-01") << "also when the inspection is over";
    EXPECT_EQ(Look{}.detail(RuleId::vl_03, rows), "标牌至 2026-09-30，检验至 2026-08-31，两者应当一致");
    document_row(rows, "inspection").valid_until = through("2026-09-30");
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows), "");
}

TEST(DatesOfPlateInspectionAndPermit, ThePlateNeverOutlastsThePermit) {
    auto rows = county();
    rows.permits.front().valid_until = through("2026-12-30");
    EXPECT_EQ(Look{}.detail(RuleId::vl_03, rows), "标牌至 2026-12-31，晚于使用许可的 2026-12-30");
    rows.permits.front().valid_until = through("2026-12-31");
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows), "");
}

TEST(DatesOfPlateInspectionAndPermit, OneThatIsNotKnownDisagreesWithNothing) {
    auto rows = county();
    rows.school_bus_plates.front().valid_until = end_of_time;
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows), "");
    rows = county();
    rows.vehicle_documents.clear();
    rows.permits.clear();
    EXPECT_EQ(Look{}.of(RuleId::vl_03, rows), "");
}

// ---- VL-06 ----

TEST(ScrappedVehicle, IsToBeStruckFromUse) {
    for (const auto state : {LicenceState::scrapped, LicenceState::deregistered, LicenceState::assembled}) {
        auto rows = county();
        own(rows).licence = state;
        EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "7 since 2025-09-01");
        own(rows).status = VehicleStatus::stopped;
        EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "7 since 2025-09-01") << "it may be used again tomorrow";
        own(rows).status = VehicleStatus::retired;
        EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "");
        own(rows).status = VehicleStatus::banned;
        EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "");
    }
    auto rows = county();
    own(rows).licence = LicenceState::expired;
    EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "") << "expired is not scrapped";
}

TEST(ScrappedVehicle, OnTheLastDayOfItsAgeLimitItMayStillRun) {
    auto rows = county();
    own(rows).scrap_on = day("2026-08-31");
    EXPECT_EQ(Look{}.of(RuleId::vl_06, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::vl_06, rows, "2026-09-01"), "7 since 2026-09-01");
    EXPECT_EQ(Look{}.detail(RuleId::vl_06, rows), "强制报废期止于 2026-08-31，登记中仍在用");
}

TEST(ScrappedVehicle, SinceWhenDoesNotMoveWithAnEditOfSomethingElse) {
    auto rows = county();
    own(rows).licence = LicenceState::scrapped;
    rows.vehicles.push_back(rows.vehicles.front());
    rows.vehicles[0].valid_until = rows.vehicles[1].valid_from = from("2026-08-15");
    rows.vehicles[1].value.leader = "赵某";
    EXPECT_EQ(Look{}.of(RuleId::vl_06, rows), "7 since 2025-09-01");
}

// ---- VL-07 ----

TEST(Inspection, HoldsThroughItsLastDay) {
    auto rows = county();
    document_row(rows, "inspection").valid_until = through("2026-08-31");
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows, "2026-09-01"), "7 since 2026-09-01");
    rows.vehicle_documents.push_back(
        row(reg::VehicleDocument{"inspection", "2", first_bus, ""}, "2026-09-01", "2027-02-28"));
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows, "2026-09-01"), "") << "inspected again";
}

TEST(Inspection, OfASchoolBusIsDueEverySixMonthsWhateverItsPaperSays) {
    auto rows = county();
    document_row(rows, "inspection") =
        row(reg::VehicleDocument{"inspection", "1", first_bus, ""}, "2026-02-28", "2027-02-28");
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows, "2026-08-28"), "");
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows, "2026-08-29"), "7 since 2026-08-29");
    EXPECT_EQ(Look{}.detail(RuleId::vl_07, rows),
              "检验已于 2026-08-28 到期：2026-02-28 检验，校车每 6 个月检验一次");
    rows.school_bus_plates.clear();
    own(rows).use_nature = 'B';
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows), "") << "a line coach has the paper's own time";
}

TEST(Inspection, OfAVehicleThatStandsStillOrHasNeverHadOneIsNotExpired) {
    auto rows = county();
    document_row(rows, "inspection").valid_until = through("2026-08-20");
    own(rows).status = VehicleStatus::stopped;
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows), "");
    rows = county();
    document(rows, "inspection").kind = "maintenance";
    EXPECT_EQ(Look{}.of(RuleId::vl_07, rows), "");
}

// ---- VL-08 ----

TEST(StageFit, IsTheTableOfUseNatures) {
    const RuleSettings settings;
    const auto may = [&](char use, RunKind run, bool plated = false) {
        std::string letters;
        for (const auto& [letter, stage] :
             {std::pair{'K', "kindergarten"}, {'P', "primary"}, {'J', "junior_high"}, {'H', "senior_high"}})
            if (stage_may_ride(use, stage, run, plated, settings)) letters += letter;
        return letters;
    };
    EXPECT_EQ(may('O', RunKind::daily), "KH");
    EXPECT_EQ(may('O', RunKind::holiday), "H");
    EXPECT_EQ(may('P', RunKind::daily), "PH");
    EXPECT_EQ(may('S', RunKind::daily), "PJH");
    EXPECT_EQ(may('S', RunKind::holiday), "PJH");
    EXPECT_EQ(may('Q', RunKind::daily), "JH");
    EXPECT_EQ(may('B', RunKind::daily), "KPJH") << "public riders on its line";
    EXPECT_EQ(may('B', RunKind::daily, true), "JH") << "not made for children";
    EXPECT_EQ(may('E', RunKind::holiday), "PJH");
    EXPECT_EQ(may('C', RunKind::daily), "KPJH");
    EXPECT_EQ(may('A', RunKind::daily), "H");
    EXPECT_EQ(may('F', RunKind::holiday), "H");
}

TEST(StageFit, InfantsAreNotPlannedIntoABusForPupils) {
    auto rows = county();
    rows.pupils.front().value.stage = "kindergarten";
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows), "7 since 2026-07-01");
    EXPECT_EQ(Look{}.detail(RuleId::vl_08, rows), "L1线路有幼儿 1 人，使用性质为中小学生校车的车不得载运");
    own(rows).use_nature = 'O';
    EXPECT_EQ(Look{}.detail(RuleId::vl_08, rows), "L1线路有小学生 42 人，使用性质为幼儿校车的车不得载运");
}

TEST(StageFit, ADatedDepartureIsAHolidaysForBoardersOnly) {
    auto rows = county();
    rows.timetables.clear();
    own(rows).use_nature = 'O';
    rows.departures = {row(departure("R1", first_bus, "2026-09-04"))};
    for (auto& pupil : rows.pupils) pupil.value.stage = "kindergarten";
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows), "") << "infants go home by day in their own bus";
    for (auto& pupil : rows.pupils) pupil.value.boarding = true;
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows).substr(0, 1), "7");
}

TEST(StageFit, AnApprovalAllowsItUntilItEnds) {
    auto rows = county();
    rows.pupils.front().value.stage = "kindergarten";
    rows.stage_overrides = {
        row(reg::StageOverride{first_bus, "kindergarten", "局长", ""}, "2026-08-01", "2026-08-31")};
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows, "2026-09-01"), "7 since 2026-07-01");
}

TEST(StageFit, TheTravelRegisterOfTheDayCountsMoreThanThePupilsLine) {
    auto rows = county();
    rows.pupils.front().value.stage = "kindergarten";
    reg::Travel walks{.pupil = "P1", .mode = "walk", .line = "", .stop = "", .plate = "", .collector = ""};
    rows.travels = {row(walks, "2026-09-01")};
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows, "2026-08-31"), "7 since 2026-07-01");
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows, "2026-09-01"), "") << "it walks home";
    rows.pupils.front().value.line = "";
    rows.travels.front().value.mode = "school_bus";
    rows.travels.front().value.line = "L1";
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows), "7 since 2026-09-01");
}

TEST(StageFit, WhoRidesInWhichOfTwoVehiclesIsNotKnown) {
    auto rows = county();
    rows.pupils.front().value.stage = "kindergarten";
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    rows.vehicles.back().value.use_nature = 'O';
    rows.timetables.push_back(row(timetable("T2", second_bus)));
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows), "") << "the infant bus takes the infants";
    rows.vehicles.back().value.use_nature = 'S';
    EXPECT_EQ(Look{}.of(RuleId::vl_08, rows), "7 since 2026-07-01, 8 since 2026-07-01");
}

// ---- VL-09 ----

TEST(PermitConditions, EachOfTheFiveProofsIsAskedFor) {
    for (const auto& [kind, name] : {std::pair{"school_bus_standard", "符合校车国家标准的证明"},
                                     {"inspection", "检验合格证明"},
                                     {"operating_plan", "运行方案"},
                                     {"safety_system", "安全管理制度"},
                                     {"carrier_insurance", "承运人责任保险"}}) {
        auto rows = county();
        document_row(rows, kind).valid_until = through("2026-08-30");
        EXPECT_EQ(Look{}.of(RuleId::vl_09, rows, "2026-08-30"), "") << kind;
        EXPECT_EQ(Look{}.of(RuleId::vl_09, rows), "7 since 2026-08-31") << kind;
        EXPECT_EQ(Look{}.detail(RuleId::vl_09, rows), std::string{name} + "已于 2026-08-30 到期");
        document(rows, kind).kind = "charter_sign";
        EXPECT_EQ(Look{}.detail(RuleId::vl_09, rows), "没有" + std::string{name});
        EXPECT_EQ(Look{}.of(RuleId::vl_09, rows), "7 since 2026-07-01") << "since it was permitted";
    }
}

TEST(PermitConditions, OneQualifiedDriverOnThePlateIsEnough) {
    auto rows = county();
    rows.drivers.front().value.qualified_until = through("2026-08-31");
    EXPECT_EQ(Look{}.of(RuleId::vl_09, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.detail(RuleId::vl_09, rows), "驾驶人的校车驾驶资格已于 2026-08-31 到期");
    rows.drivers.push_back(row(driver("D2")));
    rows.school_bus_plates.front().value.driver_codes.emplace_back("D2");
    EXPECT_EQ(Look{}.of(RuleId::vl_09, rows), "");
    rows.school_bus_plates.front().value.driver_codes.clear();
    EXPECT_EQ(Look{}.detail(RuleId::vl_09, rows), "标牌上没有取得校车驾驶资格的驾驶人");
}

TEST(PermitConditions, WhoHasNoPermitOrKeepsNoPapersIsNotAsked) {
    auto rows = county();
    rows.vehicle_documents.erase(rows.vehicle_documents.begin());
    rows.permits.clear();
    rows.school_bus_plates.clear();
    EXPECT_EQ(Look{}.of(RuleId::vl_09, rows), "");
    rows = county();
    rows.vehicle_documents.clear();
    EXPECT_EQ(Look{}.of(RuleId::vl_09, rows), "") << "no paper of anybody is in the register yet";
}

// ---- VL-10 ----

TEST(RegisteredCapacity, IsThatOfTheLicence) {
    auto rows = county();
    own(rows).licence_persons = 36;
    EXPECT_EQ(Look{}.of(RuleId::vl_10, rows), "7 since 2025-09-01");
    EXPECT_EQ(Look{}.detail(RuleId::vl_10, rows), "登记核载 45 人，行驶证上 36 人");
    own(rows).licence_persons.reset();
    EXPECT_EQ(Look{}.of(RuleId::vl_10, rows), "") << "no licence has been read";
}

TEST(RegisteredCapacity, HasTheLimitOfTheStandard) {
    const auto judged = [](std::string type, int persons) {
        auto rows = county();
        own(rows).school_bus_type = std::move(type);
        own(rows).approved_persons = persons;
        own(rows).licence_persons = persons;
        return Look{}.detail(RuleId::vl_10, rows);
    };
    EXPECT_EQ(judged("infant", 45), "");
    EXPECT_EQ(judged("infant", 46), "登记核载 46 人，幼儿专用校车最多 45 人");
    EXPECT_EQ(judged("primary", 56), "");
    EXPECT_EQ(judged("primary", 57), "登记核载 57 人，小学生专用校车最多 56 人");
    EXPECT_EQ(judged("", 57), "登记核载 57 人，中小学生专用校车最多 56 人") << "as 使用性质 says";
    EXPECT_EQ(judged("nondedicated", 57), "");
}

TEST(RegisteredCapacity, OfASmallVehicleIsNineAtMost) {
    auto rows = county();
    own(rows).vehicle_class = VehicleClass::small;
    own(rows).approved_persons = 9;
    own(rows).licence_persons = 9;
    EXPECT_EQ(Look{}.of(RuleId::vl_10, rows), "");
    own(rows).approved_persons = 10;
    own(rows).licence_persons = 10;
    EXPECT_EQ(Look{}.detail(RuleId::vl_10, rows), "登记核载 10 人，小型车最多 9 人");
}

// ---- VL-12 ----

TEST(PlateOfARetiredVehicle, IsReturnedWithinTenDays) {
    auto rows = county();
    own(rows).status = VehicleStatus::retired;
    own(rows).retired_on = day("2026-08-21");
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows, "2026-09-01"), "7 since 2026-09-01");
    EXPECT_EQ(Look{}.detail(RuleId::vl_12, rows),
              "2026-08-21 起不再使用，标牌 校0318 超过 10 天没有交回记录");
    rows.school_bus_plates.front().value.returned_on = day("2026-09-01");
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows), "");
}

TEST(PlateOfARetiredVehicle, IsDueAlsoOfAScrappedOneAndOfOneThatIsOffTheRegister) {
    auto rows = county();
    own(rows).licence = LicenceState::scrapped;
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows), "7 since 2025-09-12");
    rows = county();
    rows.vehicles.front().valid_until = from("2026-08-15");
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows), "7 since 2026-08-26");
    rows.school_bus_plates.clear();
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows), "") << "it never had one";
    rows = county();
    own(rows).status = VehicleStatus::stopped;
    EXPECT_EQ(Look{}.of(RuleId::vl_12, rows), "") << "it will run again";
}

}  // namespace
}  // namespace husong::rules
