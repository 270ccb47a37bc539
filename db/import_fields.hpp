// The pieces of a register's field table: a column, what it writes to, and how its text is read.
#pragma once

#include "db/import.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace husong::db {

// A row while its cells are read.
template <class T>
struct Draft {
    registry::Versioned<T> row;
    registry::Plate plate;  // what the columns plate and colour say
};

// Reads one cell into the draft; gives the reason when the text is wrong, else an empty text.
template <class T>
using ReadCell = std::string (*)(std::string_view text, Draft<T>& draft);

template <class T>
struct Field {
    FieldInfo info;
    ReadCell<T> read;
};

// A column that names things of another register by their keys.
template <class T>
struct Link {
    std::string_view field;
    std::string_view register_name;
    std::vector<std::string> (*keys)(const T&);
};

// The text member that a row is known by, or that names a thing of another register.
template <auto Member, class T>
std::string key_of(const Draft<T>& draft) {
    return draft.row.value.*Member;
}
template <auto Member, class T>
std::vector<std::string> one_key(const T& row) {
    return {row.*Member};
}

// What is wrong with a row whose cells are each right.
struct Flaw {
    std::string_view field;
    std::string reason;  // empty: nothing
};

std::string vehicle_key(const registry::Plate& plate);  // 冀H00318/yellow

std::string reason_not(std::string_view text, std::string_view what);  // 'x' is not a date like 2026-09-01
std::optional<bool> parse_yes_no(std::string_view text);               // yes, no, 是, 否
std::string read_first_day(std::string_view text, Time& valid_from);
std::string read_last_day(std::string_view text,
                          Time& valid_until);  // inclusive; the end is the midnight after it
std::string read_plate(std::string_view text, registry::Plate& plate);
std::string read_colour(std::string_view text, registry::Plate& plate);
std::string parse_whole(std::string_view text, int least, int most, int& value);

// One of a fixed list of words.
template <std::size_t Size>
std::string reason_not_one_of(std::string_view text, const std::string_view (&words)[Size]) {
    std::string what = "one of";
    for (const auto word : words) what.append(" ").append(word);
    return reason_not(text, what);
}

template <auto Member, class T>
std::string read_text(std::string_view text, Draft<T>& draft) {
    draft.row.value.*Member = std::string{text};
    return {};
}

template <auto Member, int Least, int Most, class T>
std::string read_whole(std::string_view text, Draft<T>& draft) {
    int value = 0;
    auto reason = parse_whole(text, Least, Most, value);
    if (reason.empty()) draft.row.value.*Member = value;
    return reason;
}

template <auto Member, int Least, int Most, class T>
std::string read_decimal(std::string_view text, Draft<T>& draft) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= Least && value <= Most))
        return reason_not(text, "a number from " + std::to_string(Least) + " to " + std::to_string(Most));
    draft.row.value.*Member = value;
    return {};
}

template <auto Member, class T>
std::string read_yes_no(std::string_view text, Draft<T>& draft) {
    const auto value = parse_yes_no(text);
    if (!value) return reason_not(text, "yes or no");
    draft.row.value.*Member = *value;
    return {};
}

// A word of the list, kept as text.
template <auto Member, const auto& Words, class T>
std::string read_word(std::string_view text, Draft<T>& draft) {
    for (const std::string_view word : Words)
        if (word == text) {
            draft.row.value.*Member = std::string{text};
            return {};
        }
    return reason_not_one_of(text, Words);
}

// A word of the list, kept as the enumerator of its place.
template <auto Member, const auto& Words, class T>
std::string read_enumerator(std::string_view text, Draft<T>& draft) {
    using Enum = std::remove_reference_t<decltype(draft.row.value.*Member)>;
    for (std::size_t i = 0; i < std::size(Words); ++i)
        if (Words[i] == text) {
            draft.row.value.*Member = static_cast<Enum>(i);
            return {};
        }
    return reason_not_one_of(text, Words);
}

// The two columns that every register ends with.
template <class T>
constexpr Field<T> valid_from_field{
    {"valid_from", "生效日期", false, "first day, YYYY-MM-DD; empty: since ever"},
    [](std::string_view text, Draft<T>& draft) { return read_first_day(text, draft.row.valid_from); }};
template <class T>
constexpr Field<T> valid_until_field{
    {"valid_until", "截止日期", false, "last day, YYYY-MM-DD, included; empty: until further notice"},
    [](std::string_view text, Draft<T>& draft) { return read_last_day(text, draft.row.valid_until); }};

// The two columns that name a vehicle.
template <class T>
constexpr Field<T> plate_field{
    {"plate", "车牌号", true, "number plate; the county's prefix may be left out"},
    [](std::string_view text, Draft<T>& draft) { return read_plate(text, draft.plate); }};
template <class T>
constexpr Field<T> colour_field{
    {"colour", "号牌颜色", true, "blue, yellow, green … or 蓝, 黄, 绿 …"},
    [](std::string_view text, Draft<T>& draft) { return read_colour(text, draft.plate); }};

}  // namespace husong::db
