// Reading the keys of a scenario's JSON objects, with complaints that name them. For the parser's files only.
#pragma once

#include "server/base/result.hpp"

#include <boost/json.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace husong::device_sim {

inline constexpr std::int64_t a_week_s = 7 * 24 * 3600;

// Takes known keys out of an object one after another and keeps the first complaint.
class Keys {
public:
    Keys(const boost::json::object& object, std::string_view where) : object_{object}, where_{where} {}

    // Bounded by what `fits` says; left as it is when the key is missing.
    template <class T>
    void number(std::string_view key, T& value, std::int64_t lowest, std::int64_t highest) {
        const boost::json::value* found = find(key);
        if (!found) return;
        boost::system::error_code not_whole;
        const auto given = found->to_number<std::int64_t>(not_whole);
        if (not_whole || given < lowest || given > highest)
            return complain(
                fmt::format("{}{} must be a whole number from {} to {}", where_, key, lowest, highest));
        value = static_cast<T>(given);
    }
    void duration(std::string_view key, std::chrono::seconds& value) {
        std::int64_t count = value.count();
        number(key, count, 0, a_week_s);
        value = std::chrono::seconds{count};
    }
    void flag(std::string_view key, bool& value) {
        const boost::json::value* found = find(key);
        if (!found) return;
        if (!found->is_bool()) return complain(fmt::format("{}{} must be true or false", where_, key));
        value = found->get_bool();
    }
    void text(std::string_view key, std::string& value) {
        const boost::json::value* found = find(key);
        if (!found) return;
        if (!found->is_string()) return complain(fmt::format("{}{} must be a text", where_, key));
        value = found->get_string().c_str();
    }
    // One of the names, whose index becomes the value.
    template <class T, std::size_t N>
    void choice(std::string_view key, T& value, const std::array<std::string_view, N>& names) {
        std::string name;
        text(key, name);
        if (name.empty()) return;
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) return complain(fmt::format("{}{} cannot be '{}'", where_, key, name));
        value = static_cast<T>(at - names.begin());
    }
    const boost::json::value* find(std::string_view key) {
        const auto at = object_.find(key);
        if (at == object_.end()) return nullptr;
        known_.push_back(key);
        return &at->value();
    }
    void complain(std::string what) {
        if (complaint_.empty()) complaint_ = std::move(what);
    }
    // After all keys were asked for: an unknown one is a complaint too.
    Result<> finish() {
        for (const auto& member : object_)
            if (std::find(known_.begin(), known_.end(), member.key()) == known_.end())
                complain(fmt::format("no scenario has the key {}{}", where_, std::string_view{member.key()}));
        if (!complaint_.empty()) return Error{ErrorCode::malformed, complaint_};
        return {};
    }

private:
    const boost::json::object& object_;
    std::string where_;
    std::string complaint_;
    std::vector<std::string_view> known_;
};

// A list of objects, each read into a new element.
template <class T>
Result<> read_list(std::string_view name, const boost::json::value* list, std::vector<T>& out,
                   Result<> (*read)(const boost::json::object&, T&)) {
    if (!list) return {};
    if (!list->is_array()) return Error{ErrorCode::malformed, fmt::format("{} must be a list", name)};
    for (const boost::json::value& each : list->get_array()) {
        if (!each.is_object()) return Error{ErrorCode::malformed, fmt::format("{} must hold objects", name)};
        if (auto done = read(each.get_object(), out.emplace_back()); !done) return done;
    }
    return {};
}

template <class T>
Result<> read_object(std::string_view name, const boost::json::value* value, T& out,
                     Result<> (*read)(const boost::json::object&, T&)) {
    if (!value) return {};
    if (!value->is_object()) return Error{ErrorCode::malformed, fmt::format("{} must be an object", name)};
    return read(value->get_object(), out);
}

}  // namespace husong::device_sim
