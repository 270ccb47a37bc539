// The published schedule as registers: read, checked, versioned.
#include "db/import.hpp"
#include "tests/db/temporary_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace husong::db::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::map<std::string, std::string, std::less<>> county{
    {"schools", "code,name,stage,latitude_deg,longitude_deg\nS1,松岭镇初中,junior_high,40.8,118.2\n"},
    {"vehicles", "plate,colour,class,use_nature,approved_persons\n冀H·00318,yellow,large,S,45\n"},
    {"drivers", "code,name,licence_class\nD1,张某,A1\n"},
    {"escorts", "code,name\nE1,李某\n"},
    {"lines", "code,name,school\nL7,柳湾线,S1\n"},
    {"stops",
     "line,place,name,latitude_deg,longitude_deg,minutes\nL7,1,下河村口,40.85,118.2,10\n"
     "L7,2,柳湾站,40.9,118.2,30\n"},
    {"boarders", "school,home_place,pupils\nS1,柳湾村,41\n"},
    {"pupils",
     "code,name,school,class,boarding,home_place,line,stop\nP1,学生A,S1,七1班,yes,柳湾村,L7,柳湾站\n"}};
const std::string departures_header =
    "code,school,direction,date,time,line,plate,colour,driver,escort,seats,status,note\n";
const std::string departure = "H1127-L7,S1,home,2026-11-27,16:22,L7,冀H·00318,yellow,D1,E1,43,,\n";

struct ScheduleImport : ::testing::Test {
    TemporaryStore db;
    Time now = parse_time("2026-11-20T08:00:00+08:00").value();

    std::vector<std::string> import(std::map<std::string, std::string, std::less<>> files) {
        registry::RegistryRows rows;
        std::vector<ParsedRegister> parsed;
        for (const RegisterInfo& info : importable_registers())
            if (const auto file = files.find(info.name); file != files.end())
                parsed.push_back(parse_register(info.name, file->second, rows).value());
        check_references(parsed, db.reader->load_registry().value());
        std::vector<std::string> problems;
        for (const ParsedRegister& file : parsed)
            for (const Problem& problem : file.problems) problems.push_back(to_text(problem));
        if (problems.empty()) db.admin->put_rows(rows, now).value();
        return problems;
    }
    std::vector<std::string> import_departures(const std::string& rows) {
        return import({{"departures", departures_header + rows}});
    }
    registry::Registry registry() { return registry::Registry{db.reader->load_registry().value()}; }
};

TEST_F(ScheduleImport, ADepartureIsReadWithAllItsColumns) {
    ASSERT_THAT(import(county), IsEmpty());
    ASSERT_THAT(import_departures(departure), IsEmpty());
    const registry::Registry known{db.reader->load_registry().value()};
    ASSERT_EQ(known.departures().size(), 1U);
    const registry::Departure& told = known.departures()[0]->value;
    EXPECT_EQ(told.code, "H1127-L7");
    EXPECT_EQ(told.school, "S1");
    EXPECT_EQ(told.direction, registry::Direction::home);
    EXPECT_EQ(told.leaves_at, parse_time("2026-11-27T16:22:00+08:00").value());
    EXPECT_EQ(told.line, "L7");
    EXPECT_EQ(known.plate_of(told.vehicle)->text, "冀H00318");
    EXPECT_EQ(told.driver, "D1");
    EXPECT_EQ(told.escort, "E1");
    EXPECT_EQ(told.seats, 43);
    EXPECT_EQ(told.status, registry::DepartureStatus::planned);
    EXPECT_EQ(told.sequence, 0);
    EXPECT_EQ(known.departure_by_code("H1127-L7"), known.departures()[0]);
    EXPECT_EQ(known.departure_by_code("H1127-L8"), nullptr);
}

TEST_F(ScheduleImport, WhatTheScheduleSpeaksOfIsRead) {
    ASSERT_THAT(import(county), IsEmpty());
    const registry::Registry known{db.reader->load_registry().value()};
    EXPECT_EQ(known.line_by_code("L7", now)->value.school, "S1");
    EXPECT_EQ(known.escort_by_code("E1", now)->value.name, "李某");
    EXPECT_EQ(known.pupil_by_code("P1", now)->value.stop, "柳湾站");
    EXPECT_TRUE(known.pupil_by_code("P1", now)->value.boarding);
    const auto stops = known.stops_of("L7", now);
    ASSERT_EQ(stops.size(), 2U);
    EXPECT_EQ(stops[0]->name, "下河村口");
    EXPECT_EQ(stops[1]->from_school, std::chrono::minutes{30});
    EXPECT_THAT(known.stops_of("L8", now), IsEmpty());
    EXPECT_EQ(known.rows().boarders[0].value.pupils, 41);
}

TEST_F(ScheduleImport, AChangeGrowsTheSequenceAndTheSameAgainDoesNot) {
    ASSERT_THAT(import(county), IsEmpty());
    ASSERT_THAT(import_departures(departure), IsEmpty());
    ASSERT_THAT(import_departures(departure), IsEmpty());
    EXPECT_EQ(registry().departures()[0]->value.sequence, 0);
    std::string later = departure;
    later.replace(later.find("16:22"), 5, "16:40");
    now += std::chrono::hours{1};
    ASSERT_THAT(import_departures(later), IsEmpty());
    EXPECT_EQ(registry().departures()[0]->value.sequence, 1);
    ASSERT_THAT(
        import_departures("H1127-L7,S1,home,2026-11-27,16:40,L7,冀H·00318,yellow,D1,E1,43,cancelled,雪\n"),
        IsEmpty());
    const registry::Registry known{db.reader->load_registry().value()};
    ASSERT_EQ(known.departures().size(), 1U);
    EXPECT_EQ(known.departures()[0]->value.status, registry::DepartureStatus::cancelled);
    EXPECT_EQ(known.departures()[0]->value.sequence, 2);
    EXPECT_EQ(known.departures()[0]->value.note, "雪");
}

TEST_F(ScheduleImport, FormerVersionsOfARunAreReadForAFortnight) {
    ASSERT_THAT(import(county), IsEmpty());
    ASSERT_THAT(import_departures(departure), IsEmpty());
    EXPECT_THAT(db.reader->load_registry().value().former_departures, IsEmpty());
    std::string later = departure;
    for (const char* time : {"16:40", "16:50", "17:00"}) {
        later.replace(later.find(":") - 2, 5, time);
        now += std::chrono::days{10};
        ASSERT_THAT(import_departures(later), IsEmpty());
    }
    const auto rows = db.reader->load_registry().value();
    ASSERT_EQ(rows.former_departures.size(), 2U) << "the first was replaced twenty days before the last";
    EXPECT_EQ(rows.former_departures[0].value.sequence, 1);
    EXPECT_EQ(rows.former_departures[1].value.sequence, 2);
    EXPECT_EQ(rows.departures[0].value.sequence, 3);
    const registry::Registry known = registry();
    ASSERT_EQ(known.departure_changes().all().size(), 2U);
    EXPECT_EQ(known.departure_changes().all()[0].at, now);
}

TEST_F(ScheduleImport, AChangedLineStopOrSchoolPublishesItsDeparturesToComeAnew) {
    ASSERT_THAT(import(county), IsEmpty());
    ASSERT_THAT(
        import({{"lines", "code,name,school\nL8,北沟线,S1\n"},
                {"departures", departures_header + departure +
                                   "OLD,S1,home,2026-11-20,07:00,L7,冀H·00318,yellow,D1,E1,43,,\n"
                                   "OTHER,S1,home,2026-11-27,16:22,L8,冀H·00318,yellow,D1,E1,43,,\n"}}),
        IsEmpty());
    const auto sequences = [this] {
        std::map<std::string, int> all;
        const registry::Registry known = registry();
        for (const auto* row : known.departures()) all[row->value.code] = row->value.sequence;
        return all;
    };
    using Sequences = std::map<std::string, int>;
    now += std::chrono::hours{1};
    ASSERT_THAT(import(county), IsEmpty());
    EXPECT_EQ(sequences(), (Sequences{{"H1127-L7", 0}, {"OLD", 0}, {"OTHER", 0}})) << "nothing differs";
    ASSERT_THAT(import({{"stops",
                         "line,place,name,latitude_deg,longitude_deg,minutes\nL7,2,柳湾站,40.9,118.2,35\n"}}),
                IsEmpty());
    EXPECT_EQ(sequences(), (Sequences{{"H1127-L7", 1}, {"OLD", 0}, {"OTHER", 0}}));
    now += std::chrono::hours{1};
    ASSERT_THAT(
        import({{"stops", "line,place,name,latitude_deg,longitude_deg,minutes\nL7,2,柳湾站,40.95,118.2,35\n"},
                {"lines", "code,name,school,valid_from\nL7,柳湾慢线,S1,2027-03-01\n"}}),
        IsEmpty());
    EXPECT_EQ(sequences()["H1127-L7"], 1) << "nobody is shown where a stop lies, or a name of next spring";
    ASSERT_THAT(import({{"lines", "code,name,school\nL7,柳湾快线,S1\n"}}), IsEmpty());
    EXPECT_EQ(sequences(), (Sequences{{"H1127-L7", 2}, {"OLD", 0}, {"OTHER", 0}}));
    now += std::chrono::hours{1};
    ASSERT_THAT(
        import(
            {{"schools", "code,name,stage,latitude_deg,longitude_deg\nS1,松岭中学,junior_high,40.8,118.2\n"},
             {"departures",
              departures_header + "H1127-L7,S1,home,2026-11-27,16:30,L7,冀H·00318,yellow,D1,E1,43,,\n"}}),
        IsEmpty());
    EXPECT_EQ(sequences(), (Sequences{{"H1127-L7", 3}, {"OLD", 0}, {"OTHER", 1}}))
        << "one change, one number";
}

TEST_F(ScheduleImport, ADepartureThatAFileDoesNotNameStaysAsItIs) {
    ASSERT_THAT(import(county), IsEmpty());
    ASSERT_THAT(import_departures(departure), IsEmpty());
    std::string other = departure;
    other.replace(0, 8, "H1127-L8");
    ASSERT_THAT(import_departures(other), IsEmpty());
    EXPECT_EQ(registry().departures().size(), 2U);
}

TEST_F(ScheduleImport, EveryFlawIsNamedWithItsPlace) {
    ASSERT_THAT(import(county), IsEmpty());
    EXPECT_THAT(
        import_departures("X,S9,out,2026-13-01,25:00,L9,冀H·00999,yellow,D9,E9,many,late,\n"),
        ElementsAre(
            "line 2, column 2 (school): 'S9' is not in the register schools, and not in this import either",
            "line 2, column 3 (direction): 'out' is not one of home to_school",
            "line 2, column 4 (date): '2026-13-01' is not a date like 2026-11-27",
            "line 2, column 5 (time): '25:00' is not a time like 16:22",
            "line 2, column 6 (line): 'L9' is not in the register lines, and not in this import either",
            "line 2, column 7 (plate): '冀H00999/yellow' is not in the register vehicles, and not in this "
            "import either",
            "line 2, column 9 (driver): 'D9' is not in the register drivers, and not in this import either",
            "line 2, column 10 (escort): 'E9' is not in the register escorts, and not in this import either",
            "line 2, column 11 (seats): 'many' is not a whole number from 0 to 200",
            "line 2, column 12 (status): 'late' is not one of planned cancelled"));
    EXPECT_THAT(registry().departures(), IsEmpty());
}

TEST_F(ScheduleImport, ATimeMustBeOne) {
    ASSERT_THAT(import(county), IsEmpty());
    for (const char* time : {"1622", "16:60", "24:00", "16:2x", "06:221", "下午4点"}) {
        std::string row = departure;
        row.replace(row.find("16:22"), 5, time);
        EXPECT_THAT(import_departures(row), ElementsAre(std::string{"line 2, column 5 (time): '"} + time +
                                                        "' is not a time like 16:22"));
    }
}

TEST_F(ScheduleImport, APupilRidesALineToOneOfItsStopsOrNone) {
    ASSERT_THAT(import(county), IsEmpty());
    const std::string header = "code,name,school,line,stop\n";
    EXPECT_THAT(
        import({{"pupils", header + "P2,学生B,S1,L7,东台子\n"}}),
        ElementsAre("line 2, column 5 (stop): 'L7/东台子' is not in the register stops, and not in this "
                    "import either"));
    EXPECT_THAT(import({{"pupils", header + "P2,学生B,S1,L7,\n"}}),
                ElementsAre("line 2, column 5 (stop): is empty, but the pupil rides a line"));
    EXPECT_THAT(import({{"pupils", header + "P2,学生B,S1,,柳湾站\n"}}),
                ::testing::Contains("line 2, column 4 (line): is empty, but the pupil has a stop"));
    EXPECT_THAT(import({{"pupils", header + "P2,学生B,S1,,\n"}}), IsEmpty());
}

TEST_F(ScheduleImport, PublicDaysAreThereFromTheBeginningAndCanBeChanged) {
    std::map<std::string, std::string> days;
    const auto load = [&] {
        days.clear();
        for (const auto& row : db.reader->load_registry().value().public_days)
            days[to_iso(row.value.on)] = row.value.kind + " " + row.value.name;
    };
    load();
    EXPECT_EQ(days["2025-10-08"], "off 国庆节、中秋节");
    EXPECT_EQ(days["2025-10-11"], "work 国庆节、中秋节");
    EXPECT_EQ(days["2026-02-23"], "off 春节");
    EXPECT_EQ(days["2026-02-28"], "work 春节");
    EXPECT_EQ(days["2026-10-10"], "work 国庆节");
    EXPECT_EQ(days["2027-02-05"], "off 春节");
    EXPECT_FALSE(days.contains("2026-11-27"));
    EXPECT_THAT(import({{"public_days",
                         "day,kind,name,notice\n2027-02-04,off,春节,国办通知\n"
                         "2026-10-10,plain,国庆节,改期通知\n"}}),
                IsEmpty());
    load();
    EXPECT_EQ(days["2027-02-04"], "off 春节");
    EXPECT_EQ(days["2026-10-10"], "plain 国庆节");
}

}  // namespace
}  // namespace husong::db::testing
