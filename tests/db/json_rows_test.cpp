#include "db/json_rows.hpp"

#include "db/import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::vector<std::string>> cells(std::string_view text) {
    const TextTable table = read_json_rows(text);
    EXPECT_FALSE(table.fault) << table.fault->reason;
    std::vector<std::vector<std::string>> result;
    for (const TextRow& row : table.rows) result.push_back(row.cells);
    return result;
}

std::string fault(std::string_view text) {
    const auto fault = read_json_rows(text).fault.value();
    return std::to_string(fault.line) + " " + fault.reason;
}

std::vector<std::string> problems_of(std::string_view name, std::string_view text) {
    registry::RegistryRows rows;
    std::vector<std::string> result;
    for (const Problem& problem : parse_register(name, text, rows, FileForm::json).value().problems)
        result.push_back(to_text(problem));
    return result;
}

TEST(JsonRows, NamesBecomeTheHeaderAndValuesCells) {
    EXPECT_THAT(cells(R"([{"code": "A", "seats": 45, "open": true}, {"code": null, "open": false}])"),
                ElementsAre(ElementsAre("code", "seats", "open"), ElementsAre("A", "45", "yes"),
                            ElementsAre("", "", "no")));
}

TEST(JsonRows, ANameThatOnlyALaterObjectHasIsAColumnOfAll) {
    EXPECT_THAT(cells(R"([{"a": "1"}, {"b": "2"}])"),
                ElementsAre(ElementsAre("a", "b"), ElementsAre("1", ""), ElementsAre("", "2")));
}

TEST(JsonRows, ALongNumberIsTheTextThatIsWritten) {
    EXPECT_THAT(cells("[{\"n\": 12345678901234567890123, \"d\": -4.50}]"),
                ElementsAre(ElementsAre("n", "d"), ElementsAre("12345678901234567890123", "-4.50")));
}

TEST(JsonRows, EscapesAndChineseTextAreRead) {
    EXPECT_THAT(cells(R"([{"name": "\u51a0\u4e2d \"甲\""}])"),
                ElementsAre(ElementsAre("name"), ElementsAre("冠中 \"甲\"")));
    EXPECT_THAT(cells("[{\"name\": \"\xBC\xBD\"}]"), ElementsAre(ElementsAre("name"), ElementsAre("冀")))
        << "GB18030";
}

TEST(JsonRows, WhatIsNoListOfObjectsIsNamedWithItsLine) {
    EXPECT_EQ(fault("{\"a\": 1}"), "1 the file is not a list of objects; what follows was not read");
    EXPECT_EQ(fault("3"), "1 the file is not a list of objects; what follows was not read");
    EXPECT_EQ(fault("[\n 3]"), "2 the file has an entry that is no object; what follows was not read");
    EXPECT_EQ(fault("[\n\n[]]"), "3 the file has an entry that is no object; what follows was not read");
    EXPECT_EQ(fault("[{\n\"a\": [1]}]"),
              "2 the file has a list or an object in 'a'; what follows was not read");
    EXPECT_EQ(fault("[{\n\"a\": {}}]"),
              "2 the file has a list or an object in 'a'; what follows was not read");
    EXPECT_EQ(fault("[{\"a\": 1,\n\"a\": 2}]"), "2 the file has 'a' twice; what follows was not read");
    EXPECT_EQ(fault("[]"), "1 the list is empty");
}

TEST(JsonRows, WhatIsNoJsonIsNamedWithItsLine) {
    EXPECT_THAT(fault("[{\"a\": 1}\n,\n}]"), HasSubstr("3 the file is not JSON"));
    EXPECT_THAT(fault("[{\"a\": 1}"), HasSubstr("1 the file is not JSON"));
    EXPECT_THAT(fault("[{\"a\": 1}\n"), HasSubstr("the file is not JSON"));
    EXPECT_THAT(fault(""), HasSubstr("1 the file is not JSON"));
    EXPECT_EQ(fault("[{\"a\": 1}]\n\n[]"), "3 the file goes on after its end; what follows was not read");
    EXPECT_EQ(fault("[\xFF\xFF]"), "1 the text is neither UTF-8 nor GB18030");
    EXPECT_THAT(fault(std::string(1000, '[')), HasSubstr("1 the file has an entry that is no object"));
}

TEST(JsonRows, MoreNamesThanARegisterCouldHaveAreRefused) {
    std::string text = "[{";
    for (int i = 0; i < 300; ++i) text += "\"a" + std::to_string(i) + "\": 1,";
    EXPECT_THAT(fault(text), HasSubstr("has more than 64 names"));
}

TEST(JsonRows, MoreEntriesThanACountyHasAreRefused) {
    std::string text = "[{}";
    for (int i = 0; i < 200'000; ++i) text += ",{}";
    EXPECT_THAT(fault(text + "]"), HasSubstr("has more than 200000 entries"));
}

TEST(JsonRows, ARegisterIsReadAsFromCsv) {
    registry::RegistryRows from_json;
    registry::RegistryRows from_csv;
    const auto json = parse_register(
        "schools",
        R"([{"code": "S1", "name": "甲小学", "stage": "primary", "boarding": "no", "latitude_deg": 40.7,)"
        R"( "longitude_deg": 118.1}])",
        from_json, FileForm::json);
    const auto csv = parse_register("schools",
                                    "code,name,stage,boarding,latitude_deg,longitude_deg\n"
                                    "S1,甲小学,primary,no,40.7,118.1\n",
                                    from_csv);
    ASSERT_EQ(json.value().problem_count, 0U);
    ASSERT_EQ(csv.value().problem_count, 0U);
    ASSERT_EQ(json.value().row_count, 1U);
    ASSERT_EQ(from_json.schools.size(), 1U);
    ASSERT_EQ(from_csv.schools.size(), 1U);
    EXPECT_EQ(from_json.schools[0].value.name, from_csv.schools[0].value.name);
    EXPECT_EQ(from_json.schools[0].value.latitude_deg, from_csv.schools[0].value.latitude_deg);
}

TEST(JsonRows, AWrongValueIsNamedByLineEntryAndField) {
    EXPECT_THAT(problems_of("departures", "[{\"code\": \"D1\"},\n {\"cod\": 1}]"),
                ::testing::Contains("line 2, entry 2 (cod): no such column in this register"));
    EXPECT_THAT(problems_of("boarders",
                            "[\n{\"school\": \"S1\", \"home_place\": \"甲村\", \"pupils\": 12},\n"
                            "{\"school\": \"S1\", \"home_place\": \"乙村\", \"pupils\": \"viele\"}]"),
                ElementsAre(HasSubstr("line 3, entry 2 (pupils): 'viele' is not a whole number")));
}

}  // namespace
}  // namespace husong::db::testing
