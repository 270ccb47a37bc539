// What the gate's pages have in common.
#include "server/pages/gate_board.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/gate_sheet.hpp"

#include <gtest/gtest.h>

namespace husong::pages {
namespace {

gate::Visit visit_of(gate::Column column) {
    gate::Visit visit;
    visit.departure.code = "T1/\"<b>";
    visit.departure.note = "<i>备注";
    visit.departure.seats = 43;
    visit.plate = {"冀H00318", registry::PlateColour::yellow};
    visit.line = "柳湾线 L07";
    visit.due_at = *parse_time("2026-09-01T16:12:00+08:00");
    visit.column = column;
    return visit;
}

std::string board_of(std::vector<gate::Visit> visits) {
    const gate::Board board = gate::make_board(std::move(visits));
    return render_gate_board(
        {board, "松岭镇初中", *parse_time("2026-09-01T16:20:05+08:00"), "token", {}, {}, true, "S/1"});
}

TEST(GatePages, AVerdictIsAWordAShapeAndAColour) {
    rules::Verdict verdict;
    verdict.headline.word = rules::VerdictWord::over;
    verdict.headline.text = "超员 7 人";
    EXPECT_EQ(verdict_chip(verdict, {}).tone, "sure");
    verdict.headline.word = rules::VerdictWord::likely_over;
    EXPECT_EQ(verdict_chip(verdict, {}).tone, "likely");
    verdict.headline.word = rules::VerdictWord::check;
    verdict.papers = {
        {rules::PaperKind::school_bus_plate, rules::PaperState::soon, Time{} + 24h * 6 + 1h, ""}};
    EXPECT_EQ(verdict_chip(verdict, Time{}).text, "校车标牌 6 天后到期");
    verdict.papers[0].state = rules::PaperState::valid;
    EXPECT_EQ(verdict_chip(verdict, Time{}).text, "证照有效");
}

TEST(GatePages, ThePlateIsReadLetterByLetter) {
    const std::string page = board_of({visit_of(gate::Column::near)});
    EXPECT_NE(page.find("aria-label=\"冀 H 0 0 3 1 8，黄牌\""), std::string::npos);
}

TEST(GatePages, CodesAndNotesAreTextWhereverTheyStand) {
    const std::string page = board_of({visit_of(gate::Column::near)});
    EXPECT_EQ(page.find("<i>备注"), std::string::npos);
    EXPECT_EQ(page.find("\"<b>"), std::string::npos);
    EXPECT_NE(page.find("/g/t/T1%2F%22%3Cb%3E"), std::string::npos);
}

TEST(GatePages, TheColumnsStandInTheirFixedOrder) {
    const std::string page = board_of({});
    std::size_t last = 0;
    for (const char* word : {"超时未到", "将到（10 分钟内）", "在门口", "待到", "已离开"}) {
        const auto at = page.find(std::string{"-h\">"} + word);
        ASSERT_NE(at, std::string::npos) << word;
        EXPECT_GT(at, last) << word;
        last = at;
    }
}

TEST(GatePages, MoreThanSixCardsScrollInsideTheirColumnButNotTheOverdue) {
    const auto scrolls = [](gate::Column column, std::size_t cards) {
        return board_of(std::vector<gate::Visit>(cards, visit_of(column))).find("class=\"scroll\"") !=
               std::string::npos;
    };
    EXPECT_FALSE(scrolls(gate::Column::expected, 6));
    EXPECT_TRUE(scrolls(gate::Column::expected, 7));
    EXPECT_FALSE(scrolls(gate::Column::overdue, 20));
}

TEST(GatePages, NoStyleStandsInAnElementAndNoScriptInAPage) {
    for (const char* name : {"gate_board.html", "gate_vehicle.html", "sign_in.html", "gate_extra.html",
                             "gate_verdict.html", "gate_sheet.html"}) {
        EXPECT_EQ(text_of(name).find(" style="), std::string_view::npos) << name;
        EXPECT_EQ(text_of(name).find("<script"), std::string_view::npos) << name;
    }
}

}  // namespace
}  // namespace husong::pages
