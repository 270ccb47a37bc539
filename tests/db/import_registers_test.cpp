// The registers of files, offices and ways: what is read, and what is refused with its place.
#include "db/import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using registry::RegistryRows;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Texts = std::vector<std::string>;

struct RegisterImport : ::testing::Test {
    RegistryRows rows;

    // Names the problems of the cells and rows.
    Texts read(std::string_view name, const std::string& text) {
        Texts problems;
        for (const Problem& problem : parse_register(name, text, rows).value().problems)
            problems.push_back(to_text(problem));
        return problems;
    }
    Texts read_with_references(std::string_view name, const std::string& text) {
        std::vector<ParsedRegister> files{parse_register(name, text, rows).value()};
        check_references(files, {});
        Texts problems;
        for (const Problem& problem : files[0].problems) problems.push_back(to_text(problem));
        return problems;
    }
};

TEST_F(RegisterImport, AnOffenceIsTheWordOfItsKind) {
    ASSERT_THAT(
        read("offences", "driver,kind,day,points\nD1,drink_driving,2020-01-01,12\nD1,other,2020-01-01,\n"),
        IsEmpty());
    EXPECT_EQ(rows.offences[0].value.kind, registry::OffenceKind::drink_driving);
    EXPECT_EQ(rows.offences[0].value.points, 12);
    EXPECT_EQ(rows.offences[1].value.kind, registry::OffenceKind::other);
    EXPECT_THAT(
        read("offences", "driver,kind,day,points\nD1,parking,2020-13-01,100\n"),
        ElementsAre("line 2, column 2 (kind): 'parking' is not one of other overload speeding drink_driving "
                    "twelve_points fatal_accident crime",
                    "line 2, column 3 (day): '2020-13-01' is not a date like 2026-09-01",
                    "line 2, column 4 (points): '100' is not a whole number from 0 to 99"));
}

TEST_F(RegisterImport, LicencesAndCountersAreTheWordsOfTheirStates) {
    const std::string header =
        "plate,colour,class,use_nature,approved_persons,counter,licence,school_bus_type\n";
    ASSERT_THAT(read("vehicles", header + "冀H00318,yellow,large,S,45,cards,scrapped,primary\n"), IsEmpty());
    EXPECT_EQ(rows.vehicles[0].value.counter, registry::CounterKind::cards);
    EXPECT_EQ(rows.vehicles[0].value.licence, registry::LicenceState::scrapped);
    ASSERT_THAT(read("vehicles", header + "冀H00319,yellow,large,S,45,,,\n"), IsEmpty());
    EXPECT_EQ(rows.vehicles[1].value.counter, registry::CounterKind::infrared);
    EXPECT_EQ(rows.vehicles[1].value.licence, registry::LicenceState::normal);
    EXPECT_THAT(
        read("vehicles", header + "冀H00319,yellow,large,S,45,eyes,lost,big\n"),
        ElementsAre("line 2, column 6 (counter): 'eyes' is not one of none infrared camera cards",
                    "line 2, column 7 (licence): 'lost' is not one of normal expired suspended revoked "
                    "scrapped deregistered assembled",
                    "line 2, column 8 (school_bus_type): 'big' is not one of infant primary primary_junior "
                    "nondedicated"));
    ASSERT_THAT(read("drivers", "code,name,licence_class,licence\nD1,张某,A1,revoked\n"), IsEmpty());
    EXPECT_EQ(rows.drivers[0].value.licence, registry::LicenceState::revoked);
}

TEST_F(RegisterImport, ChineseColumnNamesAreReadToo) {
    ASSERT_THAT(read("vehicle_documents",
                     "车牌号,号牌颜色,证件类型,生效日期,截止日期\n"
                     "冀H00318,黄,inspection,2026-09-01,2027-02-28\n"),
                IsEmpty());
    EXPECT_EQ(rows.vehicle_documents[0].value.kind, "inspection");
    EXPECT_EQ(rows.vehicle_documents[0].valid_until, parse_time("2027-03-01T00:00:00+08:00").value());
}

TEST_F(RegisterImport, ANoticeMayBeginAndEndAtAnInstant) {
    ASSERT_THAT(read("notices",
                     "kind,mark,area,valid_from,valid_until\n"
                     "weather,雾,,2026-11-27T05:30:00+08:00,2026-11-27T10:00:00+08:00\n"),
                IsEmpty());
    EXPECT_EQ(rows.notices[0].valid_from, parse_time("2026-11-27T05:30:00+08:00").value());
    EXPECT_EQ(rows.notices[0].valid_until, parse_time("2026-11-27T10:00:00+08:00").value());
}

TEST_F(RegisterImport, TheMarkOfANoticeIsOneOfItsKind) {
    EXPECT_THAT(read("notices", "kind,mark\nroad,雾\nweather,closed\nroad,closed\nweather,冰雪\n"),
                ElementsAre("line 2, column 2 (mark): '雾' is not one of closed suspended",
                            "line 3, column 2 (mark): 'closed' is not one of 冰雪 泥泞 雾 雨 雪 沙尘 冰雹"));
}

const std::string local_rules_header = "parameter,value,title,clause,file,valid_from\n";

TEST_F(RegisterImport, ALocalRuleIsAThresholdOfTheTableWithinTheLaw) {
    ASSERT_THAT(read("local_rules", local_rules_header + "sweep_minutes,3,细则,第九条,县教发1号,2026-09-01\n"
                                                         "day_driving_minutes,180,,第三条,,\n"
                                                         "holiday_charter_needs_plate,是,,第四条,,\n"),
                IsEmpty());
    EXPECT_EQ(rows.local_rules.size(), 3U);
    EXPECT_THAT(
        read("local_rules", local_rules_header + "sweep_minutes,6,,第九条,,\n"
                                                 "rest_minutes,a few,,第九条,,\n"
                                                 "holiday_charter_needs_plate,1,,第四条,,\n"),
        ElementsAre("line 2, column 2 (value): '6' is not a whole number from 1 to 5 (minutes), as "
                    "sweep_minutes may be: only shorter: 校车安全管理条例 第三十九条(五)",
                    "line 3, column 2 (value): 'a few' is not a whole number from 20 to 60 (minutes), as "
                    "rest_minutes may be: only longer: 道路交通安全法实施条例 第六十二条(七)",
                    "line 4, column 2 (value): '1' is not yes or no, as holiday_charter_needs_plate may be: "
                    "the law leaves it open"));
    EXPECT_EQ(rows.local_rules.size(), 3U);
}

TEST_F(RegisterImport, AnUnknownThresholdIsRefusedWithThoseThatThereAre) {
    const Texts problems = read("local_rules", local_rules_header + "count_variance,1,,第九条,,\n");
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_THAT(problems[0], ::testing::StartsWith(
                                 "line 2, column 1 (parameter): 'count_variance' is not a threshold that "
                                 "a county may set: sweep_minutes sweep_school_minutes"));
}

TEST_F(RegisterImport, TwoRowsOfOneThingMustNotHoldAtTheSameTime) {
    EXPECT_THAT(read("travels", "pupil,direction,mode\nP1,home,walk\nP1,to_school,walk\nP1,home,bicycle\n"),
                ElementsAre("line 4 (valid_from): 'P1/home' holds at the same time as line 2"));
    EXPECT_THAT(read("vehicle_documents",
                     "plate,colour,kind,number,valid_until\n"
                     "冀H00318,yellow,inspection,J1,2026-12-31\n"
                     "冀H00318,yellow,inspection,J2,2027-06-30\n"),
                IsEmpty());
}

TEST_F(RegisterImport, AWayGoesTogetherWithItsLineAndStop) {
    const std::string header = "pupil,direction,mode,line,stop\n";
    EXPECT_THAT(
        read("travels", header + "P1,home,walk,L7,\nP2,home,charter,,柳湾\nP3,home,school_bus,,\n"
                                 "P4,home,school_bus,L7,\nP5,home,charter,,\nP6,home,school_bus,L7,柳湾\n"),
        ElementsAre("line 2, column 4 (line): is told, but walk goes by no line",
                    "line 3, column 4 (line): is empty, but the pupil has a stop",
                    "line 4, column 4 (line): is empty, but the pupil rides a school bus",
                    "line 5, column 5 (stop): is empty, but the pupil rides a school bus"));
}

TEST_F(RegisterImport, AGuardiansOwnCarNeedNotBeOnTheRegisterOfVehicles) {
    const Texts problems = read_with_references("guardians",
                                                "code,pupil,name,plate,colour\n"
                                                "G1,P1,王某,冀h·7k206,蓝\nG2,P1,李某,,\n"
                                                "G3,P1,赵某,冀H7K206,blue\n");
    EXPECT_THAT(problems, ::testing::Each(::testing::HasSubstr("(pupil)"))) << "no vehicle is missed";
    const VehicleId car = rows.identities.at({"冀H7K206", registry::PlateColour::blue});
    EXPECT_EQ(rows.guardians[0].value.vehicle, car);
    EXPECT_FALSE(rows.guardians[1].value.vehicle);
    EXPECT_EQ(rows.guardians[2].value.vehicle, car) << "the same car";
    EXPECT_TRUE(rows.vehicles.empty());
}

TEST_F(RegisterImport, AGuardiansOwnCarHasAPlateAndItsColour) {
    EXPECT_THAT(read("guardians",
                     "code,pupil,name,plate,colour\n"
                     "G1,P1,王某,冀H7K206,\nG2,P1,李某,,blue\nG3,P1,赵某,冀H7,blue\n"),
                ElementsAre("line 2, column 5 (colour): is empty, but a plate is told",
                            "line 3, column 4 (plate): is empty, but a colour is told",
                            ::testing::StartsWith("line 4, column 4 (plate): '冀H7' is not a number plate")));
}

TEST_F(RegisterImport, ASectionsTagsAreWordsOfTheListAndItEndsBeyondItsBeginning) {
    const std::string header = "line,from_m,until_m,road_class,limit_kmh,tags\n";
    ASSERT_THAT(read("road_sections", header + "L7,0,1200,street,,cliff;no_barrier\n"), IsEmpty());
    EXPECT_EQ(rows.road_sections[0].value.tags, "cliff;no_barrier");
    EXPECT_EQ(rows.road_sections[0].value.limit_kmh, 0);
    EXPECT_THAT(
        read("road_sections", header + "L7,0,1200,street,130,cliff;;water\nL7,1200,1200,path,,\n"
                                       "L7,1300,1300,street,,\n"),
        ElementsAre("line 2, column 5 (limit_kmh): '130' is not a whole number from 0 to 120",
                    "line 2, column 6 (tags): '' is not one of cliff water steep sharp narrow no_barrier",
                    "line 3, column 4 (road_class): 'path' is not one of street ordinary expressway motorway",
                    "line 4, column 3 (until_m): is not beyond from_m"));
}

TEST_F(RegisterImport, ATimetableNamesItsWeekdaysOnceAndInOrder) {
    const std::string header = "code,line,direction,weekdays,time,plate,colour\n";
    ASSERT_THAT(read("timetables", header + "T1,L7,home,12345,16:22,冀H00318,yellow\n"), IsEmpty());
    EXPECT_EQ(rows.timetables[0].value.leaves_at, std::chrono::minutes{16 * 60 + 22});
    for (const char* wrong : {"54321", "11", "8", "0", "Mon"})
        EXPECT_THAT(read("timetables", header + "T1,L7,home," + wrong + ",16:22,冀H00318,yellow\n"),
                    ElementsAre(std::string{"line 2, column 4 (weekdays): '"} + wrong +
                                "' is not weekdays like 12345, 1 Monday to 7 Sunday"));
    EXPECT_THAT(read("timetables", header + "T1,L7,home,1,24:00,冀H00318,yellow\n"),
                ElementsAre("line 2, column 5 (time): '24:00' is not a time like 16:22"));
}

TEST_F(RegisterImport, WhatARowNamesMustBeThere) {
    const std::string missing = " is not in the register ";
    const std::string either = ", and not in this import either";
    EXPECT_THAT(read_with_references("offences", "driver,kind,day\nD9,other,2026-01-01\n"),
                ElementsAre("line 2, column 1 (driver): 'D9'" + missing + "drivers" + either));
    EXPECT_THAT(
        read_with_references("travels", "pupil,direction,mode,line,stop\nP9,home,school_bus,L9,柳湾\n"),
        ElementsAre("line 2, column 1 (pupil): 'P9'" + missing + "pupils" + either,
                    "line 2, column 4 (line): 'L9'" + missing + "lines" + either,
                    "line 2, column 5 (stop): 'L9/柳湾'" + missing + "stops" + either));
    EXPECT_THAT(read_with_references("duty_shifts",
                                     "post_kind,post,from_hour,until_hour,name\n"
                                     "school,S9,7,17,张某\npolice,松岭中队,17,7,赵某\n"),
                ElementsAre("line 2, column 2 (post): 'S9'" + missing + "schools" + either));
    EXPECT_THAT(read_with_references("equipment_checks", "plate,colour,day\n冀H00999,yellow,2026-09-01\n"),
                ElementsAre("line 2, column 1 (plate): '冀H00999/yellow'" + missing + "vehicles" + either));
}

TEST_F(RegisterImport, AReliefNamesARunThatIsThereAndItsInstant) {
    const std::string header = "run,plate,colour,takes_over\n";
    const std::string at = ",冀H00999,yellow,2026-09-01T07:20:00+08:00\n";
    const std::string missing = "is not in the register ";
    const std::string either = ", and not in this import either";
    EXPECT_THAT(read_with_references("reliefs", header + "R9" + at),
                Contains("line 2, column 1 (run): 'R9' " + missing + "departures" + either));
    rows = {};
    EXPECT_THAT(read_with_references("reliefs", header + "T9/2026-09-01" + at),
                Contains("line 2, column 1 (run): 'T9' " + missing + "timetables" + either));
    EXPECT_THAT(read("reliefs", header + "R9,冀H00999,yellow,\n"),
                ElementsAre(HasSubstr("line 2, column 4 (takes_over)")));
}

TEST_F(RegisterImport, AHolidayRuleHoldsTogether) {
    const std::string header = "school,on_days,off_days,home_time,earliest_home,latest_home,most_on_days\n";
    ASSERT_THAT(read("holiday_rules", header + "S1,10,4,14:00,,,\nS2,,,,,,\n"), IsEmpty());
    EXPECT_EQ(rows.holiday_rules[0].value.home_at, std::chrono::hours{14});
    EXPECT_EQ(rows.holiday_rules[1].value.home_weekdays, "1234567");
    EXPECT_FALSE(rows.holiday_rules[1].value.owes_rest);
    EXPECT_THAT(
        read("holiday_rules", header + "S1,10,,,,,\nS2,,,,16:00,15:30,\nS3,,,10:59,,,\nS4,,,,,,0\n"),
        ElementsAre("line 2, column 3 (off_days): days at school and days at home are told together, or "
                    "neither",
                    "line 3, column 6 (latest_home): is before earliest_home",
                    "line 4, column 4 (home_time): is not between earliest_home and latest_home",
                    "line 5, column 7 (most_on_days): is less than least_on_days"));
}

TEST_F(RegisterImport, AProposalIsOfATermAndItsBreakGoesHomeBeforeItComesBack) {
    const std::string header = "school,term,number,home_day,home_time,back_day\n";
    ASSERT_THAT(read("holiday_proposals", header + "S1,T,0,,,2026-08-31\nS1,T,1,2026-09-11,14:00,2026-09-14\n"
                                                   "S1,T,2,2027-01-22,,\nS1,T,3,,,\n"),
                IsEmpty());
    EXPECT_EQ(rows.holiday_proposals[1].value.home_at, std::chrono::hours{14});
    EXPECT_FALSE(rows.holiday_proposals[1].value.back_at);
    EXPECT_THAT(read("holiday_proposals",
                     header + "S1,T,0,2026-08-30,,2026-08-31\nS1,T,1,,,2026-09-14\nS1,T,2,,14:00,\n"
                              "S1,T,3,2026-09-14,,2026-09-14\n"),
                ElementsAre("line 2, column 4 (home_day): is told, but break 0 is the coming",
                            "line 3, column 4 (home_day): is empty, but they come back",
                            "line 4, column 4 (home_day): is empty, but a time is told",
                            "line 5, column 6 (back_day): is not after home_day"));
    rows = {};
    EXPECT_THAT(read_with_references("holiday_proposals", header + "S9,T9,1,2026-09-11,,2026-09-14\n"),
                ElementsAre(HasSubstr("'S9' is not in the register schools"),
                            HasSubstr("'T9' is not in the register terms")));
}

TEST_F(RegisterImport, PostsAreThoseOfAWeekdayOrOfADay) {
    ASSERT_THAT(read("police_posts", "weekday,day,posts\n5,,6\n,2026-09-30,12\n"), IsEmpty());
    EXPECT_THAT(read("police_posts", "weekday,day,posts\n5,2026-09-30,6\n,,6\n8,,6\n"),
                ElementsAre("line 2, column 2 (day): either a weekday or a day is told",
                            "line 3, column 2 (day): either a weekday or a day is told",
                            "line 4, column 1 (weekday): '8' is not a whole number from 0 to 7"));
    EXPECT_THAT(read("terms", "code,first_day,last_day\nT,2026-09-01,2026-09-01\nU,2026-09-01,2027-09-01\n"),
                ElementsAre("line 2, column 3 (last_day): is not after first_day",
                            "line 3, column 3 (last_day): is more than 200 days after first_day"));
}

TEST_F(RegisterImport, ARegisterInJsonIsReadByTheSameTable) {
    const auto parsed = parse_register(
        "guardians", R"([{"code": "G1", "pupil": "P1", "name": "王某", "may_collect": false}])", rows,
        FileForm::json);
    ASSERT_EQ(parsed.value().problem_count, 0U);
    EXPECT_FALSE(rows.guardians[0].value.may_collect);
}

}  // namespace
}  // namespace husong::db::testing
