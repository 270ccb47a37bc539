// The registers of terms, and of what schools and offices say of holidays (see register_tables.hpp).
#pragma once

#include "db/sqlite/register_tables.hpp"
#include "server/registry/holiday_rows.hpp"

namespace husong::db {

// Minutes of a day lie as their number, or NULL where there are none.
inline std::optional<std::int64_t> minutes_number(const std::optional<std::chrono::minutes>& of_day) {
    return of_day ? std::optional{std::int64_t{of_day->count()}} : std::nullopt;
}

template <>
struct RegisterTable<registry::Term> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, first_on, last_on FROM term "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO term (valid_from, valid_until, recorded_at, code, first_on, last_on) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    static constexpr Sql supersede = "UPDATE term SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Term& row) { return row.code; }
    static auto columns(const registry::Term& row) {
        return std::tuple{row.code, to_iso(row.first_on), to_iso(row.last_on)};
    }
    static registry::Term read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::HolidayRule> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, school, on_days, off_days, home_at, back_at, "
        "shift_days, earliest_home, latest_home, earliest_back, latest_back, home_weekdays, least_on_days, "
        "most_on_days, owes_rest, gate_per_quarter FROM holiday_rule WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO holiday_rule (valid_from, valid_until, recorded_at, school, on_days, off_days, home_at, "
        "back_at, shift_days, earliest_home, latest_home, earliest_back, latest_back, home_weekdays, "
        "least_on_days, most_on_days, owes_rest, gate_per_quarter) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
    static constexpr Sql supersede = "UPDATE holiday_rule SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::HolidayRule& row) { return row.school; }
    static auto columns(const registry::HolidayRule& row) {
        return std::tuple{row.school,
                          row.on_days,
                          row.off_days,
                          row.home_at.count(),
                          row.back_at.count(),
                          row.shift_days,
                          row.earliest_home.count(),
                          row.latest_home.count(),
                          row.earliest_back.count(),
                          row.latest_back.count(),
                          row.home_weekdays,
                          row.least_on_days,
                          row.most_on_days,
                          row.owes_rest,
                          row.gate_per_quarter};
    }
    static registry::HolidayRule read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::HolidayProposal> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, school, term, number, home_on, home_at, "
        "back_on, back_at FROM holiday_proposal WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO holiday_proposal (valid_from, valid_until, recorded_at, school, term, number, home_on, "
        "home_at, back_on, back_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    static constexpr Sql supersede = "UPDATE holiday_proposal SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::HolidayProposal& row);
    static auto columns(const registry::HolidayProposal& row) {
        return std::tuple{row.school,
                          row.term,
                          row.number,
                          date_text(row.home_on),
                          minutes_number(row.home_at),
                          date_text(row.back_on),
                          minutes_number(row.back_at)};
    }
    static registry::HolidayProposal read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::PolicePosts> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, weekday, day, posts FROM police_posts "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO police_posts (valid_from, valid_until, recorded_at, weekday, day, posts) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    static constexpr Sql supersede = "UPDATE police_posts SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::PolicePosts& row);
    static auto columns(const registry::PolicePosts& row) {
        return std::tuple{row.weekday, date_text(row.on), row.posts};
    }
    static registry::PolicePosts read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::LocalDay> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, day, school, kind, name, notice FROM "
        "local_day WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO local_day (valid_from, valid_until, recorded_at, day, school, kind, name, notice) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE local_day SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::LocalDay& row);
    static auto columns(const registry::LocalDay& row) {
        return std::tuple{to_iso(row.on), row.school, row.kind, row.name, row.notice};
    }
    static registry::LocalDay read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::ReturnMark> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, day, school, class, pupil, kind FROM "
        "return_mark WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql select_of_class =
        "SELECT version, valid_from, valid_until, recorded_at, day, school, class, pupil, kind FROM "
        "return_mark WHERE school = ?1 AND class = ?2 AND superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO return_mark (valid_from, valid_until, recorded_at, day, school, class, pupil, kind) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE return_mark SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::ReturnMark& row);
    static auto columns(const registry::ReturnMark& row) {
        return std::tuple{to_iso(row.on), row.school, row.class_name, row.pupil, row.kind};
    }
    static registry::ReturnMark read(const Query& row, int first);
};

}  // namespace husong::db
