// Whose records an edit of the registers concerns. It is Wednesday noon; asked is of the week that ends then.
#include "server/registry/edits.hpp"

#include "tests/registry/edited_county.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace husong::registry {
namespace {

using namespace edited;

class Edits : public testing::Test {
protected:
    using Touched = std::map<VehicleId, Time>;
    using Change = std::function<void(RegistryRows&)>;

    Touched touched(const Change& change) {
        number(rows_, versions_);
        RegistryRows edited = rows_;
        change(edited);
        number(edited, versions_);
        return touched_between(Registry{rows_}, Registry{edited}, week_ago, noon);
    }

    RegistryRows rows_ = lawful_county();

private:
    std::int64_t versions_ = 0;
};

TEST_F(Edits, WhoseRowsSayTheSameTouchNobody) {
    EXPECT_EQ(touched([](RegistryRows&) {}), Touched{});
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Driver>(rows.drivers, yesterday, [](Driver&) {});
                  say<Pupil>(rows.pupils, yesterday, [](Pupil& pupil) { pupil.name = "学生A"; });
                  say<Stop>(rows.stops, yesterday, [](Stop&) {});
                  say<Timetable>(rows.timetables, yesterday, [](Timetable&) {});
                  say<Vehicle>(rows.vehicles, yesterday, [](Vehicle&) {});
              }),
              Touched{});
}

TEST_F(Edits, OfAFormFromNowOnTouchNobodysPast) {
    rows_.travels = {{.value = way_by("L1"), .valid_from = all_summer},
                     {.value = way_by("L2", Direction::to_school), .valid_from = all_summer}};
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  for (const std::size_t index : {0U, 1U})
                      say<Travel>(
                          rows.travels, noon, [](Travel& way) { way.line.clear(); }, index);
                  say<Travel>(rows.travels, noon, [](Travel& way) { way.collector = "张某"; });
              }),
              Touched{});
}

TEST_F(Edits, FromNowOnOfWhoRidesTheRunThatIsAboutToLeaveReachBackToItsBeginning) {
    rows_.timetables[0].value.leaves_at = 12h + 30min;
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Pupil>(rows.pupils, noon, [](Pupil& pupil) { pupil.line.clear(); });
              }),
              (Touched{{home_bus, noon - 30min}}));
}

TEST_F(Edits, OfAPupilAddedYesterdayTouchTheBusesOfItsLineFromAnHourBeforeTheyLeft) {
    Pupil added;
    added.code = "P3";
    added.line = "L1";
    const auto add = [&](Time from, Time until = end_of_time) {
        return touched([&](RegistryRows& rows) {
            rows.pupils.push_back({.value = added, .valid_from = from, .valid_until = until});
        });
    };
    EXPECT_EQ(add(yesterday), (Touched{{home_bus, at("2026-09-01T15:00")}}));
    EXPECT_EQ(add(at("2026-09-01T16:01")), Touched{}) << "who rides is who rode when it left";
    EXPECT_EQ(add(at("2026-08-28T00:00"), at("2026-08-29T00:00")),
              (Touched{{home_bus, at("2026-08-28T15:00")}}));
    EXPECT_EQ(add(at("2026-08-29T00:00"), at("2026-08-31T00:00")), Touched{}) << "a weekend";
}

TEST_F(Edits, OfAPupilThatRodeAnotherLineTouchBothInTheirDirections) {
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Pupil>(rows.pupils, yesterday, [](Pupil& pupil) { pupil.line = "L2"; });
              }),
              (Touched{{home_bus, at("2026-09-01T15:00")}, {school_bus, at("2026-09-01T06:00")}}));
}

TEST_F(Edits, OfAWayTouchItsDirectionAlone) {
    const auto tell = [&](const Travel& way) {
        return touched(
            [&](RegistryRows& rows) { rows.travels.push_back({.value = way, .valid_from = yesterday}); });
    };
    EXPECT_EQ(tell(way_by("L2")), (Touched{{home_bus, at("2026-09-01T15:00")}}));
    EXPECT_EQ(tell(way_by("L2", Direction::to_school)), (Touched{{school_bus, at("2026-09-01T06:00")}}));
    EXPECT_EQ(tell(way_by("L1")), Touched{}) << "what the pupil's own row says";
}

TEST_F(Edits, OfWhoMayTakeAChildOverTouchTheWayHomeFromThenOn) {
    const auto name_another = [&](Time from) {
        return touched([&](RegistryRows& rows) {
            say<Guardian>(rows.guardians, from, [](Guardian& guardian) { guardian.may_collect = false; });
        });
    };
    EXPECT_EQ(name_another(yesterday), Touched{}) << "nobody has to be named";
    rows_.travels = {{.value = way_by("L1"), .valid_from = all_summer}};
    rows_.travels[0].value.collector = "李某";
    EXPECT_EQ(name_another(yesterday), (Touched{{home_bus, at("2026-09-01T15:00")}}));
    EXPECT_EQ(name_another(at("2026-09-01T16:20")), (Touched{{home_bus, at("2026-09-01T16:20")}}));
    EXPECT_EQ(name_another(at("2026-09-01T23:00")), Touched{});
}

TEST_F(Edits, OfADriversQualificationTouchTheRunsThatNameTheDriver) {
    const auto end = [&](Time from, Time qualified_until) {
        return touched([&](RegistryRows& rows) {
            say<Driver>(rows.drivers, from,
                        [&](Driver& driver) { driver.qualified_until = qualified_until; });
        });
    };
    EXPECT_EQ(end(yesterday, yesterday), (Touched{{home_bus, at("2026-09-01T15:00")}}));
    EXPECT_EQ(end(at("2026-09-01T16:10"), yesterday), (Touched{{home_bus, at("2026-09-01T16:10")}}));
    EXPECT_EQ(end(noon, noon), Touched{});
    EXPECT_EQ(end(all_summer, all_summer), (Touched{{home_bus, at("2026-08-26T15:00")}}));
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Driver>(rows.drivers, yesterday, [](Driver& driver) { driver.trained_on.reset(); });
              }),
              Touched{})
        << "no record is judged by that";
}

TEST_F(Edits, OfADriverTouchTheVehicleWhosePlateNamesHimWithOrWithoutARun) {
    SchoolBusPlate plate;
    plate.vehicle = spare_bus;
    plate.driver_codes = {"D9", "D1"};
    rows_.school_bus_plates = {{.value = plate, .valid_from = all_summer}};
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Driver>(rows.drivers, yesterday,
                              [](Driver& driver) { driver.qualified_until.reset(); });
              }),
              (Touched{{home_bus, at("2026-09-01T15:00")}, {spare_bus, yesterday}}));
}

TEST_F(Edits, OfAStopTouchTheRunsOfItsLineAndOfASchoolAllItsRuns) {
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Stop>(rows.stops, yesterday, [](Stop& stop) { stop.latitude_deg += 0.01; });
              }),
              (Touched{{home_bus, at("2026-09-01T15:00")}}));
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Stop>(rows.stops, at("2026-09-01T17:00"), [](Stop& stop) { stop.place = 2; });
              }),
              Touched{});
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<School>(rows.schools, yesterday, [](School& school) { school.gate_radius_m = 50; });
              }),
              (Touched{{home_bus, at("2026-09-01T15:00")}, {school_bus, at("2026-09-01T06:00")}}));
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<School>(rows.schools, yesterday, [](School& school) { school.telephone = "1"; });
              }),
              Touched{});
}

TEST_F(Edits, OfAPublicDayTouchWhoHadARunThatDay) {
    const auto tell = [&](const std::string& on, std::string kind) {
        return touched([&](RegistryRows& rows) {
            rows.public_days = {
                {.value = {.on = parse_date(on).value(), .kind = kind, .name = "", .notice = ""}}};
        });
    };
    EXPECT_EQ(tell("2026-09-01", "off"),
              (Touched{{home_bus, at("2026-09-01T09:00")}, {school_bus, yesterday}}));
    EXPECT_EQ(tell("2026-08-29", "work"),
              (Touched{{home_bus, at("2026-08-29T09:00")}, {school_bus, at("2026-08-29T00:00")}}));
    EXPECT_EQ(tell("2026-09-02", "off"), (Touched{{school_bus, at("2026-09-02T00:00")}}))
        << "the one at four has not been looked for";
    EXPECT_EQ(tell("2026-09-03", "off"), Touched{});
    EXPECT_EQ(tell("2026-08-30", "off"), Touched{}) << "a Sunday";
}

TEST_F(Edits, OfADepartureTouchItsVehicleAndThoseWhosePlaceItTakes) {
    const auto publish = [&](Time leaves_at) {
        return touched([&](RegistryRows& rows) { rows.departures = {{.value = departure("A", leaves_at)}}; });
    };
    EXPECT_EQ(publish(at("2026-09-01T17:00")),
              (Touched{{home_bus, at("2026-09-01T09:00")}, {spare_bus, at("2026-09-01T10:00")}}));
    EXPECT_EQ(publish(at("2026-09-02T17:00")), Touched{}) << "one to come";
    EXPECT_EQ(publish(at("2026-08-20T17:00")), Touched{}) << "nothing is judged again that long after";
    rows_.timetables[0].value.leaves_at = 6h;
    EXPECT_EQ(publish(at("2026-09-02T17:00")), (Touched{{home_bus, at("2026-09-01T23:00")}}))
        << "this morning's did not go, says the register now";
}

TEST_F(Edits, OfASecondRunOfALineTouchTheFirstOneWhoseRidersNobodyKnowsNow) {
    rows_.departures = {{.value = departure("A", at("2026-09-01T17:00"))}};
    rows_.departures[0].value.vehicle = home_bus;
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.departures.push_back({.value = departure("B", at("2026-09-01T17:30"))});
              }),
              (Touched{{home_bus, at("2026-09-01T10:00")}, {spare_bus, at("2026-09-01T10:30")}}));
}

TEST_F(Edits, OfAReliefTouchWhoHadTheRunAndWhoTookItOver) {
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.reliefs = {{.value = {"T1/2026-09-01", spare_bus, "D2", "E2", ""},
                                   .valid_from = at("2026-09-01T16:20")}};
              }),
              (Touched{{home_bus, at("2026-09-01T09:00")}, {spare_bus, at("2026-09-01T09:00")}}));
}

TEST_F(Edits, OfAnyPartOfARunTakenOverAreSeenByItsFirstVehicleToo) {
    rows_.reliefs = {
        {.value = {"T1/2026-09-01", spare_bus, "D2", "E2", ""}, .valid_from = at("2026-09-01T16:20")}};
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Stop>(rows.stops, yesterday, [](Stop& stop) { stop.place = 2; });
              }),
              (Touched{{home_bus, at("2026-09-01T15:00")}, {spare_bus, at("2026-09-01T15:00")}}));
}

TEST_F(Edits, OfAVehicleAndItsPapersTouchItFromWhereTheySaySomethingElse) {
    const auto seats = [&](Time from) {
        return touched([&](RegistryRows& rows) {
            say<Vehicle>(rows.vehicles, from, [](Vehicle& bus) { bus.approved_persons = 36; });
        });
    };
    EXPECT_EQ(seats(yesterday), (Touched{{home_bus, yesterday}}));
    EXPECT_EQ(seats(noon), Touched{});
    EXPECT_EQ(seats(all_summer), (Touched{{home_bus, week_ago}}));
    SchoolBusPlate plate;
    plate.vehicle = spare_bus;
    const auto put_plate = [&](Time from, Time until) {
        return touched([&](RegistryRows& rows) {
            rows.school_bus_plates = {{.value = plate, .valid_from = from, .valid_until = until}};
        });
    };
    EXPECT_EQ(put_plate(yesterday, end_of_time), (Touched{{spare_bus, yesterday}}));
    EXPECT_EQ(put_plate(all_summer, all_summer + 24h), (Touched{{spare_bus, week_ago}}))
        << "it had one, which expired";
    plate.returned_on = parse_date("2026-08-31").value();
    rows_.school_bus_plates = {{.value = plate, .valid_from = all_summer}};
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.school_bus_plates[0].value.returned_on.reset();
                  rows.school_bus_plates[0].version = 0;
              }),
              (Touched{{spare_bus, week_ago}}));
}

TEST_F(Edits, OfWhoseOwnCarItIsTouchItAndWhoBroughtChildrenInItBefore) {
    add_own_car(rows_);
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<Guardian>(
                      rows.guardians, yesterday, [](Guardian& father) { father.vehicle = spare_bus; }, 1);
              }),
              (Touched{{own_car, yesterday}, {spare_bus, yesterday}}));
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.pupils[1].valid_until = yesterday;
                  rows.pupils[1].version = 0;
              }),
              (Touched{{own_car, yesterday}, {school_bus, at("2026-09-01T06:00")}}))
        << "the child is at no school of the county any more";
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.departures = {{.value = departure("A", at("2026-08-31T17:00"))}};
                  rows.departures[0].value.vehicle = own_car;
                  rows.departures[0].value.line = "L9";
              }),
              (Touched{{own_car, at("2026-08-31T00:00")}}))
        << "it is nobody's own on the whole day of a run";
}

TEST_F(Edits, OfAGateOrASchoolDayTouchWhoeverIsNoSchoolBus) {
    add_own_car(rows_);
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  say<School>(rows.schools, at("2026-09-02T09:00"),
                              [](School& school) { school.gate_radius_m = 50; });
              }),
              (Touched{{own_car, at("2026-09-02T09:00")}}));
    EXPECT_EQ(touched([](RegistryRows& rows) {
                  rows.public_days = {{.value = {parse_date("2026-08-20").value(), "off", "", ""}}};
              }),
              (Touched{{own_car, week_ago}}))
        << "its days at a gate are counted over weeks";
}

}  // namespace
}  // namespace husong::registry
