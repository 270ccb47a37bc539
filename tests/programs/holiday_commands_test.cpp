// A term's case, out of the database and out of files.
#include "tests/programs/ctl_fixture.hpp"

#include <utility>

namespace husong::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct HolidayCommands : Ctl {
    HolidayCommands() {
        std::filesystem::create_directory(home / "register");
        write("register/terms.csv", "code,first_day,last_day\n2037-2038-1,2037-09-01,2038-01-22\n");
        write("register/schools.csv",
              "code,name,stage,boarding,latitude_deg,longitude_deg\n"
              "S1,示例中学,junior_high,yes,40.9,118.1\n");
        write("register/lines.csv", "code,name,school\nL1,示例线,S1\n");
        write("register/stops.csv",
              "line,place,name,latitude_deg,longitude_deg,minutes\nL1,1,示例村,40.95,118.1,20\n");
        write("register/boarders.csv", "school,home_place,pupils\nS1,示例村,30\n");
        write("register/vehicles.csv",
              "plate,colour,class,use_nature,approved_persons\n冀H00001,yellow,large,E,45\n");
    }
};

TEST_F(HolidayCommands, ATermsCaseIsTheSameOutOfTheDatabaseAndOutOfItsFiles) {
    const Ended of_files = ctl({"holidays", "case", "--term", "2037-2038-1", "--register", "register"});
    ASSERT_EQ(of_files.code, 0) << of_files.err;
    EXPECT_THAT(of_files.out, StartsWith(R"({"term":"2037-2038-1")"));
    EXPECT_THAT(of_files.out, HasSubstr(R"("name":"示例村")"));
    EXPECT_THAT(of_files.err, HasSubstr("S1: 30 boarders are in the register boarders only"));
    EXPECT_FALSE(exists("husong.db"));
    ASSERT_EQ(ctl({"import", "register"}).code, 0);
    const Ended of_database = ctl({"holidays", "case", "--term", "2037-2038-1", "--out", "case.json"});
    ASSERT_EQ(of_database.code, 0) << of_database.err;
    EXPECT_EQ(read("case.json"), of_files.out);
    EXPECT_EQ(of_database.err, of_files.err);
    EXPECT_EQ(audit().back(), "console holidays case 2037-2038-1");
}

TEST_F(HolidayCommands, ATermIsAskedAboutAsOfAnyMoment) {
    const auto case_as_of = [&](const char* moment) {
        const Ended ended =
            ctl({"holidays", "case", "--term", "2037-2038-1", "--register", "register", "--as-of", moment});
        return std::pair{ended.code, ended.code == 0 ? ended.out : ended.err};
    };
    const auto whole = case_as_of("2037-08-20T08:00"), begun = case_as_of("2037-10-20T08:00");
    EXPECT_EQ(whole, case_as_of("2037-08-21T08:00"));
    EXPECT_EQ(begun.first, 0);
    EXPECT_NE(whole, begun) << "what has left stays";
    EXPECT_EQ(case_as_of("20 August"),
              (std::pair{1, std::string{"husongctl: no moment like 2026-10-30T15:10: 20 August\n"}}));
}

TEST_F(HolidayCommands, ATermThatIsNotThereIsRefused) {
    const Ended ended = ctl({"holidays", "case", "--term", "2030-1", "--register", "register"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err, HasSubstr("there is no term '2030-1'"));
    EXPECT_EQ(ctl({"holidays", "case"}).code, 2);
    EXPECT_THAT(ctl({"holidays", "plan"}).err, HasSubstr("either --case or --term"));
}

}  // namespace
}  // namespace husong::test
