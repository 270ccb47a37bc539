// What past runs of a line change on the pages, and how right the pages were, as the bureau sees it.
#include "server/access/secret.hpp"
#include "server/http/services.hpp"
#include "tests/http/api_fixture.hpp"

#include <gmock/gmock.h>

#include <future>

namespace husong::http::test {
namespace {

using registry::Direction;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Counts = std::array<tracking::BucketCount, 4>;

// A line of two stops, 5 and 15 km from the school; by the timetable 10 and 30 minutes.
class LineHistory : public Api {
protected:
    LineHistory() {
        registry::RegistryRows rows;
        rows.schools = {{.value = {.code = "S1",
                                   .name = "松岭镇初中",
                                   .stage = "junior_high",
                                   .boarding = true,
                                   .latitude_deg = 40.77,
                                   .longitude_deg = 118.17}}};
        rows.lines = {{.value = {"L7", "柳湾线", "S1"}}};
        rows.stops = {{.value = {"L7", 1, "东台子", 40.77 + 5'000 / 111'000.0, 118.17, 10min}},
                      {.value = {"L7", 2, "柳湾站", 40.77 + 15'000 / 111'000.0, 118.17, 30min}}};
        rows.pupils = {{.value = {.code = "P1",
                                  .name = "学生A",
                                  .school = "S1",
                                  .class_name = "七1班",
                                  .boarding = true,
                                  .home_place = "柳湾村",
                                  .line = "L7",
                                  .stop = "柳湾站"}}};
        rows.identities = {{husong::test::lawful_plate, county_.lawful}};
        for (const auto& [code, direction, at] :
             {std::tuple{"H1", Direction::home, home_at}, std::tuple{"B1", Direction::to_school, back_at}}) {
            registry::Departure departure;
            departure.code = code;
            departure.school = "S1";
            departure.direction = direction;
            departure.leaves_at = at;
            departure.line = "L7";
            departure.vehicle = county_.lawful;
            departure.seats = 43;
            rows.departures.push_back({.value = departure});
        }
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
    }

    // Through the writer, as the keeper of runs does.
    void keep(const std::vector<db::KeptRun>& runs) {
        std::promise<Result<>> done;
        ASSERT_TRUE(services().submit(
            {[runs](ingest::Transaction& transaction) -> Result<> {
                 for (db::KeptRun run : runs) {
                     run.id = transaction.store().claim_run(run).value();
                     transaction.store().keep_run(run).value();
                     transaction.store().sum_up_accuracy(china_midnight(run.times.leaves_at)).value();
                 }
                 return {};
             },
             [&](const Result<>& result) { done.set_value(result); }}));
        done.get_future().get().value();
    }
    [[nodiscard]] db::KeptRun past_run(const std::string& code, Time leaves_at, Direction direction,
                                       Milliseconds long_stretch) const {
        const std::string school = "松岭镇初中", near = "东台子", far = "柳湾站";
        const bool home = direction == Direction::home;
        const Milliseconds first = home ? 10min : long_stretch;
        const Milliseconds second = home ? long_stretch : 10min;
        const Time at_near = leaves_at + first + 10s;
        db::KeptRun run{.code = code,
                        .vehicle = county_.lawful,
                        .seen_from = leaves_at - 1h,
                        .seen_until = leaves_at + 3h,
                        .times = {"L7", direction, tracking::DayClass::weekday, leaves_at, {}},
                        .accuracy = {}};
        run.times.places = {{home ? school : far, leaves_at - 5min, leaves_at},
                            {near, at_near - 10s, at_near},
                            {home ? far : school, at_near + second, {}}};
        return run;
    }
    // Ten days on which the long stretch took so much, of twenty minutes by the timetable.
    void know_line(Direction direction, Milliseconds long_stretch) {
        std::vector<db::KeptRun> runs;
        for (int day = 1; day <= 10; ++day)
            runs.push_back(
                past_run("R" + std::to_string(day),
                         (direction == Direction::home ? home_at : back_at) - std::chrono::days{day},
                         direction, long_stretch));
        keep(runs);
    }

    // Along the road at 500 m a minute, twelve minutes gone now.
    void drive(Direction direction) {
        const bool home = direction == Direction::home;
        const Time leaves_at = home ? home_at : back_at;
        std::vector<tracking::Record> told;
        for (Milliseconds gone = -2min; gone <= 12min; gone += 10s) {
            const double metres = std::max(0.0, static_cast<double>(gone.count()) / 60'000 * 500);
            told.push_back(husong::test::position(county_.lawful, leaves_at + gone,
                                                  home ? metres : 15'000 - metres, 30));
        }
        tell(std::move(told));
        now_ = to_millis(leaves_at + 12min + 5s);
    }
    std::string family_page() {
        const std::string token = access::make_secret();
        store_->admin()
            .value()
            ->put_guardian_link(
                {access::hash_secret(token), "P1", "母亲", now(), now() + std::chrono::days{9}, {}})
            .value();
        return std::string{get("/f/" + token).text()};
    }
    // 约 17 分钟
    static int minutes_told(const std::string& page) {
        const auto at = page.find("约 ");
        EXPECT_NE(at, std::string::npos) << page;
        return at == std::string::npos ? -1 : std::atoi(page.c_str() + at + std::string_view{"约 "}.size());
    }

    static inline const Time home_at = husong::test::school_day + 9h + 22min;
    static inline const Time back_at = husong::test::school_day - 20min;
};

TEST_F(LineHistory, AFamilyIsToldLaterOnALineThatTakesLongerThanItsTimetable) {
    drive(Direction::home);
    const int by_timetable = minutes_told(family_page());
    know_line(Direction::home, 32min);
    const int slow = minutes_told(family_page());
    EXPECT_GT(slow, by_timetable + 5);
    keep({past_run("other way", home_at - std::chrono::days{1}, Direction::to_school, 90min)});
    EXPECT_EQ(minutes_told(family_page()), slow) << "the other direction's runs tell nothing";
}

TEST_F(LineHistory, AndEarlierOnOneThatIsFaster) {
    drive(Direction::home);
    const int by_timetable = minutes_told(family_page());
    know_line(Direction::home, 14min);
    EXPECT_LT(minutes_told(family_page()), by_timetable - 2);
}

TEST_F(LineHistory, TodaysOwnRunsTellNothingYet) {
    drive(Direction::home);
    const int by_timetable = minutes_told(family_page());
    std::vector<db::KeptRun> runs;
    for (int i = 0; i < 5; ++i)
        runs.push_back(
            past_run("R" + std::to_string(i), china_midnight(home_at) + i * 1h, Direction::home, 60min));
    keep(runs);
    EXPECT_EQ(minutes_told(family_page()), by_timetable);
}

TEST_F(LineHistory, TheGatesListTellsTheArrivalByTheLinesHistory) {
    sign_in_as(access::Role::gate, "S1");
    drive(Direction::to_school);
    const int by_timetable = minutes_told(std::string{get("/g").text()});
    know_line(Direction::to_school, 36min);
    EXPECT_GT(minutes_told(std::string{get("/g").text()}), by_timetable + 2) << "though today it is faster";
}

TEST_F(LineHistory, ALineIsLearntOnceUntilItsRunsAreOthers) {
    know_line(Direction::home, 32min);
    drive(Direction::home);
    family_page();
    const std::size_t learnt = services().histories.learnt();
    for (int i = 0; i < 5; ++i) family_page();
    EXPECT_EQ(services().histories.learnt(), learnt);
    keep({past_run("R1", home_at - std::chrono::days{1}, Direction::home, 33min)});
    family_page();
    EXPECT_EQ(services().histories.learnt(), learnt + 1) << "one run was made again";
    EXPECT_EQ(services().histories.size(), 1U);
}

struct ToldAccuracy : LineHistory {
    // Of a run that left so many days before today.
    [[nodiscard]] db::KeptRun judged(const std::string& code, int days_ago, const Counts& counts) const {
        db::KeptRun run = past_run(code, home_at - std::chrono::days{days_ago}, Direction::home, 20min);
        run.accuracy.buckets = counts;
        return run;
    }
};

TEST_F(ToldAccuracy, TheBureauSeesTheSharesOfFourWeeksAndTheirMean) {
    keep({judged("A", 0, {{{10, 10}, {10, 9}, {20, 19}, {40, 36}}}),
          judged("B", 27, {{{10, 9}, {10, 10}, {0, 0}, {0, 0}}}),
          judged("too old", 28, {{{90, 0}, {90, 0}, {90, 0}, {90, 0}}})});
    now_ = to_millis(home_at);
    sign_in_as(access::Role::bureau);
    const std::string page{get("/b/arrivals").text()};
    EXPECT_THAT(page, HasSubstr("2026-08-05 至 2026-09-01"));
    EXPECT_THAT(page, HasSubstr("准确 <b>93.7%</b>")) << "(95 + 95 + 95 + 90) / 4, rounded down";
    EXPECT_THAT(page, HasSubstr("共比较 <b>100</b> 次"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">0–3 分钟</th><td>最多早 30 秒，晚 1 分 30 秒</td>"
                                "<td class=\"n\">20</td><td class=\"n\"><b>95.0%</b>"));
    EXPECT_THAT(page, HasSubstr("<th scope=\"row\">10–15 分钟</th><td>最多早 1 分 30 秒，晚 4 分 30 秒"
                                "</td><td class=\"n\">40</td><td class=\"n\"><b>90.0%</b>"));
    EXPECT_THAT(std::string{get("/b").text()}, HasSubstr("href=\"/b/arrivals\""));
}

TEST_F(ToldAccuracy, WithoutRunsThePageSaysSoAndWithAnEmptyBucketNamesNoMean) {
    sign_in_as(access::Role::bureau);
    EXPECT_THAT(std::string{get("/b/arrivals").text()},
                AllOf(HasSubstr("还没有可以比较的班次"), HasSubstr("—")));
    keep({judged("A", 0, {{{10, 10}, {10, 9}, {20, 19}, {0, 0}}})});
    now_ = to_millis(home_at);
    EXPECT_THAT(std::string{get("/b/arrivals").text()},
                AllOf(HasSubstr("先不算总数"), Not(HasSubstr("准确 <b>"))));
}

TEST_F(ToldAccuracy, TheApiTellsTheSameAndAnyDaysThatAreAskedFor) {
    keep({judged("A", 0, {{{10, 10}, {10, 9}, {20, 19}, {40, 36}}}),
          judged("B", 40, {{{4, 1}, {0, 0}, {0, 0}, {0, 0}}})});
    now_ = to_millis(home_at);
    sign_in_as(access::Role::bureau);
    const Response usual = get("/api/v1/arrival-accuracy");
    EXPECT_EQ(text_at(usual, "from"), "2026-08-05");
    EXPECT_EQ(text_at(usual, "until"), "2026-09-01");
    EXPECT_DOUBLE_EQ(at(usual, "overall").as_double(), (1 + 0.9 + 0.95 + 0.9) / 4);
    EXPECT_EQ(at(usual, "buckets.3.predictions"), 40);
    EXPECT_EQ(at(usual, "buckets.3.accurate"), 36);
    EXPECT_EQ(at(usual, "buckets.3.ahead_from_s"), 600);
    EXPECT_EQ(at(usual, "buckets.3.most_s"), 270);
    const Response earlier = get("/api/v1/arrival-accuracy", "from=2026-07-01&until=2026-07-31");
    EXPECT_DOUBLE_EQ(at(earlier, "buckets.0.share").as_double(), 0.25);
    EXPECT_TRUE(at(earlier, "buckets.1.share").is_null());
    EXPECT_TRUE(at(earlier, "overall").is_null());
    EXPECT_EQ(at(get("/api/v1/arrival-accuracy", "day=2026-09-01"), "buckets.0.predictions"), 10);
    for (const char* query : {"from=2026-09-02&until=2026-09-01", "from=yesterday", "day=2026-02-30"})
        EXPECT_EQ(get("/api/v1/arrival-accuracy", query).status, 400U) << query;
}

TEST_F(ToldAccuracy, IsForWhoReadsTheWholeCountysSchedule) {
    sign_in_as(access::Role::gate, "S1");
    EXPECT_EQ(get("/b/arrivals").status, 403U);
    EXPECT_EQ(get("/api/v1/arrival-accuracy").status, 403U);
    sign_in_as(access::Role::transport);
    EXPECT_EQ(get("/b/arrivals").status, 200U);
    sign_out();
    EXPECT_EQ(get("/b/arrivals").status, 303U);
    EXPECT_EQ(get("/api/v1/arrival-accuracy").status, 401U);
}

}  // namespace
}  // namespace husong::http::test
