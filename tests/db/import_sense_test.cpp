// Rows that are each right and cannot be true: told with field and row.
#include "db/import_sense.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using ToldFiles = std::vector<std::pair<std::string, std::string>>;

struct Imported {
    registry::RegistryRows rows;
    std::vector<std::string> problems;
};

Imported imported(const ToldFiles& files, const registry::RegistryRows& known = {}) {
    const KnownRows before{&known, parse_time("2026-09-20T08:00:00+08:00").value()};
    Imported result;
    std::vector<ParsedRegister> parsed;
    for (const auto& [name, text] : files)
        parsed.push_back(parse_register(name, text, result.rows, FileForm::csv, before).value());
    check_sense(parsed, result.rows, before);
    for (const ParsedRegister& file : parsed)
        for (const Problem& problem : file.problems)
            result.problems.push_back(file.name + ": " + to_text(problem));
    return result;
}

std::vector<std::string> nonsense(const ToldFiles& files, const registry::RegistryRows& known = {}) {
    return imported(files, known).problems;
}

const std::string stop_columns =
    "line,place,name,latitude_deg,longitude_deg,minutes,valid_from,valid_until\n";
const std::string run_columns = "code,school,direction,date,time,line,plate,colour,driver,seats\n";
const ToldFiles two_lines{{"vehicles",
                           "plate,colour,class,use_nature,approved_persons,approved_pupils\n"
                           "冀H00318,yellow,large,S,45,43\n冀H00319,yellow,large,S,45,\n"},
                          {"lines", "code,name,school\nL1,柳湾线,S1\nL2,北沟线,S2\n"}};

std::vector<std::string> nonsense_of_runs(const std::string& rows) {
    ToldFiles files = two_lines;
    files.emplace_back("departures", run_columns + rows);
    return nonsense(files);
}

TEST(ImportSense, TwoStopsOfALineHaveNotOnePlace) {
    EXPECT_THAT(nonsense({{"stops", stop_columns + "L1,1,甲,40.9,118.1,10,,\nL1,1,乙,40.9,118.2,20,,\n"
                                                   "L2,1,丙,40.9,118.3,10,,\n"}}),
                ElementsAre("stops: line 2, column 2 (place): '乙' of the line has the place 1, too",
                            "stops: line 3, column 2 (place): '甲' of the line has the place 1, too"));
    EXPECT_THAT(nonsense({{"stops", stop_columns + "L1,1,甲,40.9,118.1,10,,2026-08-31\n"
                                                   "L1,1,乙,40.9,118.2,20,2026-09-01,\n"}}),
                IsEmpty())
        << "one after the other";
}

TEST(ImportSense, MinutesGrowWithThePlace) {
    EXPECT_THAT(
        nonsense({{"stops", stop_columns + "L1,1,甲,40.9,118.1,25,,\nL1,2,乙,40.9,118.2,20,,\n"}}),
        ElementsAre("stops: line 2, column 6 (minutes): 25 min at place 1, but 20 min at place 2 ('乙')",
                    "stops: line 3, column 6 (minutes): 20 min at place 2, but 25 min at place 1 ('甲')"));
    EXPECT_THAT(nonsense({{"stops", stop_columns + "L1,1,甲,40.9,118.1,20,,\nL1,2,乙,40.9,118.2,20,,\n"}}),
                IsEmpty())
        << "less than a minute";
}

TEST(ImportSense, AStopIsComparedWithThoseThatAreKnown) {
    const auto known =
        imported({{"stops", stop_columns + "L1,1,甲,40.9,118.1,10,,\nL1,2,乙,40.9,118.2,20,,\n"}}).rows;
    EXPECT_THAT(nonsense({{"stops", stop_columns + "L1,2,丙,40.9,118.1,30,,\n"}}, known),
                ElementsAre("stops: line 2, column 2 (place): '乙' of the line has the place 2, too"));
    EXPECT_THAT(nonsense({{"stops", stop_columns + "L1,1,甲,40.9,118.1,12,,\n"}}, known), IsEmpty());
}

TEST(ImportSense, WhatIsKnownAlreadyIsNoneOfTheImports) {
    const ToldFiles twice{{"stops", stop_columns + "L1,1,甲,40.9,118.1,10,,\nL1,1,乙,40.9,118.2,20,,\n"}};
    EXPECT_THAT(nonsense(twice, imported(twice).rows), IsEmpty());
}

TEST(ImportSense, ADepartureRunsOnALineOfItsSchool) {
    EXPECT_THAT(nonsense_of_runs("T1,S1,home,2026-11-27,16:22,L1,冀H00318,yellow,D1,43\n"), IsEmpty());
    EXPECT_THAT(nonsense_of_runs("T1,S1,home,2026-11-27,16:22,L2,冀H00318,yellow,D1,43\n"),
                ElementsAre("departures: line 2, column 6 (line): 'L2' is a line of the school 'S2'"));
}

TEST(ImportSense, NoVehicleAndNoDriverIsInTwoRunsAtOneInstant) {
    EXPECT_THAT(nonsense_of_runs("T1,S1,home,2026-11-27,16:22,L1,冀H00318,yellow,D1,43\n"
                                 "T2,S2,home,2026-11-27,16:22,L2,冀H00318,yellow,D2,43\n"
                                 "T3,S2,home,2026-11-27,16:22,L2,冀H00319,yellow,D1,43\n"
                                 "T4,S2,home,2026-11-27,16:23,L2,冀H00319,yellow,D1,43\n"),
                ElementsAre("departures: line 3, column 7 (plate): '冀H00318/yellow' is on 'T1' at the same "
                            "instant",
                            "departures: line 4, column 9 (driver): 'D1' is on 'T1' at the same instant"));
}

TEST(ImportSense, ARunHasNoMoreSeatsThanItsVehicleMayCarryPupils) {
    EXPECT_THAT(
        nonsense_of_runs("T1,S1,home,2026-11-27,16:22,L1,冀H00318,yellow,D1,44\n"
                         "T2,S1,home,2026-11-27,16:22,L1,冀H00319,yellow,D2,45\n"),
        ElementsAre("departures: line 2, column 10 (seats): 44 is more than the vehicle may carry: 43"));
}

TEST(ImportSense, AVehicleHasOneValidPlate) {
    const std::string columns = "number,plate,colour,valid_from,valid_until,returned_on\n";
    EXPECT_THAT(nonsense({{"school_bus_plates", columns + "B1,冀H00318,yellow,,2026-12-31,\n"
                                                          "B2,冀H00318,yellow,2026-12-31,,\n"}})
                    .size(),
                2U);
    EXPECT_THAT(nonsense({{"school_bus_plates", columns + "B1,冀H00318,yellow,,2026-12-30,\n"
                                                          "B2,冀H00318,yellow,2026-12-31,,\n"
                                                          "B3,冀H00319,yellow,,,\n"}}),
                IsEmpty());
    EXPECT_THAT(nonsense({{"school_bus_plates", columns + "B1,冀H00318,yellow,,2026-12-31,2026-09-01\n"
                                                          "B2,冀H00318,yellow,2026-09-01,,\n"}}),
                IsEmpty())
        << "the first was given back";
}

TEST(ImportSense, BirthsAreFrom1900ToToday) {
    const std::string columns = "code,name,licence_class,birth_on\n";
    EXPECT_THAT(nonsense({{"drivers", columns + "D1,张某,A1,1897-05-01\nD2,李某,A1,2079-05-01\n"
                                                "D3,王某,A1,1979-05-01\n"}}),
                ElementsAre("drivers: line 2, column 4 (birth_on): 1897-05-01 is no date of birth: from 1900 "
                            "to today",
                            "drivers: line 3, column 4 (birth_on): 2079-05-01 is no date of birth: from 1900 "
                            "to today"));
}

TEST(ImportSense, ASchoolLiesInTheCountyOrNearIt) {
    const std::string columns = "code,name,stage,latitude_deg,longitude_deg\n";
    EXPECT_THAT(nonsense({{"schools", columns + "S1,甲,primary,40.8,118.2\nS2,乙,primary,41.9,117.0\n"}}),
                IsEmpty());
    EXPECT_THAT(
        nonsense({{"schools", columns + "S1,甲,primary,31.2,121.5\n"}}),
        ElementsAre("schools: line 2, column 4 (latitude_deg): 31.2, 121.5 is far outside the county"));
}

}  // namespace
}  // namespace husong::db::testing
