// The API's schemas of what is computed of coordinated holidays: what two plans differ in, a day planned
// anew.
#include "server/http/police_schemas.hpp"

#include <array>

namespace husong::http {

namespace {

constexpr std::array holiday_answer_rows{
    NamedSchema{"HolidayMoment", R"({"type":["object","null"],"additionalProperties":false,
        "required":["on","at"],"description":"null: not in that plan",
        "properties":{"on":{"type":"string","example":"2026-10-30"},"at":{"type":"string","example":"15:00"}}})"},
    NamedSchema{"HolidayRun", R"({"type":["object","null"],"additionalProperties":false,
        "required":["line","loads","riders","seats","way_minutes","at_gate"],
        "description":"one vehicle's way of one line; null: not in that plan, or nobody",
        "properties":{
            "on":{"type":"string","example":"2026-10-30"},
            "line":{"type":"string"},
            "loads":{"type":"array","description":"the farthest place first","items":{"type":"object",
                "additionalProperties":false,"required":["place","riders"],
                "properties":{"place":{"type":"string"},"riders":{"type":"integer","minimum":1}}}},
            "riders":{"type":"integer","minimum":0},
            "seats":{"type":"integer","minimum":0,"description":"it needs at least so many"},
            "way_minutes":{"type":"integer","minimum":0,"description":"between school and farthest place"},
            "at_gate":{"type":"string","example":"15:10","description":"leaves it, or comes to it"},
            "plate":{"type":"string","description":"left out: no vehicle"},
            "driver":{"type":"string","description":"code; empty: still to be named"},
            "stand":{"type":"object","additionalProperties":false,"required":["plate","at","minutes"],
                "description":"it begins where this vehicle stands",
                "properties":{"plate":{"type":"string"},"at":{"type":"string"},
                    "minutes":{"type":"integer","description":"so far from the school, along the line"},
                    "place":{"type":"string","description":"the nearest; left out: the gate"}}}}})"},
    NamedSchema{"HolidayDifferences", R"({"type":"object","additionalProperties":false,
        "required":["same","legs","runs","concerned","unserved","peak_vehicles"],
        "description":"as husongctl holidays compare --json prints it",
        "properties":{
            "same":{"type":"boolean"},
            "legs":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["school","break","way","before","after"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]},
                    "before":{"$ref":"#/components/schemas/HolidayMoment"},
                    "after":{"$ref":"#/components/schemas/HolidayMoment"}}}},
            "runs":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["school","break","way","line","changed","before","after"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]},"line":{"type":"string"},
                    "changed":{"type":"array","minItems":1,"items":{"type":"string",
                        "enum":["new","gone","vehicle","time","riders","seats"]}},
                    "before":{"$ref":"#/components/schemas/HolidayRun"},
                    "after":{"$ref":"#/components/schemas/HolidayRun"}}}},
            "concerned":{"type":"object","additionalProperties":false,
                "required":["schools","places","vehicles"],
                "properties":{
                    "schools":{"type":"array","items":{"type":"object","additionalProperties":false,
                        "required":["code","name"],
                        "properties":{"code":{"type":"string"},"name":{"type":"string"}}}},
                    "places":{"type":"array","items":{"type":"object","additionalProperties":false,
                        "required":["line","place","riders"],
                        "properties":{"line":{"type":"string"},"place":{"type":"string"},
                            "riders":{"type":"integer","minimum":0,"description":"at most"}}}},
                    "vehicles":{"type":"array","items":{"type":"object","additionalProperties":false,
                        "required":["plate","driver"],
                        "properties":{"plate":{"type":"string"},"driver":{"type":"string"}}}}}},
            "unserved":{"$ref":"#/components/schemas/HolidayBeforeAfter"},
            "peak_vehicles":{"$ref":"#/components/schemas/HolidayBeforeAfter"}}})"},
    NamedSchema{"HolidayBeforeAfter", R"({"type":"object","additionalProperties":false,
        "required":["before","after"],
        "properties":{"before":{"type":"integer","minimum":0},"after":{"type":"integer","minimum":0}}})"},
    NamedSchema{"NewHolidayPlan", R"({"type":"object","additionalProperties":false,"required":["case","plan"],
        "properties":{
            "case":{"type":"object","description":"as husongctl holidays case writes it"},
            "plan":{"type":"object","description":"of that case, as husongctl holidays plan writes it"},
            "reason":{"type":"string","maxLength":500,"description":"what is to be said beside"}}})"},
    NamedSchema{"NewHolidayBreakdown", R"({"type":"object","additionalProperties":false,"required":["at"],
        "description":"one vehicle, or all that a driver drives",
        "properties":{
            "vehicle":{"type":"string","maxLength":60,"description":"its plate, as the case spells it"},
            "driver":{"type":"string","maxLength":60,"description":"code"},
            "at":{"type":"string","maxLength":20,"example":"2026-10-30T15:10","description":"since when"},
            "until":{"type":"string","maxLength":5,"example":"16:30",
                "description":"ready again, where it stands; left out: not on that day"},
            "reason":{"type":"string","maxLength":500,
                "description":"what is to be said beside when it is submitted"}}})"},
    NamedSchema{"HolidayReplanned", R"({"type":"object","additionalProperties":false,
        "required":["term","needed","why_not","affected","gave_way","left_over","differences"],
        "description":"as husongctl holidays replan --json prints it",
        "properties":{
            "term":{"type":"string"},
            "needed":{"$ref":"#/components/schemas/HolidayMeans"},
            "why_not":{"type":"array","description":"of each means below the one needed","items":{
                "type":"object","additionalProperties":false,"required":["means","proven"],
                "properties":{
                    "means":{"$ref":"#/components/schemas/HolidayMeans"},
                    "proven":{"type":"boolean","description":"else it was only not found"},
                    "affected":{"type":"integer","minimum":0,"description":"for which run of the list"},
                    "vehicles":{"type":"object","additionalProperties":false,
                        "required":["out","seats","pupils","no_room","free"],
                        "description":"of the county, by why they cannot serve that run",
                        "properties":{"out":{"type":"integer"},"seats":{"type":"integer"},
                            "pupils":{"type":"integer"},"no_room":{"type":"integer"},
                            "free":{"type":"integer"}}}}}},
            "affected":{"type":"array","description":"runs of the vehicle that is out","items":{
                "type":"object","additionalProperties":false,
                "required":["school","break","way","by","before","after"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]},
                    "by":{"$ref":"#/components/schemas/HolidayMeans"},
                    "before":{"$ref":"#/components/schemas/HolidayRun"},
                    "after":{"type":"array","items":{"$ref":"#/components/schemas/HolidayRun"}}}}},
            "gave_way":{"type":"array","description":"others' runs that had to","items":{
                "type":"object","additionalProperties":false,
                "required":["school","break","way","before","after"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]},
                    "before":{"$ref":"#/components/schemas/HolidayRun"},
                    "after":{"$ref":"#/components/schemas/HolidayRun"}}}},
            "left_over":{"type":"array","description":"riders without a vehicle","items":{
                "type":"object","additionalProperties":false,
                "required":["school","break","way","run","too_late"],
                "properties":{"school":{"type":"string"},"break":{"type":"integer"},
                    "way":{"type":"string","enum":["home","back"]},
                    "run":{"$ref":"#/components/schemas/HolidayRun"},
                    "too_late":{"$ref":"#/components/schemas/HolidayRun"}}}},
            "differences":{"$ref":"#/components/schemas/HolidayDifferences"}}})"},
    NamedSchema{"HolidayMeans", R"({"type":"string","enum":["none","free_vehicle","divided","later",
        "other_vehicles","other_times","too_late","unserved"],
        "description":"what a breakdown asks of the others, from the least on"})"},
};

}  // namespace

std::span<const NamedSchema> holiday_answer_schemas() { return holiday_answer_rows; }

}  // namespace husong::http
