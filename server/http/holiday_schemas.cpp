// The API's schemas of coordinated holidays.
#include "server/http/police_schemas.hpp"

#include <array>

namespace husong::http {

namespace {

constexpr std::array holiday_schema_rows{
    NamedSchema{"HolidayStep", R"({"type":"object","additionalProperties":false,
        "required":["act","party","who","reason","at"],
        "properties":{
            "act":{"type":"string","enum":["submitted","agreed","objected","published","withdrawn"]},
            "party":{"type":"string","enum":["bureau","police","transport"]},
            "who":{"type":"string"},
            "reason":{"type":"string","description":"of an objection"},
            "at":{"type":"string","format":"date-time"}}})"},
    NamedSchema{"HolidayPlan", R"({"type":"object","additionalProperties":false,
        "required":["number","term","unserved","peak_vehicles","steps"],
        "properties":{
            "number":{"type":"integer","minimum":1},
            "term":{"type":"string","example":"2026-2027-1"},
            "unserved":{"type":"integer","minimum":0,"description":"riders without a vehicle, over all legs"},
            "peak_vehicles":{"type":"integer","minimum":0,"description":"in use at once, at most"},
            "steps":{"type":"array","items":{"$ref":"#/components/schemas/HolidayStep"}}}})"},
    NamedSchema{"HolidayStepTaken", R"({"type":"object","additionalProperties":false,
        "required":["number","term","unserved","peak_vehicles","steps"],
        "properties":{
            "number":{"type":"integer","minimum":1},
            "term":{"type":"string"},
            "unserved":{"type":"integer","minimum":0},
            "peak_vehicles":{"type":"integer","minimum":0},
            "steps":{"type":"array","items":{"$ref":"#/components/schemas/HolidayStep"}},
            "publication":{"type":"object","additionalProperties":false,
                "description":"what the step published, counted in runs; only of a publication",
                "required":["added","changed","cancelled","taken_over","too_late"],
                "properties":{
                    "added":{"type":"integer","minimum":0},
                    "changed":{"type":"integer","minimum":0},
                    "cancelled":{"type":"integer","minimum":0},
                    "taken_over":{"type":"integer","minimum":0,
                        "description":"by another vehicle, from where the first one stands"},
                    "too_late":{"type":"integer","minimum":0,"description":
                        "due already, and not as the register has them: the register was left as it is"}}}}})"},
    NamedSchema{"HolidayPlans", R"({"type":"object","additionalProperties":false,"required":["plans"],
        "properties":{"plans":{"type":"array","items":{"$ref":"#/components/schemas/HolidayPlan"}}}})"},
    NamedSchema{"HolidayPlanDetail", R"({"type":"object","additionalProperties":false,
        "required":["number","term","unserved","peak_vehicles","steps","case","plan"],
        "properties":{
            "number":{"type":"integer","minimum":1},
            "term":{"type":"string"},
            "unserved":{"type":"integer","minimum":0},
            "peak_vehicles":{"type":"integer","minimum":0},
            "steps":{"type":"array","items":{"$ref":"#/components/schemas/HolidayStep"}},
            "case":{"type":"object","description":"what was asked, as husongctl holidays case writes it"},
            "plan":{"type":"object","description":"what was found, as husongctl holidays plan writes it"}}})"},
    NamedSchema{"NewHolidayStep", R"({"type":"object","additionalProperties":false,"required":["act"],
        "properties":{
            "act":{"type":"string","enum":["agreed","objected","published","withdrawn"],
                "description":"police and transport agree or object, the bureau publishes or withdraws"},
            "reason":{"type":"string","maxLength":500,"description":"an objection must give one"}}})"},
};

}  // namespace

std::span<const NamedSchema> holiday_schemas() { return holiday_schema_rows; }

}  // namespace husong::http
