#include "db/sqlite/file_tables.hpp"

#include <fmt/core.h>

namespace husong::db {

std::string RegisterTable<registry::VehicleDocument>::key(const registry::VehicleDocument& row) {
    return fmt::format("{}/{}/{}", row.vehicle.value, row.kind, row.number);
}
registry::VehicleDocument RegisterTable<registry::VehicleDocument>::read(const Query& row, int first) {
    return {.kind = row.text(first),
            .number = row.text(first + 1),
            .vehicle = {row.integer(first + 2)},
            .issuer = row.text(first + 3)};
}

std::string RegisterTable<registry::EquipmentCheck>::key(const registry::EquipmentCheck& row) {
    return fmt::format("{}/{}", row.vehicle.value, to_iso(row.on));
}
registry::EquipmentCheck RegisterTable<registry::EquipmentCheck>::read(const Query& row, int first) {
    return {.vehicle = {row.integer(first)},
            .on = day_of(row, first + 1),
            .faults = row.text(first + 2),
            .checker = row.text(first + 3)};
}

std::string RegisterTable<registry::Maintenance>::key(const registry::Maintenance& row) {
    return fmt::format("{}/{}", row.vehicle.value, to_iso(row.on));
}
registry::Maintenance RegisterTable<registry::Maintenance>::read(const Query& row, int first) {
    return {.vehicle = {row.integer(first)},
            .on = day_of(row, first + 1),
            .workshop = row.text(first + 2),
            .work = row.text(first + 3)};
}

std::string RegisterTable<registry::StageOverride>::key(const registry::StageOverride& row) {
    return fmt::format("{}/{}", row.vehicle.value, row.stage);
}
registry::StageOverride RegisterTable<registry::StageOverride>::read(const Query& row, int first) {
    return {.vehicle = {row.integer(first)},
            .stage = row.text(first + 1),
            .approved_by = row.text(first + 2),
            .reason = row.text(first + 3)};
}

std::string RegisterTable<registry::Offence>::key(const registry::Offence& row) {
    return fmt::format("{}/{}/{}", to_iso(row.on), static_cast<int>(row.kind), row.driver);
}
registry::Offence RegisterTable<registry::Offence>::read(const Query& row, int first) {
    return {.driver = row.text(first),
            .kind = static_cast<registry::OffenceKind>(row.integer(first + 1)),
            .on = day_of(row, first + 2),
            .points = row.number<int>(first + 3),
            .text = row.text(first + 4)};
}

}  // namespace husong::db
