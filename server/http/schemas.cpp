// The API's schemas for what is told to the server, and the small answers. What the police read:
// police_schemas.cpp.
#include "server/http/police_schemas.hpp"

#include <array>
#include <vector>

namespace husong::http {

namespace {

constexpr std::array common_schema_rows{
    NamedSchema{"Problem", R"({"type":"object","additionalProperties":false,
        "required":["type","title","status","detail"],
        "properties":{
            "type":{"type":"string"},
            "title":{"type":"string"},
            "status":{"type":"integer","minimum":400,"maximum":599},
            "detail":{"type":"string"},
            "field":{"type":"string","description":"the parameter or the place in the body: records[3].at"}}})"},
    NamedSchema{"Colour", R"({"type":["string","null"],"enum":["blue","yellow","black","white","green",
        "yellow_green","gradient_green","farm_yellow","farm_green","unplated","other",null]})"},
    NamedSchema{"SignIn", R"({"type":"object","additionalProperties":false,"required":["name","password"],
        "properties":{
            "name":{"type":"string","minLength":1,"maxLength":100},
            "password":{"type":"string","minLength":1,"maxLength":256}}})"},
    NamedSchema{"Session", R"({"type":"object","additionalProperties":false,"required":["account"],
        "properties":{"account":{"type":"object","additionalProperties":false,
            "required":["name","display_name","role"],
            "properties":{
                "name":{"type":"string"},
                "display_name":{"type":"string"},
                "role":{"type":"string","enum":["police","gate","bureau","transport","operator_staff","patrol",
                                                "hotline","device","driver","escort","class_teacher"]}}}}})"},
    NamedSchema{"Sighting", R"({"type":"object","additionalProperties":false,"required":["plate"],
        "properties":{
            "plate":{"type":"string","minLength":1,"maxLength":40,"example":"冀H·12?45",
                "description":"In any spelling; or the part of it that was read, at least three characters of the serial, with ? for each that was not: 冀H12?45, ?3456, 345. Such a sighting is evidence for no vehicle"},
            "colour":{"$ref":"#/components/schemas/Colour"},
            "at":{"type":["string","null"],"format":"date-time","description":"not told: now"},
            "latitude_deg":{"type":["number","null"],"minimum":-90,"maximum":90},
            "longitude_deg":{"type":["number","null"],"minimum":-180,"maximum":180},
            "place":{"type":"string","maxLength":100,"description":"in words"},
            "pupils":{"type":["integer","null"],"minimum":0,"maximum":200,"description":"about how many"},
            "pupils_seen":{"type":"string","enum":["some","none","not_told"]},
            "note":{"type":"string","maxLength":500,"description":"shown as it is with the evidence"},
            "photo":{"type":["string","null"],"maxLength":200,
                "description":"Where the photo can be had, in the teller's own words. Only this reference is kept: photos are not uploaded yet, and no answer shows it"}}})"},
    NamedSchema{"SightingTold", R"({"type":"object","additionalProperties":false,
        "required":["id","plate","partial","registered","registered_colours"],
        "properties":{
            "id":{"type":"string"},
            "plate":{"$ref":"#/components/schemas/Plate"},
            "partial":{"type":"boolean","description":"only a part of the plate was read"},
            "registered":{"type":"boolean","description":"the county's register knows this vehicle"},
            "registered_colours":{"type":"array","items":{"type":"string"},
                "description":"in which these characters are registered: was the colour seen right?"}}})"},
    NamedSchema{"Recount", R"({"type":"object","additionalProperties":false,"required":["pupils","adults"],
        "properties":{
            "pupils":{"type":"integer","minimum":0,"maximum":500},
            "adults":{"type":"integer","minimum":0,"maximum":500,"description":"driver and escorts included"},
            "others":{"type":"integer","minimum":0,"maximum":500,"description":"neither pupils nor crew: ES-08"},
            "front_seat":{"type":["integer","null"],"minimum":0,"maximum":9,
                "description":"pupils on the seat beside the driver, ES-07; stored as an event front_seat. Not told: nobody looked; 0 ends it"},
            "at":{"type":["string","null"],"format":"date-time","description":"not told: now"}}})"},
    NamedSchema{"RecountTold", R"({"type":"object","additionalProperties":false,"required":["id","check"],
        "properties":{
            "id":{"type":"string"},
            "check":{"$ref":"#/components/schemas/Check"}}})"},
    NamedSchema{"Telemetry", R"({"type":"object","additionalProperties":false,"required":["records"],
        "properties":{"records":{"type":"array","minItems":1,"maxItems":500,"items":{"oneOf":[
            {"$ref":"#/components/schemas/TelemetryPosition"},
            {"$ref":"#/components/schemas/TelemetryCount"},
            {"$ref":"#/components/schemas/TelemetryEvent"}]}}}})"},
    NamedSchema{"TelemetryPosition", R"({"type":"object","additionalProperties":false,
        "required":["kind","at","latitude_deg","longitude_deg"],
        "properties":{
            "kind":{"const":"position"},
            "at":{"type":"string","format":"date-time"},
            "latitude_deg":{"type":"number","minimum":-90,"maximum":90,"description":"WGS-84"},
            "longitude_deg":{"type":"number","minimum":-180,"maximum":180},
            "speed_mps":{"type":["number","null"],"minimum":0,"maximum":150},
            "course_deg":{"type":["number","null"],"minimum":0,"maximum":360},
            "accuracy_m":{"type":["number","null"],"minimum":0,"maximum":1000000},
            "altitude_m":{"type":["number","null"],"minimum":-500,"maximum":10000}}})"},
    NamedSchema{"TelemetryCount", R"({"type":"object","additionalProperties":false,
        "required":["kind","at","pupils","adults"],
        "properties":{
            "kind":{"const":"head_count"},
            "at":{"type":"string","format":"date-time"},
            "pupils":{"type":"integer","minimum":0,"maximum":500},
            "adults":{"type":"integer","minimum":0,"maximum":500,"description":"driver and escorts included"},
            "others":{"type":["integer","null"],"minimum":0,"maximum":500}}})"},
    NamedSchema{"TelemetryEvent", R"({"type":"object","additionalProperties":false,
        "required":["kind","at","event"],
        "properties":{
            "kind":{"const":"trip_event"},
            "at":{"type":"string","format":"date-time"},
            "event":{"type":"string","enum":["cabin_motion"],
                "description":"cabin_motion: a sensor in the parked vehicle, its engine off, senses that somebody moves inside. Told after the vehicle's run it alarms at once, SW-03, until the crew has looked through the vehicle; while a run goes on it is only stored"}}})"},
    NamedSchema{"TelemetryStored", R"({"type":"object","additionalProperties":false,
        "required":["stored","duplicates"],
        "properties":{
            "stored":{"type":"integer","minimum":0},
            "duplicates":{"type":"integer","minimum":0,"description":"told before"}}})"},
};

}  // namespace

std::span<const NamedSchema> api_schemas() {
    static const std::vector<NamedSchema> all = [] {
        std::vector<NamedSchema> schemas{common_schema_rows.begin(), common_schema_rows.end()};
        for (const auto read : {police_schemas(), finding_schemas(), schedule_schemas(), holiday_schemas(),
                                holiday_answer_schemas(), holiday_planning_schemas()})
            schemas.insert(schemas.end(), read.begin(), read.end());
        return schemas;
    }();
    return all;
}

}  // namespace husong::http
