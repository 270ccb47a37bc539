#include "db/sqlite/driver_cards.hpp"

#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

DriverCard read_card(const Query& row) {
    return {.terminal = TerminalId{row.integer(0)},
            .vehicle = VehicleId{row.integer(1)},
            .at = row.time(2),
            .clock_told = row.integer(3) != 0,
            .received_at = row.time(4),
            .state = row.number<CardState>(5),
            .read_result = row.number<std::uint8_t>(6),
            .number = row.text(7),
            .name = row.text(8),
            .issuer = row.text(9),
            .valid_until = row.text(10),
            .key = row.number<std::uint64_t>(11)};
}

}  // namespace

Result<> put_driver_card(Connection& db, const DriverCard& card) {
    return db
        .query(
            "INSERT INTO driver_card (terminal, vehicle, at, clock_told, received_at, state, read_result, "
            "number, "
            "name, issuer, valid_until, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
            "ON CONFLICT (terminal, key, (at + 28800000) / 86400000) DO NOTHING")
        .bind(1, card.terminal.value)
        .bind(2, card.vehicle.value)
        .bind(3, card.at)
        .bind(4, card.clock_told)
        .bind(5, card.received_at)
        .bind(6, static_cast<std::int64_t>(card.state))
        .bind(7, card.read_result)
        .bind(8, card.number)
        .bind(9, card.name)
        .bind(10, card.issuer)
        .bind(11, card.valid_until)
        .bind(12, static_cast<std::int64_t>(card.key))
        .run();
}

Result<std::vector<DriverCard>> driver_cards_in(Connection& db, VehicleId vehicle, const CardSpan& span,
                                                std::size_t limit) {
    auto query = db.query(
        "SELECT terminal, vehicle, at, clock_told, received_at, state, read_result, number, name, issuer, "
        "valid_until, key FROM driver_card WHERE vehicle = ?1 AND at >= ?2 AND at < ?3 ORDER BY at, id LIMIT "
        "?4");
    query.bind(1, vehicle.value).bind(2, span.since).bind(3, span.until).bind(4, limit);
    return all_rows(query, read_card);
}

// A card that could not be read says nothing of who drives. Of one instant the one that came last counts.
Result<std::optional<DriverCard>> find_driver_on_duty(Connection& db, VehicleId vehicle, Time at) {
    auto query = db.query(
        "SELECT terminal, vehicle, at, clock_told, received_at, state, read_result, number, name, issuer, "
        "valid_until, key FROM driver_card WHERE vehicle = ?1 AND at <= ?2 AND state <> 3 "
        "ORDER BY at DESC, id DESC LIMIT 1");
    query.bind(1, vehicle.value).bind(2, at);
    auto last = first_row(query, read_card);
    if (last && *last && (*last)->state != CardState::on_duty) last->reset();
    return last;
}

}  // namespace husong::db
