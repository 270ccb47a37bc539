#include "db/sqlite/travel_tables.hpp"

#include <fmt/core.h>

namespace husong::db {

std::string RegisterTable<registry::Travel>::key(const registry::Travel& row) {
    return fmt::format("{}/{}", static_cast<int>(row.direction), row.pupil);
}
registry::Travel RegisterTable<registry::Travel>::read(const Query& row, int first) {
    return {.pupil = row.text(first),
            .direction = static_cast<registry::Direction>(row.integer(first + 1)),
            .mode = row.text(first + 2),
            .line = row.text(first + 3),
            .stop = row.text(first + 4),
            .plate = row.text(first + 5),
            .minutes = row.number<int>(first + 6),
            .collector = row.text(first + 7)};
}

std::string RegisterTable<registry::Guardian>::key(const registry::Guardian& row) { return row.code; }
registry::Guardian RegisterTable<registry::Guardian>::read(const Query& row, int first) {
    return {.code = row.text(first),
            .pupil = row.text(first + 1),
            .name = row.text(first + 2),
            .relation = row.text(first + 3),
            .telephone = row.text(first + 4),
            .may_collect = row.integer(first + 5) != 0,
            .consented_on = date_of(row, first + 6),
            .vehicle = {row.integer(first + 7)}};
}

std::string RegisterTable<registry::RoadSection>::key(const registry::RoadSection& row) {
    return fmt::format("{}/{}", row.from_m, row.line);
}
registry::RoadSection RegisterTable<registry::RoadSection>::read(const Query& row, int first) {
    return {.line = row.text(first),
            .from_m = row.number<int>(first + 1),
            .until_m = row.number<int>(first + 2),
            .road_class = row.text(first + 3),
            .limit_kmh = row.number<int>(first + 4),
            .tags = row.text(first + 5),
            .approval = row.text(first + 6)};
}

std::string RegisterTable<registry::Timetable>::key(const registry::Timetable& row) { return row.code; }
registry::Timetable RegisterTable<registry::Timetable>::read(const Query& row, int first) {
    return {.code = row.text(first),
            .line = row.text(first + 1),
            .direction = static_cast<registry::Direction>(row.integer(first + 2)),
            .weekdays = row.text(first + 3),
            .leaves_at = std::chrono::minutes{row.integer(first + 4)},
            .vehicle = {row.integer(first + 5)},
            .driver = row.text(first + 6),
            .escort = row.text(first + 7)};
}

std::string RegisterTable<registry::Relief>::key(const registry::Relief& row) { return row.run; }
registry::Relief RegisterTable<registry::Relief>::read(const Query& row, int first) {
    return {.run = row.text(first),
            .vehicle = {row.integer(first + 1)},
            .driver = row.text(first + 2),
            .escort = row.text(first + 3),
            .note = row.text(first + 4)};
}

}  // namespace husong::db
