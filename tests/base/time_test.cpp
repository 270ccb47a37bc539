#include "server/base/time.hpp"

#include <gtest/gtest.h>

namespace husong {
namespace {

using std::chrono::year_month_day;
using namespace std::chrono;

constexpr year_month_day school_begins{year{2026}, month{9}, day{1}};
// 2026-09-01T07:15:30+08:00
constexpr Time morning = Time{sys_days{year{2026} / 8 / 31}} + 23h + 15min + 30s;

TEST(Time, IsWrittenInChinasTimeToTheMillisecond) {
    EXPECT_EQ(to_iso(morning), "2026-09-01T07:15:30.000+08:00");
    EXPECT_EQ(to_iso(morning + 5ms), "2026-09-01T07:15:30.005+08:00");
    EXPECT_EQ(to_iso(Time{} - 1ms), "1970-01-01T07:59:59.999+08:00");
}

TEST(Time, IsReadInAnyZone) {
    for (const char* text : {"2026-09-01T07:15:30+08:00", "2026-08-31T23:15:30Z", "2026-08-31T18:45:30-04:30",
                             "2026-09-01 07:15:30.0+08:00"})
        EXPECT_EQ(parse_time(text).value(), morning) << text;
}

TEST(Time, IsReadToTheMillisecondAndWhatIsFinerIsCutOff) {
    EXPECT_EQ(parse_time("2026-08-31T23:15:30.5Z").value(), morning + 500ms);
    EXPECT_EQ(parse_time("2026-08-31T23:15:30.123Z").value(), morning + 123ms);
    EXPECT_EQ(parse_time("2026-08-31T23:15:30.123999999999Z").value(), morning + 123ms);
}

TEST(Time, ReadsWhatItWrites) {
    for (const Time t : {morning, Time{}, Time{} - 1ms, morning + 999ms, from_millis(4'102'444'800'123)})
        EXPECT_EQ(parse_time(to_iso(t)).value(), t);
}

TEST(Time, WithoutAZoneOrOutsideTheCalendarIsNoTime) {
    for (const char* text :
         {"", "2026-09-01", "2026-09-01T07:15:30", "2026-09-01T07:15+08:00", "2026-09-01T07:15:30.+08:00",
          "2026-02-29T07:15:30Z", "2026-13-01T07:15:30Z", "2026-09-31T07:15:30Z", "2026-09-01T24:00:00Z",
          "2026-09-01T07:60:00Z", "2026-09-01T07:15:60Z", "2026-09-01T07:15:30+15:00",
          "2026-09-01T07:15:30+08:60", "2026-09-01T07:15:30+0800", "2026-09-01T07:15:30Z ",
          "26-09-01T07:15:30Z", "2026-9-1T07:15:30Z", "+026-09-01T07:15:30Z"}) {
        const auto read = parse_time(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::malformed);
        EXPECT_NE(read.error().what.find(text), std::string::npos) << "the error quotes what was told";
    }
}

TEST(Time, EveryBeginningOfATimeIsNoTime) {
    const std::string whole = "2026-09-01T07:15:30.123+08:00";
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_FALSE(parse_time(std::string_view{whole}.substr(0, length))) << length;
}

TEST(Date, IsReadAndWrittenWithItsLeapDays) {
    EXPECT_EQ(parse_date("2026-09-01").value(), school_begins);
    EXPECT_EQ(to_iso(school_begins), "2026-09-01");
    EXPECT_TRUE(parse_date("2028-02-29"));
    for (const char* text : {"2026-02-29", "2026-09-01T00:00:00Z", "2026/09/01", "2026-9-1", ""})
        EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Date, BeginsAtMidnightInChina) {
    const Time midnight = parse_time("2026-09-01T00:00:00+08:00").value();
    EXPECT_EQ(china_midnight(morning), midnight);
    EXPECT_EQ(china_midnight(school_begins), midnight);
    EXPECT_EQ(china_date(midnight), school_begins);
    EXPECT_EQ(to_iso(china_date(midnight - 1ms)), "2026-08-31");
}

}  // namespace
}  // namespace husong
