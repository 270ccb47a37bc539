// What whom is told of a changed run, in which words.
#include "server/pages/family.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace husong::pages {
namespace {

using registry::Departure;
using registry::DepartureStatus;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Edit = std::function<void(Departure&)>;

const Time friday_15h = parse_time("2026-10-30T15:00:00+08:00").value();
const Time monday = parse_time("2026-10-26T09:00:00+08:00").value();

class NotesOfChanges : public ::testing::Test {
protected:
    NotesOfChanges() {
        rows_.schools = {{registry::School{.code = "S1", .name = "示例中学", .stage = "junior_high"}}};
        rows_.lines = {{registry::Line{"L1", "北沟线", "S1"}}, {registry::Line{"L2", "南沟线", "S1"}}};
        rows_.drivers = {{driver("D1", "张某")}, {driver("D2", "张某某")}, {driver("D3", "李某")}};
        rows_.identities = {{{"冀HD0001", registry::PlateColour::yellow}, {1}},
                            {{"冀HD0002", registry::PlateColour::yellow}, {2}}};
        rows_.pupils = {{pupil_of("L1")}};
    }
    static registry::Driver driver(std::string code, std::string name) {
        registry::Driver row;
        row.code = std::move(code);
        row.name = std::move(name);
        return row;
    }
    static registry::Pupil pupil_of(std::string line) {
        registry::Pupil pupil;
        pupil.code = "P1";
        pupil.school = "S1";
        pupil.line = std::move(line);
        pupil.boarding = true;
        return pupil;
    }
    // Published three weeks ago, and with `edit` on Monday.
    void change(const Edit& edit, const Edit& first = {}) {
        registry::Versioned<Departure> row;
        row.value = {.code = "A" + std::to_string(++runs_), .school = "S1", .leaves_at = friday_15h};
        row.value.line = "L1";
        row.value.vehicle = {1};
        row.value.driver = "D1";
        if (first) first(row.value);
        row.recorded_at = monday - std::chrono::days{21};
        row.version = 2L * runs_;
        rows_.former_departures.push_back(row);
        edit(row.value);
        row.value.sequence = 1;
        row.recorded_at = monday;
        ++row.version;
        rows_.departures.push_back(row);
    }
    void add(const Edit& edit = {}) {
        change(edit ? edit : [](Departure&) {});
        rows_.former_departures.pop_back();
        rows_.departures.back().value.sequence = 0;
    }
    [[nodiscard]] ChangeNotes for_school(Time now = monday) const {
        const registry::Registry registry{registry::RegistryRows{rows_}};
        return changes_of_school("S1", registry, now);
    }
    [[nodiscard]] ChangeNotes for_family(const std::string& line = "L1", Time now = monday) const {
        const registry::Registry registry{registry::RegistryRows{rows_}};
        return changes_for(pupil_of(line), registry, now);
    }
    void relieve(const std::string& run) {
        registry::Relief relief{.run = run, .vehicle = {2}, .driver = "D3", .escort = "", .note = ""};
        rows_.reliefs.push_back({.value = relief, .valid_from = friday_15h + 30min, .recorded_at = monday});
    }
    static std::vector<std::string> runs(const ChangeNotes& notes) {
        std::vector<std::string> all;
        for (const ChangeNote& note : notes.told) all.push_back(note.run);
        return all;
    }
    static std::vector<std::string> words(const ChangeNotes& notes) {
        std::vector<std::string> all;
        for (const ChangeNote& note : notes.told) all.push_back(note.what);
        return all;
    }

    registry::RegistryRows rows_;
    int runs_ = 0;
};

TEST_F(NotesOfChanges, ATimeADayACarAndADriverAreToldAsTheyWereAndAsTheyAre) {
    change([](Departure& run) { run.leaves_at += 40min; });
    change([](Departure& run) { run.leaves_at += std::chrono::days{1}; });
    change([](Departure& run) {
        run.vehicle = {2};
        run.driver = "D3";
    });
    const ChangeNotes notes = for_school();
    EXPECT_THAT(words(notes), ElementsAre("原来 冀H·D0001；驾驶人由 张某 改为 李某", "原来 15:00",
                                          "原来 10-30 周五 15:00"));
    EXPECT_THAT(runs(notes), ElementsAre("10-30 周五 15:00 离校 北沟线 冀H·D0002",
                                         "10-30 周五 15:40 离校 北沟线 冀H·D0001",
                                         "10-31 周六 15:00 离校 北沟线 冀H·D0001"))
        << "as they are now, the soonest first";
    EXPECT_EQ(notes.told.front().at, monday);
}

TEST_F(NotesOfChanges, TwoDriversOfOneFamilyNameAreToldApart) {
    change([](Departure& run) { run.driver = "D2"; });
    EXPECT_THAT(words(for_school()), ElementsAre("驾驶人换成另一位张某"));
}

TEST_F(NotesOfChanges, WhatIsCalledOffAndWhatIsOnAgain) {
    change([](Departure& run) { run.status = DepartureStatus::cancelled; });
    change([](Departure& run) { run.status = DepartureStatus::planned; },
           [](Departure& run) { run.status = DepartureStatus::cancelled; });
    EXPECT_THAT(words(for_school()), ElementsAre("取消", "恢复"));
}

TEST_F(NotesOfChanges, AFirstPublicationIsANumberAndOneMoreRunIsTold) {
    add([](Departure& run) { run.leaves_at += std::chrono::days{2}; });
    add([](Departure& run) { run.leaves_at += std::chrono::days{9}; });
    ChangeNotes notes = for_school();
    EXPECT_THAT(notes.told, IsEmpty());
    EXPECT_EQ(notes.first_published, 2);
    EXPECT_EQ(notes.first_day, friday_15h + std::chrono::days{2});
    EXPECT_EQ(notes.last_day, friday_15h + std::chrono::days{9});
    EXPECT_TRUE(for_family().empty()) << "it sees its next runs anyway";
    change([](Departure&) {});  // of Friday, since three weeks
    add();
    notes = for_school();
    EXPECT_THAT(words(notes), ElementsAre("新增"));
    EXPECT_THAT(words(for_family()), ElementsAre("新增"));
}

TEST_F(NotesOfChanges, AFamilyReadsOfItsOwnLineAndOfNoDriverOrPlate) {
    change([](Departure& run) {
        run.leaves_at += 40min;
        run.vehicle = {2};
        run.driver = "D3";
    });
    change([](Departure& run) { run.driver = "D3"; });
    const ChangeNotes notes = for_family();
    EXPECT_THAT(words(notes), ElementsAre("原来 15:00；换了一辆车"));
    EXPECT_EQ(notes.told.front().run, "10-30 周五 15:40 离校");
    EXPECT_TRUE(for_family("L2").empty());
}

TEST_F(NotesOfChanges, ARunThatCameToTheChildsLineOrWentFromItConcernsIt) {
    change([](Departure& run) { run.line = "L2"; });
    EXPECT_THAT(words(for_family("L1")), ElementsAre("不再走孩子的线路"));
    EXPECT_THAT(words(for_family("L2")), ElementsAre("新增"));
    EXPECT_THAT(words(for_school()), ElementsAre("原来 北沟线"));
}

TEST_F(NotesOfChanges, WhoRidesConcernsTheOfficesAndTheReasonEverybody) {
    change([](Departure& run) { run.note = "远村 20人、近村 5人"; },
           [](Departure& run) { run.note = "远村 20人"; });
    EXPECT_THAT(words(for_school()), ElementsAre("乘坐由 远村 20人 改为 远村 20人、近村 5人"));
    EXPECT_TRUE(for_family().empty());
    change([](Departure& run) {
        run.status = DepartureStatus::cancelled;
        run.note = "大雪封路";
    });
    EXPECT_THAT(words(for_family()), ElementsAre("取消（大雪封路）"));
}

// Moved to a day of which nothing was published, with another vehicle at another time.
TEST_F(NotesOfChanges, WhatTakesThePlaceOfWhatIsCalledOffIsToldWithIt) {
    change([](Departure& run) { run.status = DepartureStatus::cancelled; });
    add([](Departure& run) {
        run.leaves_at -= std::chrono::days{1};
        run.vehicle = {2};
    });
    EXPECT_THAT(words(for_family()), ElementsAre("新增", "取消"));
    EXPECT_EQ(for_family().told[0].run, "10-29 周四 15:00 离校");
    EXPECT_THAT(words(for_school()), ElementsAre("新增", "取消"));
}

TEST_F(NotesOfChanges, NobodyIsToldOfADayThatIsOverOrAfterAFortnight) {
    change([](Departure& run) { run.leaves_at += 40min; });
    EXPECT_EQ(for_school(friday_15h + 8h).told.size(), 1U) << "still Friday";
    EXPECT_EQ(for_school(friday_15h).of_today, 1);
    EXPECT_EQ(for_school().of_today, 0);
    EXPECT_TRUE(for_school(friday_15h + 10h).empty());
    change([](Departure& run) { run.vehicle = {2}; },
           [](Departure& run) { run.leaves_at += std::chrono::days{30}; });
    EXPECT_EQ(for_school(monday + registry::changes_told_for).told.size(), 1U);
    EXPECT_TRUE(for_school(monday + registry::changes_told_for + 1s).empty());
}

TEST_F(NotesOfChanges, WhatIsBeyondTheListIsCounted) {
    for (int i = 0; i < 25; ++i)
        change([](Departure& run) { run.leaves_at += 10min; },
               [i](Departure& run) { run.leaves_at += std::chrono::days{i}; });
    EXPECT_EQ(for_school().told.size(), 20U);
    EXPECT_EQ(for_school().more, 5);
    EXPECT_EQ(for_school().schedule, "/schedule/S1");
    EXPECT_EQ(for_family().told.size(), 12U);
    EXPECT_EQ(for_family().more, 13);
    EXPECT_EQ(for_family("L1", friday_15h - 1h).told.size(), 14U) << "a fortnight is told whole";
    EXPECT_EQ(for_family("L1", friday_15h - 1h).more, 11);
    EXPECT_EQ(for_family().schedule, "") << "they may not open it";
}

TEST_F(NotesOfChanges, RunsOfWhichTheSameIsToldAreOne) {
    const auto call_off = [](Departure& run) { run.status = DepartureStatus::cancelled; };
    change(call_off);
    change(call_off, [](Departure& run) { run.vehicle = {2}; });
    change(call_off, [](Departure& run) { run.line = "L2"; });
    EXPECT_THAT(words(for_school()), ElementsAre("取消（2 班）", "取消"));
    EXPECT_EQ(for_school().told.front().run, "10-30 周五 15:00 离校 北沟线 冀H·D0001、冀H·D0002");
}

TEST_F(NotesOfChanges, AnEarlierStepOfTheSameRunIsToldBehind) {
    change([](Departure& run) { run.leaves_at += 40min; });
    auto again = rows_.departures.back();
    rows_.former_departures.push_back(again);
    again.value.vehicle = {2};
    again.value.sequence = 2;
    again.recorded_at = monday + 1h;
    ++again.version;
    rows_.departures.back() = again;
    EXPECT_THAT(words(for_school(monday + 2h)), ElementsAre("原来 冀H·D0001；先前：时间由 15:00 改为 15:40"));
    EXPECT_THAT(words(for_family("L1", monday + 2h)), ElementsAre("原来 15:00；换了一辆车"));
}

TEST_F(NotesOfChanges, WhatWasNewAndThenMovedIsToldAsMoved) {
    add([](Departure& run) { run.leaves_at += 40min; });
    auto first = rows_.departures.back();
    first.value.leaves_at = friday_15h;
    first.recorded_at = monday - 24h;
    --first.version;
    rows_.former_departures.push_back(first);
    rows_.departures.back().value.sequence = 1;
    EXPECT_THAT(words(for_family()), ElementsAre("原来 15:00"));
}

TEST_F(NotesOfChanges, AFamilyReadsOneLineOfALegThatMoved) {
    const auto to_tuesday = [](Departure& run) {
        run.leaves_at += std::chrono::days{4};
        run.vehicle = {2};
    };
    change(to_tuesday);
    change([](Departure& run) { run.leaves_at += std::chrono::days{4}; },
           [](Departure& run) { run.leaves_at += 30min; });
    EXPECT_THAT(runs(for_family()), ElementsAre("11-03 周二 15:00、15:30 离校"));
    EXPECT_THAT(words(for_family()), ElementsAre("原来 10-30 周五 15:00、15:30；有的换了车"));
}

// As a coordinated plan writes its codes: the leg's runs on one line.
TEST_F(NotesOfChanges, WhatAPlanCallsOffAndAddsOnAnotherDayOfTheSameLegHasMoved) {
    const auto coded = [](std::string code) {
        return [code](Departure& run) { run.code = "2026-1/S1/3H/L1/" + code; };
    };
    change([](Departure& run) { run.status = DepartureStatus::cancelled; }, coded("1"));
    add([&](Departure& run) {
        coded("2")(run);
        run.leaves_at += std::chrono::days{4} - 1h;
        run.vehicle = {2};
    });
    EXPECT_THAT(runs(for_family()), ElementsAre("11-03 周二 14:00 离校"));
    EXPECT_THAT(words(for_family()), ElementsAre("原来 10-30 周五 15:00"));
    EXPECT_THAT(words(for_school()), ElementsAre("取消", "新增")) << "they know the vehicles";
}

TEST_F(NotesOfChanges, WhoTakesARunOverIsToldUntilItsDayIsOver) {
    change([](Departure&) {});
    relieve("A1");
    EXPECT_THAT(runs(for_school()), ElementsAre("10-30 周五 15:00 离校 北沟线"));
    EXPECT_THAT(words(for_school()), ElementsAre("由 冀H·D0002 接替 冀H·D0001，15:30 起"));
    EXPECT_THAT(words(for_family()), ElementsAre("15:30 起换一辆车接"));
    EXPECT_TRUE(for_family("L2").empty());
    EXPECT_EQ(for_school(friday_15h + 1h).of_today, 1);
    EXPECT_TRUE(for_school(friday_15h + 10h).empty());
}

TEST_F(NotesOfChanges, APageHasThemOrNothing) {
    const auto page = [](const ChangeNotes& notes, ChangesShown shown) {
        Fill fill;
        fill.include("STYLE", "bureau.css");
        insert_changes(fill, notes, shown);
        return render("operator.html", fill);
    };
    EXPECT_THAT(page(for_school(), ChangesShown::open), Not(HasSubstr("<details")));
    change([](Departure& run) { run.leaves_at += 40min; });
    add([](Departure& run) { run.leaves_at += std::chrono::days{9}; });
    const std::string folded = page(for_school(), ChangesShown::folded);
    EXPECT_THAT(folded, HasSubstr("<summary>最近变更 1 项，新公布 1 班</summary>"));
    EXPECT_THAT(folded, HasSubstr("原来 15:00 <small>10-26 周一 09:00 公布</small>"));
    EXPECT_THAT(folded, Not(HasSubstr(" open>")));
    EXPECT_THAT(page(for_school(), ChangesShown::open), HasSubstr(" open>"));
    const std::string today = page(for_school(friday_15h), ChangesShown::today);
    EXPECT_THAT(today, HasSubstr("最近变更 1 项，今天的 1 项，新公布 1 班")) << "opens by itself";
    EXPECT_THAT(today, HasSubstr(" open>"));
}

}  // namespace
}  // namespace husong::pages
