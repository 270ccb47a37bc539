#include "db/sqlite/holiday_tables.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

std::chrono::minutes minutes_of(const Query& row, int column) {
    return std::chrono::minutes{row.integer(column)};
}
std::optional<std::chrono::minutes> minutes_told(const Query& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{minutes_of(row, column)};
}

}  // namespace

registry::Term RegisterTable<registry::Term>::read(const Query& row, int first) {
    return {row.text(first), day_of(row, first + 1), day_of(row, first + 2)};
}

registry::HolidayRule RegisterTable<registry::HolidayRule>::read(const Query& row, int first) {
    return {.school = row.text(first),
            .on_days = row.number<int>(first + 1),
            .off_days = row.number<int>(first + 2),
            .home_at = minutes_of(row, first + 3),
            .back_at = minutes_of(row, first + 4),
            .shift_days = row.is_null(first + 5) ? std::nullopt : std::optional{row.number<int>(first + 5)},
            .earliest_home = minutes_of(row, first + 6),
            .latest_home = minutes_of(row, first + 7),
            .earliest_back = minutes_of(row, first + 8),
            .latest_back = minutes_of(row, first + 9),
            .home_weekdays = row.text(first + 10),
            .least_on_days = row.number<int>(first + 11),
            .most_on_days = row.number<int>(first + 12),
            .owes_rest = row.is_null(first + 13) ? std::nullopt : std::optional{row.integer(first + 13) != 0},
            .gate_per_quarter = row.number<int>(first + 14)};
}

std::string RegisterTable<registry::HolidayProposal>::key(const registry::HolidayProposal& row) {
    return fmt::format("{}/{}/{}", row.number, row.term, row.school);
}
registry::HolidayProposal RegisterTable<registry::HolidayProposal>::read(const Query& row, int first) {
    return {.school = row.text(first),
            .term = row.text(first + 1),
            .number = row.number<int>(first + 2),
            .home_on = date_of(row, first + 3),
            .home_at = minutes_told(row, first + 4),
            .back_on = date_of(row, first + 5),
            .back_at = minutes_told(row, first + 6)};
}

std::string RegisterTable<registry::PolicePosts>::key(const registry::PolicePosts& row) {
    return row.on ? to_iso(*row.on) : fmt::format("{}", row.weekday);
}
registry::PolicePosts RegisterTable<registry::PolicePosts>::read(const Query& row, int first) {
    return {row.number<int>(first), date_of(row, first + 1), row.number<int>(first + 2)};
}

std::string RegisterTable<registry::LocalDay>::key(const registry::LocalDay& row) {
    return fmt::format("{}/{}", to_iso(row.on), row.school);
}
registry::LocalDay RegisterTable<registry::LocalDay>::read(const Query& row, int first) {
    return {day_of(row, first), row.text(first + 1), row.text(first + 2), row.text(first + 3),
            row.text(first + 4)};
}

std::string RegisterTable<registry::ReturnMark>::key(const registry::ReturnMark& row) {
    return fmt::format("{}/{}/{}/{}", to_iso(row.on), row.school, row.class_name, row.pupil);
}
registry::ReturnMark RegisterTable<registry::ReturnMark>::read(const Query& row, int first) {
    return {day_of(row, first), row.text(first + 1), row.text(first + 2), row.text(first + 3),
            row.text(first + 4)};
}

}  // namespace husong::db
