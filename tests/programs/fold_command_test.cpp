// husongctl fold: the same findings in whatever order, how often and in what portions a log's records came.
#include "tests/programs/ctl_fixture.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <random>

namespace husong::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::int64_t seven = 1'788'217'200'000;  // 2026-09-01T07:00:00+08:00
constexpr std::int64_t minute = 60'000;
constexpr std::string_view noon = "2026-09-01T12:00:00+08:00";

struct Told {
    std::int64_t measured_at = 0;
    std::int64_t received_at = 0;
    std::string rest;  // source and what follows
    [[nodiscard]] std::string line() const {
        return fmt::format("{}\t{}\t{}\n", measured_at, received_at, rest);
    }
};
using Log = std::vector<Told>;

struct Bus {
    std::string plate;  // with its colour
    double latitude_deg = 0;
    int pupils = 0;
};

void tell(Log& log, std::int64_t at, std::string rest) { log.push_back({at, at + 2'000, std::move(rest)}); }

// Parked until 7:15, boarding until 7:17, driving until 7:40, alighting until 7:42, parked again.
void tell_morning(Log& log, const Bus& bus) {
    constexpr unsigned located = 2, ignition = 1, door = 1U << 13;
    double longitude_deg = 117.9;
    for (int half = 0; half <= 180; ++half) {
        const bool stands = (half >= 30 && half < 34) || (half >= 80 && half < 84);
        const bool drives = half >= 34 && half < 80;
        if (drives) longitude_deg += 0.0039;  // 330 m
        const unsigned status = located | (stands || drives ? ignition : 0) | (stands ? door : 0);
        tell(log, seven + half * minute / 2,
             fmt::format("terminal\t{}\tposition\t{:.6f}\t{:.6f}\t{}\t90\t400\t0\t{}\t9", bus.plate,
                         bus.latitude_deg, longitude_deg, drives ? 40 : 0, status));
    }
    const auto flow = [&](std::int64_t from, int boarded, int alighted) {
        const std::int64_t until = from + 3 * minute / 2;
        tell(log, until,
             fmt::format("terminal\t{}\tpassenger_flow\t{}\t{}\t{}\t{}", bus.plate, from, until, boarded,
                         alighted));
    };
    flow(seven + 15 * minute, bus.pupils, 0);
    flow(seven + 40 * minute, 0, bus.pupils);
}

Log school_morning() {
    Log log;
    tell_morning(log, {"冀H00318\tyellow", 40.91, 51});
    tell_morning(log, {"冀H00419\tyellow", 40.95, 30});
    tell(log, seven + 20 * minute, "escort\t冀H00318\tyellow\thead_count\t48\t2\t0");
    tell(log, seven + 25 * minute, "gate\t冀H7K206\tblue\tsighting\tsome\t6\t40.9\t117.9\t某校\\t东门\t\t");
    tell(log, seven + 26 * minute, "police\t冀H7K206\tblue\thead_count\t8\t1\t0");
    tell(log, seven + 42 * minute, "escort\t冀H00318\tyellow\ttrip_event\tswept\t\tE0001\t\t0\t");
    std::ranges::stable_sort(log, {}, &Told::received_at);
    return log;
}

struct FoldCommand : Ctl {
    FoldCommand() {
        std::filesystem::create_directory(home / "register");
        write("register/operators.csv", "code,name,kind\nOP1,某公司,school\n");
        write("register/vehicles.csv",
              "plate,colour,class,use_nature,approved_persons,operator\n冀H00318,yellow,large,S,45,OP1\n"
              "冀H00419,yellow,large,S,45,OP1\n冀H7K206,blue,small,A,7,OP1\n");
        write("register/school_bus_plates.csv",
              "number,plate,colour,valid_from,valid_until,issuer,route,drivers\n"
              "BP1,冀H00318,yellow,2026-01-01,2027-01-01,某大队,L01,\n"
              "BP2,冀H00419,yellow,2026-01-01,2026-08-31,某大队,L02,\n");
    }
    void write_log(const Log& log) const {
        std::string text = "# measured_at received_at …\n";
        for (const Told& told : log) text += told.line();
        write("records.log", text);
    }
    [[nodiscard]] Ended fold(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"fold",     "records.log", "--register",
                                           "register", "--until",     std::string{noon}};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    [[nodiscard]] std::string findings_of(const Log& log, const std::string& batch = {}) const {
        write_log(log);
        const Ended ended = batch.empty() ? fold() : fold({"--batch", batch});
        EXPECT_EQ(ended.code, 0) << ended.err;
        return ended.out;
    }
};

TEST_F(FoldCommand, FindsWhatTheServerWouldHaveFound) {
    const std::string found = findings_of(school_morning());
    EXPECT_THAT(found, HasSubstr(R"({"rule":"LD-01","plate":"冀H00318","colour":"yellow")"));
    EXPECT_THAT(found, HasSubstr(R"({"rule":"VL-02","plate":"冀H00419","colour":"yellow")"));
    EXPECT_THAT(found, HasSubstr(R"({"rule":"VL-04","plate":"冀H7K206","colour":"blue")"));
    EXPECT_THAT(found, Not(HasSubstr("found_at")));
}

TEST_F(FoldCommand, PortionsChangeNothing) {
    const Log log = school_morning();
    const std::string found = findings_of(log);
    EXPECT_EQ(findings_of(log, "1"), found);
    EXPECT_EQ(findings_of(log, "7"), found);
    EXPECT_EQ(findings_of(log, "1000"), found);
}

TEST_F(FoldCommand, TheOrderInWhichRecordsCameChangesNothing) {
    const Log log = school_morning();
    const std::string found = findings_of(log);
    std::mt19937 random{7};
    Log late = log;
    for (Told& told : late) told.received_at += static_cast<std::int64_t>(random() % 120) * minute;
    std::ranges::shuffle(late, random);
    EXPECT_EQ(findings_of(late), found);
    EXPECT_EQ(findings_of(late, "7"), found);
    EXPECT_EQ(findings_of(late, "1000"), found);
}

TEST_F(FoldCommand, WhatIsToldTwiceCountsOnce) {
    const Log log = school_morning();
    const std::string found = findings_of(log);
    Log twice = log;
    for (Told told : log) {
        told.received_at += 50 * minute;
        twice.push_back(told);
    }
    write_log(twice);
    const Ended ended = fold({"--batch", "7"});
    EXPECT_EQ(ended.out, found);
    EXPECT_THAT(ended.err, HasSubstr(fmt::format("\"duplicates\": {},", log.size())));
}

TEST_F(FoldCommand, SaysWhenALevelWasConcluded) {
    write_log(school_morning());
    const Ended ended = fold({"--with-times", "--findings", "findings.jsonl"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "");
    const std::string found = read("findings.jsonl");
    // The police count a van of seven seats with nine people at 7:26, and tell it two seconds later.
    const std::string van = found.substr(found.find(R"("rule":"LD-03","plate":"冀H7K206")"));
    EXPECT_THAT(van.substr(0, van.find('\n')),
                HasSubstr(fmt::format(R"("concluded_at":{{"suspected":{0},"likely":{0},"confirmed":{0}}}}})",
                                      seven + 26 * minute + 2'000)));
}

TEST_F(FoldCommand, AWrongLineIsNamedWithItsField) {
    const auto refusal = [this](std::string_view line) {
        write("records.log", fmt::format("#\n{}\n", line));
        const Ended ended = fold();
        EXPECT_EQ(ended.code, 1);
        return ended.err;
    };
    EXPECT_EQ(refusal("5\t6\tterminal\t冀H00318\tyellow\tphoto\t1"),
              "husongctl: records.log:2: kind is none of position, passenger_flow, head_count, sighting, "
              "trip_event\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tyellow\thead_count\t-3\t2\t0"),
              "husongctl: records.log:2: pupils is no whole number from 0 to 65535\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tyellow\thead_count\t3\t2"),
              "husongctl: records.log:2: others is no whole number from 0 to 65535\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tyellow\thead_count\t3\t2\t0\t1"),
              "husongctl: records.log:2: the line has more fields than its kind\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tyellow\thead_count\t3\t2\t0\tby=0"),
              "husongctl: records.log:2: by is no number of a teller\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tpink\thead_count\t3\t2\t0"),
              "husongctl: records.log:2: colour is none that is known\n");
    EXPECT_EQ(refusal("5\t6\tescort\t冀H00318\tyellow\ttrip_event\tdanced"),
              "husongctl: records.log:2: event is none that is known\n");
    EXPECT_EQ(refusal("5\t6\tgate\t冀H00318\tyellow\tsighting\tsome\t\t\t\ta\\x\t\t"),
              "husongctl: records.log:2: place has a \\ before none of \\ t n r\n");
}

TEST_F(FoldCommand, KeepsADatabaseThatItMadeAndTouchesNoOther) {
    write_log(school_morning());
    EXPECT_EQ(fold({"--database", "husong.db"}).code, 0);
    const Ended again = fold({"--database", "husong.db"});
    EXPECT_EQ(again.code, 1);
    EXPECT_THAT(again.err, HasSubstr("husong.db: a log is folded into a database that is not there yet"));
    EXPECT_FALSE(reader()->sightings(std::nullopt, Time{}, 10).value().empty());
}

}  // namespace
}  // namespace husong::test
