#include "server/http/police_schemas.hpp"

#include <array>

namespace husong::http {

namespace {

constexpr std::array schedule_schema_rows{
    NamedSchema{"Named", R"({"type":["object","null"],"additionalProperties":false,"required":["code","name"],
        "properties":{"code":{"type":"string"},"name":{"type":"string"}}})"},
    NamedSchema{"Departure", R"({"type":"object","additionalProperties":false,
        "required":["code","school","direction","leaves_at","line","vehicle","driver","escort","seats","status",
                    "sequence","published_at","note","places"],
        "properties":{
            "code":{"type":"string","description":"stays the same whatever is changed; of a timetable's run the timetable's and the day: T12/2026-09-01"},
            "school":{"$ref":"#/components/schemas/Named"},
            "direction":{"type":"string","enum":["home","to_school"]},
            "leaves_at":{"type":"string","format":"date-time",
                "description":"home: from the school; to_school: from the farthest stop"},
            "line":{"$ref":"#/components/schemas/Named"},
            "vehicle":{"type":["object","null"],"additionalProperties":false,
                "required":["plate","display","colour"],
                "properties":{"plate":{"type":"string"},"display":{"type":"string"},"colour":{"type":"string"}}},
            "driver":{"type":["string","null"],"description":"by the family name: 张某"},
            "escort":{"type":["string","null"]},
            "seats":{"type":"integer","minimum":0,"description":"for pupils; of a timetable's run all that the vehicle has"},
            "status":{"type":"string","enum":["planned","cancelled"]},
            "sequence":{"type":"integer","minimum":0,"description":"grows whenever it is published anew: it, its line, a stop or its school was changed; of a timetable's run whenever the timetable is"},
            "published_at":{"type":"string","format":"date-time","description":"as it is now"},
            "note":{"type":"string"},
            "places":{"type":"array","description":"in the order in which they are reached, by the timetable; empty: the stops of the line are not known",
                "items":{"type":"object","additionalProperties":false,"required":["name","due"],
                    "properties":{"name":{"type":"string"},"due":{"type":"string","format":"date-time"}}}}}})"},
    NamedSchema{"Departures", R"({"type":"object","additionalProperties":false,
        "required":["departures","truncated"],
        "properties":{
            "departures":{"type":"array","items":{"$ref":"#/components/schemas/Departure"}},
            "truncated":{"type":"boolean","description":"there are more: ask for fewer days"}}})"},
    NamedSchema{"AccuracyBucket", R"({"type":"object","additionalProperties":false,
        "required":["ahead_from_s","ahead_until_s","least_s","most_s","predictions","accurate","share"],
        "properties":{
            "ahead_from_s":{"type":"integer","description":"so long before the arrival, or longer"},
            "ahead_until_s":{"type":"integer","description":"… and less than this"},
            "least_s":{"type":"integer","description":"accurate: it came so much later than predicted (negative: earlier), or more"},
            "most_s":{"type":"integer","description":"… and no later than this"},
            "predictions":{"type":"integer","minimum":0},
            "accurate":{"type":"integer","minimum":0},
            "share":{"type":["number","null"],"description":"null: no prediction"}}})"},
    NamedSchema{"ArrivalAccuracy", R"({"type":"object","additionalProperties":false,
        "required":["from","until","overall","buckets"],
        "properties":{
            "from":{"type":"string","description":"a day in China: 2026-11-27"},
            "until":{"type":"string","description":"the last day, included"},
            "overall":{"type":["number","null"],"description":"the mean of the four shares; null: one is"},
            "buckets":{"type":"array","description":"of the ETA Accuracy Benchmark of 2024",
                "items":{"$ref":"#/components/schemas/AccuracyBucket"}}}})"},
    NamedSchema{"CalendarAddress", R"({"type":"object","additionalProperties":false,"required":["path"],
        "properties":{"path":{"type":"string","example":"/calendar/lines/L7/0f1e2d3c4b5a69788796a5b4c3d2e1f0.ics"}}})"},
};

}  // namespace

std::span<const NamedSchema> schedule_schemas() { return schedule_schema_rows; }

}  // namespace husong::http
