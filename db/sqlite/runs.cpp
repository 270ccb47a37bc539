#include "db/sqlite/runs.hpp"

#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

RunHead read_run_head(const Query& row) {
    return {.id = row.integer(0),
            .code = row.text(1),
            .vehicle = VehicleId{row.integer(2)},
            .leaves_at = row.time(3),
            .day = row.number<tracking::DayClass>(4)};
}

std::optional<Time> optional_time(const Query& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.time(column)};
}

Result<> put_times(Connection& db, const KeptRun& run) {
    for (std::size_t place = 0; place < run.times.places.size(); ++place) {
        const tracking::PlaceTimes& times = run.times.places[place];
        auto insert = db.query(
            "INSERT INTO run_time (run, place, name, arrived_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5)");
        insert.bind(1, run.id).bind(2, place).bind(3, times.name);
        if (auto put = insert.bind(4, times.arrived).bind(5, times.left).run(); !put) return put;
    }
    return {};
}

Result<> put_accuracy(Connection& db, const KeptRun& run) {
    for (std::size_t bucket = 0; bucket < run.accuracy.buckets.size(); ++bucket) {
        const tracking::BucketCount& count = run.accuracy.buckets.at(bucket);
        if (count.all == 0) continue;
        auto insert =
            db.query("INSERT INTO run_accuracy (run, bucket, predictions, accurate) VALUES (?1, ?2, ?3, ?4)");
        insert.bind(1, run.id).bind(2, bucket).bind(3, count.all).bind(4, count.accurate);
        if (auto put = insert.run(); !put) return put;
    }
    return {};
}

}  // namespace

Result<std::int64_t> claim_run(Connection& db, const KeptRun& run) {
    auto drop = db.query("DELETE FROM run WHERE code = ?1");
    if (auto dropped = drop.bind(1, run.code).run(); !dropped) return dropped.error();
    auto insert = db.query(
        "INSERT INTO run (code, line, direction, day_class, leaves_at, vehicle, seen_from, seen_until) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    insert.bind(1, run.code)
        .bind(2, run.times.line)
        .bind(3, static_cast<std::int64_t>(run.times.direction))
        .bind(4, static_cast<std::int64_t>(run.times.day))
        .bind(5, run.times.leaves_at)
        .bind(6, run.vehicle.value)
        .bind(7, run.seen_from)
        .bind(8, run.seen_until);
    if (auto claimed = insert.run(); !claimed) return claimed.error();
    return db.last_rowid();
}

Result<bool> keep_run(Connection& db, const KeptRun& run) {
    auto made = db.query("UPDATE run SET places = ?2 WHERE id = ?1 AND places IS NULL");
    if (auto done = made.bind(1, run.id).bind(2, run.times.places.size()).run(); !done) return done.error();
    if (db.changes() == 0) return false;
    if (auto put = put_times(db, run); !put) return put.error();
    if (auto put = put_accuracy(db, run); !put) return put.error();
    return true;
}

Result<> drop_runs(Connection& db, VehicleId vehicle, Time earliest, Time latest) {
    return db.query("DELETE FROM run WHERE vehicle = ?1 AND seen_until > ?2 AND seen_from <= ?3")
        .bind(1, vehicle.value)
        .bind(2, earliest)
        .bind(3, latest)
        .run();
}

Result<> sum_up_accuracy(Connection& db, Time midnight) {
    auto drop = db.query("DELETE FROM arrival_accuracy WHERE day = ?1");
    if (auto dropped = drop.bind(1, midnight).run(); !dropped) return dropped;
    return db
        .query(
            "INSERT INTO arrival_accuracy (day, bucket, predictions, accurate) "
            "SELECT ?1, bucket, sum(predictions), sum(accurate) FROM run CROSS JOIN run_accuracy AS a "
            "ON a.run = run.id WHERE run.leaves_at >= ?1 AND run.leaves_at < ?2 GROUP BY bucket")
        .bind(1, midnight)
        .bind(2, midnight + std::chrono::days{1})
        .run();
}

Result<std::vector<RunHead>> made_runs(Connection& db, Time since) {
    auto query = db.query(
        "SELECT id, code, vehicle, leaves_at, day_class FROM run WHERE leaves_at >= ?1 AND places IS NOT "
        "NULL");
    return all_rows(query.bind(1, since), read_run_head);
}

Result<std::vector<RunHead>> runs_of_line(Connection& db, const LineQuery& query) {
    auto select = db.query(
        "SELECT id, code, vehicle, leaves_at, day_class FROM run WHERE line = ?1 AND direction = ?2 "
        "AND leaves_at < ?3 AND places > 0 ORDER BY leaves_at DESC, id DESC LIMIT ?4");
    select.bind(1, query.line)
        .bind(2, static_cast<std::int64_t>(query.direction))
        .bind(3, query.before)
        .bind(4, query.limit);
    return all_rows(select, read_run_head);
}

Result<std::vector<tracking::PlaceTimes>> times_of_run(Connection& db, std::int64_t run) {
    auto query = db.query("SELECT name, arrived_at, left_at FROM run_time WHERE run = ?1 ORDER BY place");
    return all_rows(query.bind(1, run), [](const Query& row) {
        return tracking::PlaceTimes{row.text(0), optional_time(row, 1), optional_time(row, 2)};
    });
}

Result<tracking::Accuracy> accuracy_between(Connection& db, Time from, Time until) {
    auto query = db.query(
        "SELECT bucket, sum(predictions), sum(accurate) FROM arrival_accuracy WHERE day >= ?1 AND day < ?2 "
        "GROUP BY bucket");
    tracking::Accuracy accuracy;
    query.bind(1, from).bind(2, until);
    for (;;) {
        const auto row = query.step();
        if (!row) return row.error();
        if (!*row) return accuracy;
        accuracy.buckets.at(query.number<std::size_t>(0)) = {query.number<std::size_t>(1),
                                                             query.number<std::size_t>(2)};
    }
}

}  // namespace husong::db
