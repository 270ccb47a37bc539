#include "db/sqlite/record_rows.hpp"

#include "db/sqlite/records.hpp"
#include "db/sqlite/units.hpp"
#include "db/store.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using namespace tracking;

// Columns of record, by their place in the table.
enum Column {
    id,
    vehicle,
    measured_at,
    kind_and_key,
    received_after,
    source,
    flags,
    told_by,
    latitude,
    longitude,
    altitude,
    speed,
    course,
    accuracy,
    alarm_bits,
    status_bits,
    satellites,
    located,
    items,
};

constexpr std::uint8_t satellites_not_told = 255;

float rounded(const Unit& unit, float value) { return static_cast<float>(unit.rounded(value)); }

float value(const Unit& unit, const Query& row, int column) {
    return static_cast<float>(unit.value(row.integer(column)));
}

// A column's place is also its parameter in the INSERT: all but the id are bound, from ?1.
void bind_payload(Query& insert, const Position& p) {
    insert.bind(latitude, micro_degree.count(p.latitude_deg))
        .bind(longitude, micro_degree.count(p.longitude_deg))
        .bind(altitude, decimetre.count(p.altitude_m))
        .bind(speed, tenth_kmh.count(p.speed_mps))
        .bind(course, tenth_degree.count(p.course_deg))
        .bind(accuracy, decimetre.count(p.accuracy_m))
        .bind(alarm_bits, p.alarm_bits)
        .bind(status_bits, p.status_bits)
        .bind(located, p.located)
        .bind(items, Bytes{p.items.data(), p.items.size()});
    if (p.satellites == satellites_not_told)
        insert.bind(satellites, std::nullopt);
    else
        insert.bind(satellites, p.satellites);
}

void bind_nothing(Query& insert) {
    for (int column = latitude; column <= items; ++column) insert.bind(column, std::nullopt);
}

void bind_payload(Query& insert, const PassengerFlow&) { bind_nothing(insert); }
void bind_payload(Query& insert, const HeadCount&) { bind_nothing(insert); }
void bind_payload(Query& insert, const TripEvent&) { bind_nothing(insert); }

void bind_payload(Query& insert, const Sighting& sighting) {
    bind_nothing(insert);
    if (sighting.latitude_deg) insert.bind(latitude, micro_degree.count(*sighting.latitude_deg));
    if (sighting.longitude_deg) insert.bind(longitude, micro_degree.count(*sighting.longitude_deg));
}

// A row of one of the tables beside the history; that it is there is what insert_payload() saw to.
Result<> find(Query& query, std::int64_t record) {
    const auto found = query.bind(1, record).step();
    if (!found) return found.error();
    if (!*found)
        return Error{ErrorCode::unavailable, fmt::format("database: record {} has lost its payload", record)};
    return {};
}

Result<> read(Connection&, const Query& row, Position& p) {
    p.latitude_deg = micro_degree.value(row.integer(latitude));
    p.longitude_deg = micro_degree.value(row.integer(longitude));
    p.altitude_m = value(decimetre, row, altitude);
    p.speed_mps = value(tenth_kmh, row, speed);
    p.course_deg = value(tenth_degree, row, course);
    p.accuracy_m = value(decimetre, row, accuracy);
    p.alarm_bits = row.number<std::uint32_t>(alarm_bits);
    p.status_bits = row.number<std::uint32_t>(status_bits);
    if (!row.is_null(satellites)) p.satellites = row.number<std::uint8_t>(satellites);
    p.located = row.integer(located) != 0;
    const Bytes told = row.blob(items);
    p.items.assign(told.begin(), told.end());
    return {};
}

Result<> read(Connection& db, const Query& row, PassengerFlow& flow) {
    auto query =
        db.query("SELECT from_at, until_at, boarded, alighted FROM passenger_flow WHERE record = ?1");
    if (auto found = find(query, row.integer(id)); !found) return found;
    flow = {query.time(0), query.time(1), query.number<std::uint16_t>(2), query.number<std::uint16_t>(3)};
    return {};
}

Result<> read(Connection& db, const Query& row, HeadCount& count) {
    auto query = db.query("SELECT pupils, adults, others FROM head_count WHERE record = ?1");
    if (auto found = find(query, row.integer(id)); !found) return found;
    count = {query.number<std::uint16_t>(0), query.number<std::uint16_t>(1), query.number<std::uint16_t>(2)};
    return {};
}

Result<> read(Connection& db, const Query& row, Sighting& sighting) {
    auto query = db.query("SELECT pupils_seen, pupils, place, note, photo FROM sighting WHERE record = ?1");
    if (auto found = find(query, row.integer(id)); !found) return found;
    sighting.pupils_seen = static_cast<PupilsSeen>(query.integer(0));
    if (!query.is_null(1)) sighting.pupils = query.number<std::uint16_t>(1);
    if (!row.is_null(latitude)) sighting.latitude_deg = micro_degree.value(row.integer(latitude));
    if (!row.is_null(longitude)) sighting.longitude_deg = micro_degree.value(row.integer(longitude));
    sighting.place = query.text(2);
    sighting.note = query.text(3);
    sighting.photo = query.text(4);
    return {};
}

Result<> read(Connection& db, const Query& row, TripEvent& event) {
    auto query = db.query("SELECT kind, trip, person, other, number, note FROM trip_event WHERE record = ?1");
    if (auto found = find(query, row.integer(id)); !found) return found;
    event = {static_cast<EventKind>(query.integer(0)),
             std::string{query.text(1)},
             std::string{query.text(2)},
             std::string{query.text(3)},
             query.number<std::int32_t>(4),
             std::string{query.text(5)}};
    return {};
}

Result<> read_payload(Connection& db, const Query& row, Payload& payload) {
    switch (kind_of(row.integer(kind_and_key))) {
        case RecordKind::position: return read(db, row, payload.emplace<Position>());
        case RecordKind::passenger_flow: return read(db, row, payload.emplace<PassengerFlow>());
        case RecordKind::head_count: return read(db, row, payload.emplace<HeadCount>());
        case RecordKind::sighting: return read(db, row, payload.emplace<Sighting>());
        case RecordKind::trip_event: return read(db, row, payload.emplace<TripEvent>());
    }
    return Error{ErrorCode::unsupported, "record of an unknown kind"};
}

Result<> insert(Connection&, std::int64_t, const Position&) { return {}; }

Result<> insert(Connection& db, std::int64_t record, const PassengerFlow& flow) {
    return db
        .query(
            "INSERT INTO passenger_flow (record, from_at, until_at, boarded, alighted) "
            "VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(1, record)
        .bind(2, flow.from)
        .bind(3, flow.until)
        .bind(4, flow.boarded)
        .bind(5, flow.alighted)
        .run();
}

Result<> insert(Connection& db, std::int64_t record, const HeadCount& count) {
    return db.query("INSERT INTO head_count (record, pupils, adults, others) VALUES (?1, ?2, ?3, ?4)")
        .bind(1, record)
        .bind(2, count.pupils)
        .bind(3, count.adults)
        .bind(4, count.others)
        .run();
}

Result<> insert(Connection& db, std::int64_t record, const Sighting& sighting) {
    return db
        .query(
            "INSERT INTO sighting (record, pupils_seen, pupils, place, note, photo) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, record)
        .bind(2, static_cast<std::int64_t>(sighting.pupils_seen))
        .bind(3, sighting.pupils)
        .bind(4, sighting.place)
        .bind(5, sighting.note)
        .bind(6, sighting.photo)
        .run();
}

Result<> insert(Connection& db, std::int64_t record, const TripEvent& event) {
    return db
        .query(
            "INSERT INTO trip_event (record, kind, trip, person, other, number, note) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(1, record)
        .bind(2, static_cast<std::int64_t>(event.kind))
        .bind(3, event.trip)
        .bind(4, event.person)
        .bind(5, event.other)
        .bind(6, event.number)
        .bind(7, event.note)
        .run();
}

void round_payload(TripEvent&) {}
void round_payload(PassengerFlow&) {}
void round_payload(HeadCount&) {}

void round_payload(Position& p) {
    p.latitude_deg = micro_degree.rounded(p.latitude_deg);
    p.longitude_deg = micro_degree.rounded(p.longitude_deg);
    p.altitude_m = rounded(decimetre, p.altitude_m);
    p.speed_mps = rounded(tenth_kmh, p.speed_mps);
    p.course_deg = rounded(tenth_degree, p.course_deg);
    p.accuracy_m = rounded(decimetre, p.accuracy_m);
}

void round_payload(Sighting& sighting) {
    if (sighting.latitude_deg) sighting.latitude_deg = micro_degree.rounded(*sighting.latitude_deg);
    if (sighting.longitude_deg) sighting.longitude_deg = micro_degree.rounded(*sighting.longitude_deg);
}

}  // namespace

void bind_record(Query& insert, const Record& record, std::int64_t kind_key) {
    insert.bind(vehicle, record.vehicle.value)
        .bind(measured_at, record.measured_at)
        .bind(kind_and_key, kind_key)
        .bind(received_after, (record.received_at - record.measured_at).count())
        .bind(source, static_cast<std::int64_t>(record.source))
        .bind(flags, record.flags)
        .bind(told_by, record.told_by);
    std::visit([&](const auto& payload) { bind_payload(insert, payload); }, record.payload);
}

Result<> insert_payload(Connection& db, std::int64_t row, const Record& record) {
    return std::visit([&](const auto& payload) { return insert(db, row, payload); }, record.payload);
}

Result<Record> read_record(Connection& db, const Query& row) {
    Record record;
    record.vehicle.value = row.integer(vehicle);
    record.measured_at = row.time(measured_at);
    record.received_at = record.measured_at + Milliseconds{row.integer(received_after)};
    record.key = key_of(row.integer(kind_and_key));
    record.source = static_cast<Source>(row.integer(source));
    record.flags = row.number<std::uint16_t>(flags);
    record.told_by = row.integer(told_by);
    if (auto payload = read_payload(db, row, record.payload); !payload) return payload.error();
    return record;
}

Record as_stored(Record record) {
    std::visit([](auto& payload) { round_payload(payload); }, record.payload);
    record.key = key_of(static_cast<std::int64_t>(record.key));
    return record;
}

}  // namespace husong::db
