#include "server/http/police_schemas.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <string>
#include <vector>

namespace husong::http {

namespace json = boost::json;

namespace {

constexpr std::array finding_schema_rows{
    NamedSchema{"Finding", R"({"type":"object","additionalProperties":false,
        "required":["id","rule","rule_zh","severity","level","level_zh","state","plate","vehicle_text","headline",
                    "detail","opened_at","found_at","updated_at","closed_at","found_late","figures","over",
                    "place_seen","position","distance_m","moving","legal_basis","points_class","acknowledged",
                    "pupils_aboard_likely"],
        "properties":{
            "id":{"type":"string"},
            "rule":{"type":"string","example":"LD-01"},
            "rule_zh":{"type":"string"},
            "severity":{"type":"string","enum":["S1+","S1","S2","S3","S4"]},
            "level":{"type":"string","enum":["suspected","likely","confirmed"]},
            "level_zh":{"type":"string"},
            "state":{"type":"string","enum":["open","closed","withdrawn"]},
            "plate":{"$ref":"#/components/schemas/Plate"},
            "vehicle_text":{"type":"string"},
            "headline":{"type":"string","example":"很可能超员，请清点"},
            "detail":{"type":"string"},
            "opened_at":{"type":"string","format":"date-time"},
            "found_at":{"type":"string","format":"date-time","description":"first concluded, by the server's clock"},
            "updated_at":{"type":"string","format":"date-time",
                "description":"by the server's clock; later with every change of level, figures or state"},
            "closed_at":{"type":["string","null"],"format":"date-time"},
            "found_late":{"type":"boolean","description":"from data or register edits that came later"},
            "figures":{"$ref":"#/components/schemas/Figures"},
            "over":{"type":["integer","null"],"minimum":1,"description":"so many too many, as a person counted"},
            "place_seen":{"type":["string","null"],"description":"where somebody saw the vehicle last, in words"},
            "position":{"$ref":"#/components/schemas/Position"},
            "distance_m":{"type":["integer","null"],
                "description":"from `near` to the vehicle's position; when it tells none, to where it was seen last"},
            "moving":{"type":"boolean"},
            "legal_basis":{"type":"string"},
            "points_class":{"type":["string","null"]},
            "acknowledged":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Acknowledgement"}],
                "description":"by the reader's part of the administration"},
            "pupils_aboard_likely":{"type":"boolean"}}})"},
    NamedSchema{"Acknowledgement", R"({"type":"object","additionalProperties":false,
        "required":["at","by","level","holds"],
        "properties":{
            "at":{"type":"string","format":"date-time"},
            "by":{"type":"string","description":"who took notice; of several the one at the highest level"},
            "level":{"type":"string","enum":["suspected","likely","confirmed"],"description":"the finding's then"},
            "holds":{"type":"boolean","description":"false: the finding is graver now"}}})"},
    NamedSchema{"NewAcknowledgement", R"({"type":"object","additionalProperties":false,
        "required":["level"],
        "properties":{
            "level":{"type":"string","enum":["suspected","likely","confirmed"],
                "description":"as the reader saw it"},
            "severity":{"type":"string","enum":["S1+","S1","S2","S3","S4"],
                "description":"as the reader saw it; without it as it is now"}}})"},
    NamedSchema{"Findings", R"({"type":"object","additionalProperties":false,
        "required":["findings","next_cursor","counts","event_id"],
        "properties":{
            "findings":{"type":"array","items":{"$ref":"#/components/schemas/Finding"}},
            "next_cursor":{"type":["string","null"]},
            "counts":{"type":"object","additionalProperties":false,"required":["all","moving"],
                "description":"open ones that the filter lets through",
                "properties":{
                    "all":{"type":"integer","minimum":0},
                    "moving":{"type":"integer","minimum":0}}},
            "event_id":{"type":"string","description":"the last live event that is contained"}}})"},
    NamedSchema{"Evidence", R"({"type":"object","additionalProperties":false,
        "required":["kind","measured_at","received_at","source","source_zh","text"],
        "properties":{
            "kind":{"type":"string","enum":["position","passenger_flow","head_count","sighting"]},
            "measured_at":{"type":"string","format":"date-time"},
            "received_at":{"type":"string","format":"date-time"},
            "source":{"type":"string"},
            "source_zh":{"type":"string"},
            "text":{"type":"string"},
            "latitude_deg":{"type":"number"},
            "longitude_deg":{"type":"number"},
            "speed_kmh":{"type":"number"},
            "from":{"type":"string","format":"date-time"},
            "until":{"type":"string","format":"date-time"},
            "boarded":{"type":"integer"},
            "alighted":{"type":"integer"},
            "people":{"type":"integer"},
            "pupils":{"type":["integer","null"]},
            "adults":{"type":"integer"},
            "others":{"type":"integer"},
            "place":{"type":"string"},
            "note":{"type":"string","description":"of a sighting, as the witness wrote it; empty: nothing"}}})"},
    NamedSchema{"Episode", R"({"type":"object","additionalProperties":false,
        "required":["from","until","level","figures","place","latitude_deg","longitude_deg","evidence",
                    "register_versions"],
        "properties":{
            "from":{"type":"string","format":"date-time"},
            "until":{"type":["string","null"],"format":"date-time"},
            "level":{"type":"string","enum":["suspected","likely","confirmed"]},
            "figures":{"$ref":"#/components/schemas/Figures"},
            "place":{"type":["string","null"],"description":"in words, where somebody told"},
            "latitude_deg":{"type":["number","null"]},
            "longitude_deg":{"type":["number","null"]},
            "evidence":{"type":"array","items":{"$ref":"#/components/schemas/Evidence"}},
            "register_versions":{"type":"object","additionalProperties":false,
                "required":["vehicle","school_bus_plate","permit"],
                "description":"the register's rows judged by; 0: there was none",
                "properties":{
                    "vehicle":{"type":"integer"},
                    "school_bus_plate":{"type":"integer"},
                    "permit":{"type":"integer"}}}}})"},
};

// A finding, and with it its episodes.
std::string detail_schema() {
    json::object detail = json::parse(finding_schema_rows.front().text).as_object();
    detail["required"].as_array().emplace_back("episodes");
    detail["required"].as_array().emplace_back("withdrawn_reason");
    json::object& properties = detail["properties"].as_object();
    properties["episodes"] =
        json::parse(R"({"type":"array","items":{"$ref":"#/components/schemas/Episode"}})");
    properties["withdrawn_reason"] = json::parse(R"({"type":["string","null"]})");
    return json::serialize(detail);
}

}  // namespace

std::span<const NamedSchema> finding_schemas() {
    static const std::string detail = detail_schema();
    static const std::vector<NamedSchema> all = [] {
        std::vector<NamedSchema> every{finding_schema_rows.begin(), finding_schema_rows.end()};
        every.push_back({"FindingDetail", detail});
        return every;
    }();
    return all;
}

}  // namespace husong::http
