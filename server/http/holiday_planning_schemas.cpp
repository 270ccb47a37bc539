// The API's schemas of terms planned on request.
#include "server/http/police_schemas.hpp"

#include <array>

namespace husong::http {

namespace {

constexpr std::array holiday_planning_rows{
    NamedSchema{"NewHolidayPlanning", R"({"type":"object","additionalProperties":false,"required":["term"],
        "properties":{
            "term":{"type":"string","maxLength":60,"example":"2026-2027-1"},
            "changes":{"type":"array","maxItems":64,"description":"what if",
                "items":{"$ref":"#/components/schemas/HolidayChange"}},
            "explain":{"type":"boolean","default":false,
                "description":"why there is no plan, if none is found; takes the seconds again"},
            "keep":{"type":"boolean","default":true,
                "description":"of the term's plan in force all that need not move stays; false: everything is planned anew"},
            "seconds":{"type":"integer","minimum":1,"maximum":600,"default":60,
                "description":"about how long it may plan"}}})"},
    NamedSchema{"HolidayChange", R"({"type":"object","required":["kind"],
        "description":"of the term's case; an explanation's reliefs are such changes",
        "properties":{
            "kind":{"type":"string","enum":["vehicles","posts","earlier","later","move","unpin","allow_day",
                "open_day","weekday","gate","at_school","pin","forbid"],
                "description":"pin: the leg is on that day at that time; forbid: not on that day; vehicles: count more of so many seats, on that day or for good; posts: count more on that day; earlier, later: the school's hours, by minutes; move: so many days later than its wish allows, earlier below 0; unpin, allow_day, open_day (no exam), weekday (of that day): what is dropped; gate: count more vehicles a quarter hour; at_school: days between two breaks"},
            "leg":{"type":"object","required":["school","break","way"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]}}},
            "on":{"type":"string","example":"2026-10-30"},
            "at":{"type":"string","example":"15:00"},
            "count":{"type":"integer"},
            "seats":{"type":"integer"},
            "stages":{"type":"array","items":{"type":"string",
                "enum":["kindergarten","primary","junior_high","senior_high"]}},
            "minutes":{"type":"integer"}}})"},
    NamedSchema{"HolidayPlanning", R"({"type":"object","additionalProperties":false,
        "required":["number","term","changes","seconds","explain","who","state","reason","asked_at",
            "began_at","ended_at","submitted_as"],
        "properties":{
            "number":{"type":"integer","minimum":1},
            "term":{"type":"string"},
            "changes":{"type":"array","items":{"$ref":"#/components/schemas/HolidayChange"}},
            "seconds":{"type":"integer"},
            "explain":{"type":"boolean"},
            "who":{"type":"string"},
            "state":{"type":"string","enum":["waiting","running","done","failed"],
                "description":"done: there is a plan, or an explanation why there is none"},
            "reason":{"type":"string","description":"failed: why"},
            "asked_at":{"type":"string","format":"date-time"},
            "began_at":{"type":["string","null"],"format":"date-time"},
            "ended_at":{"type":["string","null"],"format":"date-time"},
            "submitted_as":{"type":["integer","null"],"description":"a plan's number"}}})"},
    NamedSchema{"HolidayPlannings", R"({"type":"object","additionalProperties":false,"required":["plannings"],
        "properties":{"plannings":{"type":"array","description":"the newest first",
            "items":{"$ref":"#/components/schemas/HolidayPlanning"}}}})"},
    NamedSchema{"HolidayPlanningDetail", R"({"type":"object","additionalProperties":false,
        "required":["number","term","changes","seconds","explain","who","state","reason","asked_at",
            "began_at","ended_at","submitted_as","notes","figures","explanation","in_force","differences"],
        "properties":{
            "number":{"type":"integer","minimum":1},
            "term":{"type":"string"},
            "changes":{"type":"array","items":{"$ref":"#/components/schemas/HolidayChange"}},
            "seconds":{"type":"integer"},
            "explain":{"type":"boolean"},
            "who":{"type":"string"},
            "state":{"type":"string","enum":["waiting","running","done","failed"]},
            "reason":{"type":"string"},
            "asked_at":{"type":"string","format":"date-time"},
            "began_at":{"type":["string","null"],"format":"date-time"},
            "ended_at":{"type":["string","null"],"format":"date-time"},
            "submitted_as":{"type":["integer","null"]},
            "notes":{"type":"array","description":"what the registers leave unknown, and what stands in its place",
                "items":{"type":"object","additionalProperties":false,"required":["about","text","text_zh"],
                    "properties":{"about":{"type":"string"},"text":{"type":"string"},"text_zh":{"type":"string"}}}},
            "figures":{"type":["object","null"],"additionalProperties":false,
                "required":["unserved","peak_vehicles","stages"],"description":"null: there is no plan",
                "properties":{
                    "unserved":{"type":"integer","minimum":0},
                    "peak_vehicles":{"type":"integer","minimum":0},
                    "stages":{"type":"array","description":"no plan is better than its bound",
                        "items":{"type":"object","additionalProperties":false,
                            "required":["name","value","bound","gap","seconds"],
                            "properties":{"name":{"type":"string"},"value":{"type":"number"},
                                "bound":{"type":"number"},"gap":{"type":"number"},
                                "seconds":{"type":"number"}}}}}},
            "explanation":{"type":["object","null"],
                "description":"as husongctl holidays explain --json prints it, with the words in Chinese and English"},
            "in_force":{"type":["integer","null"],"description":"the published plan that it is compared with"},
            "differences":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/HolidayDifferences"}],
                "description":"from the one in force"}}})"},
    NamedSchema{"HolidayPlanningSubmission", R"({"type":"object","additionalProperties":false,
        "properties":{"reason":{"type":"string","maxLength":500,
            "description":"what is to be said beside"}}})"},
};

}  // namespace

std::span<const NamedSchema> holiday_planning_schemas() { return holiday_planning_rows; }

}  // namespace husong::http
