#include "server/base/time.hpp"
#include "server/coordination/json_texts.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cmath>

namespace husong::coordination {

namespace {

namespace json = boost::json;

constexpr int most_people = 1'000'000;
constexpr int most_days = 400;
// What a county of a thousand boarding schools keeps within, several times over: what a case takes is
// bounded.
constexpr std::size_t most_schools = 3'000;
constexpr std::size_t most_lines = 30'000;
constexpr std::size_t most_places = 500;  // of a line
constexpr std::size_t most_vehicles = 20'000;
constexpr std::size_t most_busy = 10'000;  // of a vehicle: forty a day of a term
constexpr std::size_t most_breaks = 100'000;
constexpr std::size_t most_forbidden = 1'000;  // days of a leg: what moves it forbids some twice
constexpr int longest_way = 6 * 60;            // minutes
constexpr int longest_turn = 4 * 60;           // minutes
constexpr int week = 0b1111111;

std::string text_of(Day day) { return to_iso(std::chrono::year_month_day{day}); }

template <class T, class Write>
json::array list_of(const std::vector<T>& values, Write write) {
    json::array all;
    for (const T& value : values) all.emplace_back(write(value));
    return all;
}

json::object write_rules(const Rules& rules) {
    return {{"turn_minutes", rules.turn.count()},
            {"option_every_minutes", rules.option_every.count()},
            {"driving_a_day_minutes", rules.driving_a_day.count()},
            {"first_way", to_text(rules.first_way)},
            {"spare_per_mille", rules.spare_per_mille},
            {"road_detour", rules.road_detour},
            {"road_kmh", rules.road_kmh}};
}

Rules read_rules(const Json& from) {
    constexpr int day = 24 * 60;
    Rules rules;
    rules.turn = Minutes{from["turn_minutes"].whole(0, longest_turn)};
    rules.option_every = Minutes{from["option_every_minutes"].whole(5, day)};
    rules.driving_a_day = Minutes{from["driving_a_day_minutes"].whole(0, day)};
    rules.first_way = from["first_way"].minutes();
    rules.spare_per_mille = from["spare_per_mille"].whole(0, 1'000);
    rules.road_detour = from["road_detour"].number(1, 10);
    rules.road_kmh = from["road_kmh"].number(1, 120);
    return rules;
}

json::object write_school(const School& school) {
    return {{"code", school.code},
            {"name", school.name},
            {"stages", texts_of(school.stages)},
            {"owes_rest", school.owes_rest},
            {"latitude_deg", school.gate.latitude_deg},
            {"longitude_deg", school.gate.longitude_deg},
            {"gate_per_quarter", school.gate_per_quarter},
            {"earliest_home", to_text(school.earliest_home)},
            {"latest_home", to_text(school.latest_home)},
            {"earliest_back", to_text(school.earliest_back)},
            {"latest_back", to_text(school.latest_back)},
            {"home_weekdays", school.home_weekdays},
            {"least_on_days", school.least_on_days},
            {"most_on_days", school.most_on_days}};
}

maps::Wgs84 read_place(const Json& from) {
    // As registers have them: the parser may be off by the last bit.
    const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
    return {rounded(from["latitude_deg"].number(-90, 90)), rounded(from["longitude_deg"].number(-180, 180))};
}

School read_school(const Json& from) {
    School school;
    school.code = from["code"].text();
    school.name = from["name"].text();
    school.stages = from["stages"].stages();
    school.owes_rest = from["owes_rest"].flag();
    school.gate = read_place(from);
    school.gate_per_quarter = from["gate_per_quarter"].whole(1, 100);
    school.earliest_home = from["earliest_home"].minutes();
    school.latest_home = from["latest_home"].minutes();
    school.earliest_back = from["earliest_back"].minutes();
    school.latest_back = from["latest_back"].minutes();
    school.home_weekdays = static_cast<std::uint8_t>(from["home_weekdays"].whole(0, week));
    school.least_on_days = from["least_on_days"].whole(0, most_days);
    school.most_on_days = from["most_on_days"].whole(0, most_days);
    return school;
}

json::object write_line(const Line& line, const Case& question) {
    return {{"code", line.code},
            {"school", question.schools[line.school].code},
            {"places", list_of(line.places, [](const Place& place) {
                 return json::object{{"name", place.name},
                                     {"latitude_deg", place.position.latitude_deg},
                                     {"longitude_deg", place.position.longitude_deg},
                                     {"minutes", place.from_school.count()},
                                     {"riders", place.riders}};
             })}};
}

Line read_line(const Json& from, std::span<const std::string> schools) {
    Line line{from["code"].text(), from["school"].code_of(schools), {}};
    for (const Json& place : from["places"].entries(most_places))
        line.places.push_back({place["name"].text(), read_place(place),
                               Minutes{place["minutes"].whole(0, longest_way)},
                               place["riders"].whole(0, most_people)});
    return line;
}

json::object write_busy(const Busy& busy) {
    json::object written{
        {"weekdays", busy.weekdays}, {"from", to_text(busy.from)}, {"until", to_text(busy.until)}};
    if (busy.on) written["on"] = text_of(*busy.on);
    if (busy.place)
        written["place"] = json::object{{"latitude_deg", busy.place->latitude_deg},
                                        {"longitude_deg", busy.place->longitude_deg}};
    return written;
}

json::object write_vehicle(const Vehicle& vehicle) {
    return {{"plate", vehicle.plate},
            {"seats", vehicle.seats},
            {"stages", texts_of(vehicle.stages)},
            {"driver", vehicle.driver},
            {"busy", list_of(vehicle.busy, write_busy)}};
}

Vehicle read_vehicle(const Json& from) {
    Vehicle vehicle{from["plate"].text(),
                    from["seats"].whole(0, 200),
                    from["stages"].stages(),
                    from["driver"].text(),
                    {}};
    for (const Json& entry : from["busy"].entries(most_busy)) {
        Busy busy{static_cast<std::uint8_t>(entry["weekdays"].whole(0, week)), std::nullopt,
                  entry["from"].minutes(), entry["until"].minutes()};
        if (entry.has("on")) busy.on = entry["on"].day();
        if (entry.has("place")) busy.place = read_place(entry["place"]);
        vehicle.busy.push_back(busy);
    }
    return vehicle;
}

json::value write_leg(const std::optional<Leg>& leg) {
    if (!leg) return nullptr;
    json::object written{{"wish", to_value(leg->wish)}, {"shift_days", leg->shift_days}};
    if (leg->published) written["published"] = to_value(*leg->published);
    if (leg->pinned) written["pinned"] = to_value(*leg->pinned);
    if (!leg->forbidden.empty())
        written["forbidden"] = list_of(leg->forbidden, [](Day day) { return json::value(text_of(day)); });
    return written;
}

std::optional<Leg> read_leg(const Json& of, std::string_view name) {
    if (!of.has(name)) return std::nullopt;
    const Json from = of[name];
    Leg leg;
    leg.wish = from["wish"].moment();
    leg.shift_days = from["shift_days"].whole(0, most_days);
    if (from.has("published")) leg.published = from["published"].moment();
    if (from.has("pinned")) leg.pinned = from["pinned"].moment();
    if (from.has("forbidden"))
        for (const Json& day : from["forbidden"].entries(most_forbidden)) leg.forbidden.push_back(day.day());
    return leg;
}

json::object write_day(const CalendarDay& day) {
    return {{"rest", day.rest},
            {"no_return", day.no_return},
            {"dusk", to_text(day.dusk)},
            {"posts", day.posts},
            {"closed", list_of(day.closed, [](const std::string& code) { return json::value(code); })}};
}

CalendarDay read_day(const Json& from, std::span<const std::string> schools) {
    CalendarDay day{from["rest"].flag(),
                    from["no_return"].flag(),
                    from["dusk"].minutes(),
                    from["posts"].whole(0, most_people),
                    {}};
    for (const Json& code : from["closed"].entries(most_schools)) {
        static_cast<void>(code.code_of(schools));
        day.closed.push_back(code.text());
    }
    return day;
}

}  // namespace

std::string to_json(const Case& question) {
    const json::object written{
        {"term", question.term},
        {"first", text_of(question.first)},
        {"rules", write_rules(question.rules)},
        {"schools", list_of(question.schools, write_school)},
        {"lines", list_of(question.lines, [&](const Line& line) { return write_line(line, question); })},
        {"vehicles", list_of(question.vehicles, write_vehicle)},
        {"breaks", list_of(question.breaks,
                           [&](const Break& of) {
                               return json::object{{"school", question.schools[of.school].code},
                                                   {"number", of.number},
                                                   {"home", write_leg(of.home)},
                                                   {"back", write_leg(of.back)}};
                           })},
        {"days", list_of(question.days, write_day)}};
    return json::serialize(written);
}

Result<Case> read_case(std::string_view text) {
    boost::system::error_code error;
    const json::value parsed = json::parse(json::string_view{text.data(), text.size()}, error);
    if (error) return Error{ErrorCode::malformed, "the case is no JSON: " + error.message()};
    std::string fault;
    const Json from{&parsed, "", fault};
    Case question;
    question.term = from["term"].text();
    question.first = from["first"].day();
    question.rules = read_rules(from["rules"]);
    std::vector<std::string> codes;
    for (const Json& school : from["schools"].entries(most_schools))
        codes.push_back(question.schools.emplace_back(read_school(school)).code);
    for (const Json& line : from["lines"].entries(most_lines))
        question.lines.push_back(read_line(line, codes));
    for (const Json& vehicle : from["vehicles"].entries(most_vehicles))
        question.vehicles.push_back(read_vehicle(vehicle));
    for (const Json& of : from["breaks"].entries(most_breaks))
        question.breaks.push_back({of["school"].code_of(codes), of["number"].whole(0, most_days),
                                   read_leg(of, "home"), read_leg(of, "back")});
    for (const Json& day : from["days"].entries(std::size_t{most_days}))
        question.days.push_back(read_day(day, codes));
    if (fault.empty()) fault = contradiction_of(question);
    if (!fault.empty()) return Error{ErrorCode::malformed, fault};
    return question;
}

}  // namespace husong::coordination
