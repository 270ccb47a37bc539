// What the gate does with a vehicle of its list: forms, PINs, and a release that is decided when it is
// stored.
#include "server/http/gate_deed.hpp"
#include "server/http/services.hpp"
#include "tests/http/gate_fixture.hpp"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace husong::http {
namespace {

using access::Role;
using test::header_of;
using tracking::GateActKind;

class GateActs : public test::Gate {
protected:
    GateActs() { set_clock(16, 10); }
    Response do_it(const std::string& act, Fields fields = {}, const std::string& key = "",
                   const std::string& departure = "T1") {
        fields.emplace_back("act", act);
        fields.emplace_back("key", key.empty() ? "key-of-form-" + std::to_string(++forms_) : key);
        fields.emplace_back("keeper", keeper_);
        fields.emplace_back("pin", pin_);
        return post_form("/g/t/" + departure, fields);
    }
    Response count(const std::string& pupils, const std::string& adults, const std::string& key = "") {
        return do_it("counted", {{"pupils", pupils}, {"adults", adults}}, key);
    }
    // As a form asks for it, before the transaction.
    GateDeed deed(GateActKind kind, std::uint64_t key) {
        GateDeed asked;
        asked.act.kind = kind;
        asked.act.key = key;
        asked.act.school = "S1";
        asked.act.departure = "T1";
        asked.act.at = asked.act.received_at = now();
        asked.act.account = 1;
        asked.act.keeper = "张某";
        return asked;
    }
    // All of them in one transaction of the writer, in their order.
    void in_one_transaction(std::vector<GateDeed> deeds) {
        std::atomic<bool> over = false;
        ingest::Act act;
        act.apply = [&](ingest::Transaction& transaction) -> Result<> {
            for (const GateDeed& one : deeds)
                if (auto done = do_at_gate(one, transaction, services()); !done) return done.error();
            return {};
        };
        act.done = [&](const Result<>& done) {
            EXPECT_TRUE(done);
            over = true;
        };
        ASSERT_TRUE(services().submit(std::move(act)));
        wait_until([&] { return over.load(); });
    }
    std::vector<GateActKind> kinds() {
        std::vector<GateActKind> all;
        for (const auto& act : acts()) all.push_back(act.kind);
        return all;
    }
    using Kinds = std::vector<GateActKind>;

    std::string keeper_ = "张某";
    std::string pin_ = pin;
    int forms_ = 0;
};

TEST_F(GateActs, ArrivingIsStoredWithItsKeeperAndCountsNobody) {
    const Response answer = do_it("arrived");
    ASSERT_EQ(answer.status, 303U);
    EXPECT_EQ(header_of(answer, "Location"), "/g/t/T1");
    ASSERT_EQ(kinds(), Kinds{GateActKind::arrived});
    EXPECT_EQ(acts()[0].keeper, "张某");
    EXPECT_EQ(acts()[0].vehicle, county_.lawful);
    EXPECT_FALSE(world().state(county_.lawful)->track.load.count.known());
    EXPECT_NE(column(get("/g"), "at_gate").find("冀H·00318"), std::string::npos);
    const Response page = get("/g/t/T1");
    EXPECT_TRUE(says(page, "到校，点过人数才能放行"));
    EXPECT_TRUE(says(page, "撤销"));
}

TEST_F(GateActs, ACountIsAHeadCountOfTheVehicleThroughTheFold) {
    ASSERT_EQ(count("50", "2").status, 303U);
    const auto state = world().state(county_.lawful);
    ASSERT_TRUE(state);
    EXPECT_EQ(state->track.load.count.source, tracking::Source::gate);
    EXPECT_EQ(state->track.load.count.heads.people(), 52);
    EXPECT_EQ(state->track.load.count.at(), acts()[0].at);
    db::FindingQuery query;
    EXPECT_FALSE(store_->reader().value()->findings(query).value().empty()) << "LD-01";
    EXPECT_TRUE(says(get("/g/t/T1"), "不能放行：还超 7 人"));
}

TEST_F(GateActs, FullWidthDigitsAreANumberAndWordsAreNot) {
    EXPECT_EQ(count("４０", "２").status, 303U);
    EXPECT_EQ(acts()[0].heads->people(), 42);
    const Response wrong = count("四十", "");
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_TRUE(says(wrong, "有 2 处要改"));
    EXPECT_TRUE(says(wrong, "value=\"四十\""));
    EXPECT_FALSE(says(wrong, pin));
    EXPECT_EQ(acts().size(), 1U);
}

TEST_F(GateActs, ACountWithoutADriverIsAskedForAgain) {
    const Response answer = count("45", "0");
    EXPECT_EQ(answer.status, 422U);
    EXPECT_TRUE(says(answer, "大人人数要填 1 到 300 的数，司机也算"));
    EXPECT_TRUE(acts().empty());
}

TEST_F(GateActs, ReleaseNeedsACount) {
    ASSERT_EQ(do_it("released").status, 303U);
    ASSERT_EQ(kinds(), Kinds{GateActKind::refused});
    EXPECT_EQ(acts()[0].note, "点过人数才能放行");
    EXPECT_TRUE(says(get("/g/t/T1"), "16:10 点过人数才能放行"));
    count("43", "2");
    do_it("released");
    EXPECT_EQ(kinds().back(), GateActKind::released);
    EXPECT_NE(column(get("/g"), "released").find("冀H·00318"), std::string::npos);
}

TEST_F(GateActs, AStalePageDoesNotReleaseWhatWasCountedAgain) {
    count("43", "2");
    const Response page = get("/g/t/T1");
    EXPECT_TRUE(says(page, "人齐，放行"));
    pass(1s);
    count("45", "2");
    pass(1s);
    ASSERT_EQ(do_it("released").status, 303U);
    EXPECT_EQ(kinds().back(), GateActKind::refused);
    EXPECT_EQ(acts().back().note, "不能放行：还超 2 人");
}

TEST_F(GateActs, AReleaseSeesTheCountThatItsOwnTransactionStored) {
    count("43", "2");
    pass(1s);
    GateDeed counted = deed(GateActKind::counted, 11);
    counted.act.heads = tracking::HeadCount{46, 2, 0};
    in_one_transaction({counted, deed(GateActKind::released, 12)});
    EXPECT_EQ(kinds().back(), GateActKind::refused);
    EXPECT_EQ(acts().back().note, "不能放行：还超 3 人");
    pass(1s);
    counted.act.key = 13;
    counted.act.at = counted.act.received_at = now();
    counted.act.heads = tracking::HeadCount{43, 2, 0};
    in_one_transaction({counted, deed(GateActKind::released, 14)});
    EXPECT_EQ(kinds().back(), GateActKind::released);
}

TEST_F(GateActs, ACountByThePoliceIsTheLatestToo) {
    count("43", "2");
    tell({husong::test::head_count(county_.lawful, now() + 1s, 50, 2, tracking::Source::police)});
    pass(2s);
    do_it("released");
    EXPECT_EQ(acts().back().note, "不能放行：还超 7 人");
}

TEST_F(GateActs, WhatWasReleasedIsNotReleasedAgainByAnotherForm) {
    count("43", "2");
    do_it("released");
    EXPECT_EQ(do_it("released").status, 409U);
    EXPECT_EQ(kinds().back(), GateActKind::released);
}

TEST_F(GateActs, AVehicleWithoutAValidPlateIsNotReleased) {
    set_clock(16, 50);
    EXPECT_EQ(do_it("counted", {{"pupils", "20"}, {"adults", "2"}}, "", "T2").status, 303U);
    EXPECT_EQ(do_it("released", {}, "", "T2").status, 303U);
    EXPECT_EQ(kinds().back(), GateActKind::refused);
    EXPECT_NE(acts().back().note.find("标牌"), std::string::npos) << acts().back().note;
}

TEST_F(GateActs, OthersVehiclesAreAsIfTheyWereNotThere) {
    const Response foreign = get("/g/t/F1");
    const Response nothing = get("/g/t/X9");
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(foreign.text(), nothing.text());
    EXPECT_EQ(do_it("arrived", {}, "", "F1").text(), do_it("arrived", {}, "", "X9").text());
    EXPECT_TRUE(acts().empty());
}

TEST_F(GateActs, AWrongPinAndAnUnknownNameAreToldAlikeAndStoreNothing) {
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    pin_ = "97531";
    const Response wrong = do_it("arrived");
    pin_ = pin;
    keeper_ = "王某";
    const Response unknown = do_it("arrived");
    spdlog::set_default_logger(before);
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_EQ(unknown.status, 422U);
    EXPECT_TRUE(says(wrong, "名字和 PIN 对不上"));
    EXPECT_TRUE(says(unknown, "名字和 PIN 对不上"));
    EXPECT_FALSE(says(wrong, "97531"));
    EXPECT_EQ(log.str().find("97531"), std::string::npos);
    EXPECT_TRUE(acts().empty());
}

TEST_F(GateActs, AfterFiveWrongPinsAKeeperWaitsAndOthersDoNot) {
    put_keeper("李某", "8642");
    pin_ = "0000";
    for (int i = 0; i < 5; ++i) EXPECT_EQ(do_it("arrived").status, 422U);
    pin_ = pin;
    const Response refused = do_it("arrived");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_TRUE(says(refused, "PIN 错的次数太多，请过 15 分钟再试"));
    keeper_ = "李某";
    pin_ = "8642";
    EXPECT_EQ(do_it("arrived").status, 303U);
    keeper_ = "张某";
    pin_ = pin;
    pass(15min);
    EXPECT_EQ(do_it("arrived").status, 303U);
}

TEST_F(GateActs, WhoMayNoLongerActIsNotListedAndNotLetIn) {
    put_keeper("张某", "");
    EXPECT_EQ(do_it("arrived").status, 422U);
    EXPECT_FALSE(says(get("/g/t/T1"), "<option value=\"张某\""));
}

TEST_F(GateActs, AFormSentTwiceIsOneActAndAnotherUnderItsKeyIsRefused) {
    EXPECT_EQ(count("40", "2", "the-same-key").status, 303U);
    pass(5s);
    EXPECT_EQ(count("40", "2", "the-same-key").status, 303U);
    EXPECT_EQ(acts().size(), 1U);
    EXPECT_EQ(store_->reader().value()->history(county_.lawful, now() - 1h, now() + 1h, 10).value().size(),
              1U);
    EXPECT_EQ(count("41", "2", "the-same-key").status, 409U);
    EXPECT_EQ(acts().size(), 1U);
    restart();
    EXPECT_EQ(count("40", "2", "the-same-key").status, 303U);
    EXPECT_EQ(acts().size(), 1U);
}

TEST_F(GateActs, WithinTenMinutesTheLatestActIsUndone) {
    do_it("arrived");
    const std::string id = std::to_string(acts()[0].id);
    pass(10min);
    EXPECT_EQ(do_it("undone", {{"undoes", id}}).status, 303U);
    EXPECT_NE(column(get("/g"), "near").find("冀H·00318"), std::string::npos);
    EXPECT_EQ(do_it("undone", {{"undoes", id}}).status, 409U) << "it is undone already";
    do_it("arrived");
    pass(10min + 1ms);
    EXPECT_EQ(do_it("undone", {{"undoes", std::to_string(acts().back().id)}}).status, 409U);
}

TEST_F(GateActs, AnUndoneCountReleasesNobody) {
    count("40", "2");
    do_it("undone", {{"undoes", std::to_string(acts()[0].id)}});
    do_it("released");
    EXPECT_EQ(kinds().back(), GateActKind::refused);
}

TEST_F(GateActs, WhatDiffersFromTheListIsToldWithANoteThatIsText) {
    const Response missing = do_it("checked", {{"plate", "yes"}});
    EXPECT_EQ(missing.status, 422U);
    EXPECT_TRUE(says(missing, "驾驶人：请选相符或不符"));
    EXPECT_EQ(
        do_it(
            "checked",
            {{"plate", "yes"}, {"driver", "no"}, {"escort", "yes"}, {"note", "<script>alert(1)</script>\"'"}})
            .status,
        303U);
    const Response page = get("/g/t/T1");
    EXPECT_TRUE(says(page, "驾驶人与名单不符"));
    EXPECT_FALSE(says(page, "<script>"));
    EXPECT_TRUE(says(page, "&lt;script&gt;"));
    EXPECT_NE(column(get("/g"), "near").find("驾驶人与名单不符"), std::string::npos);
}

TEST_F(GateActs, AKeepersNameIsText) {
    put_keeper("<img src=x>", "8642");
    EXPECT_FALSE(says(get("/g/t/T1"), "<img"));
    keeper_ = "<img src=x>";
    pin_ = "8642";
    EXPECT_EQ(do_it("arrived").status, 303U);
    EXPECT_FALSE(says(get("/g/t/T1"), "<img"));
}

TEST_F(GateActs, ARightPinBeginsTheThirtyDaysAnew) {
    pass(1s);
    const Response answer = do_it("arrived");
    EXPECT_NE(header_of(answer, "Set-Cookie").find("Max-Age=2592000"), std::string::npos)
        << "the session of this test was for twelve hours";
    pass(1s);
    EXPECT_EQ(header_of(do_it("arrived"), "Set-Cookie"), "") << "not with every act";
    pass(24h * 29);
    EXPECT_EQ(get("/g").status, 200U);
}

TEST_F(GateActs, WithoutTheSessionsTokenNothingIsDone) {
    const Response answer = post_raw("/g/t/T1", "act=arrived&key=key-of-form&keeper=x&pin=2468");
    EXPECT_EQ(answer.status, 403U);
    EXPECT_TRUE(acts().empty());
}

TEST_F(GateActs, WhenTheStoreIsBusyTheFormSaysSoAndKeepsWhatWasTyped) {
    refuse_acts_ = true;
    const Response answer = count("40", "2");
    EXPECT_EQ(answer.status, 503U);
    EXPECT_TRUE(says(answer, "没有保存成功"));
    EXPECT_TRUE(says(answer, "value=\"40\""));
}

TEST_F(GateActs, AVehicleThatIsNotOnTheListIsKeptAndJudged) {
    const Response form = get("/g/extra");
    EXPECT_EQ(form.status, 200U);
    const Fields fields{{"act", "extra"}, {"key", "key-of-extra"}, {"keeper", "张某"},
                        {"pin", pin},     {"plate", "h7k206"},     {"colour", "blue"},
                        {"pupils", "9"},  {"note", "<b>白车"}};
    const Response answer = post_form("/g/extra", fields);
    ASSERT_EQ(answer.status, 303U) << answer.text();
    EXPECT_EQ(header_of(answer, "Location"), "/g/v/%E5%86%80H7K206?colour=blue");
    EXPECT_EQ(post_form("/g/extra", fields).status, 303U);
    ASSERT_EQ(kinds(), Kinds{GateActKind::stopped});
    EXPECT_EQ(acts()[0].vehicle, county_.private_van);
    const auto sightings = store_->reader().value()->sightings(std::nullopt, now() - 1h, 10).value();
    ASSERT_EQ(sightings.size(), 1U);
    EXPECT_EQ(sightings[0].source, tracking::Source::gate);
    EXPECT_EQ(std::get<tracking::Sighting>(sightings[0].payload).pupils, 9);
    const Response verdict = get("/g/v/%E5%86%80H7K206", "colour=blue");
    EXPECT_TRUE(says(verdict, "禁止载运学生"));
    EXPECT_TRUE(says(verdict, "张某 拦下"));
    EXPECT_FALSE(says(verdict, "<b>白车"));
    EXPECT_TRUE(says(get("/g"), "名单外的车"));
}

TEST_F(GateActs, AnExtraVehicleNeedsAPlateAndAPin) {
    const Response answer =
        post_form("/g/extra", {{"act", "extra"}, {"key", "key-of-extra"}, {"pupils", "x"}});
    EXPECT_EQ(answer.status, 422U);
    EXPECT_TRUE(says(answer, "有 4 处要改"));
    EXPECT_TRUE(acts().empty());
}

TEST_F(GateActs, AVehicleSeenElsewhereIsASightingAndNoActOfTheGate) {
    const Response answer = post_form("/g/seen", {{"act", "extra"},
                                                  {"key", "key-of-seen"},
                                                  {"keeper", "张某"},
                                                  {"pin", pin},
                                                  {"plate", "冀H·7K206"},
                                                  {"colour", "blue"},
                                                  {"place", "北沟路口"}});
    ASSERT_EQ(answer.status, 303U) << answer.text();
    EXPECT_TRUE(acts().empty());
    const auto sightings = store_->reader().value()->sightings(std::nullopt, now() - 1h, 10).value();
    ASSERT_EQ(sightings.size(), 1U);
    EXPECT_EQ(std::get<tracking::Sighting>(sightings[0].payload).place, "北沟路口");
    EXPECT_TRUE(says(get("/g/v/冀H7K206", "colour=blue&told=1"), "已记下"));
}

TEST_F(GateActs, TheSheetHasARowAVehicleAndBlankCells) {
    const Response sheet = get("/g/sheet");
    ASSERT_EQ(sheet.status, 200U);
    EXPECT_TRUE(says(sheet, "冀H·00318（黄）"));
    EXPECT_TRUE(says(sheet, "孙某 / 周某"));
    EXPECT_FALSE(says(sheet, "孙大伟"));
    EXPECT_TRUE(says(sheet, "第 1/1 页"));
    EXPECT_TRUE(says(sheet, "打印时间 2026-09-01 16:10"));
    EXPECT_TRUE(says(get("/g/sheet", "date=2026-09-02"), "这一天没有接送车"));
}

TEST_F(GateActs, TheSheetHasFourteenRowsAPage) {
    registry::RegistryRows rows;
    for (int i = 0; i < 13; ++i)
        rows.departures.push_back(
            {.value = departure("N" + std::to_string(i), county_.lawful, at_clock(18, i)),
             .valid_from = now()});
    put(rows);
    const Response sheet = get("/g/sheet");
    EXPECT_TRUE(says(sheet, "第 2/2 页"));
    EXPECT_TRUE(says(sheet, "<td>15</td>"));
}

}  // namespace
}  // namespace husong::http
