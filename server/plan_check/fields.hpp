// The check's own reading of JSON: values in bounds. The first fault is kept with its place, what follows it
// is read as if it were least.
#pragma once

#include <boost/json/value.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace husong::plan_check {

// A value of the text, and the way to it, which becomes words only where something is wrong.
class Field {
public:
    Field(const boost::json::value& whole, std::string& fault) : value_{&whole}, fault_{&fault} {}

    [[nodiscard]] bool has(std::string_view name) const;          // and it is not null
    [[nodiscard]] Field operator[](std::string_view name) const;  // of an object
    [[nodiscard]] std::string_view text() const;                  // lives as long as the whole
    [[nodiscard]] int whole(int least, int most) const;
    [[nodiscard]] double number(double least, double most) const;
    [[nodiscard]] bool flag() const;
    [[nodiscard]] int day() const;            // since 1970, of 2026-09-30
    [[nodiscard]] int minute() const;         // of a day, of 15:30; 24:00 is its end
    [[nodiscard]] std::string place() const;  // breaks[3].home.wish
    void fail(std::string_view what) const;

    // Of a list, each entry with its number.
    template <class Act>
    void each(Act act) const {
        for (std::size_t i = 0; i < entries(); ++i) act(entry(i), i);
    }

private:
    struct Step {
        std::string_view name;  // empty: an entry of a list
        std::size_t number = 0;
    };
    static constexpr std::size_t deepest = 8;  // legs[0].runs[0].loads[0].riders is seven steps

    [[nodiscard]] std::size_t entries() const;
    [[nodiscard]] Field entry(std::size_t number) const;
    [[nodiscard]] Field step(const boost::json::value* value, Step step) const;

    const boost::json::value* value_;  // nullptr: there is none
    std::string* fault_;
    std::array<Step, deepest> way_{};
    std::size_t depth_ = 0;
};

// What is given back with what was wrong with it; empty: nothing.
[[nodiscard]] std::optional<boost::json::value> parse_object(std::string_view text, std::string& fault);

}  // namespace husong::plan_check
