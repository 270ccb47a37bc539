#include "tests/coordination/checker_case.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <ctime>
#include <stdexcept>

namespace husong::checker {

namespace {

namespace json = boost::json;

int whole(const json::value& value) { return static_cast<int>(value.as_int64()); }
double number(const json::value& value) { return value.to_number<double>(); }
std::string text(const json::value& value) { return std::string{value.as_string()}; }
std::set<std::string> texts(const json::value& value) {
    std::set<std::string> all;
    for (const auto& entry : value.as_array()) all.insert(text(entry));
    return all;
}
Moment moment(const json::value& value) {
    return {day_of(value.at("on").as_string()), minute_of(value.at("at").as_string())};
}

School school(const json::value& from) {
    return {texts(from.at("stages")),
            from.at("owes_rest").as_bool(),
            number(from.at("latitude_deg")),
            number(from.at("longitude_deg")),
            whole(from.at("gate_per_quarter")),
            minute_of(from.at("earliest_home").as_string()),
            minute_of(from.at("latest_home").as_string()),
            minute_of(from.at("earliest_back").as_string()),
            minute_of(from.at("latest_back").as_string()),
            whole(from.at("home_weekdays")),
            whole(from.at("least_on_days")),
            whole(from.at("most_on_days"))};
}

Leg leg(const json::value& from) {
    Leg made{moment(from.at("wish")), whole(from.at("shift_days")), false, {}, {}};
    if (const auto* pin = from.as_object().if_contains("pinned")) {
        made.pinned = true;
        made.pin = moment(*pin);
    }
    if (const auto* days = from.as_object().if_contains("forbidden"))
        for (const auto& day : days->as_array()) made.forbidden.insert(day_of(day.as_string()));
    return made;
}

}  // namespace

int day_of(std::string_view written) {
    std::tm parts{};
    if (!strptime(std::string{written}.c_str(), "%Y-%m-%d", &parts)) throw std::runtime_error("no day");
    return static_cast<int>(timegm(&parts) / 86'400);
}

int minute_of(std::string_view written) {
    if (written.size() != 5 || written[2] != ':') throw std::runtime_error("no time of day");
    return std::stoi(std::string{written.substr(0, 2)}) * 60 + std::stoi(std::string{written.substr(3)});
}

Case read_case(const std::string& written) {
    const json::value all = json::parse(written);
    Case made;
    const json::value& rules = all.at("rules");
    made.turn = whole(rules.at("turn_minutes"));
    made.driving = whole(rules.at("driving_a_day_minutes"));
    made.every = whole(rules.at("option_every_minutes"));
    made.first_way = minute_of(rules.at("first_way").as_string());
    made.detour = number(rules.at("road_detour"));
    made.kmh = number(rules.at("road_kmh"));
    for (const auto& from : all.at("schools").as_array()) made.schools[text(from.at("code"))] = school(from);
    for (const auto& from : all.at("lines").as_array()) {
        Line& line = made.lines[text(from.at("code"))];
        line.school = text(from.at("school"));
        for (const auto& place : from.at("places").as_array())
            line.places[text(place.at("name"))] = {whole(place.at("minutes")), whole(place.at("riders")),
                                                   number(place.at("latitude_deg")),
                                                   number(place.at("longitude_deg"))};
    }
    for (const auto& from : all.at("vehicles").as_array()) {
        Vehicle vehicle{whole(from.at("seats")), texts(from.at("stages")), {}};
        for (const auto& busy : from.at("busy").as_array()) {
            const auto* on = busy.as_object().if_contains("on");
            Busy made{whole(busy.at("weekdays")), on ? day_of(on->as_string()) : -1,
                      minute_of(busy.at("from").as_string()), minute_of(busy.at("until").as_string())};
            if (const auto* place = busy.as_object().if_contains("place")) {
                made.placed = true;
                made.latitude = place->at("latitude_deg").to_number<double>();
                made.longitude = place->at("longitude_deg").to_number<double>();
            }
            vehicle.busy.push_back(made);
        }
        made.vehicles[text(from.at("plate"))] = std::move(vehicle);
    }
    for (const auto& from : all.at("breaks").as_array())
        for (const bool home : {true, false})
            if (const auto& wanted = from.at(home ? "home" : "back"); !wanted.is_null())
                made.legs[{text(from.at("school")), whole(from.at("number")), home}] = leg(wanted);
    int day = day_of(all.at("first").as_string());
    for (const auto& from : all.at("days").as_array())
        made.days[day++] = {from.at("rest").as_bool(), from.at("no_return").as_bool(),
                            minute_of(from.at("dusk").as_string()), whole(from.at("posts")),
                            texts(from.at("closed"))};
    return made;
}

}  // namespace husong::checker
