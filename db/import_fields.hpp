// The pieces of a register's field table: a column, the member it stands for, how its text is read and
// written.
#pragma once

#include "db/import.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

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

// The way back: what the file says, so that reading it gives the draft again.
template <class T>
using WriteCell = std::string (*)(const Draft<T>& draft);

template <class T>
struct Cell {
    ReadCell<T> read;
    WriteCell<T> write;
};

template <class T>
struct Field {
    FieldInfo info;
    Cell<T> cell;
};

template <class T, class Value>
T owner_of(Value T::*);
template <auto Member>
using Owner = decltype(owner_of(Member));

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

// A word of a column: as the file and the store have it, and as people in the county write it.
struct Word {
    std::string_view name;
    std::string_view name_zh{};
    [[nodiscard]] bool is(std::string_view text) const {
        return text == name || (!name_zh.empty() && text == name_zh);
    }
};

std::string vehicle_key(const registry::Plate& plate);  // 冀H00318/yellow

std::string reason_not(std::string_view text, std::string_view what);  // 'x' is not a date like 2026-09-01
std::optional<bool> parse_yes_no(std::string_view text);               // yes, no, 是, 否
// 2026-09-01, and what spreadsheets make of it: 2026/9/1, 2026年9月1日.
std::optional<std::chrono::year_month_day> parse_day(std::string_view text);
// A day, or an instant like 2026-11-27T14:00:00+08:00.
std::string read_first_day(std::string_view text, Time& valid_from);
// A day, which is included: the end is the midnight after it; an instant is the end itself.
std::string read_last_day(std::string_view text, Time& valid_until);
std::string first_day_text(Time valid_from);
std::string last_day_text(Time valid_until);
std::string read_day_text(std::string_view text, std::chrono::year_month_day& date);
std::optional<std::chrono::minutes> parse_clock(std::string_view text);  // 16:22, after midnight
std::string clock_text(std::chrono::minutes after_midnight);
std::string read_weekdays(std::string_view text, std::string& weekdays);  // 12345: 1 Monday to 7 Sunday
std::string read_plate(std::string_view text, registry::Plate& plate);
std::string read_colour(std::string_view text, registry::Plate& plate);
std::string yes_no_text(bool value);
std::string number_text(int value);
std::string number_text(double value);  // the shortest that reads as the same number
std::string parse_whole(std::string_view text, int least, int most, int& value);

// One of a fixed list of words.
inline std::string reason_not_one_of(std::string_view text, std::span<const std::string_view> words) {
    std::string what = "one of";
    for (const auto word : words) what.append(" ").append(word);
    return reason_not(text, what);
}
inline std::string reason_not_one_of(std::string_view text, std::span<const Word> words) {
    std::string what = "one of";
    for (const Word& word : words) what.append(" ").append(word.name);
    return reason_not(text, what);
}

template <auto Member, class T>
std::string read_text(std::string_view text, Draft<T>& draft) {
    draft.row.value.*Member = std::string{text};
    return {};
}
template <auto Member, class T>
std::string write_text(const Draft<T>& draft) {
    return draft.row.value.*Member;
}
template <auto Member>
inline constexpr Cell<Owner<Member>> text_cell{read_text<Member>, write_text<Member>};

template <auto Member, class T>
std::string write_number(const Draft<T>& draft) {
    const auto& value = draft.row.value.*Member;
    if constexpr (requires { value.has_value(); })
        return value ? number_text(*value) : std::string{};
    else
        return number_text(value);
}

template <auto Member, int Least, int Most, class T>
std::string read_whole(std::string_view text, Draft<T>& draft) {
    int value = 0;
    auto reason = parse_whole(text, Least, Most, value);
    if (reason.empty()) draft.row.value.*Member = value;
    return reason;
}
template <auto Member, int Least, int Most>
inline constexpr Cell<Owner<Member>> whole_cell{read_whole<Member, Least, Most>, write_number<Member>};

template <auto Member, int Least, int Most, class T>
std::string read_decimal(std::string_view text, Draft<T>& draft) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value >= Least && value <= Most))
        return reason_not(text, "a number from " + std::to_string(Least) + " to " + std::to_string(Most));
    draft.row.value.*Member = value;
    return {};
}
template <auto Member, int Least, int Most>
inline constexpr Cell<Owner<Member>> decimal_cell{read_decimal<Member, Least, Most>, write_number<Member>};

template <auto Member, class T>
std::string read_yes_no(std::string_view text, Draft<T>& draft) {
    const auto value = parse_yes_no(text);
    if (!value) return reason_not(text, "yes or no");
    draft.row.value.*Member = *value;
    return {};
}
template <auto Member, class T>
std::string write_yes_no(const Draft<T>& draft) {
    return yes_no_text(draft.row.value.*Member);
}
template <auto Member>
inline constexpr Cell<Owner<Member>> yes_no_cell{read_yes_no<Member>, write_yes_no<Member>};

// A word of the list, kept as text.
template <auto Member, const auto& Words, class T>
std::string read_word(std::string_view text, Draft<T>& draft) {
    for (const Word& word : Words)
        if (word.is(text)) {
            draft.row.value.*Member = std::string{word.name};
            return {};
        }
    return reason_not_one_of(text, Words);
}
template <auto Member, const auto& Words>
inline constexpr Cell<Owner<Member>> word_cell{read_word<Member, Words>, write_text<Member>};

// A word of the list, kept as the enumerator of its place.
template <auto Member, const auto& Words, class T>
std::string read_enumerator(std::string_view text, Draft<T>& draft) {
    using Enum = std::remove_reference_t<decltype(draft.row.value.*Member)>;
    for (std::size_t i = 0; i < std::size(Words); ++i)
        if (Words[i].is(text)) {
            draft.row.value.*Member = static_cast<Enum>(i);
            return {};
        }
    return reason_not_one_of(text, Words);
}
template <auto Member, const auto& Words, class T>
std::string write_enumerator(const Draft<T>& draft) {
    const auto place = static_cast<std::size_t>(draft.row.value.*Member);
    return place < std::size(Words) ? std::string{Words[place].name} : std::string{};
}
template <auto Member, const auto& Words>
inline constexpr Cell<Owner<Member>> enumerator_cell{read_enumerator<Member, Words>,
                                                     write_enumerator<Member, Words>};

// A date, or one that need not be there.
template <auto Member, class T>
std::string read_date(std::string_view text, Draft<T>& draft) {
    std::chrono::year_month_day date;
    auto reason = read_day_text(text, date);
    if (reason.empty()) draft.row.value.*Member = date;
    return reason;
}
template <auto Member, class T>
std::string write_date(const Draft<T>& draft) {
    const auto& date = draft.row.value.*Member;
    if constexpr (requires { date.has_value(); })
        return date ? to_iso(*date) : std::string{};
    else
        return to_iso(date);
}
template <auto Member>
inline constexpr Cell<Owner<Member>> date_cell{read_date<Member>, write_date<Member>};

// The two columns that every register ends with.
template <class T>
constexpr Field<T> valid_from_field{
    {"valid_from", "生效日期", false, "first day, YYYY-MM-DD (or an instant); empty: since ever"},
    {[](std::string_view text, Draft<T>& draft) { return read_first_day(text, draft.row.valid_from); },
     [](const Draft<T>& draft) { return first_day_text(draft.row.valid_from); }}};
template <class T>
constexpr Field<T> valid_until_field{
    {"valid_until", "截止日期", false,
     "last day, YYYY-MM-DD, included (or the instant at which it ends); empty: until further notice"},
    {[](std::string_view text, Draft<T>& draft) { return read_last_day(text, draft.row.valid_until); },
     [](const Draft<T>& draft) { return last_day_text(draft.row.valid_until); }}};

// The two columns that name a vehicle.
template <class T>
constexpr Field<T> plate_field{
    {"plate", "车牌号", true, "number plate; the county's prefix may be left out"},
    {[](std::string_view text, Draft<T>& draft) { return read_plate(text, draft.plate); },
     [](const Draft<T>& draft) { return draft.plate.text; }}};
template <class T>
constexpr Field<T> colour_field{
    {"colour", "号牌颜色", true, "blue, yellow, green … or 蓝, 黄, 绿 …"},
    {[](std::string_view text, Draft<T>& draft) { return read_colour(text, draft.plate); },
     [](const Draft<T>& draft) { return std::string{registry::colour_name(draft.plate.colour)}; }}};

}  // namespace husong::db
