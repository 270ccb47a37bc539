#include "server/plan_check/fields.hpp"

#include "server/base/controls.hpp"
#include "server/base/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <cmath>

namespace husong::plan_check {

namespace json = boost::json;

namespace {

constexpr std::size_t longest_text = 300;                 // bytes: a name, a code, a plate
constexpr std::size_t largest_json = 64UL * 1024 * 1024;  // bytes: two hundred schools' need a third

// Two digits; none: -1.
int two_digits(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 2 && digit(text[0]) && digit(text[1]) ? (text[0] - '0') * 10 + (text[1] - '0') : -1;
}

}  // namespace

bool Field::has(std::string_view name) const {
    if (!value_ || !value_->is_object()) return false;
    const auto* found = value_->get_object().if_contains(name);
    return found && !found->is_null();
}

Field Field::operator[](std::string_view name) const {
    const bool inside = value_ && value_->is_object();
    return step(inside ? value_->get_object().if_contains(name) : nullptr, {name, 0});
}

std::size_t Field::entries() const {
    if (value_ && value_->is_array()) return value_->get_array().size();
    fail("is no list");
    return 0;
}

Field Field::entry(std::size_t number) const { return step(&value_->get_array()[number], {{}, number}); }

Field Field::step(const json::value* value, Step step) const {
    Field inner = *this;
    inner.value_ = value;
    if (inner.depth_ < deepest) inner.way_[inner.depth_++] = step;
    return inner;
}

std::string_view Field::text() const {
    if (!value_ || !value_->is_string()) {
        fail("is no text");
        return {};
    }
    const json::string& whole = value_->get_string();
    const std::string_view text{whole.data(), whole.size()};
    if (text.size() > longest_text)
        fail(fmt::format("is longer than {} bytes", longest_text));
    else if (has_controls(text))
        fail("has control characters");
    else
        return text;
    return {};
}

int Field::whole(int least, int most) const {
    if (value_ && value_->is_int64() && value_->get_int64() >= least && value_->get_int64() <= most)
        return static_cast<int>(value_->get_int64());
    fail(fmt::format("is no whole number from {} to {}", least, most));
    return least;
}

double Field::number(double least, double most) const {
    double value = std::nan("");
    if (value_ && value_->is_double()) value = value_->get_double();
    if (value_ && value_->is_int64()) value = static_cast<double>(value_->get_int64());
    if (value >= least && value <= most) return value;
    fail(fmt::format("is no number from {} to {}", least, most));
    return least;
}

bool Field::flag() const {
    if (value_ && value_->is_bool()) return value_->get_bool();
    fail("is neither true nor false");
    return false;
}

int Field::day() const {
    const auto parsed = parse_date(text());
    if (parsed) return static_cast<int>(std::chrono::sys_days{*parsed}.time_since_epoch().count());
    fail("is no day like 2026-09-30");
    return 0;
}

int Field::minute() const {
    constexpr int an_hour = 60, a_day = 24 * an_hour;
    const std::string_view written = text();
    if (written.size() == 5 && written[2] == ':') {
        const int hour = two_digits(written.substr(0, 2)), rest = two_digits(written.substr(3));
        if (hour >= 0 && rest >= 0 && rest < an_hour && hour * an_hour + rest <= a_day)
            return hour * an_hour + rest;
    }
    fail("is no time of day like 15:30");
    return 0;
}

std::string Field::place() const {
    std::string told;
    for (std::size_t i = 0; i < depth_; ++i) {
        if (way_[i].name.empty())
            told += fmt::format("[{}]", way_[i].number);
        else
            told += fmt::format("{}{}", told.empty() ? "" : ".", way_[i].name);
    }
    return told;
}

void Field::fail(std::string_view what) const {
    if (fault_->empty()) *fault_ = fmt::format("{} {}", depth_ == 0 ? "the whole" : place(), what);
}

std::optional<json::value> parse_object(std::string_view text, std::string& fault) {
    if (text.size() > largest_json) {
        fault = fmt::format("is larger than {} MiB", largest_json >> 20U);
        return std::nullopt;
    }
    boost::system::error_code error;
    // Given back all at once: half of the time would go into giving back value by value.
    json::value parsed = json::parse(json::string_view{text.data(), text.size()}, error,
                                     json::make_shared_resource<json::monotonic_resource>());
    if (error)
        fault = "is no JSON: " + error.message();
    else if (!parsed.is_object())
        fault = "is no JSON object";
    if (!fault.empty()) return std::nullopt;
    return parsed;
}

}  // namespace husong::plan_check
