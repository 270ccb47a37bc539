#include "server/http/json_schema.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <array>

namespace husong::http {
namespace {

constexpr std::array schemas{
    NamedSchema{"Plate", R"({"type":"object","required":["text"],"additionalProperties":false,
        "properties":{"text":{"type":"string","minLength":2,"maxLength":4},
                      "colour":{"type":["string","null"],"enum":["blue","yellow",null]}}})"},
    NamedSchema{"Batch", R"({"type":"object","required":["records"],"additionalProperties":false,
        "properties":{"records":{"type":"array","minItems":1,"maxItems":2,
            "items":{"oneOf":[{"$ref":"#/components/schemas/Position"},{"$ref":"#/components/schemas/Count"}]}}}})"},
    NamedSchema{"Position",
                R"({"type":"object","required":["kind","at","latitude_deg"],"additionalProperties":false,
        "properties":{"kind":{"const":"position"},"at":{"type":"string","format":"date-time"},
                      "latitude_deg":{"type":"number","minimum":-90,"maximum":90}}})"},
    NamedSchema{"Count", R"({"type":"object","required":["kind","pupils"],"additionalProperties":false,
        "properties":{"kind":{"const":"head_count"},"pupils":{"type":"integer","minimum":0}}})"},
};

std::string violation(std::string_view schema, std::string_view text) {
    static const Schemas known{schemas};
    const auto found = known.check(schema, boost::json::parse(text));
    return found ? found->field + ": " + found->what : "";
}

TEST(JsonSchema, TakesAValueThatKeepsIt) {
    EXPECT_EQ(violation("Plate", R"({"text":"冀H1","colour":null})"), "");
    EXPECT_EQ(violation("Batch", R"({"records":[{"kind":"head_count","pupils":3},
        {"kind":"position","at":"2026-09-01T07:15:30+08:00","latitude_deg":40}]})"),
              "");
}

TEST(JsonSchema, NamesWhatIsMissingAndWhatIsNotKnown) {
    EXPECT_EQ(violation("Plate", "{}"), "text: is missing");
    EXPECT_EQ(violation("Plate", R"({"text":"冀H1","tint":1})"), "tint: is not known here");
}

TEST(JsonSchema, NamesTheTypeThatWasAskedFor) {
    EXPECT_EQ(violation("Plate", R"({"text":5})"), "text: must be of type string");
    EXPECT_EQ(violation("Plate", "[]"), ": must be of type object");
    EXPECT_EQ(violation("Plate", R"({"text":"冀H1","colour":7})"),
              R"(colour: must be of one of the types ["string","null"])");
    EXPECT_EQ(violation("Batch", R"({"records":[{"kind":"head_count","pupils":3.5}]})"),
              "records[0].pupils: must be of type integer");
}

TEST(JsonSchema, CountsCharactersAndNotBytes) {
    EXPECT_EQ(violation("Plate", R"({"text":"冀冀冀冀"})"), "");
    EXPECT_EQ(violation("Plate", R"({"text":"冀"})"), "text: must have at least 2 characters");
    EXPECT_EQ(violation("Plate", R"({"text":"冀H003"})"), "text: must have at most 4 characters");
}

TEST(JsonSchema, RefusesAValueOutsideTheList) {
    EXPECT_EQ(violation("Plate", R"({"text":"冀H1","colour":"pink"})"),
              R"(colour: must be one of ["blue","yellow",null])");
}

TEST(JsonSchema, NamesThePlaceInsideAList) {
    EXPECT_EQ(violation("Batch", R"({"records":[{"kind":"head_count","pupils":3},
        {"kind":"position","at":"yesterday","latitude_deg":40}]})"),
              "records[1].at: must be a time like 2026-09-01T07:15:30+08:00");
    EXPECT_EQ(violation("Batch",
                        R"({"records":[{"kind":"position","at":"2026-09-01T07:15:30Z","latitude_deg":91}]})"),
              "records[0].latitude_deg: must be at most 90");
    EXPECT_EQ(violation("Batch", R"({"records":[{"kind":"head_count","pupils":-1}]})"),
              "records[0].pupils: must be at least 0");
}

TEST(JsonSchema, TellsKindsApartByTheirConstant) {
    EXPECT_EQ(violation("Batch", R"({"records":[{"kind":"song"}]})"),
              "records[0]: is none of the kinds that are known here");
}

TEST(JsonSchema, HoldsListsToTheirLength) {
    EXPECT_EQ(violation("Batch", R"({"records":[]})"), "records: must have at least 1 items");
    EXPECT_EQ(violation("Batch", R"({"records":[1,2,3]})"), "records: must have at most 2 items");
}

TEST(JsonSchema, DoesNotStartWithAPromiseItCannotKeep) {
    const std::array unknown_keyword{NamedSchema{"A", R"({"type":"string","pattern":"^a"})"}};
    EXPECT_THROW(Schemas{unknown_keyword}, std::logic_error);
    const std::array nowhere{NamedSchema{"A", R"({"$ref":"#/components/schemas/B"})"}};
    EXPECT_THROW(Schemas{nowhere}, std::logic_error);
    const std::array no_json{NamedSchema{"A", "{"}};
    EXPECT_THROW(Schemas{no_json}, std::logic_error);
}

}  // namespace
}  // namespace husong::http
