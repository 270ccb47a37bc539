// Reads members of a JSON body that has kept its schema: what the schema requires is there and of its type.
#pragma once

#include "server/base/time.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace husong::http {

inline std::string_view text_or_empty(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string_view{value->as_string()} : std::string_view{};
}

template <class Number>
std::optional<Number> number_or_none(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value || !value->is_number()) return std::nullopt;
    return value->to_number<Number>();
}

inline std::optional<Time> time_or_none(const boost::json::object& object, std::string_view name) {
    const std::string_view text = text_or_empty(object, name);
    if (text.empty()) return std::nullopt;
    const auto time = parse_time(text);
    return time ? std::optional{*time} : std::nullopt;
}

// null when there is none.
template <class T>
boost::json::value or_null(const std::optional<T>& value) {
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
}
inline boost::json::value time_or_null(const std::optional<Time>& time) {
    return time ? boost::json::value(to_iso(*time)) : boost::json::value(nullptr);
}

}  // namespace husong::http
