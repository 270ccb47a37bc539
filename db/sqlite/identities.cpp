#include "db/sqlite/identities.hpp"

#include "db/sqlite/rows.hpp"

namespace husong::db {

Result<Identity> identify_vehicle(Connection& db, const registry::Plate& plate) {
    const auto colour = static_cast<std::int64_t>(registry::colour_group(plate.colour));
    auto find = db.query("SELECT id FROM vehicle WHERE plate = ?1 AND colour = ?2");
    const auto known = find.bind(1, plate.text).bind(2, colour).step();
    if (!known) return known.error();
    if (*known) return Identity{{find.integer(0)}, false};

    auto insert = db.query("INSERT INTO vehicle (plate, colour) VALUES (?1, ?2)");
    if (auto made = insert.bind(1, plate.text).bind(2, colour).run(); !made) return made.error();
    const Identity identity{{db.last_rowid()}, true};
    if (auto raised = raise_registry_version(db); !raised) return raised.error();
    return identity;
}

namespace {

// The only vehicle with these characters, when it was told without a colour so far and no register knows it.
Result<std::optional<VehicleId>> find_uncoloured(Connection& db, const std::string& plate) {
    auto query = db.query(
        "SELECT id FROM vehicle AS seen WHERE plate = ?1 AND colour = ?2 "
        "AND NOT EXISTS (SELECT 1 FROM vehicle WHERE plate = ?1 AND colour <> ?2) "
        "AND NOT EXISTS (SELECT 1 FROM vehicle_entry WHERE vehicle = seen.id)");
    const auto other = static_cast<std::int64_t>(registry::PlateColour::other);
    const auto row = query.bind(1, plate).bind(2, other).step();
    if (!row) return row.error();
    return *row ? std::optional{VehicleId{query.integer(0)}} : std::nullopt;
}

}  // namespace

Result<Identity> identify_told_vehicle(Connection& db, const registry::Plate& plate) {
    const auto colour = registry::colour_group(plate.colour);
    const bool is_part = registry::normalise_plate_part(plate.text).has_value();
    if (colour == registry::PlateColour::other || is_part) return identify_vehicle(db, plate);
    const auto uncoloured = find_uncoloured(db, plate.text);
    if (!uncoloured) return uncoloured.error();
    if (!*uncoloured) return identify_vehicle(db, plate);

    auto update = db.query("UPDATE vehicle SET colour = ?2 WHERE id = ?1");
    const auto coloured =
        update.bind(1, (*uncoloured)->value).bind(2, static_cast<std::int64_t>(colour)).run();
    if (!coloured) return coloured.error();
    if (auto raised = raise_registry_version(db); !raised) return raised.error();
    return Identity{**uncoloured, true};
}

Result<TerminalId> identify_terminal(Connection& db, std::string_view phone) {
    auto find = db.query("SELECT id FROM terminal WHERE phone = ?1");
    const auto known = find.bind(1, phone).step();
    if (!known) return known.error();
    if (*known) return TerminalId{find.integer(0)};
    if (auto made = db.query("INSERT INTO terminal (phone) VALUES (?1)").bind(1, phone).run(); !made)
        return made.error();
    return TerminalId{db.last_rowid()};
}

Result<std::map<registry::Plate, VehicleId>> all_identities(Connection& db) {
    std::map<registry::Plate, VehicleId> identities;
    auto query = db.query("SELECT id, plate, colour FROM vehicle ORDER BY id");
    for (;;) {
        const auto row = query.step();
        if (!row) return row.error();
        if (!*row) return identities;
        const auto colour = static_cast<registry::PlateColour>(query.integer(2));
        identities.emplace(registry::Plate{query.text(1), colour}, VehicleId{query.integer(0)});
    }
}

Result<std::int64_t> registry_version(Connection& db) {
    auto query = db.query("SELECT version FROM registry_version");
    const auto row = query.step();
    if (!row) return row.error();
    return query.integer(0);
}

Result<> raise_registry_version(Connection& db) {
    return db.run("UPDATE registry_version SET version = version + 1");
}

}  // namespace husong::db
