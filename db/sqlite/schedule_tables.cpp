#include "db/sqlite/schedule_tables.hpp"

namespace husong::db {

using registry::Boarders;
using registry::Departure;
using registry::Escort;
using registry::Line;
using registry::PublicDay;
using registry::Pupil;
using registry::Stop;

std::string RegisterTable<Escort>::key(const Escort& row) { return row.code; }
Escort RegisterTable<Escort>::read(const Query& row, int first) {
    return {row.text(first), row.text(first + 1), row.text(first + 2), date_of(row, first + 3),
            date_of(row, first + 4)};
}

std::string RegisterTable<Line>::key(const Line& row) { return row.code; }
Line RegisterTable<Line>::read(const Query& row, int first) {
    return {row.text(first), row.text(first + 1), row.text(first + 2), row.text(first + 3)};
}

std::string RegisterTable<Stop>::key(const Stop& row) { return row.line + '/' + row.name; }
Stop RegisterTable<Stop>::read(const Query& row, int first) {
    return {.line = row.text(first),
            .place = row.number<int>(first + 1),
            .name = row.text(first + 2),
            .latitude_deg = row.real(first + 3),
            .longitude_deg = row.real(first + 4),
            .from_school = std::chrono::minutes{row.integer(first + 5)}};
}

std::string RegisterTable<Boarders>::key(const Boarders& row) { return row.school + '/' + row.home_place; }
Boarders RegisterTable<Boarders>::read(const Query& row, int first) {
    return {row.text(first), row.text(first + 1), row.number<int>(first + 2)};
}

std::string RegisterTable<Pupil>::key(const Pupil& row) { return row.code; }
Pupil RegisterTable<Pupil>::read(const Query& row, int first) {
    return {.code = row.text(first),
            .name = row.text(first + 1),
            .school = row.text(first + 2),
            .class_name = row.text(first + 3),
            .boarding = row.integer(first + 4) != 0,
            .home_place = row.text(first + 5),
            .line = row.text(first + 6),
            .stop = row.text(first + 7),
            .stage = row.text(first + 8),
            .left_behind = row.integer(first + 9) != 0};
}

std::string RegisterTable<PublicDay>::key(const PublicDay& row) { return to_iso(row.on); }
PublicDay RegisterTable<PublicDay>::read(const Query& row, int first) {
    return {day_of(row, first), row.text(first + 1), row.text(first + 2), row.text(first + 3)};
}

std::string RegisterTable<Departure>::key(const Departure& row) { return row.code; }
Departure RegisterTable<Departure>::read(const Query& row, int first) {
    return {.code = row.text(first),
            .school = row.text(first + 1),
            .direction = static_cast<registry::Direction>(row.integer(first + 2)),
            .leaves_at = row.time(first + 3),
            .line = row.text(first + 4),
            .vehicle = {row.integer(first + 5)},
            .driver = row.text(first + 6),
            .escort = row.text(first + 7),
            .seats = row.number<int>(first + 8),
            .status = static_cast<registry::DepartureStatus>(row.integer(first + 9)),
            .note = row.text(first + 10),
            .sequence = row.number<int>(first + 11)};
}

}  // namespace husong::db
