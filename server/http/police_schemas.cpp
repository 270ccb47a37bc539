#include "server/http/police_schemas.hpp"

#include <array>

namespace husong::http {

namespace {

constexpr std::array schemas{
    NamedSchema{"Plate",
                R"({"type":"object","additionalProperties":false,"required":["plate","display","colour"],
        "properties":{
            "plate":{"type":"string","example":"冀H00318"},
            "display":{"type":"string","example":"冀H·00318"},
            "colour":{"type":"string","description":"new-energy colours are one: green"}}})"},
    NamedSchema{"Verdict", R"({"type":"object","additionalProperties":false,
        "required":["word","text","reason","over","percent"],
        "properties":{
            "word":{"type":"string","enum":["may_carry","over","likely_over","check","must_not","unknown_load",
                                            "not_registered"]},
            "text":{"type":"string","example":"超员 7 人"},
            "reason":{"type":"string","example":"核载 45 人，实载 52 人（超 15.6%）"},
            "over":{"type":["integer","null"],"minimum":1},
            "percent":{"type":["number","null"],"minimum":0}}})"},
    NamedSchema{"Match", R"({"type":"object","additionalProperties":false,
        "required":["plate","display","colour","registered","class_zh","use_zh","approved_persons","verdict"],
        "properties":{
            "plate":{"type":"string"},
            "display":{"type":"string"},
            "colour":{"type":"string"},
            "registered":{"const":true},
            "class_zh":{"type":"string"},
            "use_zh":{"type":"string"},
            "approved_persons":{"type":"integer","minimum":0},
            "verdict":{"$ref":"#/components/schemas/Verdict"}}})"},
    NamedSchema{"Matches",
                R"({"type":"object","additionalProperties":false,"required":["matches","truncated"],
        "properties":{
            "matches":{"type":"array","items":{"$ref":"#/components/schemas/Match"}},
            "truncated":{"type":"boolean","description":"there are more: type on"}}})"},
    NamedSchema{"RegisteredVehicle", R"({"type":["object","null"],"additionalProperties":false,
        "required":["class_zh","use_nature","use_zh","approved_persons","approved_pupils","operator","status",
                    "status_zh"],
        "properties":{
            "class_zh":{"type":"string"},
            "use_nature":{"type":"string","description":"GA 24.3 letter"},
            "use_zh":{"type":"string"},
            "approved_persons":{"type":"integer","minimum":0,"description":"核定载人数, driver included"},
            "approved_pupils":{"type":["integer","null"],"minimum":0},
            "operator":{"type":"string"},
            "status":{"type":"string","enum":["active","stopped","retired","banned"]},
            "status_zh":{"type":"string"}}})"},
    NamedSchema{"Load", R"({"type":"object","additionalProperties":false,
        "required":["people_aboard","lower","upper","pupils_aboard","adults_aboard","approved_persons",
                    "approved_pupils","basis","basis_zh","counted_at","counted_by","fresh","fresh_until"],
        "properties":{
            "people_aboard":{"type":["integer","null"],"description":"driver + escorts + pupils + others, when exact"},
            "lower":{"type":["integer","null"]},
            "upper":{"type":["integer","null"]},
            "pupils_aboard":{"type":["integer","null"]},
            "adults_aboard":{"type":["integer","null"]},
            "approved_persons":{"type":["integer","null"]},
            "approved_pupils":{"type":["integer","null"]},
            "basis":{"type":"string","enum":["head_count","counter","none"]},
            "basis_zh":{"type":"string"},
            "counted_at":{"type":["string","null"],"format":"date-time"},
            "counted_by":{"type":["string","null"]},
            "fresh":{"type":"boolean"},
            "fresh_until":{"type":["string","null"],"format":"date-time"}}})"},
    NamedSchema{"Paper", R"({"type":"object","additionalProperties":false,
        "required":["kind","name_zh","state","valid_until","text"],
        "properties":{
            "kind":{"type":"string","enum":["register","use_nature","school_bus_plate","permit"]},
            "name_zh":{"type":"string"},
            "state":{"type":"string","enum":["valid","soon","expired","missing","not_needed"]},
            "valid_until":{"type":["string","null"],"description":"the last day, in China"},
            "text":{"type":"string"}}})"},
    NamedSchema{"Position", R"({"type":["object","null"],"additionalProperties":false,
        "required":["latitude_deg","longitude_deg","speed_kmh","course_deg","measured_at","age_s","state"],
        "properties":{
            "latitude_deg":{"type":"number","description":"WGS-84"},
            "longitude_deg":{"type":"number"},
            "speed_kmh":{"type":"number","minimum":0},
            "course_deg":{"type":"number"},
            "measured_at":{"type":"string","format":"date-time"},
            "age_s":{"type":"integer","minimum":0},
            "state":{"type":"string","enum":["live","delayed","stale","silent","parked"]}}})"},
    NamedSchema{"Figures", R"({"type":"object","additionalProperties":false,
        "required":["lower","upper","people","pupils","adults","approved_persons","approved_pupils","over"],
        "properties":{
            "lower":{"type":["integer","null"]},
            "upper":{"type":["integer","null"]},
            "people":{"type":["integer","null"]},
            "pupils":{"type":["integer","null"]},
            "adults":{"type":["integer","null"]},
            "approved_persons":{"type":["integer","null"]},
            "approved_pupils":{"type":["integer","null"]},
            "over":{"type":["integer","null"],"description":"at least so many too many"}}})"},
    NamedSchema{"SightingSeen", R"({"type":"object","additionalProperties":false,
        "required":["at","place","pupils","pupils_seen","by","by_zh"],
        "properties":{
            "at":{"type":"string","format":"date-time"},
            "place":{"type":"string"},
            "pupils":{"type":["integer","null"]},
            "pupils_seen":{"type":"string","enum":["some","none","not_told"]},
            "by":{"type":"string"},
            "by_zh":{"type":"string"}}})"},
    NamedSchema{"Check", R"({"type":"object","additionalProperties":false,
        "required":["plate","registered","other_colours","county","vehicle","verdict","also","load","papers",
                    "position","findings","sightings","provisional","as_of"],
        "properties":{
            "plate":{"$ref":"#/components/schemas/Plate"},
            "registered":{"type":"boolean"},
            "other_colours":{"type":"array","items":{"type":"string"},
                "description":"known with the same characters, registered or seen: other vehicles"},
            "county":{"type":"string","enum":["this","other"]},
            "vehicle":{"$ref":"#/components/schemas/RegisteredVehicle"},
            "verdict":{"$ref":"#/components/schemas/Verdict"},
            "also":{"type":"array","items":{"$ref":"#/components/schemas/Verdict"},
                "description":"further verdicts that hold, in order"},
            "load":{"$ref":"#/components/schemas/Load"},
            "papers":{"type":"array","items":{"$ref":"#/components/schemas/Paper"}},
            "position":{"$ref":"#/components/schemas/Position"},
            "findings":{"type":"array","items":{"$ref":"#/components/schemas/Finding"},"description":"open ones"},
            "sightings":{"type":"array","items":{"$ref":"#/components/schemas/SightingSeen"}},
            "provisional":{"type":"boolean","description":"late data waits to be judged"},
            "as_of":{"type":"string","format":"date-time"}}})"},
};

}  // namespace

std::span<const NamedSchema> police_schemas() { return schemas; }

}  // namespace husong::http
