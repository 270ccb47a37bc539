// How the values of cases and plans stand in JSON, and how they are read: the first fault is kept with its
// place, what follows it is read as if it were empty.
#pragma once

#include "server/coordination/case.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <limits>

namespace husong::coordination {

std::string to_text(Minutes of_day);                // 15:30
boost::json::value to_value(const Moment& moment);  // {"on": "2026-09-30", "at": "15:30"}
std::string_view stage_name(Stage stage);
boost::json::array texts_of(Stages stages);

// A value of the text and where it stands.
class Json {
public:
    Json(const boost::json::value* value, std::string place, std::string& fault)
        : value_{value}, place_{std::move(place)}, fault_{&fault} {}

    [[nodiscard]] bool has(std::string_view name) const;  // and it is not null
    [[nodiscard]] Json operator[](std::string_view name) const;
    // Of a list, each entry; more than `most` are a fault, and none is given.
    [[nodiscard]] std::vector<Json> entries(std::size_t most = std::numeric_limits<std::size_t>::max()) const;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] int whole(int least, int most) const;
    [[nodiscard]] double number(double least, double most) const;
    [[nodiscard]] bool flag() const;
    [[nodiscard]] Day day() const;
    [[nodiscard]] Minutes minutes() const;  // of a day: 15:30
    [[nodiscard]] Moment moment() const;
    [[nodiscard]] Stages stages() const;
    // The number of the code among `codes`.
    [[nodiscard]] std::size_t code_of(std::span<const std::string> codes) const;
    void fail(std::string_view what) const;

private:
    const boost::json::value* value_;  // nullptr: there is none
    std::string place_;                // breaks[3].home.wish
    std::string* fault_;
};

}  // namespace husong::coordination
