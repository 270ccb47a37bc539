#include "db/sqlite/office_tables.hpp"

#include <fmt/core.h>

namespace husong::db {

std::string RegisterTable<registry::Agreement>::key(const registry::Agreement& row) {
    return row.school + '/' + row.operator_code;
}
registry::Agreement RegisterTable<registry::Agreement>::read(const Query& row, int first) {
    return {.school = row.text(first),
            .operator_code = row.text(first + 1),
            .number = row.text(first + 2),
            .filed_on = date_of(row, first + 3)};
}

std::string RegisterTable<registry::DutyShift>::key(const registry::DutyShift& row) {
    return fmt::format("{}/{}/{}", row.post_kind, row.from_hour, row.post);
}
registry::DutyShift RegisterTable<registry::DutyShift>::read(const Query& row, int first) {
    return {.post_kind = row.text(first),
            .post = row.text(first + 1),
            .from_hour = row.number<int>(first + 2),
            .until_hour = row.number<int>(first + 3),
            .name = row.text(first + 4),
            .telephone = row.text(first + 5)};
}

std::string RegisterTable<registry::GateFacility>::key(const registry::GateFacility& row) {
    return row.kind + '/' + row.school;
}
registry::GateFacility RegisterTable<registry::GateFacility>::read(const Query& row, int first) {
    return {.school = row.text(first),
            .kind = row.text(first + 1),
            .present = row.integer(first + 2) != 0,
            .checked_on = day_of(row, first + 3)};
}

std::string RegisterTable<registry::LocalRule>::key(const registry::LocalRule& row) { return row.parameter; }
registry::LocalRule RegisterTable<registry::LocalRule>::read(const Query& row, int first) {
    return {.parameter = row.text(first),
            .value = row.text(first + 1),
            .title = row.text(first + 2),
            .clause = row.text(first + 3),
            .file = row.text(first + 4)};
}

std::string RegisterTable<registry::Notice>::key(const registry::Notice& row) {
    return fmt::format("{}/{}/{}", row.kind, row.mark, row.area);
}
registry::Notice RegisterTable<registry::Notice>::read(const Query& row, int first) {
    return {.kind = row.text(first),
            .mark = row.text(first + 1),
            .area = row.text(first + 2),
            .text = row.text(first + 3),
            .issuer = row.text(first + 4)};
}

std::string RegisterTable<registry::JointCheck>::key(const registry::JointCheck& row) {
    return to_iso(row.on) + '/' + row.place;
}
registry::JointCheck RegisterTable<registry::JointCheck>::read(const Query& row, int first) {
    return {.on = day_of(row, first),
            .place = row.text(first + 1),
            .bodies = row.text(first + 2),
            .vehicles = row.number<int>(first + 3),
            .result = row.text(first + 4)};
}

}  // namespace husong::db
