// Every parameter of the API, once.
#include "server/http/route.hpp"

namespace husong::http {

namespace {

constexpr std::string_view text = R"({"type":"string","maxLength":200})";
constexpr std::string_view colour =
    R"({"type":"string","enum":["blue","yellow","black","white","green","yellow_green","gradient_green",
        "farm_yellow","farm_green","unplated","other"]})";

constexpr std::array rows{
    Parameter{"plate", "plate", "path", true, text,
              "A plate in any spelling: spaces, dots, full width, without the province"},
    Parameter{"finding", "finding", "path", true, text, "The id of a finding"},
    Parameter{
        "typed", "plate", "query", true, text,
        "The beginning of a plate, as typed so far, or three or more characters of it that were read, with ? "
        "for each that was not"},
    Parameter{"colour", "colour", "query", false, colour,
              "The plate's colour: same characters, another colour, another vehicle"},
    Parameter{"school", "school", "query", false, text, "A school's code"},
    Parameter{"line", "line", "query", false, text, "A line's code"},
    Parameter{"vehicle_plate", "vehicle", "query", false, text, "A vehicle's plate, in any spelling"},
    Parameter{"day", "day", "query", false, text, "A day in China: 2026-11-27"},
    Parameter{"from", "from", "query", false, text, "Without day: the first day"},
    Parameter{"until", "until", "query", false, text,
              "Without day: the last day, included; at most 400 days"},
    Parameter{"plan", "plan", "path", true, R"({"type":"integer","minimum":1})",
              "A coordinated plan's number"},
    Parameter{"planning", "planning", "path", true, R"({"type":"integer","minimum":1})",
              "The number of a term's planning"},
    Parameter{"with", "with", "query", true, R"({"type":"integer","minimum":1})",
              "The plan to compare with: what differs in it"},
    Parameter{"state", "state", "query", false, R"({"type":"string","enum":["open","all"]})",
              "open (default) or all"},
    Parameter{"rule", "rule", "query", false, text, "Only findings of this rule"},
    Parameter{"min_level", "min_level", "query", false,
              R"({"type":"string","enum":["suspected","likely","confirmed"]})",
              "Only findings of this level or higher"},
    Parameter{"moving", "moving", "query", false, R"({"type":"boolean"})", "Only vehicles that move"},
    Parameter{"near", "near", "query", false, text,
              "LATITUDE,LONGITUDE in WGS-84 degrees: distances are measured from here"},
    Parameter{"radius_m", "radius_m", "query", false, R"({"type":"integer","minimum":1,"maximum":1000000})",
              "With near: only so far from it"},
    Parameter{"limit", "limit", "query", false, R"({"type":"integer","minimum":1,"maximum":200})",
              "At most so many; 50"},
    Parameter{"cursor", "cursor", "query", false, text, "next_cursor of the page before"},
    Parameter{"topics", "topics", "query", false, R"({"type":"string","enum":["findings"]})",
              "What to be told of"},
    Parameter{"after", "after", "query", false, R"({"type":"integer","minimum":0})",
              "event_id to go on from, when no Last-Event-ID is sent"},
    Parameter{"Last-Event-ID", "Last-Event-ID", "header", false, R"({"type":"integer","minimum":0})",
              "The last event that was read"},
    Parameter{"Idempotency-Key", "Idempotency-Key", "header", true,
              R"({"type":"string","minLength":8,"maxLength":100})",
              "Chosen by the sender, another for each act: the same act sent again is stored once"},
    Parameter{"id", "id", "query", true, text, "The device's name"},
    Parameter{"secret", "secret", "query", true, text, "Its secret"},
    Parameter{"lat", "lat", "query", true, R"({"type":"number","minimum":-90,"maximum":90})",
              "Latitude, WGS-84 degrees"},
    Parameter{"lon", "lon", "query", true, R"({"type":"number","minimum":-180,"maximum":180})",
              "Longitude, WGS-84 degrees"},
    Parameter{"timestamp", "timestamp", "query", false, text, "Unix seconds or milliseconds, or ISO 8601"},
    Parameter{"speed", "speed", "query", false, R"({"type":"number","minimum":0,"maximum":300})", "Knots"},
    Parameter{"bearing", "bearing", "query", false, R"({"type":"number","minimum":0,"maximum":360})",
              "Degrees from north"},
    Parameter{"altitude", "altitude", "query", false, R"({"type":"number","minimum":-500,"maximum":10000})",
              "Metres"},
    Parameter{"accuracy", "accuracy", "query", false, R"({"type":"number","minimum":0,"maximum":1000000})",
              "Metres"},
};

}  // namespace

std::span<const Parameter> parameters() { return rows; }

}  // namespace husong::http
