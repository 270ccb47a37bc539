#include "server/http/openapi.hpp"

#include <boost/json/parse.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace husong::http {

namespace json = boost::json;

namespace {

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> all;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) all.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

const Parameter& parameter(std::string_view key) {
    for (const Parameter& row : parameters())
        if (row.key == key) return row;
    throw std::logic_error(fmt::format("no parameter {}", key));
}

json::object reference(std::string_view schema) {
    return {{"$ref", fmt::format("#/components/schemas/{}", schema)}};
}

json::object content(std::string_view type, std::string_view schema) {
    return {{type, json::object{{"schema", reference(schema)}}}};
}

json::object success_object(const Success& success) {
    json::object object{{"description", success.what}};
    if (!success.schema.empty()) object["content"] = content("application/json", success.schema);
    return object;
}

json::array security_of(Door::Key key) {
    const json::object session{{"session", json::array{}}};
    const json::object device{{"device", json::array{}}};
    switch (key) {
        case Door::Key::account:
        case Door::Key::session: return {session};
        case Door::Key::device: return {device};
        case Door::Key::either: return {session, device};
        default: return {};
    }
}

json::object operation(const Route& route) {
    json::object responses;
    for (const Success& success : route.successes)
        if (success.status != 0) responses[std::to_string(success.status)] = success_object(success);
    responses["default"] = json::object{{"description", "What went wrong"},
                                        {"content", content("application/problem+json", "Problem")}};
    json::object object{{"summary", route.summary},
                        {"responses", std::move(responses)},
                        {"security", security_of(route.door.key)}};
    if (!route.body.empty())
        object["requestBody"] =
            json::object{{"required", true}, {"content", content("application/json", route.body)}};
    json::array list;
    for (const std::string_view name : words(route.parameters))
        list.push_back(
            json::object{{"$ref", fmt::format("#/components/parameters/{}", parameter(name).key)}});
    if (!list.empty()) object["parameters"] = std::move(list);
    return object;
}

std::string lower(std::string_view verb) {
    std::string text{verb};
    for (char& c : text) c = static_cast<char>(c - 'A' + 'a');
    return text;
}

json::object parameter_components() {
    json::object all;
    for (const Parameter& row : parameters())
        all[row.key] = json::object{{"name", row.name},
                                    {"in", row.in},
                                    {"required", row.required},
                                    {"description", row.what},
                                    {"schema", json::parse(row.schema)}};
    return all;
}

json::object security_schemes() {
    return {{"session",
             json::object{{"type", "apiKey"},
                          {"in", "cookie"},
                          {"name", "husong_session"},
                          {"description", "Requests that change something carry X-Husong: 1 as well"}}},
            {"device", json::object{{"type", "http"},
                                    {"scheme", "bearer"},
                                    {"description", "The device's name, a colon and its secret"}}}};
}

template <class Number>
json::value number_or_text(std::string_view text) {
    Number number{};
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (wrong == std::errc{} && end == text.data() + text.size()) return json::value(number);
    return json::value(text);
}

// A parameter's text as the JSON value its schema speaks of; text stays text when it is not one.
json::value as_json(std::string_view text, const json::object& schema) {
    const json::string& type = schema.at("type").as_string();
    if (type == "boolean" && (text == "true" || text == "false")) return text == "true";
    if (type == "integer") return number_or_text<std::int64_t>(text);
    if (type == "number") return number_or_text<double>(text);
    return json::value(text);
}

std::string_view told(const Request& request, const Parameter& row) {
    if (row.in == "query") return request.field(row.name);
    return row.name == "Idempotency-Key" ? request.headers.idempotency_key : request.headers.last_event_id;
}

}  // namespace

json::object openapi_document(const Router& router, const Schemas& schemas) {
    json::object paths;
    for (const Route* route : router.routes()) {
        if (route->page) continue;
        json::value& path = paths.emplace(route->pattern, json::object{}).first->value();
        path.as_object()[lower(verb_name(route->verb))] = operation(*route);
    }
    return {{"openapi", "3.1.0"},
            {"info", json::object{{"title", "Husong"},
                                  {"version", "1"},
                                  {"description",
                                   "Student transport of a county: check a vehicle, see what is flagged, "
                                   "report and count. Times are ISO 8601 with offset."}}},
            {"paths", std::move(paths)},
            {"components", json::object{{"schemas", schemas.components()},
                                        {"parameters", parameter_components()},
                                        {"securitySchemes", security_schemes()}}}};
}

std::optional<Violation> check_parameters(const Route& route, const Request& request,
                                          const Schemas& schemas) {
    for (const std::string_view key : words(route.parameters)) {
        const Parameter& row = parameter(key);
        if (row.in == "path") continue;  // the pattern says that it is there
        const std::string_view text = told(request, row);
        if (text.empty()) {
            if (row.required) return Violation{std::string{row.name}, "is missing"};
            continue;
        }
        const json::object schema = json::parse(row.schema).as_object();
        if (auto violation = schemas.check(schema, as_json(text, schema), row.name)) return violation;
    }
    return std::nullopt;
}

}  // namespace husong::http
