#include "db/csv.hpp"

#include <gtest/gtest.h>

namespace husong::db {
namespace {

using Cells = std::vector<std::string>;

std::vector<Cells> cells(std::string_view text) {
    std::vector<Cells> result;
    for (const TextRow& row : parse_csv(text).rows) result.push_back(row.cells);
    return result;
}

TEST(Csv, CellsAreSeparatedByCommasAndRowsByLineEnds) {
    EXPECT_EQ(cells("a,b\n1,2\n"), (std::vector<Cells>{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(cells("a,b\r\n1,2"), (std::vector<Cells>{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, AnEmptyCellIsACell) { EXPECT_EQ(cells("a,,\n"), (std::vector<Cells>{{"a", "", ""}})); }

TEST(Csv, AQuotedCellMayHoldCommasQuotesAndLineEnds) {
    EXPECT_EQ(cells("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\n"),
              (std::vector<Cells>{{"a,b", "say \"no\"", "two\nlines"}}));
}

TEST(Csv, RowsKnowTheLineTheyBeginIn) {
    const auto rows = parse_csv("a\n\"x\ny\"\n\nb\n").rows;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].place.line, 2U);
    EXPECT_EQ(rows[2].place.line, 5U);
}

std::string fault_of(std::string_view text) {
    const auto fault = parse_csv(text).fault.value();
    return std::to_string(fault.line) + "/" + std::to_string(fault.column) + " " + fault.reason;
}

TEST(Csv, AQuoteThatIsNotClosedIsPointedAtWhereItOpens) {
    EXPECT_EQ(fault_of("a,b\n1,\"2\n3,4\n"), "2/2 the quote that opens here is not closed");
}

TEST(Csv, AQuoteInsideAPlainCellIsPointedAt) {
    EXPECT_EQ(fault_of("a\nx\"y\n"), "2/1 a quote stands inside a cell that is not quoted");
}

TEST(Csv, TextAfterAClosingQuoteIsPointedAtWhereTheCellBegins) {
    EXPECT_EQ(fault_of("\"a\"b\n"), "1/1 the quoted cell goes on after its closing quote");
    EXPECT_EQ(fault_of("a,b\n1,\"2\n3,\"4\"\n"),
              "2/2 the quoted cell goes on after its closing quote in line 3");
}

TEST(Csv, RowsBeforeAFaultAreThere) {
    const auto csv = parse_csv("a\n1\n\"2\n");
    ASSERT_EQ(csv.rows.size(), 2U);
    EXPECT_EQ(csv.rows[1].cells, Cells{"1"});
}

TEST(Csv, Utf8IsReadWithAndWithoutItsMark) {
    EXPECT_EQ(as_utf8("车牌号").text, "车牌号");
    EXPECT_EQ(as_utf8("\xEF\xBB\xBF车牌号").text, "车牌号");
}

TEST(Csv, WhatASpreadsheetInChinaSavesIsReadAsGb18030) {
    EXPECT_EQ(as_utf8("\xBC\xBD"
                      "H00318")
                  .text,
              "冀H00318");
    EXPECT_EQ(as_utf8("\x95\x32\x82\x36").text, "𠀀");  // four bytes, outside the basic plane
}

TEST(Csv, BytesOfNeitherEncodingArePointedAt) {
    EXPECT_EQ(as_utf8("\xFF\xFF\xFF").wrong_line, 1U);
    const auto csv = read_csv("车牌号\n冀H00318\n\xFF\xFF\xFF\n");
    EXPECT_TRUE(csv.rows.empty());
    EXPECT_EQ(csv.fault->line, 3U);
    EXPECT_EQ(csv.fault->reason, "the text is neither UTF-8 nor GB18030");
}

}  // namespace
}  // namespace husong::db
